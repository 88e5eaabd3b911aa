"""The seed of the catalogue: the files beside the code, in force at once, and never over what the desk has decided.

A file that changes with an upgrade becomes a new version where the last one was a seed too; where the desk has gone on,
it becomes a draft for the desk to decide.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from asyncpg import Record

from backend.core import database
from backend.core.structs import now
from backend.reference.regions import service as regions
from backend.services.items import columns, desk_queries, drafts, holdings, judging, publishing, reading
from backend.services.items.catalogue import ALWAYS
from backend.services.items.drafts import Content
from backend.services.items.faults import FilesUnusable
from backend.services.items.memory import MEMORY
from backend.services.items.publication import LIVE, State
from backend.services.items.reading import File

DATA: Final = Path(__file__).parent / "data"
SEED: Final = "seed"


async def seed(folder: Path = DATA) -> int:
    """Bring the catalogue to what the files say; the number of versions written, 0 the second time.

    Raises:
        FilesUnusable: a fault in a file; nothing is taken then.
    """
    files = await asyncio.to_thread(_files, folder)
    digest = _digest(files)
    async with database.transaction():
        if await desk_queries.lock() == digest:
            return 0
        written = await _take(files, digest=digest)
    MEMORY.clear()
    return written


async def _take(files: Sequence[File], *, digest: str) -> int:
    found = await asyncio.to_thread(reading.read, files)
    known = await holdings.known_to(found)
    faults = await asyncio.to_thread(judging.judge, found, known)
    if faults:
        raise FilesUnusable(faults)
    names = {code: item.name for code, item in known.items.items()}
    names |= {code: one.value.name for code, one in found.items.items()}
    wholes = drafts.contents(found, names=names)
    standing = await drafts.newest(wholes)
    return await _write([one for one in wholes if _is_news(one, standing.get(one.key))], standing, digest=digest)


def _is_news(content: Content, row: Record | None) -> bool:
    """Whether the files say something new; what somebody works on, or has cancelled as it is, stays."""
    if row is None:
        return True
    works_on = drafts.is_open(row) and row["edited_by"] != SEED
    return not works_on and row["body"] != content.body


async def _write(fresh: Sequence[Content], standing: dict[drafts.Key, Record], *, digest: str) -> int:
    at, today = now(), regions.today()
    rows = []
    for content in fresh:
        row = standing.get(content.key)
        rows.append(content.row(version=row["version"] + 1 if row else 1, by=SEED, at=at, batch=None))
    # An open draft of an earlier seed makes way for the newer one.
    old = [row["id"] for content in fresh if drafts.is_open(row := standing.get(content.key)) and row is not None]
    if old:
        await desk_queries.cancel(old, reason="superseded by a newer seed", at=at, day=today)
    await desk_queries.insert(rows)
    own = [row for row in rows if _is_ours(standing.get((row.kind, row.code, row.region_code)))]
    by_day: dict[date, list[desk_queries.NewVersion]] = {}
    for row in own:
        first = (row.kind, row.code, row.region_code) not in standing
        by_day.setdefault(date.fromisoformat(str(row.body.get("validFrom", ALWAYS))) if first else today, []).append(
            row
        )
    for day, several in by_day.items():
        await desk_queries.publish([one.id for one in several], by=SEED, at=at, day=day)
    await publishing.settle(
        await desk_queries.by_id([row.id for row in own]), action="items.seeded", by="system", seeded=digest
    )
    return len(rows)


def _is_ours(row: Record | None) -> bool:
    """Whether nobody but a seed has had a say so far: then its next version needs no decision."""
    return row is None or (row["edited_by"] == SEED and State(row["state"]) in LIVE)


def _files(folder: Path) -> list[File]:
    paths = (folder / name for name in columns.FILES)
    return [File(name=path.name, content=path.read_text("utf-8")) for path in paths if path.exists()]


def _digest(files: Sequence[File]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.name} {len(file.content)}\n".encode() + file.content.encode())
    return whole.hexdigest()
