"""What honest calls notice of hostile ones that run on another worker. The figures are printed; the bound is wide,
because test machines are busy: what it must catch is an honest call that waits for a hostile one.
"""

import asyncio
import time

import pytest

from backend.core.errors import Refusal
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.server import SandboxServer
from tests.host.sandbox.conftest import HONEST, KEY, make_request, no_host, publish
from tests.sandbox.corpus import HOSTILE, source_of

CALLS = 300
DEADLINE_SECONDS = 0.4
BURNERS = ("loop_endless", "regex_backtracking", "huge_power", "memory_bomb", "host_call_flood", "print_endlessly")


@pytest.fixture
async def server(image, tmp_path):
    async with SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=3) as made:
        yield made


async def milliseconds(client, package) -> list[float]:
    """How long honest calls take, one after the other, shortest first."""
    took = []
    for _ in range(CALLS):
        started = time.perf_counter()
        await client.call(package, make_request(), on_host_call=no_host, deadline_seconds=10)
        took.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(0.002)
    return sorted(took)


async def burn(client, packages, stop) -> int:
    """Call hostile mini-apps until told to stop; how many were stopped by name."""
    stopped = 0
    while not stop.is_set():
        for package in packages:
            with pytest.raises(Refusal):
                await client.call(package, make_request(), on_host_call=no_host, deadline_seconds=DEADLINE_SECONDS)
            stopped += 1
    return stopped


def percentile(took, share):
    return took[min(len(took) - 1, int(len(took) * share))]


@pytest.mark.slow
@pytest.mark.quiet
async def test_honest_calls_go_on_beside_hostile_ones(server):
    async with SandboxClient(server._socket_path) as honest, SandboxClient(server._socket_path) as hostile:
        package = await publish(honest, HONEST)
        bombs = [await publish(hostile, source_of(HOSTILE / f"{name}.py")) for name in BURNERS]
        await milliseconds(honest, package)
        alone = await milliseconds(honest, package)
        stop = asyncio.Event()
        burning = asyncio.create_task(burn(hostile, bombs, stop))
        beside = await milliseconds(honest, package)
        stop.set()
        stopped = await burning

    for name, share in (("p50", 0.5), ("p99", 0.99)):
        before, after = percentile(alone, share), percentile(beside, share)
        print(
            f"{name}: alone {before:.2f} ms, beside {stopped} hostile calls {after:.2f} ms ({after / before:.2f} times)"
        )
    assert stopped >= len(BURNERS)
    assert percentile(beside, 0.5) < 10 * percentile(alone, 0.5) + 5
    assert percentile(beside, 0.99) < max(DEADLINE_SECONDS * 1000, 5 * percentile(alone, 0.99))
