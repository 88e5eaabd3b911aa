"""A second table of addresses, written without knowledge of how they are read, against the way out of the house."""

import asyncio
from ipaddress import ip_address

import pytest

from backend.core.errors import Refusal
from backend.host.broker import places
from backend.host.broker.places import Reach
from tests.sandbox.ssrf import ATTEMPTS, PUBLIC, REGISTERED


@pytest.fixture
async def canary():
    """A server on the loopback, and who spoke to it."""
    heard = []

    async def listen(_reader, writer):
        heard.append(writer.get_extra_info("peername"))
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1") as server:
        yield server.sockets[0].getsockname()[1], heard


def resolver(attempt):
    """A name service that says what the attempt wants, and how often it was asked."""
    asked = []

    async def resolve(host, _port):
        asked.append(host)
        said = attempt.resolves[min(len(asked), len(attempt.resolves)) - 1]
        return [ip_address(one) for one in said]

    return resolve, asked


def test_there_are_enough():
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS) >= 60


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
async def test_is_refused_or_pinned_to_a_public_address_and_the_canary_hears_nothing(attempt, canary, monkeypatch):
    port, heard = canary
    resolve, asked = resolver(attempt)
    monkeypatch.setattr(places, "REACH", Reach(resolve=resolve))

    try:
        place = await places.find(attempt.url.replace("{port}", str(port)), hosts=[REGISTERED])
    except Refusal:
        pass
    else:
        assert attempt.name.startswith("rebound")
        assert [str(one) for one in place.addresses] == [PUBLIC]
        assert asked == [REGISTERED]
    await asyncio.sleep(0)
    assert heard == []
