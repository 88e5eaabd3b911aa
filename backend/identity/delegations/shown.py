"""Delegations as people see them: with the names of both sides and how they stand today."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from asyncpg import Record

from backend.identity.delegations.structs import (
    AuthorityKind,
    Choice,
    DelegatedAction,
    Delegation,
    DelegationSide,
    DelegationState,
    Party,
)
from backend.identity.people import service as people
from backend.identity.people.structs import Subject


async def delegations(rows: Sequence[Record], *, today: date) -> list[Delegation]:
    """The rows with names, in the same order."""
    names = await people.names_of([row[side] for row in rows for side in ("principal_id", "agent_id")])
    return [_delegation(row, names, today) for row in rows]


async def choices(rows: Sequence[Record]) -> list[Choice]:
    """Those in force, as somebody chooses among them."""
    names = await people.names_of([row["principal_id"] for row in rows])
    return [
        Choice(
            subject=_principal(row),
            name=names.get(row["principal_id"], ""),
            kind=AuthorityKind.DELEGATION,
            actions=[DelegatedAction(one) for one in row["actions"]],
            basic_codes=list(row["basic_codes"]),
            until=row["to_date"],
            delegation_id=row["id"],
        )
        for row in rows
    ]


def whole(subject: Subject, *, name: str, kind: AuthorityKind, until: date | None = None) -> Choice:
    """Somebody for whom everything may be done."""
    return Choice(
        subject=subject,
        name=name,
        kind=kind,
        actions=list(DelegatedAction),
        basic_codes=[],
        until=until,
        delegation_id=None,
    )


def _delegation(row: Record, names: dict[UUID, str], today: date) -> Delegation:
    agent = Subject(kind="person", id=row["agent_id"])
    return Delegation(
        id=row["id"],
        principal=Party(subject=_principal(row), name=names.get(row["principal_id"], "")),
        agent=Party(subject=agent, name=names.get(row["agent_id"], "")),
        actions=[DelegatedAction(one) for one in row["actions"]],
        basic_codes=list(row["basic_codes"]),
        from_date=row["from_date"],
        to_date=row["to_date"],
        given_at=row["given_at"],
        state=_state(row, today),
        ended_at=row["ended_at"],
        ended_by=DelegationSide(row["ended_by"]) if row["ended_by"] else None,
    )


def _principal(row: Record) -> Subject:
    kind: Literal["person", "organisation"] = row["principal_kind"]
    return Subject(kind=kind, id=row["principal_id"])


def _state(row: Record, today: date) -> DelegationState:
    if row["ended_at"] is not None:
        return DelegationState.ENDED
    if row["to_date"] < today:
        return DelegationState.OVER
    return DelegationState.PLANNED if today < row["from_date"] else DelegationState.IN_FORCE
