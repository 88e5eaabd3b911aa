"""Write a leaf for every write and every disclosure, in the transaction that does it.

Leaves are not ordered here: writers never wait for each other. The sequencer orders them afterwards.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec

from backend.core import database, tracing
from backend.core.ids import new_id
from backend.core.structs import Moment, now


class Leaf(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One fact: who did what to which thing, about whom, in the course of which tap. Ids, never personal data.

    `fields` names what was disclosed, not its values; `purpose` and `basis` say why it was allowed.
    """

    id: UUID
    at: Moment
    causal_id: str
    action: str
    actor: str
    subject: str
    about: UUID | None = None
    purpose: str | None = None
    basis: str | None = None
    fields: list[str] = []


encode = msgspec.json.Encoder(order="sorted").encode


async def record(
    *,
    action: str,
    actor: str,
    subject: str,
    about: UUID | None = None,
    purpose: str | None = None,
    basis: str | None = None,
    fields: list[str] | None = None,
) -> None:
    """Keep the fact, if and only if the surrounding transaction commits.

    Raises:
        RuntimeError: there is no transaction, so the fact and its record could part.
    """
    if not database.in_transaction():
        raise RuntimeError(f"{action} was recorded outside a transaction")
    leaf = Leaf(
        id=new_id(), at=now(), causal_id=tracing.causal_id(), action=action, actor=actor, subject=subject,
        about=about, purpose=purpose, basis=basis, fields=fields or [],
    )  # fmt: skip
    await database.execute(
        "insert into core_audit_leaf (id, leaf, about) values ($1, $2, $3)", leaf.id, encode(leaf), about
    )


async def record_all(
    *,
    action: str,
    actor: str,
    facts: Sequence[tuple[str, UUID]],
    fields: Mapping[UUID, Collection[str]] | None = None,
) -> None:
    """The same of many: a subject each, and whom it is about, with the fields of each; one statement.

    Whoever follows the log learns of everybody whom it is about, so no load may be one leaf about nobody.

    Raises:
        RuntimeError: as `record`.
    """
    if not database.in_transaction():
        raise RuntimeError(f"{action} was recorded outside a transaction")
    at, causal_id, named = now(), tracing.causal_id(), fields or {}
    leaves = [
        Leaf(
            id=new_id(), at=at, causal_id=causal_id, action=action, actor=actor, subject=subject, about=about,
            fields=sorted(named.get(about, ())),
        )
        for subject, about in facts
    ]  # fmt: skip
    await database.execute(
        "insert into core_audit_leaf (id, leaf, about) select * from unnest($1::uuid[], $2::bytea[], $3::uuid[])",
        [one.id for one in leaves],
        [encode(one) for one in leaves],
        [one.about for one in leaves],
    )
