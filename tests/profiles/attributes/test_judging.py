from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from profiles.attributes import conditions as c
from tests.profiles.attributes.conditions_made import TODAY, comparisons, conditions, facts, known, names, values

MET, NOT_MET, UNKNOWN = c.Verdict.MET, c.Verdict.NOT_MET, c.Verdict.UNKNOWN
BORN, SEX, PLACE, STAFF = "person.birthDate", "person.gender", "person.regionCode", "firm.employeeCount"


def verdict(condition, **given):
    return c.verdict_of(condition, {name.replace("_", "."): known(value) for name, value in given.items()}, on=TODAY)


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (c.Is(attribute="a.a", value="女"), "女", MET),
        (c.Is(attribute="a.a", value="女"), "男", NOT_MET),
        (c.Is(attribute="a.a", value=1), True, UNKNOWN),
        (c.Is(attribute="a.a", value="1"), 1, UNKNOWN),
        (c.Is(attribute="a.a", value="女"), None, NOT_MET),
        (c.In(attribute="a.a", values=["甲", "乙"]), "乙", MET),
        (c.AtLeast(attribute="a.a", number=3), 3, MET),
        (c.AtLeast(attribute="a.a", number=3), 2, NOT_MET),
        (c.AtLeast(attribute="a.a", number=0), True, UNKNOWN),
        (c.AtMost(attribute="a.a", number=3), 3, MET),
        (c.AtMost(attribute="a.a", number=3), "3", UNKNOWN),
        (c.Before(attribute="a.a", day=date(2020, 1, 1)), "2019-12-31", MET),
        (c.Before(attribute="a.a", day=date(2020, 1, 1)), "2020-01-01", NOT_MET),
        (c.After(attribute="a.a", day=date(2020, 1, 1)), "2020-01-02", MET),
        (c.After(attribute="a.a", day=date(2020, 1, 1)), "some day", UNKNOWN),
        (c.Age(attribute="a.a", at_least=60), "1966-03-01", MET),
        (c.Age(attribute="a.a", at_least=60), "1966-03-02", NOT_MET),
        (c.Age(attribute="a.a", at_most=5), "2020-03-02", MET),
        (c.Age(attribute="a.a", at_most=5), "2020-03-01", NOT_MET),
        (c.Age(attribute="a.a", at_most=6, unit="months"), "2025-08-02", MET),
        (c.Age(attribute="a.a", at_most=6, unit="months"), "2025-08-01", NOT_MET),
        (c.Age(attribute="a.a", at_most=6), "2026-03-02", NOT_MET),
        (c.WithinDays(attribute="a.a", past=10), "2026-02-19", MET),
        (c.WithinDays(attribute="a.a", past=10), "2026-02-18", NOT_MET),
        (c.WithinDays(attribute="a.a", ahead=1), "2026-03-02", MET),
        (c.WithinDays(attribute="a.a", past=10), "2026-03-02", NOT_MET),
        (c.RegionWithin(attribute="a.a", codes=["620000"]), "620102", MET),
        (c.RegionWithin(attribute="a.a", codes=["620100"]), "620102001", MET),
        (c.RegionWithin(attribute="a.a", codes=["620100"], but_not=["620171"]), "620171001", NOT_MET),
        (c.RegionWithin(attribute="a.a", codes=["620102"]), "620103", NOT_MET),
        (c.RegionWithin(attribute="a.a", codes=["620102"]), "兰州", UNKNOWN),
        (c.Present(attribute="a.a"), "x", MET),
        (c.Present(attribute="a.a"), None, NOT_MET),
        (c.Present(attribute="a.a"), [], NOT_MET),
        (c.Absent(attribute="a.a"), None, MET),
        (c.Is(attribute="a.a", value="b"), ["a", "b"], MET),
        (c.Is(attribute="a.a", value="b"), ["a", 1], UNKNOWN),
        (c.Is(attribute="a.a", value="b"), ["a", "c"], NOT_MET),
    ],
)
def test_each_comparison_says_what_it_says(condition, value, expected):
    assert verdict(condition, a_a=value) is expected
    assert verdict(condition) is UNKNOWN, "nothing known is nothing said"


def test_joins_settle_as_soon_as_they_can():
    yes, no = c.Is(attribute="y.y", value=1), c.Is(attribute="n.n", value=2)
    never = c.Present(attribute="m.m")

    def judged(condition):
        return verdict(condition, y_y=1, n_n=1)

    assert judged(c.AllOf(of=[never, no])) is NOT_MET
    assert judged(c.AllOf(of=[never, yes])) is UNKNOWN
    assert judged(c.AnyOf(of=[never, yes])) is MET
    assert judged(c.AnyOf(of=[never, no])) is UNKNOWN
    assert judged(c.Not(of=no)) is MET
    assert judged(c.Not(of=never)) is UNKNOWN


