"""Requests for corrections as the person and the source's staff see them. Opens what is sealed; asks nothing."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from backend.reference.calendar import clocks
from backend.reference.calendar import service as calendar
from backend.reference.calendar.clocks import Clock, Limit, WorkingDays
from profiles.attributes import sealed, store, viewing
from profiles.attributes.catalogue import ATTRIBUTES, OWNERS, Attribute
from profiles.attributes.correction_structs import Correction, DeskCorrection
from profiles.attributes.kinds import SubjectKind


def _clock(row: Record) -> Clock:
    return Clock(started_on=row["started_on"], limit=Limit(amount=row["limit_days"]))


def _days(row: Record, days: WorkingDays) -> dict[str, Any]:
    """How long the source still has; of an answered request, what was left when it was."""
    answered = row["answered_at"]
    today = calendar.today() if answered is None else answered.astimezone(calendar.PROVINCE_TIME).date()
    reading = clocks.reading(_clock(row), days, today=today)
    return {"due_on": reading.day, "remaining_days": reading.remaining.days, "overdue": reading.remaining.overdue}


def correction(row: Record, days: WorkingDays) -> Correction:
    """A whole request, opened, with what is left of its time."""
    content = sealed.unseal_for(ground().keyring, row_id=row["id"], column=sealed.CORRECTION, sealed=row["content"])
    owner, attribute = OWNERS[row["owner"]], attribute_of(row)
    return Correction(
        id=row["id"],
        subject=subject_of(row),
        attribute=row["attribute"],
        title=viewing.title(attribute),
        was=content["was"],
        should_be=content["shouldBe"],
        reason=content["reason"],
        files=list(row["files"]),
        source=row["source"],
        asked_of=Bilingual(zh=owner.zh, en=owner.en),
        state=row["state"],
        asked_at=row["asked_at"],
        answered_at=row["answered_at"],
        department=row["department"],
        answer=row["answer"],
        **_days(row, days),
    )


def desk_correction(row: Record, days: WorkingDays) -> DeskCorrection:
    """A line of the list at the desk: nothing is opened for it."""
    return DeskCorrection(
        id=row["id"],
        attribute=row["attribute"],
        title=viewing.title(attribute_of(row)),
        subject_kind=SubjectKind(row["subject_kind"]),
        region_code=row["region_code"],
        state=row["state"],
        asked_at=row["asked_at"],
        **_days(row, days),
    )


def attribute_of(row: Record) -> Attribute:
    """What is to be corrected."""
    return ATTRIBUTES[SubjectKind(row["subject_kind"])][row["attribute"]]


def subject_of(row: Record) -> Subject:
    """Whom it is about."""
    return Subject(kind=store.IDENTITY_KINDS[SubjectKind(row["subject_kind"])], id=row["subject_id"])


async def record(what: str, *, by: UUID, row: Record) -> None:
    """Keep in the audit log what was done with a request."""
    subject, about = f"correction:{row['id']}", row["subject_id"]
    await audit.record(
        action=f"profiles.{what}", actor=f"person:{by}", subject=subject, about=about, fields=[row["attribute"]]
    )


def row_id(row: Record) -> str:
    """Where a row stands in its list."""
    return str(row["id"])
