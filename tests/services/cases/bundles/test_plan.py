"""Parts begin when those before them have ended; a failure stops only those that need its result."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.reference.calendar import service as calendars
from backend.reference.calendar.structs import Limit, LimitUnit
from backend.services.cases.bundles import plan
from backend.services.cases.bundles.plan import Part
from backend.services.cases.bundles.structs import BundleState, PartState
from backend.services.cases.flow.structs import State
from backend.services.items import service as items

W, R, G, D = PartState.WAITING, PartState.RUNNING, PartState.GRANTED, PartState.DENIED
X, N = PartState.WITHDRAWN, PartState.NOT_STARTED


@st.composite
def bundles(draw):
    """Any bundle in any standing; parts need parts of lower groups only, as the catalogue makes them."""
    stages = draw(st.lists(st.integers(1, 4), min_size=1, max_size=8))
    parts = []
    for number, stage in enumerate(stages):
        lower = [f"p{other}" for other, one in enumerate(stages) if one < stage]
        needs = draw(st.lists(st.sampled_from(lower), unique=True)) if lower else []
        parts.append(Part(f"p{number}", stage, draw(st.sampled_from(PartState)), tuple(needs)))
    return parts


def applied(parts, steps):
    states = dict.fromkeys(steps.begin, R) | dict.fromkeys(steps.give_up, N) | dict.fromkeys(steps.hope, W)
    return [Part(one.basic_code, one.stage, states.get(one.basic_code, one.state), one.needs) for one in parts]


class TestNextSteps:
    def test_the_first_group_begins_at_once_and_together(self):
        parts = [Part("a", 1, W), Part("b", 1, W), Part("c", 2, W)]

        assert plan.next_steps(parts).begin == ["a", "b"]

    def test_the_next_group_waits_for_the_slowest(self):
        assert plan.next_steps([Part("a", 1, G), Part("b", 1, R), Part("c", 2, W)]).begin == []
        assert plan.next_steps([Part("a", 1, G), Part("b", 1, G), Part("c", 2, W)]).begin == ["c"]

    def test_a_failure_does_not_stop_who_does_not_need_it(self):
        steps = plan.next_steps([Part("a", 1, D), Part("b", 2, W), Part("c", 2, W, ("a",))])

        assert (steps.begin, steps.give_up) == (["b"], ["c"])

    def test_who_needs_what_gave_up_gives_up(self):
        parts = [Part("a", 1, D), Part("b", 2, W, ("a",)), Part("c", 3, W, ("b",))]

        assert plan.next_steps(parts).give_up == ["b", "c"]

    def test_hopes_again_when_what_failed_was_opened_again(self):
        again = [Part("a", 1, R), Part("b", 2, N, ("a",))]

        assert plan.next_steps(again).hope == ["b"]
        assert plan.next_steps([Part("a", 1, G), Part("b", 2, N, ("a",))]).begin == ["b"]

    @given(bundles())
    def test_never_begins_before_all_earlier_groups_have_ended(self, parts):
        steps = plan.next_steps(parts)
        stages = {one.basic_code: one.stage for one in parts}

        for code in steps.begin:
            earlier = [one for one in parts if one.stage < stages[code]]
            assert all(one.state not in plan.OPEN or one.basic_code in steps.give_up for one in earlier)

    @given(bundles())
    def test_never_begins_what_needs_a_failure(self, parts):
        after = {one.basic_code: one for one in applied(parts, plan.next_steps(parts))}

        for code in plan.next_steps(parts).begin:
            assert all(after[need].state not in plan.FAILED for need in after[code].needs)

    @given(bundles())
    def test_does_each_thing_once(self, parts):
        steps = plan.next_steps(parts)
        named = [*steps.begin, *steps.give_up, *steps.hope]

        assert len(named) == len(set(named))
        again = plan.next_steps(applied(parts, steps))
        assert not again.begin
        assert not again.give_up
        assert not again.hope

    @given(bundles())
    def test_something_can_always_happen_while_parts_wait(self, parts):
        standing = applied(parts, plan.next_steps(parts))

        if any(one.state is W for one in standing):
            assert any(one.state is R for one in standing), "parts wait for nobody"


class TestStateAfter:
    @pytest.mark.parametrize(
        ("before", "after", "state"),
        [
            (State.PROPOSED, State.GRANTED, R),
            (State.GRANTED, State.CONCLUDED, G),
            (State.IN_REVIEW, State.DENIED, D),
            (State.DENIED, State.CONCLUDED, D),
            (State.SUBMITTED, State.NOT_ACCEPTED, PartState.NOT_ACCEPTED),
            (State.SUBMITTED, State.WITHDRAWN, X),
            (State.SUBMITTED, State.VOID, PartState.VOID),
            (State.DENIED, State.SUBMITTED, R),
        ],
    )
    def test_is_what_the_case_makes_of_it(self, before, after, state):
        assert plan.state_after(before, after) is state


class TestStanding:
    @pytest.mark.parametrize(
        ("states", "standing"),
        [
            ([G, R], BundleState.IN_PROGRESS),
            ([G, W], BundleState.IN_PROGRESS),
            ([G, G], BundleState.CONCLUDED),
            ([G, D], BundleState.PARTLY_CONCLUDED),
            ([D, N], BundleState.NOT_GRANTED),
            ([X, X], BundleState.WITHDRAWN),
            ([X, N], BundleState.WITHDRAWN),
        ],
    )
    def test_follows_from_the_parts(self, states, standing):
        assert plan.standing(states) is standing

    @given(st.lists(st.sampled_from(PartState), min_size=1))
    def test_progress_adds_up(self, states):
        seen = plan.progress(states)

        assert seen.parts == seen.running + seen.waiting + seen.granted + seen.failed == len(states)


class TestPromised:
    async def test_is_the_longest_path(self, database_url):
        limits = [(1, Limit(amount=2)), (1, Limit(amount=5)), (2, Limit(amount=3)), (3, Limit(amount=1))]
        calendar = await calendars.current()

        due = plan.promised(limits, start=date(2026, 11, 27), calendar=calendar)

        assert due.day == calendar.add(date(2026, 11, 27), 5 + 3 + 1).day

    async def test_of_what_is_done_at_once_is_today(self, database_url):
        limits = [(1, Limit(amount=0, unit=LimitUnit.HOURS))]

        assert plan.promised(limits, start=date(2026, 11, 27), calendar=await calendars.current()).day == date(
            2026, 11, 27
        )


async def test_what_a_part_needs_comes_from_the_catalogue(database_url):
    bundle = await items.bundle("newborn", region_code="620102")
    codes = [one.basic_code for one in bundle.members]

    assert plan.needs_of(bundle, "000709001000", codes) == ("000723001000",)
    assert plan.needs_of(bundle, "000709001000", codes[1:]) == ()