def test_reasons_carry_source_and_day_and_leave_out_what_did_not_count():
    old, woman = c.Age(attribute=BORN, at_least=60), c.Is(attribute=SEX, value="女")
    held = {BORN: known("1950-01-01", as_of=date(2025, 12, 31))}

    judgement = c.judge(c.AnyOf(of=[woman, old]), held, on=TODAY)

    assert judgement.verdict is MET
    (reason,) = judgement.reasons
    assert (reason.attribute, reason.value, reason.source, reason.as_of) == (
        BORN, "1950-01-01", "人口库（公安）", date(2025, 12, 31),
    )  # fmt: skip
    assert judgement.missing == []


def test_an_open_verdict_names_what_would_settle_it():
    condition = c.AllOf(
        of=[c.Age(attribute=BORN, at_least=60), c.Present(attribute=PLACE), c.AtLeast(attribute=STAFF, number=3)]
    )

    judgement = c.judge(condition, {BORN: known("1950-01-01"), STAFF: known("many")}, on=TODAY)

    assert judgement.verdict is UNKNOWN
    assert judgement.missing == [PLACE, STAFF]
    assert [one.unclear for one in judgement.reasons] == [False, False, True]


def test_under_a_not_the_reason_counts_the_other_way():
    judgement = c.judge(c.Not(of=c.Is(attribute=SEX, value="女")), {SEX: known("男")}, on=TODAY)

    assert (judgement.verdict, judgement.reasons[0].verdict, judgement.reasons[0].expects) == (MET, MET, False)


@given(conditions, facts, names, values)
def test_learning_one_more_thing_never_turns_a_verdict_round(condition, held, name, value):
    before = c.verdict_of(condition, {one: fact for one, fact in held.items() if one != name}, on=TODAY)

    after = c.verdict_of(condition, held | {name: known(value)}, on=TODAY)

    assert before is UNKNOWN or after is before


# What is unclear as a number is clear as a word: to learn the first opens the second again.
UNCLEAR_AND_CLEAR = c.Not(
    of=c.AllOf(
        of=[
            c.Not(of=c.AtLeast(attribute=BORN, number=0)),
            c.AnyOf(of=[c.Is(attribute=BORN, value="男"), c.Is(attribute=SEX, value="男")]),
        ]
    )
)


@given(conditions, facts)
@example(UNCLEAR_AND_CLEAR, {BORN: known("男")})
def test_asking_for_what_is_missing_settles_it(condition, held):
    asked: set[str] = set()
    while (judgement := c.judge(condition, held, on=TODAY)).verdict is UNKNOWN:
        assert judgement.missing
        assert asked.isdisjoint(judgement.missing)  # nobody is asked twice, so it ends
        asked.update(judgement.missing)
        held = held | {name: known(None) for name in judgement.missing}

    assert judgement.missing == []


@given(conditions, facts)
def test_the_reasons_alone_give_the_same_verdict_again(condition, held):
    judgement = c.judge(condition, held, on=TODAY)
    used = {one.attribute for one in judgement.reasons}

    assert (
        c.verdict_of(condition, {name: fact for name, fact in held.items() if name in used}, on=TODAY)
        is judgement.verdict
    )
    if judgement.verdict is not UNKNOWN:
        assert {one.verdict for one in judgement.reasons} == {judgement.verdict}
        assert not any(one.unclear for one in judgement.reasons)


@given(comparisons, st.one_of(values, st.floats(), st.dictionaries(st.text(), st.text())))
def test_judging_never_fails_whatever_the_value_is(comparison, value):
    assert c.judge(comparison, {comparison.attribute: known(value)}, on=TODAY).verdict in c.Verdict


@settings(max_examples=20)
@given(st.integers(0, 3_000))
def test_no_depth_breaks_it(depth):
    condition = c.Present(attribute=BORN)
    for _ in range(depth):
        condition = c.Not(of=condition)

    judgement = c.judge(condition, {BORN: known("1950-01-01")}, on=TODAY)

    assert (judgement.verdict is UNKNOWN) is (depth > 8)


@given(conditions)
def test_json_says_the_same(condition):
    assert c.decode(c.encode(condition)) == condition
