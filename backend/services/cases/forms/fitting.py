"""Turn what a register says into the value of a field, and into words for people.

A value that the field could not hold (another choice list, a rule of its own) is not forced into it: it is asked.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from backend.core.identifiers import mask_id
from backend.services.cases.forms.contents import KeptFact
from backend.services.cases.forms.judging import judge
from backend.services.cases.forms.structs import KnownValue
from backend.services.items.structs import Field

COMPANIONS: Final = {
    ("IdDocument", "person.idNumber"): "person.documentKind",
    ("StandardAddress", "person.address"): "person.regionCode",
    ("StandardAddress", "household.address"): "person.regionCode",
    ("StandardAddress", "firm.address"): "firm.regionCode",
}
"""Facts without which the first is no whole answer to that kind of field."""

CORRECTABLE: Final = frozenset(
    (
        "person.phone",
        "person.address",
        "person.regionCode",
        "person.maritalStatus",
        "person.educationLevel",
        "person.employmentStatus",
        "household.address",
        "household.memberCount",
        "firm.address",
        "firm.employeeCount",
        "place.standardAddress",
        "place.gridName",
    )
)
"""Facts that change faster than registers learn of it. Who somebody is, is corrected at the register alone."""

NO_CODE: Final = ""
RESIDENT: Final = "111"


def facts_for(fields: Sequence[Field]) -> list[str]:
    """The facts that could answer these fields, each once."""
    wanted: dict[str, None] = {}
    for field in fields:
        if field.prefill:
            wanted[field.prefill] = None
            if companion := COMPANIONS.get((field.kind, field.prefill)):
                wanted[companion] = None
    return list(wanted)


def fit(field: Field, facts: Mapping[str, KeptFact], *, today: date) -> KnownValue | None:
    """The field's value as registers know it; None when it must be asked."""
    fact = facts.get(field.prefill or "")
    if fact is None:
        return None
    value = _value(field, fact.value, facts)
    if value is None or not _holds(field, value, today=today):
        return None
    return KnownValue(
        fact=str(field.prefill), value=value, register=fact.register, source=fact.source, as_of=fact.as_of
    )


def words_of(field: Field, known: KnownValue, *, regions: Mapping[str, str]) -> str:
    """The value as people read it; numbers of people are masked, because a screen is seen by others, too."""
    value = known.value
    if field.kind == "IdDocument":
        return mask_id(str(value["number"]))
    if known.fact.endswith(".idNumber"):
        return mask_id(str(value))
    if field.kind == "StandardAddress":
        return str(value["detail"])
    if field.kind == "Region":
        return regions.get(str(value), str(value))
    return _plain(field, value)


def is_plain(field: Field, known: KnownValue) -> bool:
    """Whether the phone may be given the value itself; else it gets the words only."""
    hidden = field.kind in {"IdDocument", "StandardAddress", "Region", "Period"}
    return not hidden and not known.fact.endswith(".idNumber")


def _plain(field: Field, value: Any) -> str:
    titles = {choice.value: choice.title for choice in field.choices}
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(titles.get(str(one), str(one)) for one in value)
    if field.kind == "Money":
        return f"{value // 100}.{value % 100:02} 元"
    return titles.get(str(value), str(value))


def _value(field: Field, raw: str | int, facts: Mapping[str, KeptFact]) -> Any:
    match field.kind:
        case "IdDocument":
            return {"type": _companion(field, facts) or RESIDENT, "number": str(raw)}
        case "StandardAddress":
            return {"regionCode": _companion(field, facts), "detail": str(raw)}
        case "Choice":
            return _choice(field, str(raw))
        case "MultiChoice":
            chosen = [_choice(field, part) for part in str(raw).split("、")]
            return chosen if all(chosen) else None
        case "YesNo":
            return {"是": True, "有": True, "否": False, "无": False}.get(str(raw))
        case "Number" | "Money":
            return _number(raw)
        case "Period" | "Attachment" | "Signature" | "Agreement":
            return None  # no register can sign, promise or photograph for somebody
        case _:
            return str(raw)


def _companion(field: Field, facts: Mapping[str, KeptFact]) -> str:
    fact = facts.get(COMPANIONS.get((field.kind, field.prefill or ""), ""))
    return str(fact.value) if fact else NO_CODE


def _choice(field: Field, raw: str) -> str | None:
    by_title = {choice.title: choice.value for choice in field.choices}
    return raw if raw in by_title.values() else by_title.get(raw)


def _number(raw: str | int) -> int | None:
    if isinstance(raw, int):
        return raw
    return int(raw) if raw.isascii() and raw.isdigit() else None


def _holds(field: Field, value: Any, *, today: date) -> bool:
    if field.kind == "StandardAddress" and not value["regionCode"]:
        return bool(value["detail"].strip())  # the register gives one line; its place is in the words
    normal, trouble = judge(field, value, today=today)
    return trouble is None and normal is not None
