"""The definitions of tags: data with a condition each, dated and versioned, put in force by two persons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from backend.core.structs import Evidence
from backend.identity.consents.structs import Bilingual
from profiles.attributes.catalogue import DATA, sorts
from profiles.attributes.flaws import of_condition
from profiles.attributes.kinds import Purpose, Sort, SubjectKind
from profiles.attributes.language import Condition, attributes_of
from profiles.attributes.structs import TagDefinition
from profiles.publishing import service as publishing
from profiles.publishing.structs import Body, Flaw, Kind

TagId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)")]
TitleZh = Annotated[str, Meta(min_length=1, max_length=20, description="It stands on the person's own page")]
TitleEn = Annotated[str, Meta(min_length=1, max_length=60)]
Named = Annotated[str, Meta(min_length=1, max_length=120)]


class TagBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One row of `data/tags.json`, and what the desk edits."""

    id: TagId
    version: int
    zh: TitleZh
    en: TitleEn
    subject: SubjectKind
    condition: Condition
    owner: Named
    valid_from: date
    source: Named
    evidence: Evidence
    valid_to: date | None = None


def definition(body: Body) -> TagDefinition:
    """A tag from its body.

    Raises:
        msgspec.ValidationError
    """
    row = msgspec.convert(body, TagBody)
    return TagDefinition(
        id=row.id,
        version=row.version,
        title=Bilingual(zh=row.zh, en=row.en),
        subject=row.subject,
        condition=row.condition,
        inputs=sorted(attributes_of(row.condition)),
        owner=row.owner,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        evidence=row.evidence,
    )


SHELF: Final = publishing.Shelf(
    Kind.TAG, seed=msgspec.json.decode((DATA / "tags.json").read_bytes(), type=list[Body]), read=definition
)


def every() -> Sequence[TagDefinition]:
    """Every version of every tag, as this process knows them."""
    return SHELF.every


def in_force(kind: SubjectKind, *, on: date) -> Mapping[str, TagDefinition]:
    """Of each tag the newest definition that has begun, unless its term is over."""
    return _in_force(kind, on, SHELF.revision)


@lru_cache(maxsize=8)
def _in_force(kind: SubjectKind, on: date, _revision: int) -> Mapping[str, TagDefinition]:
    begun = [one for one in every() if one.subject is kind and one.valid_from <= on]
    newest = {one.id: one for one in sorted(begun, key=lambda one: one.version)}
    return {tag_id: one for tag_id, one in newest.items() if on <= (one.valid_to or date.max)}


def over(*, on: date) -> frozenset[str]:
    """Tags that are kept of somebody, but whose term is over or which nobody defines any more."""
    return _over(on, SHELF.revision)


@lru_cache(maxsize=4)
def _over(on: date, _revision: int) -> frozenset[str]:
    known = {one.id for one in every()}
    return frozenset(known - {tag_id for kind in SubjectKind for tag_id in in_force(kind, on=on)})


def inputs() -> Mapping[tuple[str, int], frozenset[str]]:
    """What each version of each tag looks at, by tag and version."""
    return _inputs(SHELF.revision)


@lru_cache(maxsize=2)
def _inputs(_revision: int) -> Mapping[tuple[str, int], frozenset[str]]:
    return {(one.id, one.version): frozenset(one.inputs) for one in every()}


def touched_by(kind: SubjectKind, names: Collection[str] | None, *, on: date) -> list[TagDefinition]:
    """The definitions that look at one of these attributes; all of them without any."""
    return [one for one in in_force(kind, on=on).values() if names is None or set(names) & set(one.inputs)]


def sorts_of(subject: SubjectKind) -> Mapping[str, Sort]:
    """What tags may look at; everything else is there, but hidden."""
    return sorts(subject, Purpose.PERSONALISATION, Purpose.CHILDREN)


def flaws(tag: TagDefinition) -> list[Flaw]:
    """What is wrong with it: it may look at what is kept for personalisation (children beside it), nothing else."""
    return of_condition("condition", tag.condition, sorts_of(tag.subject))
