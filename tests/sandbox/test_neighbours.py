"""What honest calls notice of hostile ones that run on another worker. The figures are printed; the bounds are wide,
because test machines are busy: what they must catch is an honest call that waits for a hostile one.

Alone and beside take turns, so that what else the machine does disturbs both alike. `onset` is the time until every
hostile mini-app is paused for the first time; `sustained` is all after it, when they try as often as they may.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from backend.core.errors import Refusal
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.errors import Paused
from backend.host.sandbox.server import SandboxServer
from tests.host.sandbox.conftest import HONEST, KEY, make_request, no_host, publish
from tests.sandbox.corpus import HOSTILE, source_of

LIGHT_SECONDS = 0.01  # between two calls of one person after another, as in the bench
TURN_CALLS = 100
TURNS = 24  # a minute and a half: the pauses grow to their full length meanwhile
DEADLINE_SECONDS = 0.4
ONSET_SECONDS = 60.0
IMPATIENT_SECONDS = 0.02  # a hostile caller does not wait as long as it is asked to
BURNERS = ("loop_endless", "regex_backtracking", "huge_power", "memory_bomb", "host_call_flood", "loop_in_c")


@pytest.fixture
async def server(image, tmp_path):
    async with SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=3) as made:
        yield made


async def milliseconds(client, package) -> list[float]:
    """How long honest calls take, one after the other."""
    took = []
    for _ in range(TURN_CALLS):
        started = time.perf_counter()
        await client.call(package, make_request(), on_host_call=no_host, deadline_seconds=10)
        took.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(LIGHT_SECONDS)
    return took


class Burning:
    """Hostile mini-apps called one after the other, whenever it is `on`."""

    def __init__(self, client, packages) -> None:
        self._client = client
        self._packages = packages
        self._on = asyncio.Event()
        self.ended = {True: 0, False: 0}
        self.paused: set[str] = set()

    async def run(self) -> None:
        while True:
            for package in self._packages:
                await self._on.wait()
                with pytest.raises(Refusal) as refused:
                    await self._client.call(
                        package, make_request(), on_host_call=no_host, deadline_seconds=DEADLINE_SECONDS
                    )
                self.ended[isinstance(refused.value, Paused)] += 1
                if isinstance(refused.value, Paused):
                    self.paused.add(package)
                    await asyncio.sleep(IMPATIENT_SECONDS)

    @asynccontextmanager
    async def on(self) -> AsyncIterator[None]:
        """Burn while the block runs; what runs then ends by its deadline."""
        self._on.set()
        yield
        self._on.clear()
        await asyncio.sleep(DEADLINE_SECONDS * 1.5)


def percentile(took, share):
    took = sorted(took)
    return took[min(len(took) - 1, int(len(took) * share))]


def report(name, alone, beside) -> None:
    for share in (0.5, 0.99):
        before, after = percentile(alone, share), percentile(beside, share)
        print(f"{name} p{share * 100:.0f}: alone {before:.2f} ms, beside {after:.2f} ms ({after / before:.2f} times)")


@pytest.mark.slow
@pytest.mark.quiet
async def test_honest_calls_go_on_beside_hostile_ones(server):
    async with SandboxClient(server._socket_path) as honest, SandboxClient(server._socket_path) as hostile:
        package = await publish(honest, HONEST)
        burning = Burning(hostile, [await publish(hostile, source_of(HOSTILE / f"{name}.py")) for name in BURNERS])
        work = asyncio.create_task(burning.run())
        await milliseconds(honest, package)
        alone, onset, sustained = [], [], []
        async with asyncio.timeout(ONSET_SECONDS):
            while len(burning.paused) < len(BURNERS):
                async with burning.on():
                    onset += await milliseconds(honest, package)
        at_first = dict(burning.ended)
        for _ in range(TURNS):
            alone += await milliseconds(honest, package)
            async with burning.on():
                sustained += await milliseconds(honest, package)
        work.cancel()

    report("onset", alone, onset)
    report("sustained", alone, sustained)
    print(
        f"hostile calls stopped at first: {at_first[False]}, in all: {burning.ended[False]}; {burning.ended[True]} paused"
    )
    assert at_first[False] >= len(BURNERS)
    assert burning.ended[True] > burning.ended[False]
    for beside in (onset, sustained):
        assert percentile(beside, 0.5) < 10 * percentile(alone, 0.5) + 5
        assert percentile(beside, 0.99) < max(DEADLINE_SECONDS * 1000, 5 * percentile(alone, 0.99))
