"""Conditions and facts for property tests: everything the language can say, and values that suit it or do not."""

from datetime import date, timedelta

from hypothesis import strategies as st

from profiles.attributes import conditions as c

NAMES = ["person.birthDate", "person.gender", "person.regionCode", "firm.employeeCount", "person.isHere", "person.days"]
TODAY = date(2026, 3, 1)
names = st.sampled_from(NAMES)
days = st.integers(-40_000, 400).map(lambda count: TODAY + timedelta(days=count))
scalars = st.one_of(
    st.sampled_from(["男", "女", "620102", "620000", "62010200", "620171001"]),
    days.map(date.isoformat), st.integers(-3, 200), st.booleans(), st.text(max_size=3),
)  # fmt: skip
values = st.one_of(st.none(), scalars, st.lists(scalars, max_size=3))
codes = st.sampled_from(["620000", "620100", "620102", "620102001", "620171"])
bounds = st.one_of(st.none(), st.integers(0, 120))
comparisons = st.one_of(
    st.builds(c.Is, attribute=names, value=scalars),
    st.builds(c.In, attribute=names, values=st.lists(scalars, min_size=1, max_size=4)),
    st.builds(c.AtLeast, attribute=names, number=st.integers(-5, 200)),
    st.builds(c.AtMost, attribute=names, number=st.integers(-5, 200)),
    st.builds(c.Before, attribute=names, day=days),
    st.builds(c.After, attribute=names, day=days),
    st.builds(c.Age, attribute=names, at_least=bounds, at_most=bounds, unit=st.sampled_from(["years", "months"])),
    st.builds(c.WithinDays, attribute=names, past=st.integers(0, 4000), ahead=st.integers(0, 4000)),
    st.builds(c.RegionWithin, attribute=names, codes=st.lists(codes, min_size=1, max_size=3),
              but_not=st.lists(codes, max_size=1)),
    st.builds(c.Present, attribute=names),
    st.builds(c.Absent, attribute=names),
)  # fmt: skip
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda of: c.AllOf(of=of)),
        st.lists(inner, min_size=1, max_size=4).map(lambda of: c.AnyOf(of=of)),
        inner.map(lambda of: c.Not(of=of)),
    ),
    max_leaves=12,
)


def known(value, *, as_of=TODAY, kind=c.SourceKind.REGISTER, source="人口库（公安）"):
    """A fact with this value."""
    return c.Known(value=value, as_of=as_of, source_kind=kind, source=source)


facts = st.dictionaries(names, values.map(known))
