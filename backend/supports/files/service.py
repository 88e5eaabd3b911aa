"""The rules of files: cleaned before they are kept, owned by who handed them in, gone when their owner says so."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from asyncpg import Record

from backend.core import database, rates
from backend.core.attempts import Attempt, Done, earlier, once
from backend.core.audit import log as audit
from backend.core.errors import Refusal
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.structs import now
from backend.supports.files import cleaning, queries
from backend.supports.files.errors import FileHeld, FileMissing, MalwareFound, TooManyFiles
from backend.supports.files.ports import contents, scanner
from backend.supports.files.structs import SUFFIXES, StoredFile

FILES_MOST = 200  # per person and day: the largest bundle of applications needs some forty
NAME_MOST = 100
log = logger(__name__)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\\/:*?\"<>|]+")


async def keep(content: bytes, *, name: str, person_id: UUID, attempt: Attempt) -> StoredFile:
    """Clean the file, have it scanned, keep it; once per attempt. The content is there before the row says that it is.

    Raises:
        KindRefused, PictureRefused, DocumentRefused, MalwareFound, TooManyFiles, ScannerAway, StoreAway
    """
    if (before := await earlier(attempt, StoredFile)) is not None:
        return before
    media_type = cleaning.media_type_of(content)
    await _scan(content)
    kept = await asyncio.to_thread(cleaning.cleaned, content, media_type=media_type)
    file = StoredFile(id=new_id(), name=plain_name(name, media_type), media_type=media_type, bytes=len(kept))

    async def work() -> StoredFile:
        if await rates.count(f"files:{person_id}", most=FILES_MOST, window=timedelta(days=1)):
            raise TooManyFiles
        await queries.insert(file, person_id=person_id, sha256=hashlib.sha256(kept).hexdigest(), at=now())
        await _note("files.kept", file.id, person_id)
        return file

    await contents().put(file.id, kept)
    try:
        stored = await once(attempt, StoredFile, work)
    except Refusal:
        await contents().drop(file.id)
        raise
    if stored.id != file.id:  # the same attempt at the same time: the other one was first
        await contents().drop(file.id)
    return stored


async def _scan(content: bytes) -> None:
    """As it came in: cleaning may take away what gives malware away."""
    if (name := await scanner().find(content)) is not None:
        log.warning("files.malware-found", name=name)
        raise MalwareFound


async def read(file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """A file of this person with its content.

    Raises:
        FileMissing: not there, or not this person's.
    """
    row = await queries.one(file_id, person_id=person_id)
    content = await contents().get(file_id) if row else None
    if row is None or content is None:
        raise FileMissing
    return _stored(row), content


async def of_person(file_ids: Sequence[UUID], *, person_id: UUID) -> list[StoredFile]:
    """Those of the files that are this person's, in the order asked for; the contents stay where they are."""
    if not file_ids:
        return []
    rows = {row["id"]: row for row in await queries.many(file_ids, person_id=person_id)}
    return [_stored(rows[one]) for one in file_ids if one in rows]


async def hold(file_ids: Sequence[UUID], *, person_id: UUID) -> None:
    """Keep files that are handed in with something official: from now on their owner cannot remove them.

    Raises:
        FileMissing: one is not there, or not this person's.
    """
    wanted = set(file_ids)
    if wanted and await queries.hold(sorted(wanted), person_id=person_id) != len(wanted):
        raise FileMissing


async def belongs(file_id: UUID, *, person_id: UUID) -> bool:
    """Whether there is such a file of this person."""
    return await queries.one(file_id, person_id=person_id) is not None


async def remove(file_id: UUID, *, person_id: UUID, attempt: Attempt) -> None:
    """Forget a file. The row goes first: a content without a row is rubbish, a row without content would be a lie.

    Raises:
        FileMissing: not there, or not this person's.
        FileHeld: it was handed in.
    """

    async def work() -> Done:
        if not await queries.delete(file_id, person_id=person_id):
            raise FileHeld if await belongs(file_id, person_id=person_id) else FileMissing
        await _note("files.removed", file_id, person_id)
        return Done()

    async with database.transaction():
        await once(attempt, Done, work)
    await contents().drop(file_id)


def plain_name(name: str, media_type: str) -> str:
    """A name that can stand on any disk and in any header, with the suffix of what the file is."""
    stem = UNPRINTABLE.sub("_", name).strip(" ._").rsplit(".", 1)[0][: NAME_MOST - len(".webp")]
    return f"{stem or 'file'}{SUFFIXES[media_type]}"


def _stored(row: Record) -> StoredFile:
    return StoredFile(id=row["id"], name=row["name"], media_type=row["media_type"], bytes=row["bytes"])


async def _note(action: str, file_id: UUID, person_id: UUID) -> None:
    await audit.record(action=action, actor=f"person:{person_id}", subject=f"file:{file_id}", about=person_id)
