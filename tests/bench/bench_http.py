"""`http.home`: the first screen of 10,000 residents, against the same bytes from raw ASGI and against FastAPI.

Server CPU per request is what is compared (it survives a noisy neighbour); all three servers take turns in every round.
Every token was used once before the rounds, as with people who have opened more than their first screen;
`first_visit` is the CPU of those first requests, which verify the token's signature. Latencies are those of a
saturated server: 64 connections that always ask.
"""

import asyncio
import itertools
import os
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tests.bench import load, world
from tests.bench.measure import NOISY, QUIET, Result, foreign_load, median, percentiles, result, versions
from tests.bench.raw_home import Answer
from tests.bench.servers import Server, serving
from tests.running import cpu_seconds

CONNECTIONS = 64
ROUNDS = {"usual": 5, "full": 15}
ROUND_SECONDS = 1.5
TRIES = 2
APPS = {
    "ours": "backend.app:create_app",
    "raw": "tests.bench.raw_home:create_app",
    "fastapi": "tests.bench.fastapi_home:create_app",
}
SETTLED = (
    "date",
    "server",
    "x-trace-id",
    "transfer-encoding",
    "connection",
)  # the server's business, or another each time


@dataclass
class Seen:
    """All rounds of one server."""

    micros: list[float] = field(default_factory=list)  # CPU per request, one figure a round
    per_second: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    foreign: list[float] = field(default_factory=list)


def run(scale: str) -> Iterable[Result]:
    """Both cases from one interleaved run."""
    with world.installation(scale) as installed:
        requests = [_request(token) for token in installed.tokens]
        answer = world.BUILT / "home-answer.json"
        with serving(APPS["ours"], settings=installed.settings, answer=answer) as ours:
            _keep_answer(ours, installed.tokens[0], answer)
            with (
                serving(APPS["raw"], settings=installed.settings, answer=answer) as raw,
                serving(APPS["fastapi"], settings=installed.settings, answer=answer) as fastapi,
            ):
                _check_same_answers(ours, fastapi, tokens=installed.tokens[:5])
                servers = {"ours": ours, "raw": raw, "fastapi": fastapi}
                first_visit = _first_visits(ours, requests)
                seen = _rounds(servers, requests, rounds=ROUNDS[scale])
    yield from _lines(seen, first_visit=first_visit, residents=len(requests))


def _request(token: str) -> bytes:
    head = (
        "GET /api/v1/home HTTP/1.1",
        "host: 127.0.0.1",
        f"authorization: Bearer {token}",
        "accept: application/json",
        "accept-language: zh-CN,zh;q=0.9",
    )
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def _keep_answer(server: Server, token: str, path: Path) -> None:
    headers, body = _ask(server, token)
    path.write_bytes(msgspec.json.encode(Answer(headers=headers, body=body)))


def _check_same_answers(ours: Server, peer: Server, *, tokens: list[str]) -> None:
    """A comparison of two different answers would be worth nothing."""
    for token in tokens:
        mine, theirs = (msgspec.json.decode(_ask(server, token)[1]) for server in (ours, peer))
        if mine != theirs:
            raise AssertionError(f"the peer answers {theirs}, not {mine}")


def _ask(server: Server, token: str) -> tuple[list[tuple[str, str]], str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/v1/home", headers={"authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
        headers = [(name.lower(), value) for name, value in answer.headers.items() if name.lower() not in SETTLED]
        return headers, answer.read().decode()


def _first_visits(ours: Server, requests: list[bytes]) -> float:
    """Let every resident come once; CPU microseconds per visit."""
    before = ours.cpu_seconds()
    seen = asyncio.run(load.drive(ours.port, iter(requests), seconds=60, connections=CONNECTIONS))
    _require_right(seen, "ours")
    return (ours.cpu_seconds() - before) / len(seen.seconds) * 1e6


def _rounds(servers: dict[str, Server], requests: list[bytes], *, rounds: int) -> dict[str, Seen]:
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
        _require_right(one, name)
        if foreign.cores <= QUIET or not left:
            break
    into.micros.append(used / len(one.seconds) * 1e6)
    into.per_second.append(len(one.seconds) / one.took)
    into.latencies += one.seconds
    into.foreign.append(foreign.cores)


def _require_right(seen: load.Round, name: str) -> None:
    if seen.wrong or not seen.seconds:
        raise AssertionError(f"{name}: {seen.wrong} of {len(seen.seconds)} answers were not 200")


def _lines(seen: dict[str, Seen], *, first_visit: float, residents: int) -> Iterator[Result]:
    ours = seen["ours"]
    common: Result = {
        **percentiles(ours.latencies),
        "per_second": round(median(ours.per_second)),
        "first_visit": round(first_visit, 1),
        "connections": CONNECTIONS,
        "data": {"residents": residents, "messages_each": world.MESSAGES_EACH},
    }
    for bench, other in (("http.home", "raw"), ("http.home_fastapi", "fastapi")):
        them = seen[other]
        foreign = median(ours.foreign + them.foreign)
        yield result(
            bench,
            ours=median(ours.micros),
            yardstick=median(them.micros),
            unit="CPU us per request",
            **common,
            yardstick_is=APPS[other],
            yardstick_ms=percentiles(them.latencies),
            yardstick_per_second=round(median(them.per_second)),
            versions=versions("litestar", "granian", "asyncpg", "fastapi", "msgspec"),
            rounds=len(ours.micros),
            foreign_load=round(foreign, 3),
            noisy=foreign > NOISY,
        )
