"""`http.home`: the first screen of 10,000 residents, against the same bytes from raw ASGI and against FastAPI.

Server CPU per request is what is compared (it survives a noisy neighbour); all three servers take turns in every round.
Each resident has a home of their own, ordered by their own data. Every token was used once before the rounds, as with
people who have opened more than their first screen; `first_visit` is the CPU of those first requests, which verify the
token's signature and compose the screen. Latencies are those of a
saturated server: 64 connections that always ask.
"""

import asyncio
from collections.abc import Iterable, Iterator

import msgspec

from backend.operation.up import FACTORY
from tests.bench import load, rounds, world
from tests.bench.measure import NOISY, Result, median, percentiles, result, versions
from tests.bench.rounds import CONNECTIONS, ROUNDS, Seen
from tests.bench.servers import Server, serving

PATH = "/api/v1/home"
FIRST_SECONDS = 240.0  # every resident's screen is composed once; it ends with the last of them
APPS = {
    "ours": FACTORY,
    "raw": "tests.bench.raw_home:create_app",
    "fastapi": "tests.bench.fastapi_home:create_app",
}


def run(scale: str) -> Iterable[Result]:
    """Both cases from one interleaved run."""
    with world.installation(scale) as installed:
        requests = [rounds.request(PATH, token=token, packed=True) for token in installed.tokens]
        answer = world.BUILT / "home-answer.json"
        with serving(APPS["ours"], settings=installed.settings, answer=answer) as ours:
            rounds.keep_answer(ours, PATH, answer, token=installed.tokens[0], packed=True)
            with (
                serving(APPS["raw"], settings=installed.settings, answer=answer) as raw,
                serving(APPS["fastapi"], settings=installed.settings, answer=answer) as fastapi,
            ):
                _check_same_answers(ours, fastapi, tokens=installed.tokens[:5])
                servers = {"ours": ours, "raw": raw, "fastapi": fastapi}
                first_visit = _first_visits(ours, requests)
                _first_visits(fastapi, requests)
                seen = rounds.in_turns(servers, requests, rounds=ROUNDS[scale])
    yield from _lines(seen, first_visit=first_visit, residents=len(requests))


def _check_same_answers(ours: Server, peer: Server, *, tokens: list[str]) -> None:
    """A comparison of two different answers would be worth nothing."""
    for token in tokens:
        mine, theirs = (msgspec.json.decode(rounds.ask(server, PATH, token=token)[1]) for server in (ours, peer))
        if mine != theirs:
            raise AssertionError(f"the peer answers {theirs}, not {mine}")


def _first_visits(server: Server, requests: list[bytes]) -> float:
    """Let every resident come once; CPU microseconds per visit."""
    before = server.cpu_seconds()
    seen = asyncio.run(load.drive(server.port, iter(requests), seconds=FIRST_SECONDS, connections=CONNECTIONS))
    rounds.require_right(seen, "a first visit")
    return (server.cpu_seconds() - before) / len(seen.seconds) * 1e6


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
