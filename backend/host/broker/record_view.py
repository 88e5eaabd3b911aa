"""The department's own view of its mini-app's records: a list and a table to take away. Every look is audited."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import database
from backend.core.audit.log import record
from backend.core.ground import ground
from backend.core.structs import Page
from backend.host.broker import record_queries as queries
from backend.host.broker.errors import CollectionClosed, CollectionUnknown
from backend.host.broker.records import position_text, read_position
from backend.host.broker.structs import RecordSeen
from backend.host.registry import service as registry

AT_ONCE: Final = 1_000  # rows of one export step: at most 16 MB, and usually a tenth of a megabyte
MARK: Final = "\ufeff"  # without it, spreadsheets read Chinese as something else
FIRST: Final = ("id", "version", "createdOn")
REST: Final = "其他（JSON）"
# What a spreadsheet takes for the beginning of a formula, full-width forms included.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


async def page(person_id: UUID, *, app_id: str, collection: str, limit: int, cursor: str | None) -> Page[RecordSeen]:
    """The collection's records, the newest day first.

    Raises:
        UnknownMiniApp, CollectionUnknown, CollectionClosed, NotYourDepartment, BadCursor
    """
    await _require_open(person_id, app_id=app_id, collection=collection)
    cursors, purpose = ground().cursors, f"host.records-seen:{app_id}:{collection}"
    before = read_position(cursors.read(purpose, cursor))
    await _record("records-read", person_id, app_id=app_id, collection=collection)
    rows = await queries.page(app_id, collection, before=before, limit=limit + 1)
    return cursors.page(purpose, rows, limit=limit, item=_seen, position=_position)


async def export(person_id: UUID, *, app_id: str, collection: str) -> AsyncIterator[str]:
    """The whole collection as CSV, in pieces; refusals come before the first.

    A column for every top-level field of the newest thousand records; what others hold besides stands in the last.

    Raises:
        UnknownMiniApp, CollectionUnknown, CollectionClosed, NotYourDepartment
    """
    await _require_open(person_id, app_id=app_id, collection=collection)
    await _record("records-exported", person_id, app_id=app_id, collection=collection)
    newest = await queries.page(app_id, collection, before=queries.NEWEST_FIRST, limit=AT_ONCE)
    return _pieces(app_id, collection, newest)


async def _pieces(app_id: str, collection: str, rows: Sequence[asyncpg.Record]) -> AsyncIterator[str]:
    fields = list(dict.fromkeys(name for row in rows for name in row["value"]))
    yield MARK + _lines([[*FIRST, *fields, REST]])
    while rows:
        yield _lines([_cells(row, fields) for row in rows])
        before = (rows[-1]["created_on"], rows[-1]["id"])
        rows = await queries.page(app_id, collection, before=before, limit=AT_ONCE) if len(rows) == AT_ONCE else []


def _cells(row: asyncpg.Record, fields: Sequence[str]) -> list[object]:
    value: dict[str, Any] = row["value"]
    rest = {name: part for name, part in value.items() if name not in fields}
    own = [row["id"], row["version"], row["created_on"].isoformat()]
    return [*own, *(value.get(name) for name in fields), rest or None]


def _lines(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_cell(one) for one in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    """What a spreadsheet shows and never computes: a text that begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" \u3000").startswith(FORMULA) else value
    if isinstance(value, dict | list | bool):
        return msgspec.json.encode(value).decode()
    return str(value)


async def _require_open(person_id: UUID, *, app_id: str, collection: str) -> None:
    manifest = (await registry.find(app_id)).manifest
    await registry.require_developer(person_id, manifest=manifest)
    declared = manifest.collection(collection)
    if declared is None:
        raise CollectionUnknown(collection=collection)
    if not declared.department_view:
        raise CollectionClosed(collection=collection)


async def _record(what: str, person_id: UUID, *, app_id: str, collection: str) -> None:
    async with database.transaction():
        await record(action=f"mini-app.{what}", actor=f"person:{person_id}", subject=f"mini-app:{app_id}/{collection}")


def _seen(row: asyncpg.Record) -> RecordSeen:
    return RecordSeen(
        id=row["id"], version=row["version"], created_on=row["created_on"].isoformat(), value=row["value"]
    )


def _position(row: asyncpg.Record) -> str:
    return position_text((row["created_on"], row["id"]))
