import json
from pathlib import Path

import pytest

from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.server import SandboxServer
from plugin_sdk.contract.request import CallContext, CallRequest, PackageSources
from tests import built
from tests.built import KEY

HONEST = """
from plugin_sdk.guest import MiniApp, done, ui

app = MiniApp()

@app.screen("home")
def home(ctx, data):
    return ui.screen("题", ui.text(str(data.get("echo", "好"))))

@app.screen("stored")
def stored(ctx, data):
    return ui.screen(str(ctx.store.get("key")))

@app.screen("chance")
def chance(ctx, data):
    import random, uuid
    drawn = [ctx.new_id(), ctx.new_id(), ctx.random.random(), random.random(), uuid.uuid4()]
    return ui.screen(" ".join(map(str, drawn)))

@app.action("submit")
def submit(ctx, data):
    return done()
"""


async def no_host(capability: str, payload: str) -> str:
    """A host that grants `store.get` and nothing else."""
    if capability == "store.get":
        return json.dumps({"answer": "granted", "value": {"value": None}})
    return json.dumps({"answer": "refused", "code": "host.not-granted", "message": capability})


def make_request(name="home", *, app="demo", kind="screen", given=None, entropy="ab" * 32, locale="zh"):
    context = CallContext(now="2026-01-15T09:30:00+08:00", locale=locale, entropy=entropy)
    return CallRequest(app=app, kind=kind, name=name, input=given or {}, context=context)


def make_sources(text, *, app="demo", **others):
    return PackageSources(app=app, files={"app.py": text, **{f"{name}.py": each for name, each in others.items()}})


async def publish(client, source, **others) -> str:
    """Compile a mini-app and return its package."""
    return (await client.compile_package(make_sources(source, **others))).package


@pytest.fixture(scope="session")
def image() -> Path:
    """The compiled runtime."""
    return built.image()


@pytest.fixture(scope="session")
async def sandbox(image, tmp_path_factory):
    """A sandbox server with two workers."""
    async with SandboxServer(tmp_path_factory.mktemp("s") / "s.sock", image_path=image, key=KEY, workers=2) as server:
        yield server


@pytest.fixture
async def client(sandbox):
    async with SandboxClient(sandbox._socket_path) as made:
        yield made


@pytest.fixture(scope="session")
async def honest(sandbox) -> str:
    async with SandboxClient(sandbox._socket_path) as made:
        return await publish(made, HONEST)


@pytest.fixture
def draw(client, honest):
    """Draw a screen of the honest mini-app."""

    async def drawn(name="home", **what_matters):
        answer = await client.call(honest, make_request(name, **what_matters), on_host_call=no_host)
        return answer.screen

    return drawn
