"""The definitions of tags: data with a condition each, dated and versioned. A test holds them to the catalogue."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from backend.core.structs import Evidence
from backend.identity.consents.structs import Bilingual
from profiles.attributes.catalogue import DATA
from profiles.attributes.kinds import SubjectKind
from profiles.attributes.language import Condition, attributes_of
from profiles.attributes.structs import TagDefinition


class _Row(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One row of `data/tags.json`."""

    id: str
    version: int
    zh: str
    en: str
    subject: SubjectKind
    condition: Condition
    owner: str
    valid_from: date
    source: str
    evidence: Evidence
    valid_to: date | None = None


def _definition(row: _Row) -> TagDefinition:
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


TAGS: Final[Sequence[TagDefinition]] = tuple(
    _definition(row) for row in msgspec.json.decode((DATA / "tags.json").read_bytes(), type=list[_Row])
)


def in_force(kind: SubjectKind, *, on: date) -> Mapping[str, TagDefinition]:
    """The definitions that count on that day, the newest version of each."""
    valid = [one for one in TAGS if one.subject is kind and one.valid_from <= on <= (one.valid_to or date.max)]
    return {one.id: one for one in sorted(valid, key=lambda one: one.version)}


def touched_by(kind: SubjectKind, names: Collection[str] | None, *, on: date) -> list[TagDefinition]:
    """The definitions that look at one of these attributes; all of them without any."""
    return [one for one in in_force(kind, on=on).values() if names is None or set(names) & set(one.inputs)]
