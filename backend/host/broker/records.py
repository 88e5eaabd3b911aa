"""`records.*`: data of a whole mini-app, in collections of its manifest, with nobody's identity.

A call sees its own promises, in single records and in lists; all of it is written when the call ends. Kept are the
value and the day. No audit leaf names a record: the action has one, and the two together would name the person.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from backend.core import database
from backend.core.ground import ground
from backend.core.room import Caller
from backend.host.broker import record_queries as queries
from backend.host.broker.errors import (
    ChangedByOthers,
    CollectionUnknown,
    RecordChanged,
    RecordPersonal,
    RecordsFull,
    RecordTooLarge,
    RecordUnknown,
)
from backend.host.broker.payloads import require_plain
from backend.host.broker.personal import personal_number
from backend.host.registry import service as registry
from backend.reference.regions import service as regions
from plugin_sdk.contract.capabilities.records import (
    RECORD_BYTES,
    RECORD_DEPTH,
    Record,
    RecordFound,
    RecordPage,
    RecordsCreate,
    RecordsGet,
    RecordsList,
    RecordsUpdate,
)
from plugin_sdk.contract.limits import HOST_CALL_PAYLOAD_BYTES
from plugin_sdk.contract.manifest import Collection

PAGE_BYTES = HOST_CALL_PAYLOAD_BYTES - 2 * 1024  # room for the cursor and the envelope
Values = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A record as this call sees it; `new` is what it has itself promised to add."""

    collection: str
    id: UUID
    value: Values
    version: int
    created_on: date
    new: bool = False

    @property
    def position(self) -> queries.Position:
        """Its place in every list."""
        return self.created_on, self.id

    def told(self) -> Record:
        """As the mini-app sees it."""
        day = self.created_on.isoformat()
        return Record(id=str(self.id), version=self.version, value=self.value, created_on=day)


async def create(caller: Caller, request: RecordsCreate) -> Record:
    """Promise a new record.

    Raises:
        CollectionUnknown, RecordsFull, RecordTooLarge, RecordPersonal
    """
    collection = _collection(caller, request.collection)
    _require_keepable(request.value)
    promised = sum(one.new and one.collection == collection.name for one in _promised(caller).values())
    if await queries.kept(caller.app_id, collection.name) + promised >= collection.most_records:
        raise RecordsFull(collection=collection.name, limit=collection.most_records)
    made = Kept(
        collection=collection.name, id=uuid4(), value=request.value, version=1, created_on=regions.today(), new=True
    )
    _promised(caller)[made.id] = made
    return made.told()


async def add(caller: Caller, request: RecordsCreate, answer: Record) -> None:
    """Keep the promise of `create`."""
    await queries.insert(
        UUID(answer.id),
        app_id=caller.app_id,
        collection=request.collection,
        value=request.value,
        created_on=date.fromisoformat(answer.created_on),
    )


async def get(caller: Caller, request: RecordsGet) -> RecordFound:
    """One record as this call sees it.

    Raises:
        CollectionUnknown
    """
    found = await _one(caller, _collection(caller, request.collection).name, UUID(request.id))
    return RecordFound(record=found.told() if found else None)


async def update(caller: Caller, request: RecordsUpdate) -> Record:
    """Promise a new value for a record that still has the version that the mini-app saw.

    Raises:
        CollectionUnknown, RecordUnknown, RecordChanged, RecordTooLarge, RecordPersonal
    """
    found = await _one(caller, _collection(caller, request.collection).name, UUID(request.id))
    if found is None:
        raise RecordUnknown
    if found.version != request.if_version:
        raise RecordChanged(version=found.version)
    _require_keepable(request.value)
    changed = replace(found, value=request.value, version=found.version + 1)
    _promised(caller)[found.id] = changed
    return changed.told()


async def change(caller: Caller, request: RecordsUpdate, answer: Record) -> None:
    """Keep the promise of `update`.

    Raises:
        ChangedByOthers: somebody else's call ended first; this one is run again on what is there now.
    """
    record_id, seen = UUID(answer.id), request.if_version
    if not await queries.update(
        record_id, app_id=caller.app_id, collection=request.collection, value=request.value, seen_version=seen
    ):
        raise ChangedByOthers


