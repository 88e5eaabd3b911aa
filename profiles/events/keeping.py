"""Events between rows and words: what is sealed of one, and what its reason looks like."""

from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.crypto.keys import Purpose as KeyPurpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.crypto.tags import tag
from backend.core.ground import ground
from backend.identity.people.structs import Subject
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Purpose, SourceKind, SubjectKind
from profiles.events.catalogue import KINDS
from profiles.events.structs import Happened, LifeEvent, Told, Why

COLUMN: Final = "profiles_event.content"
SUBJECT_KINDS: Final = {"person": SubjectKind.PERSON, "organisation": SubjectKind.FIRM}
IDENTITY_KINDS: Final[dict[str, Any]] = {SubjectKind.PERSON: "person", SubjectKind.FIRM: "organisation"}


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What nobody may read beside the subject without the key."""

    about: str
    day: date
    source: str
    as_of: date
    source_kind: SourceKind | None = None
    case_id: UUID | None = None


def seal_content(content: Content, *, row_id: UUID) -> bytes:
    """Seal it to its row."""
    key = ground().keyring.active(KeyPurpose.SEALING)
    return seal(key, plaintext=msgspec.json.encode(content), context=_context(row_id))


def content_of(row: Record) -> Content:
    """Open it.

    Raises:
        CannotUnseal
    """
    ring = ground().keyring.usable(KeyPurpose.SEALING)
    return msgspec.json.decode(unseal(ring, sealed=row["content"], context=_context(row["id"])), type=Content)


def mark(subject_id: UUID, what: str) -> bytes:
    """Equal for equal words about one subject, and telling nothing."""
    return tag(ground().keyring.active(KeyPurpose.INDEX), message=b"event:" + subject_id.bytes + what.encode())


def subject_of(row: Record) -> Subject:
    """Whose it is."""
    return Subject(kind=IDENTITY_KINDS[row["subject_kind"]], id=row["subject_id"])


def happened(row: Record) -> Happened:
    """A row as the rooms above see it."""
    content, kind = content_of(row), KINDS[row["kind"]]
    title = None if row["attribute"] is None else attributes.title_of(kind.subject, row["attribute"])
    why = Why(
        told=Told(row["told"]),
        source=content.source,
        as_of=content.as_of,
        source_kind=content.source_kind,
        attribute=row["attribute"],
        title=title,
        case_id=content.case_id,
    )
    event = LifeEvent(
        id=row["id"], kind=kind.code, title=kind.title, day=content.day, why=why, opened_at=row["opened_at"]
    )
    return Happened(event=event, subject=subject_of(row), purpose=Purpose(row["purpose"]))


def _context(row_id: UUID) -> bytes:
    return f"{COLUMN}:".encode() + row_id.bytes
