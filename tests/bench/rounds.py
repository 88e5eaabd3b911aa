"""Servers in turns: how much CPU a request costs each of them, and how long it takes a client of a saturated one."""

import asyncio
import itertools
import os
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tests.bench import load
from tests.bench.measure import QUIET, foreign_load
from tests.bench.raw_home import Answer
from tests.bench.servers import Server
from tests.running import cpu_seconds

CONNECTIONS = 64
ROUNDS = {"usual": 5, "full": 15}
ROUND_SECONDS = 1.5
TRIES = 2
CODINGS = "gzip, deflate, br, zstd"  # what a browser unpacks
SETTLED = ("date", "server", "transfer-encoding", "connection")  # the server's business


@dataclass
class Seen:
    """All rounds of one server."""

    micros: list[float] = field(default_factory=list)  # CPU per request, one figure a round
    per_second: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    foreign: list[float] = field(default_factory=list)


def request(path: str, *, token: str = "", packed: bool = False) -> bytes:
    """What a phone sends to read something; as nobody without a token. `packed`: it can unpack, as browsers can."""
    head = [
        f"GET {path} HTTP/1.1",
        "host: 127.0.0.1",
        "accept: application/json",
        "accept-language: zh-CN,zh;q=0.9",
        *([f"accept-encoding: {CODINGS}"] if packed else []),
        *([f"authorization: Bearer {token}"] if token else []),
    ]
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def keep_answer(server: Server, path: str, into: Path, *, token: str = "", packed: bool = False) -> int:
    """Let the raw yardstick say what this server says; how many bytes that are."""
    headers, body = ask(server, path, token=token, packed=packed)
    into.write_bytes(msgspec.json.encode(Answer(headers=headers, body=body)))
    return len(body)


def ask(server: Server, path: str, *, token: str = "", packed: bool = False) -> tuple[list[tuple[str, str]], bytes]:
    """One answer, without what the server adds to it."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    headers |= {"accept-encoding": CODINGS} if packed else {}
    asked = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", headers=headers)
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own address
        kept = [(name.lower(), value) for name, value in answer.headers.items() if name.lower() not in SETTLED]
        return kept, answer.read()


def in_turns(servers: dict[str, Server], requests: Sequence[bytes], *, rounds: int) -> dict[str, Seen]:
    """Every server once in each round, so that a change of the machine's mood touches all of them."""
    seen = {name: Seen() for name in servers}
    turns = {name: itertools.cycle(requests) for name in servers}
    for _ in range(rounds):
        for name, server in servers.items():
            _sample(name, server, turns[name], seen[name])
    return seen


def _sample(name: str, server: Server, turns: Iterator[bytes], into: Seen) -> None:
    """One round of one server, again when a neighbour was loud; the last try counts as it is, with its noise said."""
    for left in range(TRIES - 1, -1, -1):
        own: list[float] = []
        with foreign_load(own) as foreign:
            all_before, before = cpu_seconds(os.getpid()), server.cpu_seconds()
            one = asyncio.run(load.drive(server.port, turns, seconds=ROUND_SECONDS, connections=CONNECTIONS))
            used = server.cpu_seconds() - before
            own.append(cpu_seconds(os.getpid()) - all_before)
        require_right(one, name)
        if foreign.cores <= QUIET or not left:
            break
    into.micros.append(used / len(one.seconds) * 1e6)
    into.per_second.append(len(one.seconds) / one.took)
    into.latencies += one.seconds
    into.foreign.append(foreign.cores)


def require_right(seen: load.Round, name: str) -> None:
    """A figure of wrong answers would be worth nothing.

    Raises:
        AssertionError: not every answer was 200.
    """
    if seen.wrong or not seen.seconds:
        raise AssertionError(f"{name}: {seen.wrong} of {len(seen.seconds)} answers were not 200")
