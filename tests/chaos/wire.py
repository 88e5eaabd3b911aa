"""A wire between a process of ours and PostgreSQL that counts what is said on it, and stops at a word.

It speaks the framing of the protocol's version 3 (a type byte, four bytes of length, the rest) and nothing more: it
forwards every message as it is. Armed with a `Cut` it holds the conversation at one message, before the server hears it
or before the client hears the answer; what is killed meanwhile is the test's business. So the product needs no hooks.
"""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

SOCKET: Final = ".s.PGSQL.5432"
LENGTH: Final = 4
SAVEPOINT: Final = re.compile(r"__asyncpg_savepoint_[0-9a-f]+__")  # named anew each time
# What a process says besides the write that is looked at: the feeds of ended sessions and of changes, what is offered on
# the first screen, what a new connection asks; and what it remembers of published data once it was read, by this write
# or by anything else in a process that has just started: the catalogue, regions, the calendar.
NOISE: Final = (
    "identity_session", "core_audit_leaf where about is not null", "from host_release order by", "profiles_rank_",
    "select revision from items_", "from profiles_definition", "from items_version", "regions_region", "from calendar_",
    "pg_catalog.pg_type", "typeinfo_tree", "'jit'", "set_config(",
)  # fmt: skip
HANDLED: Final = "insert into core_handled"  # a job's first word; whose job it is stands among what goes with it
JOB_NAME: Final = re.compile(rb"[a-z]+\.[a-z-]+")
RUNS: Final = frozenset({b"B", b"Q"})  # a prepared statement begins to run (bind), or a plain one (query)


class Unit(StrEnum):
    """What is counted: statements that run, or every single message of the client."""

    STATEMENT = "statement"
    MESSAGE = "message"


class Moment(StrEnum):
    """On which side of it the wire is held."""

    BEFORE = "before"  # the server never hears it
    UNANSWERED = "unanswered"  # the server has done it, the client never hears so
    UNDERWAY = "underway"  # the server has it; nobody waits to see what becomes of it


@dataclass(frozen=True)
class Word:
    """One thing that a client said, and the statement it belongs to."""

    kind: bytes
    sql: str


@dataclass(frozen=True)
class Cut:
    """Where to hold: the `number`-th word (from 0) after the first whose statement contains `since`."""

    number: int
    moment: Moment = Moment.BEFORE
    unit: Unit = Unit.STATEMENT
    since: str = ""


@dataclass(eq=False)
class Wire:
    """The socket that the client is given; `said` holds what was said since the last `listen` or `arm`."""

    target: Path
    folder: Path
    said: list[Word] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    held: "Talk | None" = None
    _cut: Cut | None = None
    _unit: Unit = Unit.STATEMENT
    _since: str = ""
    _speaker: "Talk | None" = None
    _talks: set["Talk"] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def open(self) -> None:
        """Begin to listen in the folder, under the name that clients look for."""
        self._server = await asyncio.start_unix_server(self._talk, self.folder / SOCKET)

    async def close(self) -> None:
        """Hang up on everybody."""
        if self._server is not None:
            self._server.close()
        await self.hang_up()

    def listen(self, *, unit: Unit = Unit.STATEMENT, since: str = "") -> None:
        """Count from nothing and hold nobody."""
        self._cut, self._unit, self._since, self._speaker = None, unit, since, None
        self.said, self.reached, self.held = [], asyncio.Event(), None

    def arm(self, cut: Cut) -> None:
        """Count from nothing and hold the wire at the cut, once."""
        self.listen(unit=cut.unit, since=cut.since)
        self._cut = cut

    async def hang_up(self) -> None:
        """End every conversation of this moment on both sides, the held one too; those that begin meanwhile go on."""
        self._cut, talks = None, set(self._talks)
        for talk in talks:
            talk.hang_up()
        while talks & self._talks:
            await asyncio.sleep(0.005)

    @property
    def backends(self) -> list[int]:
        """The server's processes at the other ends."""
        return [talk.backend for talk in self._talks if talk.backend]

    def hear(self, talk: "Talk", word: Word) -> bool:
        """Note a word; whether the wire is to be held here."""
        if any(noise in word.sql for noise in NOISE) or (self._unit is Unit.STATEMENT and word.kind not in RUNS):
            return False
        if self._since and self._speaker is None and self._since in word.sql:
            self._speaker = talk
        if self._since and self._speaker is not talk:
            return False
        self.said.append(word)
        return self._cut is not None and len(self.said) == self._cut.number + 1

    def hold(self, talk: "Talk") -> None:
        """Say that the cut was reached."""
        self._cut, self.held = None, talk
        self.reached.set()

    @property
    def moment(self) -> Moment:
        """Which side of the word the armed cut wants."""
        return self._cut.moment if self._cut else Moment.BEFORE

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(self, reader, writer)
        self._talks.add(talk)
        try:
            await talk.run()
        finally:
            self._talks.discard(talk)


