"""`kill -9` on every part of the running product, many times, while residents write: nothing acknowledged is lost or doubled."""

import asyncio
import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.chaos.reckoning import faults
from tests.chaos.residents import GIVE_UP_SECONDS, Client, Resident
from tests.chaos.world import populate
from tests.running import Process, Product, running

CLIENTS = 16
RESIDENTS = 800  # few enough days each that nobody meets the mini-app's quota of calls a minute
ROUNDS, SOAK_ROUNDS = 4, 85  # of six kills each; the soak makes over five hundred, in half an hour
SETTLE_SECONDS = (0.5, 2.0)  # between being back and the next kill
BACK_SECONDS = 5.0  # "after each kill the service answers within 5 s"
START_SECONDS = 4.0  # a new web worker has come to its database by then
ALL_BACK_SECONDS = 15.0  # after all parts at once: PostgreSQL recovers first, then what needs it
# What is killed, and the kind of write that needs it. None: any write shows that the service is there.
VICTIMS = {
    "postgres": None,
    "valkey": None,
    "web-worker": None,
    "worker": None,
    "sandbox": "submit",
    "sandbox-worker": "submit",
}


@dataclass(frozen=True)
class Kill:
    """One kill, on the monotonic clock."""

    part: str
    at: float


@pytest.mark.slow
async def test_nothing_acknowledged_is_lost_or_doubled(tmp_path):
    with running() as product:
        await storm(product, folder=tmp_path, rounds=ROUNDS)


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
async def test_five_hundred_kills_lose_nothing(tmp_path):
    with running() as product:
        await storm(product, folder=tmp_path, rounds=SOAK_ROUNDS)


@pytest.mark.slow
async def test_everything_killed_at_once_comes_back(tmp_path):
    with running() as product:
        residents = await populate(product.reachable, count=CLIENTS)
        async with httpx.AsyncClient(base_url=product.url) as http:
            clients = [make_client(number, http, tmp_path, residents) for number in range(CLIENTS)]
            stop = asyncio.Event()
            async with asyncio.TaskGroup() as group:
                for client in clients:
                    group.create_task(client.live(stop))
                await asyncio.sleep(SETTLE_SECONDS[1])
                kills = [Kill("sandbox", time.monotonic())]  # the part that needs all others to be back
                for part in VICTIMS:
                    for victim in product.part(part):
                        victim.kill()
                await until_back(clients, kills)
                stop.set()
        print(json.dumps(summary(clients, kills), ensure_ascii=False))

        assert await faults(product.reachable, clients) == []
        assert max(back_after(clients, kills).values()) <= ALL_BACK_SECONDS


@pytest.mark.slow
def test_a_web_process_that_starts_while_the_database_is_away_waits_for_it():
    with running() as product:
        servers = product.part("web")
        assert len(servers) == product.settings.workers

        product.part("web-worker")[0].kill()
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            for postgres in product.part("postgres"):
                postgres.kill()
            time.sleep(0.2)
        while not is_ready(product):
            assert time.monotonic() < until + ALL_BACK_SECONDS
            time.sleep(0.2)

        assert all(server.is_alive for server in servers)
        assert len(product.part("web-worker")) == product.settings.workers


@pytest.mark.slow
def test_asked_to_stop_it_ends_everything_and_says_it_went_well():
    with running() as product:
        everything = product.processes()

        status = product.stop()

        assert status == 0
        assert [one.command for one in left_of(everything, seconds=0)] == []


@pytest.mark.slow
def test_killed_it_leaves_no_process_behind():
    with running() as product:
        everything = product.processes()

        product.kill()

        assert [one.command for one in left_of(everything, seconds=15)] == []


def is_ready(product: Product) -> bool:
    """Whether everything that is needed is there."""
    try:
        return httpx.get(f"{product.url}/health/ready", timeout=1).is_success
    except httpx.TransportError:
        return False


