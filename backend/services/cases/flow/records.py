"""From rows to dossiers and back. Answers lie sealed: they hold numbers of people and firms."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.crypto.tags import fingerprint
from backend.reference.calendar.structs import Light
from backend.services.cases.flow.deadlines import Days
from backend.services.cases.flow.dossier import BODIES, ENDINGS, Content, Dossier, ReasonBody, Step, Terms
from backend.services.cases.flow.kinds import Channel, Custody, State
from backend.services.cases.flow.orders import Answer, Commitment, HandedMaterial, ReceivingPlace

# Columns that a dossier has under the same name.
SAME = (
    "id", "number", "unit_id", "department", "region_code", "receiver_unit_id", "item_name", "basic_code", "item_code",
    "subject_kind", "subject_id", "subject_name", "applicant_id", "acted_as", "round", "version", "conditional",
    "received_on", "started_on", "decided_on", "due_on", "yellow_on", "statutory_due_on", "promised_due_on", "extended",
    "urges", "urged_at", "assigned_to", "bundle_id", "causal_id", "submitted_at", "changed_at", "accepted_at",
    "ended_at", "app_id",
)  # fmt: skip


def dossier_of(ring: KeyRing, row: Record, steps: Sequence[Record]) -> Dossier:
    """The case, whole."""
    return Dossier(
        **{name: row[name] for name in SAME},
        custody=Custody(row["custody"]),
        state=State(row["state"]),
        channel=Channel(row["channel"]),
        light=Light(row["light"]),
        content=_content(ring, row),
        steps=tuple(step_of(one) for one in steps),
    )


def step_of(row: Record) -> Step:
    """One step with its typed body."""
    kind, ending = row["kind"], row["ending"]
    return Step(
        id=row["id"],
        round=row["round"],
        kind=kind,
        body=msgspec.convert(row["body"], BODIES[kind]),
        begun_at=row["begun_at"],
        begun_by=row["begun_by"],
        unit_id=row["unit_id"],
        ended_at=row["ended_at"],
        ended_by=row["ended_by"],
        outcome=row["outcome"],
        ending=None if ending is None else msgspec.convert(ending, ENDINGS.get(kind, ReasonBody)),
    )


def with_days(dossier: Dossier, days: Days) -> Dossier:
    """The case with the days that follow from its clocks."""
    return replace(
        dossier,
        due_on=days.due_on,
        yellow_on=days.yellow_on,
        light=days.light,
        statutory_due_on=days.statutory_due_on,
        promised_due_on=days.promised_due_on,
    )


def row_of_move(after: Dossier, days: Days) -> tuple[object, ...]:
    """What `queries.move` writes, in its order."""
    return (
        after.state, after.custody, after.round, after.conditional, days.due_on, days.yellow_on, days.light,
        after.received_on, after.started_on, days.statutory_due_on, days.promised_due_on, after.extended, after.urges,
        after.urged_at, after.assigned_to, after.changed_at, after.accepted_at, after.decided_on, after.ended_at,
    )  # fmt: skip


def sealed_answers(ring: KeyRing, case_id: UUID, answers: tuple[Answer, ...]) -> bytes:
    """The answers as they lie in this case's row; moved elsewhere they do not open."""
    return seal(ring.active(Purpose.SEALING), plaintext=msgspec.json.encode(answers), context=_context(case_id))


def query_code_hash(ring: KeyRing, case_id: UUID, code: str) -> bytes:
    """The keyed hash of a query code, for this case only."""
    return fingerprint(ring.active(Purpose.INDEX), value=f"{case_id}:{code}", column="cases_content.query_code")


def _content(ring: KeyRing, row: Record) -> Content:
    answers = unseal(ring.usable(Purpose.SEALING), sealed=row["answers"], context=_context(row["id"]))
    receiving, commitment = row["receiving"], row["commitment"]
    return Content(
        terms=msgspec.convert(row["terms"], Terms),
        snapshot_id=row["snapshot_id"],
        answers=msgspec.json.decode(answers, type=tuple[Answer, ...]),
        materials=msgspec.convert(row["materials"], tuple[HandedMaterial, ...]),
        hash=row["hash"].hex(),
        scenario=row["scenario"],
        receiving=msgspec.convert(receiving, ReceivingPlace) if receiving else None,
        commitment=msgspec.convert(commitment, Commitment) if commitment else None,
        later_by=row["later_by"],
    )


def _context(case_id: UUID) -> bytes:
    return b"cases_content.answers:" + case_id.bytes


def days_row(days: Days) -> tuple[object, ...]:
    """What `queries.reset_days` writes, in its order."""
    return days.due_on, days.yellow_on, days.statutory_due_on, days.promised_due_on
