"""Templates as a department takes them: copied by `gkb new`, published, and opened by residents of the demo world."""

import argparse
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from uuid import uuid4

import pytest

from backend.host.broker import places
from backend.host.broker.places import Reach
from backend.host.registry import service as registry
from backend.operation.prepare import compile_in_sandbox
from plugin_sdk.templates.query.department import CASES
from plugin_sdk.tools.commands import new
from plugin_sdk.tools.simulator.http import Request
from plugin_sdk.tools.simulator.plain import PlainEngine
from plugin_sdk.tools.simulator.refusals import Refused
from plugin_sdk.tools.simulator.routes import as_bytes, work_of
from plugin_sdk.tools.simulator.world import World
from tests.host.broker.servers import Server, answer, authority, listening
from tests.host.conftest import take_back
from tests.host.templates.phone import Phone, Told

DEPARTMENT = "兰州市民政局（演示）"  # for which the demo world's developer works
OFFERS = "/api/v1/booking-resources"
COUNTER = {"zh": "婚姻登记", "en": "Marriage registration"}
ADDRESS = "张掖路 1 号"
CASE = new.TEMPLATES / "query" / "mocks" / "progress.example.gov.cn" / "api" / "cases.json"
HOST = CASES.split("/")[2]

Copy = Callable[..., Path]
Pick = Callable[[str], Awaitable[Phone]]


@pytest.fixture
def copy(tmp_path) -> Copy:
    """A project made by `gkb new`, with the department's name in the manifest, as its README says."""

    def copied(template: str, **gkb) -> Path:
        app_id = f"t{uuid4().hex[:12]}"
        new.run(argparse.Namespace(template=template, id=app_id, parent=str(tmp_path)))
        manifest_file = tmp_path / app_id / "manifest.json"
        manifest = json.loads(manifest_file.read_text("utf-8"))
        manifest["gkb"] |= {"department": {"name": DEPARTMENT}} | gkb
        manifest_file.write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
        return tmp_path / app_id

    return copied


@pytest.fixture
async def publish(client, sign_in):
    """Publish a project; what picks up a resident's phone with it."""
    made = []

    async def published(folder: Path) -> Pick:
        assert await registry.publish(folder, compile_sources=compile_in_sandbox, runtime="test")
        made.append(folder.name)

        async def pick(persona: str) -> Phone:
            headers = await sign_in(persona)

            async def post(path: str, body: Told, more: dict[str, str]) -> tuple[int, Told]:
                told = await client.post(path, json=body, headers=headers | more)
                return told.status_code, told.json()

            return Phone(folder.name, post)

        return pick

    yield published
    await take_back(made)


@pytest.fixture(scope="session")
def engine():
    made = PlainEngine()
    yield made
    made.close()


@pytest.fixture
def simulate(engine):
    """Open a project in the simulator; what picks up a persona's phone there."""

    def simulated(folder: Path) -> Callable[[str], Phone]:
        world = World(folder, engine)
        assert world.reload(), world.load_problems

        def pick(persona: str) -> Phone:
            async def post(path: str, body: Told, more: dict[str, str]) -> tuple[int, Told]:
                world.be(persona)
                headers = {"content-type": "application/json"} | more
                request = Request("POST", path, "", headers, json.dumps(body).encode())
                try:
                    work, found = work_of(request)
                    done = work(world, request, found)
                except Refused as refused:
                    return refused.status, refused.as_problem("zh")
                return done.status, json.loads(as_bytes(done))

            return Phone(folder.name, post)

        return pick

    return simulated


@pytest.fixture
async def developer(sign_in):
    """The department's developer, signed in."""
    return await sign_in("department-developer")


@pytest.fixture
def offer(client, developer):
    """Let the developer offer a counter through a mini-app: two hours in the morning of every working day."""

    async def offered(app_id: str, *, capacity: int = 2) -> str:
        opening = {"opens": "09:00", "closes": "11:00", "slotMinutes": 60, "capacity": capacity}
        terms = {
            "owner": f"mini-app:{app_id}", "name": COUNTER, "address": ADDRESS, "regionCode": "620102",
            "plan": [{"weekday": day} | opening for day in range(1, 6)], "horizonDays": 8, "perPersonMost": 2,
        }  # fmt: skip
        made = await client.post(OFFERS, json=terms, headers=developer)
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    return offered


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """An authority that vouches for the department's server."""
    return authority(tmp_path_factory.mktemp("authority"), HOST)


@pytest.fixture
async def department(monkeypatch, certificates) -> AsyncIterator[Server]:
    """The department's server, which knows one case; mini-apps reach it and nothing else."""

    async def resolve(_host, _port):
        return [ip_address("127.0.0.2")]

    async with listening("127.0.0.2", tls=certificates.server) as server:
        server.respond = lambda _: answer(CASE.read_bytes())
        reach = Reach(
            port=server.port, resolve=resolve, allows=lambda one: str(one) == "127.0.0.2",
            trust=lambda: certificates.trust,
        )  # fmt: skip
        monkeypatch.setattr(places, "REACH", reach)
        yield server
