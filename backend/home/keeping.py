"""Ready screens on their way: from memory, from Redis, or composed; composed anew when people change.

Redis is the second level only: it may vanish, and what it holds is believed only if this process has heard everything
since it was made. It holds screens sealed: whoever reads its memory reads nobody's life.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from backend.core.audit.changes import Changes, Heard, following
from backend.core.beside import beside
from backend.core.bounded import Bounded
from backend.core.crypto.errors import CannotUnseal
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.ground import ground
from backend.core.ready import Ready
from backend.core.structs import now
from backend.core.web.problems import language_of
from backend.home import offered, service
from backend.home.greeting import next_change
from backend.home.screens import REMEMBERED, Screen, Screens
from backend.identity.people.errors import PersonNotFound
from backend.identity.sessions import guards
from backend.reference.regions import service as regions

LANGUAGES: Final = ("zh", "en")
VERSION_SECONDS: Final = 1.0  # a publication is on all screens this much later
AT_ONCE: Final = 4  # screens composed side by side by the worker: it has other work
KEYS_AT_ONCE: Final = 500
SEEN_MOST: Final = 20_000  # about 18 MB; beyond it the oldest is looked for again
TOGETHER_SECONDS: Final = 0.1  # screens wait so long for others before they go to Redis: going costs more than sealing


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A screen in Redis: when it was read, what was offered then, until when its words hold, and the bytes."""

    as_of: datetime
    version: str
    until: datetime
    tag: bytes
    packed: bytes


class Known:
    """A bearer who came before, in which language, and their screen.

    `until` then it holds unless the session or the screen ends first.
    """

    __slots__ = ("accept_language", "screen", "session_id", "until")

    def __init__(self, accept_language: bytes, proof: guards.Proof, screen: Screen) -> None:
        self.accept_language, self.session_id, self.screen = accept_language, proof.principal.session_id, screen
        self.until = _second(math.floor(min(proof.until, screen.until)))


@lru_cache(maxsize=2_048)
def _second(second: int) -> float:
    """One for all that hold so long: what thousands share stays near the processor."""
    return float(second)


screens = Screens()
_due: set[UUID] = set()  # in the worker: who changed in the round before
changes = Changes()
_seen: Bounded[bytes, Known] = Bounded(SEEN_MOST)  # by the whole Authorization header
_unsent: dict[str, bytes] = {}  # sealed, on their way to Redis


def ready_at_once(bearer: bytes, accept_language: bytes, at: float) -> Ready | None:
    """The screen of whoever sends this, from memory; None when somebody has to be asked.

    Who sent the very same before is not looked for again. The clock is not looked at, and nothing is touched that only
    this person has unless it must be: with so little else to do, each further step would be felt.
    """
    if not changes.fresh_at(at):
        return None
    known = _seen.get(bearer)
    if (
        known is not None
        and known.accept_language == accept_language
        and at < known.until
        and (ended := guards.ended(at)) is not None
        and not (ended and known.session_id in ended)
        and (ready := known.screen.ready) is not None
    ):
        return ready
    return _look(bearer, accept_language)


def _look(bearer: bytes, accept_language: bytes) -> Ready | None:
    proof = guards.at_once(bearer)
    if proof is None:
        return None
    spoken = _spoken(accept_language)
    screen = screens.kept(proof.principal.person_id, spoken.language)
    if screen is None:
        return None
    _seen.put(bearer, Known(spoken.accept_language, proof, screen))
    return screens.still(screen)


async def ready(person_id: UUID, *, language: str) -> Ready:
    """The person's screen, wherever it comes from.

    Raises:
        PersonNotFound: the person is no longer registered.
    """
    found = screens.find(person_id, language) if changes.fresh else None
    return found or await _from_redis(person_id, language) or await compose(person_id, language=language)


async def compose(person_id: UUID, *, language: str) -> Ready:
    """Make the screen anew, and keep it where it may be kept; in Redis a moment later.

    Raises:
        PersonNotFound: the person is no longer registered.
    """
    begun, as_of, moment = screens.begin(), changes.moment(), now()
    version = await offered.version()
    body = msgspec.json.encode(await service.home(person_id, language=language, at=moment))
    made, until = Ready.of(body), next_change(regions.local_time(moment))
    seconds = (until - moment).total_seconds()
    if changes.fresh:
        screens.keep(person_id, language, made, seconds=seconds, begun=begun, as_of=as_of)
        kept = Kept(as_of=as_of, version=version, until=until, tag=made.tag, packed=made.packed)
        key = _key(person_id, language)
        _unsent[key] = _sealed(key, kept)
    return made


