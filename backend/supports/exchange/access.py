"""Keeping who read what of whom: for the person's history and for the audit log, whatever becomes of the command."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from backend.core import database, tracing
from backend.core.audit import log as audit
from backend.identity.people.structs import Subject
from backend.supports.exchange import queries
from backend.supports.exchange.structs import Reader

Outcome = Literal["read", "denied", "failed", "abandoned"]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One read that is tried."""

    id: UUID
    subject: Subject
    names: Sequence[str]
    reader: Reader


async def keep(
    access: Access, outcome: Outcome, *, reason: str | None = None, about: Mapping[UUID, Sequence[str]] | None = None
) -> None:
    """Keep how the read ended, once; `about` names the others whose facts were among it."""
    everybody = [(access.subject.id, access.subject.kind, access.names)]
    everybody += [(one, "person", names) for one, names in (about or {}).items() if one != access.subject.id]
    reader = access.reader
    async with database.transaction():
        new = await queries.insert(
            access.id,
            actor_id=reader.actor_id,
            subject_kind=access.subject.kind,
            subject_id=access.subject.id,
            purpose=reader.purpose,
            purpose_zh=reader.purpose_text.zh,
            purpose_en=reader.purpose_text.en,
            recipient=reader.recipient,
            case_ref=reader.case_ref,
            basis=reader.basis,
            outcome=outcome,
            reason=reason,
            causal_id=tracing.causal_id(),
            about=everybody,
        )
        if new:
            await audit.record(
                action=f"exchange.{outcome}",
                actor=f"person:{reader.actor_id}",
                subject=f"access:{access.id}",
                about=access.subject.id,
                purpose=reader.purpose,
                basis=reader.basis,
                fields=sorted(access.names),
            )


async def keep_read(access: Access, *, about: Mapping[UUID, Sequence[str]]) -> None:
    """Keep it in the transaction around; should that not commit, the read stays in the history as abandoned."""
    await keep(access, "read", about=about)

    async def abandoned() -> None:
        await keep(access, "abandoned", about=about)

    database.if_rolled_back(abandoned)


async def keep_unread(access: Access, *, outcome: Literal["denied", "failed"], reason: str) -> None:
    """Keep that nothing was read and why, also when the transaction around does not commit."""

    async def ended() -> None:
        await keep(access, outcome, reason=reason)

    await ended()
    if database.in_transaction():
        database.if_rolled_back(ended)
