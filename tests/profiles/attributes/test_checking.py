import msgspec
import pytest
from hypothesis import given

from profiles.attributes import conditions as c
from tests.profiles.attributes.conditions_made import conditions, facts

CATALOGUE = {
    "person.birthDate": c.Sort(kind=c.ValueKind.DATE),
    "person.gender": c.Sort(kind=c.ValueKind.TEXT, choices=("男", "女")),
    "person.regionCode": c.Sort(kind=c.ValueKind.REGION),
    "firm.employeeCount": c.Sort(kind=c.ValueKind.WHOLE),
    "person.isHere": c.Sort(kind=c.ValueKind.FLAG),
}


def codes(condition):
    return [(fault.path, fault.code) for fault in c.check(condition, CATALOGUE)]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (c.Present(attribute="person.shoeSize"), "unknown-attribute"),
        (c.Age(attribute="person.gender", at_least=3), "wrong-kind"),
        (c.AtLeast(attribute="person.birthDate", number=3), "wrong-kind"),
        (c.Is(attribute="firm.employeeCount", value="3"), "wrong-kind"),
        (c.Is(attribute="firm.employeeCount", value=True), "wrong-kind"),
        (c.Is(attribute="person.isHere", value=1), "wrong-kind"),
        (c.Is(attribute="person.gender", value="其他"), "no-such-value"),
        (c.In(attribute="person.gender", values=[]), "empty"),
        (c.Age(attribute="person.birthDate"), "no-bound"),
        (c.Age(attribute="person.birthDate", at_least=7, at_most=6), "bounds-crossed"),
        (c.RegionWithin(attribute="person.regionCode", codes=["62"]), "not-a-region"),
        (c.RegionWithin(attribute="person.regionCode", codes=[]), "empty"),
        (c.AllOf(of=[]), "empty"),
        (c.AnyOf(of=[c.Present(attribute="person.gender")] * 51), "too-many"),
        (c.AnyOf(of=[c.Present(attribute="person.gender")] * 201), "too-large"),
    ],
)
def test_what_makes_no_sense_is_named(condition, code):
    assert codes(condition) == [("", code)]


def test_a_fault_says_where_it_stands_in_two_languages():
    good, bad = c.Present(attribute="person.gender"), c.Present(attribute="person.shoeSize")

    (fault,) = c.check(c.AllOf(of=[good, c.Not(of=c.AnyOf(of=[good, bad]))]), CATALOGUE)

    assert (fault.path, fault.attribute) == ("of[1].of.of[1]", "person.shoeSize")
    assert fault.zh
    assert fault.en


def test_what_is_nested_too_deeply_is_refused():
    condition = c.Present(attribute="person.gender")
    for _ in range(9):
        condition = c.Not(of=condition)

    assert [code for _, code in codes(condition)] == ["too-deep"]


def test_a_condition_of_every_word_may_be_kept():
    condition = c.AllOf(of=[
        c.Age(attribute="person.birthDate", at_least=6, at_most=6),
        c.Is(attribute="person.gender", value="女"),
        c.RegionWithin(attribute="person.regionCode", codes=["620100"], but_not=["620171"]),
        c.AnyOf(of=[c.AtMost(attribute="firm.employeeCount", number=300), c.Is(attribute="person.isHere", value=True)]),
    ])  # fmt: skip

    assert codes(condition) == []


@given(conditions, facts)
def test_checking_never_fails(condition, held):
    for fault in c.check(condition, CATALOGUE):
        assert fault.code


@pytest.mark.parametrize(
    "raw",
    [
        b'{"test": "whatever", "attribute": "a.a"}',
        b'{"test": "is", "attribute": "a.a"}',
        b'{"test": "is", "attribute": "not a name", "value": 1}',
        b'{"test": "is", "attribute": "a.a", "value": 1.5}',
        b'{"test": "allOf", "of": []}',
        b'{"test": "present", "attribute": "a.a", "more": 1}',
        b'{"test": "age", "attribute": "a.a", "atLeast": -1}',
        b'{"test": "not", "of": ' * 20_000 + b'{"test": "present", "attribute": "a.a"}' + b"}" * 20_000,
    ],
)
def test_what_is_no_condition_is_not_read(raw):
    with pytest.raises(msgspec.ValidationError):
        c.decode(raw)