@asynccontextmanager
async def attending() -> AsyncIterator[None]:
    """Follow what changes, in a web process, while it serves."""
    async with (
        beside(_follow_publications(), name="home.publications"),
        beside(_send_again_and_again(), name="home.sending"),
        following(changes, _hear),
    ):
        yield


def wrote(caller: str) -> None:
    """Whoever wrote something through this process sees it at once, before the log is read again."""
    kind, _, name = caller.partition(":")
    if kind == "person" and changes.fresh:
        screens.hear(Heard(about=frozenset((UUID(name),)), at=changes.latest()))


async def rebuild() -> int:
    """In the worker: compose anew what lies in Redis of people who changed; how many screens that were.

    One round after it was heard of: by then every web process has heard of it too, and believes what is made now.
    """
    wanted = await _looked_at(_due)
    heard = await changes.poll()
    _due.clear()
    _due.update(heard.about or ())
    for at in range(0, len(wanted), AT_ONCE):
        await asyncio.gather(*(_again(person_id, language) for person_id, language in wanted[at : at + AT_ONCE]))
        await _send()
    return len(wanted)


async def _hear(heard: Heard) -> None:
    screens.hear(heard)


async def _follow_publications() -> None:
    """Forget all screens when something else is offered. A failure is tried again: old screens end by themselves."""
    known = ""
    while True:
        with suppress(Exception):
            found = await offered.version()
            if found != known:
                screens.clear()
                known = found
        await asyncio.sleep(VERSION_SECONDS)


async def _from_redis(person_id: UUID, language: str) -> Ready | None:
    begun = screens.begin()
    key = _key(person_id, language)
    raw = await ground().cache.get(key) if changes.fresh else None
    if raw is None or (kept := _opened(key, raw)) is None:
        return None
    seconds = (kept.until - now()).total_seconds()
    if seconds <= 0 or kept.version != await offered.version() or not screens.is_true(person_id, as_of=kept.as_of):
        return None
    found = Ready(kept.packed, tag=kept.tag)
    screens.keep(person_id, language, found, seconds=seconds, begun=begun, as_of=kept.as_of)
    return found


async def _send_again_and_again() -> None:
    while True:
        await asyncio.sleep(TOGETHER_SECONDS)
        with suppress(Exception):
            await _send()


async def _send() -> None:
    """Whether it arrives or not: who finds nothing there composes."""
    sending = _unsent.copy()
    _unsent.clear()
    await ground().cache.put_many(sending, ttl_seconds=int(REMEMBERED.total_seconds()))


def _sealed(key: str, kept: Kept) -> bytes:
    sealing = ground().keyring.active(Purpose.SEALING)
    return seal(sealing, plaintext=msgspec.msgpack.encode(kept), context=key.encode())


def _opened(key: str, raw: bytes) -> Kept | None:
    """None for what another version of ourselves, a retired key or somebody else has left there."""
    try:
        plain = unseal(ground().keyring.usable(Purpose.SEALING), sealed=raw, context=key.encode())
        return msgspec.msgpack.decode(plain, type=Kept)
    except (CannotUnseal, msgspec.DecodeError):
        return None


async def _looked_at(people: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """The screens that somebody looked at lately: the others are composed when they are asked for."""
    pairs = [(person_id, language) for person_id in people for language in LANGUAGES]
    found: list[tuple[UUID, str]] = []
    for at in range(0, len(pairs), KEYS_AT_ONCE):
        some = pairs[at : at + KEYS_AT_ONCE]
        there = await ground().cache.get_many([_key(*pair) for pair in some])
        found += [pair for pair, value in zip(some, there, strict=True) if value is not None]
    return found


async def _again(person_id: UUID, language: str) -> None:
    with suppress(PersonNotFound):
        await compose(person_id, language=language)


def _key(person_id: UUID, language: str) -> str:
    return f"home:br:{person_id}:{language}"  # what another version of ourselves packed otherwise is not found


class Spoken(NamedTuple):
    """What a browser says of its reader's languages, and which of ours that makes."""

    accept_language: bytes
    language: str


@lru_cache(maxsize=512)
def _spoken(accept_language: bytes) -> Spoken:
    """One for all who say so: what thousands share stays near the processor."""
    return Spoken(accept_language, language_of(accept_language.decode("latin-1")))