async def list_some(caller: Caller, request: RecordsList) -> RecordPage:
    """A page of records as this call sees them; its own promises stand among them.

    Raises:
        CollectionUnknown, BadCursor
    """
    name, cursors = _collection(caller, request.collection).name, ground().cursors
    purpose = f"host.records:{caller.app_id}:{name}:{msgspec.json.encode(request.where, order='sorted').decode()}"
    before = read_position(cursors.read(purpose, request.cursor))
    own = {one.id: one for one in _promised(caller).values() if one.collection == name}
    # A row that this call has changed is replaced or drops out: as many more are read.
    rows = await _page(caller.app_id, name, before=before, limit=request.limit + len(own) + 1, where=request.where)
    there = [_kept(row, name) for row in rows if row["id"] not in own]
    _seen(caller).update(((name, one.id), one) for one in there)
    mine = [one for one in own.values() if one.position < before and _fits(one.value, request.where)]
    found = sorted([*there, *mine], key=lambda one: one.position, reverse=True)
    items = _within_one_answer([one.told() for one in found[: request.limit]])
    more = len(found) > len(items)
    last = position_text(found[len(items) - 1].position) if more else ""
    return RecordPage(items=items, next_cursor=cursors.make(purpose, last) if more else None)


def position_text(position: queries.Position) -> str:
    """A place in the list, as cursors carry it."""
    return f"{position[0].isoformat()} {position[1]}"


def read_position(text: str | None) -> queries.Position:
    """The place that a cursor carries; before everything when there is none."""
    if text is None:
        return queries.NEWEST_FIRST
    day, _, record_id = text.partition(" ")
    return date.fromisoformat(day), UUID(record_id)


async def _page(
    app_id: str, collection: str, *, before: queries.Position, limit: int, where: Values
) -> list[asyncpg.Record]:
    if not where:
        return list(await queries.page(app_id, collection, before=before, limit=limit))
    async with database.transaction():
        return list(await queries.page_where(app_id, collection, before=before, limit=limit, where=where))


async def _one(caller: Caller, collection: str, record_id: UUID) -> Kept | None:
    own = _promised(caller).get(record_id)
    if own is not None:
        return own if own.collection == collection else None
    seen = _seen(caller)
    if (collection, record_id) not in seen:
        row = await queries.one(record_id, app_id=caller.app_id, collection=collection)
        if row is None:
            return None
        seen[collection, record_id] = _kept(row, collection)
    return seen[collection, record_id]


def _kept(row: asyncpg.Record, collection: str) -> Kept:
    return Kept(
        collection=collection, id=row["id"], value=row["value"], version=row["version"], created_on=row["created_on"]
    )


def _promised(caller: Caller) -> dict[UUID, Kept]:
    promised: dict[UUID, Kept] = caller.promised.setdefault("records", {})
    return promised


def _seen(caller: Caller) -> dict[tuple[str, UUID], Kept]:
    """What this call has read. It goes on with that: if it is no longer so at the end, the run is repeated."""
    seen: dict[tuple[str, UUID], Kept] = caller.promised.setdefault("records.seen", {})
    return seen


def _collection(caller: Caller, name: str) -> Collection:
    release = registry.known(caller.app_id)
    collection = release.manifest.collection(name) if release else None
    if collection is None:
        raise CollectionUnknown(collection=name)
    return collection


def _require_keepable(value: Values) -> None:
    if len(msgspec.json.encode(value)) > RECORD_BYTES:
        raise RecordTooLarge(limit=RECORD_BYTES)
    require_plain(value, depth=RECORD_DEPTH)
    if what := personal_number(value, today=regions.today()):
        raise RecordPersonal(what=what)


def _fits(value: Values, where: Values) -> bool:
    """As PostgreSQL's `@>` judges single values: 1 is equal to 1.0, and to nothing that is not a number."""
    return all(
        name in value and isinstance(value[name], bool) == isinstance(wanted, bool) and value[name] == wanted
        for name, wanted in where.items()
    )


def _within_one_answer(items: list[Record]) -> list[Record]:
    """As many as one answer of the host may carry; one always fits."""
    size = 0
    for index, item in enumerate(items):
        size += len(msgspec.json.encode(item)) + 1
        if size > PAGE_BYTES:
            return items[:index]
    return items
