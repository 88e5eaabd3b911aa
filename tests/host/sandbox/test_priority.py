"""Calls that compute for long give way, and calls that wait do not."""

import asyncio
import os

import pytest

from backend.core.errors import Refusal
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.priority import LEAST, computed_seconds
from backend.host.sandbox.server import SandboxServer
from tests.host.sandbox.conftest import KEY, make_request, no_host, publish

pytestmark = pytest.mark.quiet

BURNS = """
from plugin_sdk.guest import MiniApp, ui
app = MiniApp()
@app.screen("home")
def home(ctx, data):
    while True:
        pass
"""
WAITS = """
from plugin_sdk.guest import MiniApp, ui
app = MiniApp()
@app.screen("home")
def home(ctx, data):
    return ui.screen(str(ctx.store.get("k")))
"""


@pytest.fixture
async def alone(image, tmp_path):
    """A server with one worker, and a client of it."""
    server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1)
    async with server, SandboxClient(tmp_path / "s.sock") as client:
        yield server, client


def worker_of(server):
    return next(iter(server._pool._all))


async def slow_host(_capability, _payload):
    await asyncio.sleep(0.2)
    return '{"answer":"granted","value":{"value":7}}'


async def test_a_call_that_burns_gives_way_and_its_worker_serves_nobody_after(alone):
    server, client = alone
    package = await publish(client, BURNS)
    worker = worker_of(server)
    calling = asyncio.create_task(client.call(package, make_request(), on_host_call=no_host, deadline_seconds=0.6))

    async with asyncio.timeout(0.5):
        while os.getpriority(os.PRIO_PROCESS, worker.pid()) != LEAST:
            await asyncio.sleep(0.01)

    with pytest.raises(Refusal):
        await calling
    assert worker not in server._pool._all


async def test_a_call_that_waits_for_the_host_keeps_its_place(alone):
    server, client = alone
    package = await publish(client, WAITS)
    worker = worker_of(server)

    answer = await client.call(package, make_request(), on_host_call=slow_host)

    assert answer.screen.title == "7"
    assert not worker.slowed
    assert os.getpriority(os.PRIO_PROCESS, worker.pid()) == 0


async def test_a_process_that_has_ended_has_no_number_and_no_time(alone):
    server, _ = alone
    worker = worker_of(server)

    worker.kill()

    assert worker.pid() == -1
    assert computed_seconds(worker.pid()) is None
