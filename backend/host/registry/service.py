"""Publish packages, and know which are live. Every release is checked against its MAC before it is run."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import msgspec

from backend.core import database
from backend.core.audit.log import record
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import is_tag, tag
from backend.core.ground import ground
from backend.core.logs import logger
from backend.host.registry import package, queries
from backend.host.registry.errors import NotYourDepartment, PackageAltered, UnknownMiniApp
from backend.host.registry.structs import MiniAppCard, Release
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from plugin_sdk.contract.manifest import Manifest

FRESH_SECONDS = 2.0  # how long a worker may not know of a new release
Compile = Callable[[package.Contents], Awaitable[str]]
log = logger(__name__)

_known: dict[str, Release] = {}
_cards: list[MiniAppCard] = []
_read_at: list[float] = []


async def publish(folder: Path, *, compile_sources: Compile, runtime: str) -> bool:
    """Make the package in `folder` live; False when this very package already is.

    Raises:
        PackageRefused: it does not hold what it says.
    """
    manifest, contents = package.read_folder(folder)
    made_of = package.digest(contents, manifest, runtime=runtime)
    live = await queries.digest_of(manifest.app_id) == made_of
    if live and not isinstance(contents, bytes):
        return False
    # A component's image stands in the sandbox's own folder, which may be newer than the database: it is asked again.
    compiled = await compile_sources(contents)
    if live:
        return False
    async with database.transaction():
        await queries.put(
            app_id=manifest.app_id,
            version_code=manifest.version.code,
            manifest=manifest,
            package=compiled,
            sources_digest=made_of,
            mac=_mac(manifest, compiled),
        )
        await record(action="mini-app.released", actor="system:publish", subject=f"mini-app:{manifest.app_id}")
    _read_at.clear()
    return True


async def available() -> list[MiniAppCard]:
    """The cards of all live mini-apps, as this process last read them (at most `FRESH_SECONDS` ago)."""
    await _refresh()
    return _cards


async def find(app_id: str) -> Release:
    """The live release.

    Raises:
        UnknownMiniApp: there is none.
    """
    await _refresh()
    if app_id not in _known:
        raise UnknownMiniApp
    return _known[app_id]


def known(app_id: str) -> Release | None:
    """The live release as this process last read it; asks nobody."""
    return _known.get(app_id)


async def require_developer(person_id: UUID, *, manifest: Manifest) -> None:
    """Let only developers of the department that answers for the mini-app pass, as they are appointed now.

    This is the one place that matches the two: a post and a manifest name the department by the same text. When
    departments get codes of their own, this is what changes.

    Raises:
        NotYourDepartment: the person develops for other departments, or for none.
    """
    posts = await people.posts_of(person_id)
    registered = manifest.gkb.department.name
    if not any(post.department == registered and Role.DEPARTMENT_DEVELOPER in post.roles for post in posts):
        raise NotYourDepartment


async def _refresh() -> None:
    if _read_at and time.monotonic() - _read_at[0] < FRESH_SECONDS:
        return
    releases = [_checked(row["manifest"], row["package"], bytes(row["mac"])) for row in await queries.all_releases()]
    _known.clear()
    _known.update({one.manifest.app_id: one for one in releases if one is not None})
    _cards[:] = [release.card() for release in _known.values()]
    _read_at[:] = [time.monotonic()]


def _checked(manifest: object, compiled: str, mac: bytes) -> Release | None:
    """The release, or None (and an alarm) when the row was altered: the others must go on."""
    try:
        release = Release(manifest=msgspec.convert(manifest, Manifest), package=compiled)
    except msgspec.ValidationError:
        log.exception(PackageAltered.code)
        return None
    keys = ground().keyring.usable(Purpose.IMAGE_MAC)
    if is_tag(keys, message=_sealed_part(release.manifest, compiled), tag_given=mac):
        return release
    log.error(PackageAltered.code, app_id=release.manifest.app_id)
    return None


def _mac(manifest: Manifest, compiled: str) -> bytes:
    return tag(ground().keyring.active(Purpose.IMAGE_MAC), message=_sealed_part(manifest, compiled))


def _sealed_part(manifest: Manifest, compiled: str) -> bytes:
    return msgspec.json.encode(manifest, order="sorted") + b"\n" + compiled.encode()
