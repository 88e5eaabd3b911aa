"""Fields, facts and answers for tests, and strategies that make any of them."""

from datetime import date
from uuid import UUID

from hypothesis import strategies as st

from backend.core.identifiers import credit_check, resident_check, subject_check
from backend.services.cases.forms.contents import KeptFact
from backend.services.items.structs import Choice, Field

TODAY = date(2026, 11, 28)
KINDS = (
    "ShortText", "LongText", "Name", "Phone", "IdDocument", "CreditCode", "Number", "Money", "Date", "Period", "Choice",
    "MultiChoice", "YesNo", "Agreement", "Region", "StandardAddress", "Attachment", "Signature", "Statement",
)  # fmt: skip
CHOICES = [Choice(value="a", title="甲"), Choice(value="b", title="乙"), Choice(value="c", title="丙")]
FACTS = (
    "person.name", "person.idNumber", "person.birthDate", "person.gender", "person.phone", "person.regionCode",
    "person.address", "person.maritalStatus", "household.memberCount", "firm.creditCode",
)  # fmt: skip


def make_field(name="field", kind="ShortText", **what_matters):
    usual = {"title": f"栏目{name}", "choices": CHOICES if kind in {"Choice", "MultiChoice"} else []}
    return Field(name=name, kind=kind, **usual | what_matters)


def resident_id(day="19900307", area="620102", order="102"):
    first = f"{area}{day}{order}"
    return first + resident_check(first)


def credit_code(region="620102", subject="MA71ABCD"):
    first = f"91{region}{subject}{subject_check(subject)}"
    return first + credit_check(first)


def make_fact(value, *, register="population", source="人口库（公安）"):
    return KeptFact(value=value, register=register, source=source, as_of=TODAY)


GOOD = {
    "ShortText": "兰州",
    "LongText": "说明\n两行",
    "Name": "王小兰",
    "Phone": "13800000001",
    "IdDocument": {"type": "111", "number": resident_id()},
    "CreditCode": credit_code(),
    "Number": 7,
    "Money": 12_345,
    "Date": "2026-11-28",
    "Period": {"from": "2026-01-01", "to": "2026-12-31"},
    "Choice": "a",
    "MultiChoice": ["a", "c"],
    "YesNo": False,
    "Agreement": True,
    "Region": "620102",
    "StandardAddress": {"regionCode": "620102", "detail": "张掖路 1 号"},
    "Attachment": [{"id": str(UUID(int=1)), "name": "a.jpg", "mediaType": "image/jpeg", "bytes": 9}],
    "Signature": "text:王小兰",
}
"""A right answer to each kind of field that is asked."""

FACT_VALUES = {
    "person.name": "王小兰",
    "person.idNumber": resident_id(),
    "person.birthDate": "1990-03-07",
    "person.gender": "女",
    "person.phone": "13800000001",
    "person.regionCode": "620102",
    "person.address": "兰州市城关区张掖路 1 号",
    "person.maritalStatus": "已婚",
    "household.memberCount": 3,
    "firm.creditCode": credit_code(),
}


@st.composite
def fields(draw, *, most=12):
    """Any form: each field with a name of its own, of any kind, filled by any fact or none."""
    drawn = []
    for number in range(draw(st.integers(0, most))):
        kind = draw(st.sampled_from(KINDS))
        prefill = draw(st.one_of(st.none(), st.sampled_from(FACTS)))
        drawn.append(make_field(f"f{number}", kind, required=draw(st.booleans()), prefill=prefill))
    return drawn


def facts():
    """What registers may know: any part of it, right or strange."""
    strange = st.sampled_from(("", " ", "女", "x" * 300, "1990-02-30", "是", 0, 7, 10**6))
    said = st.one_of(st.none(), st.just("right"), strange)
    return st.fixed_dictionaries({}, optional=dict.fromkeys(FACTS, said)).map(
        lambda drawn: {
            name: make_fact(FACT_VALUES[name] if value == "right" else value)
            for name, value in drawn.items()
            if value is not None
        }
    )