async def storm(product: Product, *, folder: Path, rounds: int) -> None:
    """Let the residents write while the parts are killed, then hold the journals against the database."""
    residents = await populate(product.reachable, count=RESIDENTS)
    limits = httpx.Limits(max_connections=CLIENTS * 2)
    async with httpx.AsyncClient(base_url=product.url, limits=limits) as http:
        clients = [make_client(number, http, folder, residents) for number in range(CLIENTS)]
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for client in clients:
                group.create_task(client.live(stop))
            kills = await kill_all_parts(product, clients, rounds=rounds)
            stop.set()
    report = summary(clients, kills)
    print(json.dumps(report, ensure_ascii=False))

    assert await faults(product.reachable, clients) == []
    assert all(client.intended == len(client.acknowledged) for client in clients)
    assert report["kills"] == rounds * len(VICTIMS)
    assert all(seconds <= BACK_SECONDS for seconds in back_after(clients, kills).values()), report


def make_client(number: int, http: httpx.AsyncClient, folder: Path, residents: Sequence[Resident]) -> Client:
    """A client with residents that no other client has, and a journal of its own."""
    return Client(http=http, journal=folder / f"{number:02}.jsonl", residents=list(residents[number::CLIENTS]))


async def kill_all_parts(product: Product, clients: Sequence[Client], *, rounds: int) -> list[Kill]:
    """Each part once a round, in an order that is the same every time; the next when the last one is back."""
    chance, kills = random.Random("kills"), []
    await asyncio.sleep(SETTLE_SECONDS[1])
    for _ in range(rounds):
        for part in chance.sample(sorted(VICTIMS), len(VICTIMS)):
            victim = await somebody(product, part, chance)
            kills.append(Kill(part, time.monotonic()))
            victim.kill()
            await until_back(clients, kills)
            await asyncio.sleep(chance.uniform(*SETTLE_SECONDS))
    return kills


async def until_back(clients: Sequence[Client], kills: Sequence[Kill]) -> None:
    """Wait for a write that shows the last kill to be over; how long that took is judged at the end."""
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while list(back_after(clients, kills[-1:]).values()) == [math.inf] and time.monotonic() < deadline:
        await asyncio.sleep(0.05)


async def somebody(product: Product, part: str, chance: random.Random) -> Process:
    """A living process that plays the part; it may just be coming back."""
    deadline = time.monotonic() + BACK_SECONDS * 2
    while not (alive := product.part(part)):
        assert time.monotonic() < deadline, f"{part} did not come back"
        await asyncio.sleep(0.05)
    return chance.choice(alive)


def back_after(clients: Sequence[Client], kills: Sequence[Kill]) -> dict[tuple[int, str], float]:
    """For each kill the seconds until a write that was sent after it, and needs the part, was acknowledged."""
    since = min((kill.at for kill in kills), default=0.0)
    done = sorted(
        (one for client in clients for one in client.acknowledged if one.sent > since), key=lambda one: one.ended
    )
    return {
        (number, kill.part): next(
            (one.ended - kill.at for one in done if one.sent > kill.at and VICTIMS[kill.part] in {None, one.kind}),
            math.inf,
        )
        for number, kill in enumerate(kills)
    }


def summary(clients: Sequence[Client], kills: Sequence[Kill]) -> dict[str, object]:
    """What happened, in figures."""
    done = [one for client in clients for one in client.acknowledged]
    back = back_after(clients, kills)
    retries: dict[str, int] = {}
    for client in clients:
        for reason, times in client.retries.items():
            retries[reason] = retries.get(reason, 0) + times
    return {
        "chaos": "kills",
        "kills": len(kills),
        "acknowledged": len(done),
        "answers_again_after_s": {
            part: round(max(seconds for (_, name), seconds in back.items() if name == part), 2)
            for part in sorted({kill.part for kill in kills})
        },
        "slowest_write_s": round(max(one.ended - one.began for one in done), 2),
        "retries": dict(sorted(retries.items(), key=lambda item: -item[1])),
    }


def left_of(processes: Sequence[Process], *, seconds: float) -> list[Process]:
    """Those that still run after at most `seconds`."""
    deadline = time.monotonic() + seconds
    while (alive := [one for one in processes if one.is_alive]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive
