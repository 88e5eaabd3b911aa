"""The face of publishing: versions of definitions, put in force by two persons and never changed afterwards.

What a room defines so stands on a `Shelf`: reading it costs nothing, and a publication anywhere is there two seconds
later. Drafts, and who may do what, are the studio's; here is what the public sees.
"""

from datetime import date
from typing import Final

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.jobs import emit
from backend.core.structs import Page, now
from profiles.publishing import queries, shelf
from profiles.publishing.errors import UnknownDefinition, UnknownRelease
from profiles.publishing.shelf import Shelf
from profiles.publishing.structs import Body, DefinitionPublished, Kind, PublishedVersion, Release

__all__ = ("Shelf", "edition", "forget", "fresh", "newest", "publish", "refresh", "seed", "version", "versions")
VERSION_MOST: Final = 2**31 - 1
SEED_NOTE: Final = "随平台发布"
edition = shelf.edition
fresh = shelf.fresh
refresh = shelf.refresh
forget = shelf.forget


async def seed() -> int:
    """Publish what the files have that is newer than what is there; how many versions.

    A version that the desk has published meanwhile stays: the file's counts again from its next number on.
    """
    written = 0
    async with database.transaction():
        for one in shelf.shelves():
            await queries.hold(one.kind.value)
            newest_there = await queries.newest(one.kind.value)
            for body in one.seed:
                code = str(body.get("code") or body.get("id"))
                if body["version"] > newest_there.get(code, 0):
                    await _seed_one(one.kind, code, body)
                    written += 1
    forget()
    return written


async def publish(release: Release) -> PublishedVersion:
    """Publish the next version in the caller's transaction, which holds the draft; `body` gets its number and day.

    The two persons are checked by whoever calls, and once more by the database.
    """
    await queries.hold(release.kind.value)
    number = (await queries.newest(release.kind.value)).get(release.code, 0) + 1
    body = release.body | {"version": number, "validFrom": release.valid_from.isoformat()}
    await queries.insert(
        new_id(),
        kind=release.kind.value,
        code=release.code,
        version=number,
        valid_from=release.valid_from,
        body=msgspec.json.encode(body).decode(),
        note=release.note,
        based_on=release.based_on,
        editors=release.editors,
        submitted_by=release.submitted_by,
        approved_by=release.approved_by,
        at=now(),
    )
    await audit.record(
        action="profiles.definition-published",
        actor=f"person:{release.approved_by}",
        subject=f"{release.kind}:{release.code}:{number}",
    )
    await emit(DefinitionPublished(kind=release.kind, code=release.code, version=number, valid_from=release.valid_from))
    return await version(release.kind, release.code, number)


async def version(kind: Kind, code: str, number: int) -> PublishedVersion:
    """One version.

    Raises:
        UnknownRelease
    """
    row = await queries.one(kind.value, code, number) if 0 < number <= VERSION_MOST else None
    if row is None:
        raise UnknownRelease(code=code, version=number)
    return _version(row)


async def versions(kind: Kind, code: str, *, limit: int, cursor: str | None) -> Page[PublishedVersion]:
    """Every version of a definition, the newest first.

    Raises:
        UnknownDefinition, BadCursor
    """
    purpose = f"publishing:{kind}:{code}"
    position = ground().cursors.read(purpose, cursor)
    rows = await queries.of_code(kind.value, code, below=int(position) if position else VERSION_MOST, limit=limit + 1)
    if not rows and position is None:
        raise UnknownDefinition(code=code)
    return ground().cursors.page(purpose, rows, limit=limit, item=_version, position=lambda row: str(row["version"]))


async def newest(kind: Kind) -> dict[str, int]:
    """By code the newest version that was published, whether it has begun or not."""
    return await queries.newest(kind.value)


async def _seed_one(kind: Kind, code: str, body: Body) -> None:
    await queries.insert(
        new_id(), kind=kind.value, code=code, version=body["version"], valid_from=date.fromisoformat(body["validFrom"]),
        body=msgspec.json.encode(body).decode(), note=SEED_NOTE, based_on=None, editors=[], submitted_by=None,
        approved_by=None, at=now(),
    )  # fmt: skip
    await audit.record(action="profiles.definition-seeded", actor="system", subject=f"{kind}:{code}:{body['version']}")


def _version(row: Record) -> PublishedVersion:
    return PublishedVersion(
        kind=Kind(row["kind"]),
        code=row["code"],
        version=row["version"],
        valid_from=row["valid_from"],
        note=row["note"],
        based_on=row["based_on"],
        seeded=row["seeded"],
        submitted_by=row["submitted_by"],
        approved_by=row["approved_by"],
        published_at=row["published_at"],
        body=row["body"],
    )
