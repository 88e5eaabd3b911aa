"""All SQL of files."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from backend.core import database
from backend.supports.files.structs import StoredFile

INSERT = """
insert into files_file (id, person_id, name, media_type, bytes, sha256, kept_at) values ($1, $2, $3, $4, $5, $6, $7)
"""
ONE = "select id, name, media_type, bytes from files_file where id = $1 and person_id = $2"
MANY = "select id, name, media_type, bytes from files_file where id = any($1) and person_id = $2"

# Held in the transaction of what it was handed in with; a removal at the same time waits and then finds it held.
HOLD = "update files_file set held = true where id = any($1) and person_id = $2"


async def insert(file: StoredFile, *, person_id: UUID, sha256: str, at: datetime) -> None:
    """Keep the row of a file whose content is in the store."""
    await database.execute(INSERT, file.id, person_id, file.name, file.media_type, file.bytes, sha256, at)


async def one(file_id: UUID, *, person_id: UUID) -> asyncpg.Record | None:
    """A file of this person, or None."""
    return await database.fetch_one(ONE, file_id, person_id)


async def many(file_ids: Sequence[UUID], *, person_id: UUID) -> Sequence[asyncpg.Record]:
    """Those of the files that are this person's, in no order."""
    return await database.fetch(MANY, list(file_ids), person_id)


async def delete(file_id: UUID, *, person_id: UUID) -> bool:
    """Forget the row; False when there was none of this person, or when it is held."""
    return bool(
        await database.execute(
            "delete from files_file where id = $1 and person_id = $2 and not held", file_id, person_id
        )
    )


async def hold(file_ids: Sequence[UUID], *, person_id: UUID) -> int:
    """Mark files of this person as held; how many there were."""
    return await database.execute(HOLD, list(file_ids), person_id)
