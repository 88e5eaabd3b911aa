"""The way of an application into the entry: no state is jumped over, and each says what it must."""

from datetime import date

import pytest

from backend.host.outside.steps import NEXT, is_overdue, lacking, may_go
from backend.host.outside.structs import MigrationState, OutsideEntry

S = MigrationState
TODAY = date(2026, 11, 29)


def entry(**what_matters):
    usual = {"name": "x", "department": "甲局", "region_code": "620100", "kind": "app"}
    return OutsideEntry(**usual | what_matters)


def test_every_state_can_be_reached_and_retirement_is_the_end():
    seen, waiting = set(), [S.REGISTERED]
    while waiting:
        now = waiting.pop()
        seen.add(now)
        waiting += NEXT[now] - seen

    assert seen == set(S)
    assert [one for one in S if not NEXT[one]] == [S.RETIRED]


@pytest.mark.parametrize(
    ("before", "after"), [(S.REGISTERED, S.MERGED), (S.REGISTERED, S.MIGRATING), (S.RETIRED, S.PLANNED)]
)
def test_no_state_is_jumped_over(before, after):
    assert not may_go(before, after)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"state": S.PLANNED}, "planned-on"),
        ({"state": S.MIGRATING}, "planned-on"),
        ({"state": S.MERGED}, "merged-into"),
        ({"state": S.EXEMPT, "exempt_reason": "x"}, "exempt-reason-and-until"),
        ({"state": S.EXEMPT, "exempt_until": TODAY}, "exempt-reason-and-until"),
        ({"users": 5}, "users-as-of"),
        ({"state": S.PLANNED, "planned_on": TODAY}, None),
        ({}, None),
    ],
)
def test_each_state_says_what_it_must(given, what):
    assert lacking(entry(**given)) == what


@pytest.mark.parametrize(
    ("state", "planned_on", "exempt_until", "late"),
    [
        (S.PLANNED, date(2026, 11, 28), None, True),
        (S.PLANNED, TODAY, None, False),
        (S.MIGRATING, date(2020, 1, 1), None, True),
        (S.MERGED, date(2020, 1, 1), None, False),
        (S.EXEMPT, None, date(2026, 11, 28), True),
        (S.EXEMPT, None, TODAY, False),
    ],
)
def test_what_is_late(state, planned_on, exempt_until, late):
    assert is_overdue(state=state, planned_on=planned_on, exempt_until=exempt_until, today=TODAY) is late
