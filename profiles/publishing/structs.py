"""Published definitions between rooms and on the wire."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from backend.core.jobs import Event
from backend.core.structs import Moment, Wire
from backend.identity.consents.structs import Bilingual

Body = dict[str, Any]
"""A definition as JSON has it: the very members that the seed's files have."""


class Kind(StrEnum):
    """What is defined."""

    SCENARIO = "scenario"
    TAG = "tag"


class Flaw(Wire, frozen=True, kw_only=True):
    """One thing that is wrong with a definition: where, why, and what mends it; `code` is stable."""

    path: str
    code: str
    cause: Bilingual
    fix: Bilingual


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be published: a body without its version and day, and the two persons behind it."""

    kind: Kind
    code: str
    body: Body
    valid_from: date
    note: str
    based_on: int | None
    editors: list[UUID]
    submitted_by: UUID
    approved_by: UUID


class PublishedVersion(Wire, frozen=True, kw_only=True):
    """One version as it was published. `seeded`: it came with the product; else two persons stand behind it."""

    kind: Kind
    code: str
    version: int
    valid_from: date
    note: str
    based_on: int | None
    seeded: bool
    submitted_by: UUID | None
    approved_by: UUID | None
    published_at: Moment
    body: Body


class DefinitionPublished(Event, frozen=True, kw_only=True):
    """A version was published; it counts from `valid_from` on."""

    kind: Kind
    code: str
    version: int
    valid_from: date
