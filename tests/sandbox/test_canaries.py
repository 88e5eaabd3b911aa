"""Secrets are planted everywhere in the house; neither the corpus nor native code inside a worker gets to see one."""

import json
import os
import re
import secrets
import time
from pathlib import Path
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from backend.core import database
from backend.core.errors import Refusal
from backend.host.registry import service as registry
from backend.host.sandbox import service as sandboxes
from backend.host.sandbox import zygote
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.server import SandboxServer
from backend.operation.prepare import compile_in_sandbox
from tests.host.conftest import manifest_of
from tests.host.sandbox.conftest import HONEST, KEY, make_request, no_host, publish
from tests.sandbox.corpus import ALL, promise_of, source_of

CANARY = re.compile(r"CANARY-([a-z]+)-[0-9a-f]{16}")
KEEPER = """
from plugin_sdk.guest import MiniApp, done, ui
app = MiniApp()

@app.screen("home")
def home(ctx, data):
    return ui.screen("题", ui.button("存", action="act"))

@app.action("act")
def act(ctx, data):
    ctx.store.put("secret", data["secret"])
    ctx.message.send(title="题", body=data["secret"])
    return done()
"""
LIES = (
    "no-utf8",
    "no-newline",
    "endless-frame",
    "unknown-kind",
    "no-number",
    "flood",
    "figures-for-ever",
    "large-answer",
    "a-call-of-its-own",
    "a-component-of-its-own",
    "a-failure-nobody-knows",
    "half-a-frame",
)
in_memory = []


def canary(kind):
    return f"CANARY-{kind}-{secrets.token_hex(8)}"


@pytest.fixture
def environment(monkeypatch):
    """Planted before any process of the sandbox is started."""
    monkeypatch.setenv("KUAIBAN_SECRET", canary("environment"))
    in_memory[:] = [canary("memory") for _ in range(100)]
    return in_memory


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "secret"
    made.write_text(canary("file"))
    made.chmod(0o644)
    return made


class TestEscape:
    @pytest.fixture
    async def escaped(self, image, environment, file, tmp_path, monkeypatch):
        """A client of a server whose worker can be told to escape."""
        script = Path(__file__).with_name("escape_in_worker.py").read_text("utf-8")
        monkeypatch.setattr(zygote, "BOOT", script.replace("sys.argv[3]", repr(str(file))))
        server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1)
        async with server, SandboxClient(tmp_path / "s.sock") as client:
            yield client

    async def test_native_code_in_a_worker_sees_no_canary_and_reaches_nobody(self, escaped):
        honest = await publish(escaped, HONEST)
        for _ in range(3):  # what others keep in the same worker must be gone, too
            await escaped.call(honest, make_request(given={"echo": canary("person")}), on_host_call=no_host)

        request = make_request(given={"echo": "ESCAPE"})
        answer = await escaped.call(honest, request, on_host_call=no_host, deadline_seconds=30)

        report = json.loads(answer.screen.data["report"])
        came_of_it = {name: said for name, said in report["attempts"].items() if not said.startswith("refused")}
        print(f"searched {report['searched']} bytes; of a former caller {report['canaries'].pop('person', 0)} copies")
        assert report["searched"] > 10_000_000
        assert report["canaries"] == {}
        assert not CANARY.search(json.dumps(report))
        assert came_of_it == {"read-descriptors": "0 canaries"}

    @pytest.mark.parametrize("lie", LIES)
    async def test_a_worker_that_lies_to_the_server_is_a_refusal_by_name_and_the_next_is_served(self, lie, escaped):
        honest = await publish(escaped, HONEST)

        with pytest.raises(Refusal) as refused:
            await escaped.call(honest, make_request(given={"echo": f"LIE {lie}"}), on_host_call=no_host)

        assert refused.value.code in {
            "host.sandbox-crashed",
            "host.too-many-host-calls",
            "host.output-too-large",
            "host.answer-malformed",
            "host.timed-out",
        }
        answer = await escaped.call(honest, make_request(), on_host_call=no_host, deadline_seconds=10)
        assert answer.screen.title == "题"

    async def test_the_search_would_find_one(self, escaped):
        """A secret that is given to the worker by hand is seen: the search itself works."""
        honest = await publish(escaped, HONEST)

        request = make_request(given={"echo": f"ESCAPE {canary('given')}"})
        answer = await escaped.call(honest, request, on_host_call=no_host, deadline_seconds=30)

        assert json.loads(answer.screen.data["report"])["canaries"]["given"] > 0


@pytest.fixture
async def planted(app, settings, client, sign_in, environment, file, image, tmp_path):
    """Canaries in PostgreSQL (a neighbour's store and inbox), Redis, memory, environment and a file; a fresh sandbox."""
    neighbour = await sign_in("herder")
    keeper = await released(KEEPER, tmp_path, capabilities=("store.put", "message.send"))
    drawn = await client.post(f"/api/v1/mini-apps/{keeper}/screens/home", json={}, headers=neighbour)
    body = {"data": {"secret": canary("row")}, "gesture": drawn.json()["gesture"]}
    kept = await client.post(f"/api/v1/mini-apps/{keeper}/actions/act", json=body, headers=neighbour)
    assert kept.json()["outcome"] == "done"
    async with Redis.from_url(settings.redis_url) as redis:
        await redis.set("secret", canary("redis"))
    before = sandboxes.current()
    server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=2)
    async with server, SandboxClient(tmp_path / "s.sock") as fresh:
        sandboxes._bound[:] = [fresh]
        yield
        sandboxes._bound[:] = [before]


async def released(source, folder, **wanted):
    """Publish a source without the fixtures of the host's own tests; the mini-app's id."""
    package = folder / f"t{uuid4().hex[:12]}"
    package.mkdir()
    (package / "manifest.json").write_text(json.dumps(manifest_of(package.name, **wanted)))
    (package / "app.py").write_text(source)
    await registry.publish(package, compile_sources=compile_in_sandbox, runtime="test")
    return package.name


def wanted_of(file):
    said = promise_of(file).get("capabilities", "store.get")
    return {"capabilities": [name for name in said.split(", ") if name]}


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_the_whole_corpus_in_the_house_shows_no_canary(planted, client, sign_in, tmp_path, capfd):
    """Every hostile mini-app is released and opened by a person; answers and logs are searched."""
    hostile = [file for file in ALL if "written" not in promise_of(file)]
    person = await sign_in("student")
    answers = {}

    for file in hostile:
        app_id = await released(source_of(file), tmp_path, **wanted_of(file))
        answer = await client.post(f"/api/v1/mini-apps/{app_id}/screens/home", json={}, headers=person)
        answers[file.stem] = (answer.status_code, answer.text)
        # Every process reads all releases again and again: those of other tests should not wait for these.
        await database.execute("delete from host_release where app_id = $1", app_id)

    logs = capfd.readouterr()
    assert not CANARY.search(logs.out + logs.err)
    assert {name: text for name, (_, text) in answers.items() if CANARY.search(text)} == {}
    assert {name: status for name, (status, _) in answers.items() if status not in {200, 403, 404, 422, 503}} == {}
    assert os.environ["KUAIBAN_SECRET"]
    assert len(answers) >= 120


async def test_the_honest_go_on(planted, client, sign_in):
    """The planted sandbox serves; else the search above would find nothing in nothing."""
    started = time.monotonic()
    person = await sign_in("elder")
    answer = await client.post("/api/v1/mini-apps/heating_subsidy/screens/apply", json={}, headers=person)

    assert answer.status_code in {200, 403}
    assert time.monotonic() - started < 10
