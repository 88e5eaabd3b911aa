"""From rows to what letters say."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from asyncpg import Record

from backend.core.structs import Evidence
from backend.reference.regions.service import local_time, today
from backend.services.interaction.letters.structs import (
    DeskLetter,
    Letter,
    LetterAction,
    LetterBox,
    LetterKind,
    LetterState,
    LetterSummary,
    PublicLetter,
    Station,
)
from backend.services.interaction.letters.terms import term_of
from backend.services.interaction.letters.transitions import (
    ROUNDS_MOST,
    TRANSFERS_MOST,
    Situation,
    possible,
)
from backend.services.interaction.offices.service import attachments

WAITING = frozenset({LetterState.RECEIVED, LetterState.ASSIGNED, LetterState.PROPOSED})
ANSWERED = frozenset({LetterState.ANSWERED, LetterState.CLOSED})
# What goes on inside the office is not the writer's: an answer on its way to be checked, and why it came back.
INSIDE = frozenset({LetterAction.PROPOSE, LetterAction.RETURN})


def situation_of(row: Record) -> Situation:
    """What the transition table looks at."""
    return Situation(
        state=LetterState(row["state"]),
        transfers=row["transfers"],
        rounds=row["rounds"],
        proposer=row["proposer_id"],
    )


def box_of(row: Record) -> LetterBox:
    """Where one can write to."""
    return LetterBox(
        id=row["id"],
        department=row["department"],
        region_code=row["region_code"],
        title=row["title"],
        about=row["about"],
        leader=row["leader"],
        source=row["source"],
        evidence=Evidence(row["evidence"]),
    )


def summary_of(row: Record, *, on: date | None = None) -> LetterSummary:
    """As lists show it."""
    return LetterSummary(**_summary(row, on=on or today()))


def letter_of(row: Record, steps: Sequence[Record]) -> Letter:
    """As its writer sees it."""
    return Letter(**_letter(row, [one for one in steps if one["action"] not in INSIDE]))


def desk_letter_of(row: Record, steps: Sequence[Record], *, writer: str, reader: UUID) -> DeskLetter:
    """As its office works on it."""
    return DeskLetter(
        **_letter(row, steps),
        writer=writer,
        proposal=row["proposal"],
        transfers_left=TRANSFERS_MOST - row["transfers"],
        may=possible(situation_of(row), actor=reader),
        may_publish=may_publish(row, reader=reader),
    )


def may_publish(row: Record, *, reader: UUID) -> bool:
    """The writer agreed, it is answered, it is not public yet, and the reader did not write the answer."""
    ready = row["publishable"] and row["state"] in ANSWERED and row["published_at"] is None
    return bool(ready and row["proposer_id"] != reader)


def public_of(row: Record) -> PublicLetter:
    """As others read it."""
    return PublicLetter(
        id=row["id"],
        kind=LetterKind(row["kind"]),
        department=row["department"],
        region_code=row["region_code"],
        title=row["public_title"],
        question=row["public_question"],
        answer=row["public_answer"],
        received_on=local_time(row["received_at"]).date(),
        published_at=row["published_at"],
        solved=row["solved"],
    )


def _summary(row: Record, *, on: date) -> dict[str, Any]:
    state = LetterState(row["state"])
    return {
        "id": row["id"],
        "number": row["number"],
        "kind": LetterKind(row["kind"]),
        "subject": row["subject"],
        "department": row["department"],
        "region_code": row["region_code"],
        "state": state,
        "received_at": row["received_at"],
        "changed_at": row["changed_at"],
        "due_on": row["due_on"],
        "due_provisional": row["due_provisional"],
        "overdue": state in WAITING and on > row["due_on"],
        "asked_again": row["rounds"] > 1,
    }


def _letter(row: Record, steps: Sequence[Record]) -> dict[str, Any]:
    return _summary(row, on=today()) | {
        "text": row["text"],
        "publishable": row["publishable"],
        "published": row["published_at"] is not None,
        "attachments": attachments(row["files"]),
        "solved": row["solved"],
        "term": term_of(LetterKind(row["kind"])),
        "stations": [
            Station(action=LetterAction(one["action"]), at=one["at"], department=one["department"], text=one["text"])
            for one in steps
        ],
        "may_ask_again": row["state"] == LetterState.ANSWERED and row["rounds"] < ROUNDS_MOST,
    }
