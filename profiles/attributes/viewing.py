"""What a person sees of a profile: every attribute in plain words, with source, day, use, and who corrects it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from backend.core.ids import new_id
from backend.identity.consents.structs import Bilingual
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Fact
from profiles.attributes import purposes, queries, store, tags
from profiles.attributes.catalogue import ATTRIBUTES, CONFIDENCE, OWNERS, Attribute
from profiles.attributes.judging import judge
from profiles.attributes.kinds import Known, Scalar, SourceKind, SubjectKind, Value, ValueKind
from profiles.attributes.structs import AttributeView, Declarable, Held, OtherValue, Source, TagView
from profiles.publishing import service as publishing

FEN: Final = 100
YES_NO: Final = {True: "是", False: "否"}


async def attribute_views(held: Collection[Held], *, kind: SubjectKind, used: Collection[str]) -> list[AttributeView]:
    """Everything with a value, in the order of the catalogue."""
    known, places = store.by_name(held), await _places(held, kind=kind)
    several = {name: [one for one in rows if one.value is not None] for name, rows in known.items()}
    return [
        _view(attribute, several[name], places, used=name in used)
        for name, attribute in ATTRIBUTES[kind].items()
        if several.get(name)
    ]


def of_now(fact: Fact, *, kind: SubjectKind) -> Held:
    """What a register says while the person looks, beside what is kept; it is kept nowhere."""
    return Held(
        id=new_id(),
        name=fact.name,
        value=fact.value,
        source_kind=SourceKind.REGISTER,
        source=fact.source_text,
        purpose=ATTRIBUTES[kind][fact.name].purpose,
        basis="own",
        confidence=CONFIDENCE[SourceKind.REGISTER],
        as_of=fact.as_of,
        received_at=None,
        keep_until=None,
    )


async def tag_views(subject_id: UUID, facts: Mapping[str, Known], *, kind: SubjectKind) -> list[TagView]:
    """The tags that are met, with the reasons as they are today."""
    await publishing.fresh()
    today, defined = regions.today(), tags.in_force(kind, on=regions.today())
    return [
        TagView(
            id=row["tag"],
            version=row["version"],
            title=defined[row["tag"]].title,
            since=regions.local_time(row["valid_from"]).date(),
            reasons=judge(defined[row["tag"]].condition, facts, on=today).reasons,
        )
        for row in await queries.current_tags([subject_id])
        if row["verdict"] == "met" and row["tag"] in defined
    ]


def declarables(kind: SubjectKind) -> list[Declarable]:
    """What one may say of oneself."""
    return [
        Declarable(name=one.name, title=title(one), kind=one.kind, many=one.many, choices=list(one.choices))
        for one in ATTRIBUTES[kind].values()
        if one.declarable
    ]


def title(attribute: Attribute) -> Bilingual:
    """What people call it."""
    return Bilingual(zh=attribute.zh, en=attribute.en)


def asked_of(attribute: Attribute) -> Bilingual | None:
    """The departments that correct it; None when no department keeps it."""
    owner = OWNERS.get(attribute.owner)
    return None if owner is None else Bilingual(zh=owner.zh, en=owner.en)


async def in_words(attribute: Attribute, value: Value | None) -> str:
    """A value as people read it."""
    return _words(attribute, value, await _names(_codes(attribute, value)))


def _view(attribute: Attribute, several: Sequence[Held], places: Mapping[str, str], *, used: bool) -> AttributeView:
    first, *others = several
    return AttributeView(
        name=attribute.name,
        title=title(attribute),
        kind=attribute.kind,
        value=first.value,
        shown=_words(attribute, first.value, places),
        source=Source(kind=first.source_kind, name=first.source),
        as_of=first.as_of,
        received_at=first.received_at,
        kept_until=first.keep_until,
        confidence=first.confidence,
        purpose=attribute.purpose,
        used_for=purposes.USED_FOR[attribute.purpose],
        in_use=used and first.received_at is not None,
        sensitivity=attribute.sensitivity,
        conflicts=[_other(attribute, one, places) for one in others if one.value != first.value],
        declarable=attribute.declarable,
        correctable=attribute.owner in OWNERS and first.source_kind is not SourceKind.PERSON,
        corrected_by=asked_of(attribute),
    )


def _other(attribute: Attribute, one: Held, places: Mapping[str, str]) -> OtherValue:
    return OtherValue(
        value=one.value,
        shown=_words(attribute, one.value, places),
        source=Source(kind=one.source_kind, name=one.source),
        as_of=one.as_of,
    )


def _words(attribute: Attribute, value: Value | None, places: Mapping[str, str]) -> str:
    if value is None:
        return "无"
    values: Sequence[Scalar] = tuple(value) if isinstance(value, list | tuple) else (value,)  # type: ignore[assignment]
    return "、".join(_word(attribute, one, places) for one in values)


def _word(attribute: Attribute, value: Scalar, places: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, int):
        return f"{value / FEN:,.2f} 元" if attribute.name.endswith("Fen") else str(value)
    if attribute.kind is ValueKind.REGION:
        return places.get(value, value)
    return attribute.labels.get(value, value)


async def _places(held: Collection[Held], *, kind: SubjectKind) -> dict[str, str]:
    catalogue = ATTRIBUTES[kind]
    return await _names([code for one in held for code in _codes(catalogue[one.name], one.value)])


def _codes(attribute: Attribute, value: Value | None) -> list[str]:
    return [value] if attribute.kind is ValueKind.REGION and isinstance(value, str) else []


async def _names(codes: Collection[str]) -> dict[str, str]:
    """Full names of divisions, from memory after the first time; a code that no register knows stays a code."""
    found = {}
    for code in set(codes):
        try:
            found[code] = await regions.name_of(code)
        except UnknownRegion:
            continue
    return found


def live_names(kind: SubjectKind, held: Collection[Held]) -> list[str]:
    """Facts of registers that are not kept, to be looked at now."""
    kept = {one.name for one in held if one.source_kind is SourceKind.REGISTER}
    rows = ATTRIBUTES[kind].values()
    return [
        one.name
        for one in rows
        if SourceKind.REGISTER in one.sources and one.name in exchange.FACTS and one.name not in kept
    ]
