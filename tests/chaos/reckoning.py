"""After the storm: what the journals say was done is there, once, and nothing else is."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.settings import Settings
from tests.chaos.residents import APP, Acknowledged, Client

# A leaf waits in one table until the sequencer orders it into the other.
LEAVES = """
select convert_from(leaf, 'utf8')::json->>'action' as action, about from (
    select leaf, about from core_audit_leaf union all select leaf, about from core_audit_entry
) leaves
"""
# What each kind of write leaves in the audit log. Giving and applying again changes nothing, so those are counted apart.
ACTION_OF = {"submit": "mini-app.acted", "withdraw": "identity.consent-withdrawn"}


async def faults(settings: Settings, clients: Sequence[Client]) -> list[str]:
    """Everything that was acknowledged and is not there, or is there more than once; empty when all is well."""
    connection = await asyncpg.connect(settings.database_url)
    try:
        done = [one for client in clients for one in client.acknowledged]
        found = [
            *await _consents(connection, done),
            *await _applications(connection, done),
            *await _messages(connection, done),
            *await _leaves(connection, done),
            *await _attempts(connection, done),
        ]
    finally:
        await connection.close()
    return found


async def _consents(connection: Any, done: list[Acknowledged]) -> list[str]:
    given = {one.answer["id"] for one in done if one.kind == "give"}
    withdrawn = {one.key for one in done if one.kind == "withdraw"}
    # The demo world's people have agreements of their own, with others than this mini-app.
    rows = await connection.fetch("select id::text, withdrawn_at from identity_consent where recipient = $1", APP)
    there = {row["id"] for row in rows}
    ended = [row for row in rows if row["withdrawn_at"] is not None]
    found = [f"lost: consent {one}" for one in given - there] + [f"doubled: consent {one}" for one in there - given]
    if len(ended) != len(withdrawn):
        found.append(f"{len(withdrawn)} withdrawals acknowledged, {len(ended)} kept")
    return found


async def _applications(connection: Any, done: list[Acknowledged]) -> list[str]:
    rows = await connection.fetch("select id, value, version from host_stored where id like $1", f"{APP} %")
    kept = {row["id"].split()[1]: row for row in rows}
    numbers: dict[UUID, set[str]] = defaultdict(set)
    for one in done:
        if one.kind == "submit" and one.answer["outcome"] == "done":
            numbers[one.person_id].add(one.answer["receipt"]["number"])
    found = [f"two numbers for {person}: {each}" for person, each in numbers.items() if len(each) != 1]
    found += [f"lost: the application of {person}" for person in numbers if str(person) not in kept]
    return found + [
        f"another number for {person}"
        for person, each in numbers.items()
        if str(person) in kept and next(iter(each)) not in kept[str(person)]["value"]
    ]


async def _messages(connection: Any, done: list[Acknowledged]) -> list[str]:
    rows = await connection.fetch("select id::text, person_id, read_at from messages_message where app_id = $1", APP)
    sent = Counter(row["person_id"] for row in rows)
    ids = {row["id"] for row in rows}
    unread = {row["id"] for row in rows if row["read_at"] is None}
    told = {
        one.person_id: one.answer["receipt"]["messageId"]
        for one in done
        if one.kind == "submit" and one.answer["receipt"]
    }
    found = [f"{times} messages for {person}" for person, times in sent.items() if times != 1]
    found += [f"lost: message {one}" for one in told.values() if one not in ids]
    readers = {one.person_id for one in done if one.kind == "read"}
    return found + [f"lost: the reading of {told[person]}" for person in readers if told[person] in unread]


async def _leaves(connection: Any, done: list[Acknowledged]) -> list[str]:
    """The audit log counts the effects themselves: one too many is a write that happened twice."""
    kept = Counter((row["action"], row["about"]) for row in await connection.fetch(LEAVES))
    wanted: Counter[tuple[str, UUID]] = Counter()
    for one in done:
        if one.kind in ACTION_OF:
            wanted[ACTION_OF[one.kind], one.person_id] += 1
    for person in {one.person_id for one in done if one.kind == "read"}:
        wanted["messages.read", person] = 1
    for _, person in {(one.answer["id"], one.person_id) for one in done if one.kind == "give"}:
        wanted["identity.consent-given", person] += 1
    return [
        f"{action} about {person}: acknowledged {times} times, recorded {kept[action, person]} times"
        for (action, person), times in wanted.items()
        if kept[action, person] != times
    ]


async def _attempts(connection: Any, done: list[Acknowledged]) -> list[str]:
    rows = await connection.fetch("select id, answer is null as unanswered from core_attempt")
    kept = Counter(row["id"].split()[-1] for row in rows)
    return [f"{kept[one.key]} attempts under key {one.key} ({one.kind})" for one in done if kept[one.key] != 1]