class Talk:
    """One connection, both ways."""

    def __init__(self, wire: Wire, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.backend = 0
        self._wire, self._reader, self._writer = wire, reader, writer
        self._statements: dict[bytes, str] = {}
        self._sql = ""
        self._withheld = False
        self._ended = asyncio.Event()

    def hang_up(self) -> None:
        """End it on both sides."""
        self._ended.set()

    async def run(self) -> None:
        """Forward until either side leaves, or somebody hangs up."""
        theirs, ours = await asyncio.open_unix_connection(self._wire.target / SOCKET)
        ways = [self._up(ours), self._down(theirs), self._ended.wait()]
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for writer in (ours, self._writer):
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

    async def _up(self, server: asyncio.StreamWriter) -> None:
        """From the client to the server."""
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            size = await self._reader.readexactly(LENGTH)  # the first message has no type
            server.write(size + await self._reader.readexactly(int.from_bytes(size) - LENGTH))
            while True:
                kind, message = await _message(self._reader)
                if self._wire.hear(self, self._word(kind, message)):
                    await self._at_cut(server, message)
                else:
                    server.write(message)
                    await server.drain()

    async def _at_cut(self, server: asyncio.StreamWriter, message: bytes) -> None:
        moment = self._wire.moment
        if moment is not Moment.BEFORE:
            self._withheld = True  # `_down` holds when the server has finished; what it says then nobody hears
            server.write(message)
            await server.drain()
        if moment is Moment.UNANSWERED and message[:1] != b"Q":
            return  # bind: the rest of it must still go out
        if moment is not Moment.UNANSWERED:
            self._wire.hold(self)
        await self._ended.wait()

    async def _down(self, server: asyncio.StreamReader) -> None:
        """From the server to the client."""
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                kind, message = await _message(server)
                if kind == b"K":
                    self.backend = int.from_bytes(message[5:9])
                if not self._withheld:
                    self._writer.write(message)
                    await self._writer.drain()
                elif kind == b"Z":
                    self._wire.hold(self)
                    await self._ended.wait()

    def _word(self, kind: bytes, message: bytes) -> Word:
        """The message with its statement: named at parse, taken up again at bind."""
        body = message[5:]
        if kind == b"P":
            name, sql, *_ = body.split(b"\0", 2)
            self._sql = self._statements[name] = sql.decode(errors="replace")
        elif kind == b"B":
            self._sql = self._statements.get(body.split(b"\0", 2)[1], "")
            if self._sql.startswith(HANDLED) and (name := JOB_NAME.search(body)):
                self._sql += f" -- {name.group().decode()}"
        elif kind == b"Q":
            self._sql = body.rstrip(b"\0").decode(errors="replace")
        return Word(kind, SAVEPOINT.sub("savepoint", " ".join(self._sql.split())))


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readexactly(1 + LENGTH)
    size = int.from_bytes(head[1:])
    return head[:1], head + await reader.readexactly(size - LENGTH)
