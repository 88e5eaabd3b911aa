"""One kill: a write is sent through a wire, held at a word, something dies, and the client sends it again."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import httpx

from backend.core.processes import RestartLimit
from tests.chaos import behind
from tests.chaos.behind import Behind
from tests.chaos.case_lives import Json, Life, Said, Town, Write
from tests.chaos.case_reckoning import faults
from tests.chaos.wire import Cut, Moment, Unit, Word

PATIENCE_SECONDS: Final = 60.0  # of one try
GIVE_UP_SECONDS: Final = 90.0  # of one write, tried again and again
PAUSE_SECONDS: Final = 0.05
LIMIT: Final = RestartLimit()
MARGIN: Final = 2  # deaths that a test before this one may have caused
COMMIT: Final = "COMMIT"
CHANGES: Final = ("insert", "update", "delete", "with")
WRITES: Final = (*CHANGES, "begin", "commit")
LOCKS: Final = ("for update", "for no key update", "nextval")
Words = Mapping[str, Sequence[Word]]
Blow = tuple[Cut, "Victim"]


class Victim(StrEnum):
    """What dies."""

    WEB = "web"
    BACKEND = "backend"  # the server's process of this connection; the server then restarts all of them
    POSTGRES = "postgres"  # the whole server at once


class NotAnswered(Exception):
    """A write was refused, or not acknowledged in time."""


@dataclass
class Storm:
    """A town, a web process behind a wire that is killed, the journal, and what was found wrong."""

    town: Town
    web: Behind
    said: list[Said] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    kills: int = 0
    deaths: deque[float] = field(default_factory=deque)  # of the whole server, when

    async def rehearse(self, life: Life, *, unit: Unit = Unit.STATEMENT) -> Words:
        """Live a life unharmed; what a web process that has just started says for each write."""
        words: dict[str, Sequence[Word]] = {}

        async def listen(write: Write) -> Json:
            await self.web.kill()
            self.web.wire.listen(unit=unit)
            answer = await self.rehearsed(write)
            words[write.name] = list(self.web.wire.said)
            return answer

        await self.live(life, listen)
        await self.web.kill()
        return words

    async def rehearsed(self, write: Write) -> Json:
        """A write that is listened to, sent to the web process that has just started."""
        return await acknowledged(self.web.url, write)

    async def live(self, life: Life, send: Callable[[Write], Awaitable[Json]]) -> None:
        """Send one write after the other, and keep the answers."""
        write = await anext(life)
        while True:
            answer = await send(write)
            self.said.append(Said(write, answer))
            try:
                write = await life.asend(answer)
            except StopAsyncIteration:
                return

    async def live_through(self, life: Life, words: Words, plan: Mapping[str, Sequence[Blow]], *, number: int) -> None:
        """Live a life in which each write meets the `number`-th blow that is planned for it, as long as there is one."""

        async def send(write: Write) -> Json:
            blows = plan.get(write.name, ())
            if number >= len(blows):
                return await self.unharmed(write)
            cut, victim = blows[number]
            return await self.struck(write, cut, victim, words[write.name])

        await self.live(life, send)

    async def unharmed(self, write: Write) -> Json:
        """A write that nothing happens to."""
        return await acknowledged(self.town.product.url, write)

    async def struck(self, write: Write, cut: Cut, victim: Victim, words: Sequence[Word]) -> Json:
        """A write that is cut there; what it was answered when it was sent again."""
        where = f"{write.name}, {victim} killed {cut.moment} {cut.unit} {cut.number}: {words[cut.number].sql[:60]}"
        await self._strike(write, cut, victim, words[cut.number], where)
        await self._reckon(where, "before the client asks again")
        await self._require_whole(write, cut, words, where)
        answer = await acknowledged(self.town.product.url if victim is Victim.WEB else self.web.url, write)
        self.said.append(Said(write, answer))
        await self._reckon(where, "after the client asked again")
        return answer

    async def _strike(self, write: Write, cut: Cut, victim: Victim, word: Word, where: str) -> None:
        wire = self.web.wire
        if victim is not Victim.WEB:
            await self.web.kill()  # as cold as at the rehearsal
        wire.arm(cut)
        sent = asyncio.ensure_future(self._heard(write))
        reached = asyncio.ensure_future(wire.reached.wait())
        await asyncio.wait({sent, reached}, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not wire.reached.is_set() or wire.said[-1] != word:
            self.found.append(
                f"{where}: not what was said at the rehearsal: {[one.sql[:40] for one in wire.said[-2:]]}"
            )
        backends = wire.backends
        await self._kill(victim)
        answer = await sent
        reached.cancel()
        if answer is not None and answer.is_success:
            self.found.append(f"{where}: answered although it was cut")
        await behind.gone(self.town.product, backends)
        self.kills += 1

    async def _heard(self, write: Write) -> httpx.Response | None:
        """Send it; again while nothing was cut and it was put off or never arrived: the last blow may be felt a while."""
        while True:
            answer = await tried(self.web.url, write)
            arrived = answer is not None and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE
            if arrived or self.web.wire.reached.is_set():
                return answer
            await asyncio.sleep(PAUSE_SECONDS)

    async def _kill(self, victim: Victim) -> None:
        if victim is Victim.WEB:
            await self.web.kill()
            return
        if victim is Victim.POSTGRES:
            await self._within_limit()
        held = self.web.wire.held
        servers = self.town.product.processes()
        for process in servers:
            backend = held is not None and process.pid == held.backend
            if backend if victim is Victim.BACKEND else "postgres -D" in process.command:
                process.kill()
        await self.web.wire.hang_up()

    async def _within_limit(self) -> None:
        """Wait until the server may die once more: one that dies more often than that ends the product, as it should."""
        while self.deaths and self.deaths[0] < time.monotonic() - LIMIT.seconds:
            self.deaths.popleft()
        if len(self.deaths) >= LIMIT.deaths - MARGIN:
            await asyncio.sleep(self.deaths.popleft() + LIMIT.seconds - time.monotonic() + PAUSE_SECONDS)
        self.deaths.append(time.monotonic())

    async def _require_whole(self, write: Write, cut: Cut, words: Sequence[Word], where: str) -> None:
        """Done when the server was told to commit and did, else not at all."""
        commit = commit_of(words)
        done = await self._is_done(write)
        sure = cut.number != commit or cut.moment is not Moment.UNDERWAY
        due = cut.number > commit or (cut.number == commit and cut.moment is not Moment.BEFORE)
        if sure and done != due:
            self.found.append(
                f"{where}: {'done' if done else 'not done'}, although the commit was {'' if due else 'not '}heard"
            )

    async def _is_done(self, write: Write) -> bool:
        connection = await behind.connected(self.town.product)
        try:
            return bool(
                await connection.fetchval("select count(*) from core_attempt where id like '% ' || $1", write.key)
            )
        finally:
            await connection.close()

    async def _reckon(self, where: str, when: str) -> None:
        connection = await behind.connected(self.town.product)
        try:
            self.found += [f"{where}, {when}: {one}" for one in await self.faults(connection)]
        finally:
            await connection.close()

    async def faults(self, connection: Any) -> list[str]:
        """Whatever is lost, doubled or half of what was said until now."""
        return await faults(connection, self.said, heard=self.town.heard)


def commit_of(words: Sequence[Word]) -> int:
    """Where the write is told to last: the end of its last transaction that changed anything; an answer may be read in one more."""
    found, changed = -1, False
    for number, word in enumerate(words):
        sql = word.sql.lower()
        if sql.startswith(COMMIT.lower()):
            found, changed = (number if changed else found), False
        changed = changed or sql.startswith(CHANGES)
    assert found >= 0, "nothing was written"
    return found


def steps_of(words: Sequence[Word]) -> list[int]:
    """The statements that change or lock something, and whatever comes after the commit."""
    last = commit_of(words)
    return [number for number, word in enumerate(words) if number > last or _is_step(word.sql.lower())]


def every_step(said: Sequence[Word]) -> list[Blow]:
    """The web process dies before each statement that changes or locks something."""
    return [(Cut(number), Victim.WEB) for number in steps_of(said)]


def last(said: Sequence[Word], moment: Moment, victim: Victim) -> Blow:
    """A blow at the commit."""
    return Cut(commit_of(said), moment), victim


def ends(said: Sequence[Word]) -> list[Blow]:
    """It dies with the commit done and not answered."""
    return [last(said, Moment.UNANSWERED, Victim.WEB)]


def _is_step(sql: str) -> bool:
    return sql.startswith(WRITES) or any(lock in sql for lock in LOCKS)


async def tried(url: str, write: Write) -> httpx.Response | None:
    """Send it once; None when the connection died on the way. A server that does not listen yet was not asked."""
    headers = write.by.headers() | {"idempotency-key": write.key}
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=PATIENCE_SECONDS) as http:
        while True:
            try:
                return await http.request(write.method, write.path, json=write.body, headers=headers)
            except httpx.ConnectError:
                await asyncio.sleep(PAUSE_SECONDS / 5)
            except httpx.TransportError:
                return None


async def acknowledged(url: str, write: Write) -> Json:
    """Send it under its key until it is answered.

    Raises:
        NotAnswered: it was refused for good, or not answered in time.
    """
    async with asyncio.timeout(GIVE_UP_SECONDS):
        while True:
            answer = await tried(url, write)
            if answer is not None and answer.is_success:
                told: Json = answer.json() if answer.content else {}
                return told
            if answer is not None and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                raise NotAnswered(f"{write.name}: {answer.status_code} {answer.text}")
            await asyncio.sleep(PAUSE_SECONDS)
