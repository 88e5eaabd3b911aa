"""Open scenarios between rows and words: what is sealed of one, and how it is summed up."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.crypto.keys import Purpose as KeyPurpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.ground import ground
from backend.reference.regions import service as regions
from profiles.events.structs import LifeEvent
from profiles.scenarios import library, viewing
from profiles.scenarios.definitions import Definition
from profiles.scenarios.engine import Progress
from profiles.scenarios.errors import ScenarioNotFound
from profiles.scenarios.structs import NextUp, OpenScenario, StepCounts

COLUMN: Final = "profiles_scenario.content"
NONE_YET: Final = StepCounts(done=0, in_progress=0, missing=0, blocked=0, unknown=0)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an open scenario: the event behind it, the answers, and how it stood when last looked at."""

    event: LifeEvent
    answers: Mapping[str, str] = {}
    ticked: Sequence[str] = ()
    counts: StepCounts = NONE_YET
    next_up: NextUp | None = None
    open_questions: int = 0


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


def definition_of(row: Record) -> Definition:
    """The version with which it was opened, or the one in force.

    Raises:
        ScenarioNotFound: neither is there any more.
    """
    found = library.of_version(row["code"], row["version"], on=regions.today())
    if found is None:
        raise ScenarioNotFound
    return found


def summed_up(content: Content, progress: Progress) -> Content:
    """The content with how it stands now."""
    return msgspec.structs.replace(
        content,
        counts=viewing.counts(progress),
        next_up=viewing.next_up(progress),
        open_questions=viewing.open_questions(progress),
    )


def opened(row: Record, content: Content, definition: Definition) -> OpenScenario:
    """The scenario as lists show it."""
    event = content.event
    return OpenScenario(
        id=row["id"],
        code=definition.code,
        version=definition.version,
        title=definition.title,
        about=definition.about,
        event_id=row["event_id"],
        event=event.kind,
        event_title=event.title,
        day=event.day,
        why=event.why,
        counts=content.counts,
        next_up=content.next_up,
        open_questions=content.open_questions,
        changed_at=row["changed_at"],
    )


def _context(row_id: UUID) -> bytes:
    return f"{COLUMN}:".encode() + row_id.bytes
