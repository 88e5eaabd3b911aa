"""All SQL of the registry."""

from collections.abc import Sequence

import asyncpg

from backend.core import database

PUT = """
insert into host_release (app_id, version_code, manifest, package, sources_digest, mac) values ($1, $2, $3, $4, $5, $6)
on conflict (app_id) do update set
    version_code = excluded.version_code, manifest = excluded.manifest, package = excluded.package,
    sources_digest = excluded.sources_digest, mac = excluded.mac, released_at = now()
"""


async def all_releases() -> Sequence[asyncpg.Record]:
    """Every live release; there are thousands at the most."""
    return await database.fetch("select manifest, package, mac from host_release order by app_id")


async def digest_of(app_id: str) -> str | None:
    """The digest of the sources that the live release was compiled from."""
    row = await database.fetch_one("select sources_digest from host_release where app_id = $1", app_id)
    return None if row is None else str(row["sources_digest"])


async def put(  # a release is written whole or not at all
    *, app_id: str, version_code: int, manifest: object, package: str, sources_digest: str, mac: bytes
) -> None:
    """Make this the live release."""
    await database.execute(PUT, app_id, version_code, manifest, package, sources_digest, mac)
