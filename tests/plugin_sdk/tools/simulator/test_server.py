"""The server over real HTTP, started in this process for a project of its own."""

import asyncio
import json
import time

import pytest
from httpx import AsyncClient

from plugin_sdk.tools.simulator.server import Simulator


@pytest.fixture
async def simulator(project, engine):
    running = Simulator(project, engine)
    await running.start(0)
    task = asyncio.ensure_future(running.run())
    yield running
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await running.stop()


@pytest.fixture
async def http(simulator):
    async with AsyncClient(base_url=f"http://127.0.0.1:{simulator.http.port}", timeout=10) as client:
        yield client


class Listener:
    """Hears the events of the simulator while the block runs."""

    def __init__(self, client):
        self._client = client
        self.heard = []

    async def __aenter__(self):
        opened = asyncio.Event()
        self._task = asyncio.ensure_future(self._listen(opened))
        await asyncio.wait_for(opened.wait(), 5)
        return self

    async def __aexit__(self, *_):
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self, opened):
        async with self._client.stream("GET", "/api/simulator/events", timeout=None) as stream:
            assert stream.headers["content-type"] == "text/event-stream"
            async for line in stream.aiter_lines():
                opened.set()
                if line.startswith("event: "):
                    self.heard.append(line.removeprefix("event: "))

    async def wait_for(self, event, *, seconds):
        until = time.monotonic() + seconds
        while event not in self.heard:
            assert time.monotonic() < until, f"no {event} within {seconds} s, only {self.heard}"
            await asyncio.sleep(0.02)


async def problem_of(http, code, *, seconds=3):
    """The problem of this code, as soon as it is there."""
    until = time.monotonic() + seconds
    while True:
        found = [one for one in (await http.get("/api/simulator/state")).json()["problems"] if one["code"] == code]
        if found:
            return found[0]
        assert time.monotonic() < until, f"no problem {code} within {seconds} s"
        await asyncio.sleep(0.05)


class TestDoor:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Host": "evil.example"},
            {"Host": "127.0.0.1:1"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    @pytest.mark.parametrize("path", ["/", "/api/simulator/state", "/api/simulator/events"])
    async def test_what_a_foreign_page_could_send_is_refused(self, http, headers, path):
        response = await http.get(path, headers=headers)

        assert response.status_code == 403
        assert response.json()["code"] == "simulator.other-origin"
        assert "access-control-allow-origin" not in response.headers

    async def test_its_own_page_is_answered_under_the_strict_policy(self, http, simulator):
        own = {"Origin": f"http://127.0.0.1:{simulator.http.port}", "Sec-Fetch-Site": "same-origin"}

        response = await http.get("/", headers=own)

        assert response.status_code == 200
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["content-type"].startswith("text/html")

    @pytest.mark.parametrize(
        ("method", "path", "body", "code"),
        [
            ("GET", "/api/v1/nothing", None, "core.not-found"),
            ("GET", "/api/simulator/reset", None, "core.wrong-method"),
            ("POST", "/api/simulator/clock", b"{", "core.unreadable"),
            ("POST", "/api/simulator/clock", b'{"now": "soon"}', "core.unreadable"),
            ("POST", "/api/simulator/clock", b'{"other": 1}', "core.unreadable"),
            ("POST", "/api/simulator/persona", b'{"id": "nobody"}', "simulator.unknown-persona"),
            ("GET", "/../manifest.json", None, "core.not-found"),
            ("GET", "/%2e%2e/%2e%2e/server.py", None, "core.not-found"),
            ("GET", "/api/simulator/records/" + "0" * 32, None, "core.not-found"),
            ("GET", "/api/v1/regions/999999", None, "core.not-found"),
        ],
    )
    async def test_refusals_are_problems_as_in_the_product(self, http, method, path, body, code):
        response = await http.request(method, path, content=body, headers={"content-type": "application/json"})

        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["code"] == code
        assert response.status_code == response.json()["status"]

    async def test_a_body_that_is_not_json_is_refused(self, http):
        response = await http.post("/api/simulator/clock", content=b"now=1", headers={"content-type": "text/plain"})

        assert response.json()["code"] == "core.wrong-media-type"

    async def test_words_follow_the_language(self, http):
        response = await http.get("/api/v1/nothing", headers={"accept-language": "en"})

        assert response.json()["title"] == "What you asked for was not found."


class TestProductCalls:
    async def test_a_whole_visit(self, http):
        opened = await http.post("/api/v1/mini-apps/asker/screens/home", json={"input": {}})
        body = {"data": {"ask": [["store.put", {"key": "a", "value": 1}]]}, "gesture": opened.json()["gesture"]}
        taken = await http.post("/api/v1/mini-apps/asker/actions/do", json=body, headers={"Idempotency-Key": "k"})
        again = await http.post("/api/v1/mini-apps/asker/actions/do", json=body, headers={"Idempotency-Key": "k"})

        state = (await http.get("/api/simulator/state")).json()

        assert taken.json()["outcome"] == "done"
        assert taken.json()["gesture"] is None
        assert again.json() == taken.json()
        assert state["stored"] == {"a": 1}
        assert [call["kind"] for call in state["calls"]] == ["action", "screen"]

    async def test_consent_is_asked_for_given_listed_and_taken_back(self, http):
        read = {"input": {"ask": [["person.read", {"purpose": "apply", "fields": ["name"]}]]}}
        first = await http.post("/api/v1/mini-apps/asker/screens/home", json=read)
        sheet = first.json()["params"]["consent"]
        agreed = {
            "recipient": sheet["recipient"], "purpose": sheet["purpose"], "textVersion": sheet["textVersion"],
            "fields": [field["name"] for field in sheet["fields"]],
        }  # fmt: skip

        given = await http.post("/api/v1/me/consents", json=agreed)
        second = await http.post("/api/v1/mini-apps/asker/screens/home", json=read)
        listed = await http.get("/api/v1/me/consents")
        gone = await http.delete(f"/api/v1/me/consents/{given.json()['id']}")
        third = await http.post("/api/v1/mini-apps/asker/screens/home", json=read)

        assert [one.status_code for one in (first, given, second, gone, third)] == [403, 201, 200, 204, 403]
        assert [one["id"] for one in listed.json()["items"]] == [given.json()["id"]]

    async def test_the_mini_app_is_listed_as_the_product_lists_it(self, http):
        [card] = (await http.get("/api/v1/mini-apps/")).json()["items"]

        assert (card["id"], card["opens"], card["department"]) == ("asker", "home", {"name": "示例市民政局"})

    async def test_a_file_is_taken_alone_or_in_a_form(self, http):
        alone = await http.post(
            "/api/v1/files?name=a.pdf", content=b"%PDF-1.7", headers={"content-type": "application/pdf"}
        )
        formed = await http.post("/api/v1/files", files={"file": ("证明.png", b"12345", "image/png")})

        told = [{name: one.json()[name] for name in ("name", "mediaType", "bytes")} for one in (alone, formed)]
        assert told == [
            {"name": "a.pdf", "mediaType": "application/pdf", "bytes": 8},
            {"name": "证明.png", "mediaType": "image/png", "bytes": 5},
        ]

    async def test_no_file_is_refused(self, http):
        response = await http.post("/api/v1/files", content=b"", headers={"content-type": "image/png"})

        assert response.json()["code"] == "core.unreadable"

    async def test_regions_are_there_to_fill_in_a_form(self, http):
        page = (await http.get("/api/v1/regions/620100/children")).json()

        assert "城关区" in [one["name"] for one in page["items"]]

    async def test_a_launch_of_a_mini_app_that_is_not_here_is_stood_in_for(self, http):
        drawn = await http.post("/api/v1/mini-apps/asker/screens/launcher", json={"input": {"app": "other_app"}})
        asked = {"app": "other_app", "intent": "show", "params": {"number": 1}, "gesture": drawn.json()["gesture"]}

        launched = (await http.post("/api/v1/mini-apps/asker/launches", json=asked)).json()
        path = f"/api/v1/mini-apps/{launched['app']}/screens/{launched['screen']}"
        there = await http.post(path, json={"input": {}, "intent": launched["intent"]})

        assert there.json()["screen"]["title"] == "other_app"


class TestAuthorsCalls:
    async def test_the_state_has_every_member_that_the_pages_read(self, http):
        state = (await http.get("/api/simulator/state")).json()

        assert set(state) >= {
            "app", "pages", "intents", "personas", "persona", "now", "problems", "calls", "inbox", "stored", "records",
            "bookings", "consents", "engine",
        }  # fmt: skip
        assert state["app"] == {
            "id": "asker", "name": "询问", "opens": "home", "version": "0.1.0", "department": "示例市民政局",
        }  # fmt: skip
        assert state["engine"] == "python"

    async def test_persona_clock_and_reset(self, http):
        became = (await http.post("/api/simulator/persona", json={"id": "elder"})).json()
        set_to = (await http.post("/api/simulator/clock", json={"now": "2026-02-03T04:05"})).json()
        reset = (await http.post("/api/simulator/reset", json={})).json()

        assert became["persona"] == "elder"
        assert set_to["now"] == "2026-02-03T04:05:00+08:00"
        assert reset["clockStands"] is False

    async def test_an_intent_can_be_opened_by_hand(self, http):
        asked = {"intent": "open", "params": {"number": 1}}
        opened = (await http.post("/api/simulator/launch", json=asked)).json()

        body = {"input": {}, "intent": opened["intent"]}
        drawn = await http.post(f"/api/v1/mini-apps/asker/screens/{opened['screen']}", json=body)

        assert drawn.json()["screen"]["body"][1]["text"] == "simulator/open"

    async def test_a_calls_record_can_be_fetched_for_replay(self, http):
        await http.post("/api/v1/mini-apps/asker/screens/quiet", json={})
        [call] = (await http.get("/api/simulator/state")).json()["calls"]

        record = (await http.get(f"/api/simulator/records/{call['id']}")).json()

        assert record["request"]["name"] == "quiet"


class TestReload:
    async def test_a_changed_source_is_drawn_within_three_seconds(self, http, project):
        async with Listener(http) as listener:
            source = (project / "app.py").read_text("utf-8")

            (project / "app.py").write_text(source.replace('"安静"', '"改过"'), "utf-8")
            await listener.wait_for("reload", seconds=3)

        drawn = await http.post("/api/v1/mini-apps/asker/screens/quiet", json={})
        assert drawn.json()["screen"]["title"] == "改过"

    async def test_a_broken_source_keeps_the_last_good_one_and_says_where(self, http, project):
        source = (project / "app.py").read_text("utf-8")
        (project / "app.py").write_text(source.replace("def quiet(ctx, given):", "def quiet(ctx, given:"), "utf-8")

        problem = await problem_of(http, "run.not-compiled")
        drawn = await http.post("/api/v1/mini-apps/asker/screens/quiet", json={})

        assert problem["file"] == "app.py"
        assert "quiet" in source.splitlines()[problem["line"] - 1]
        assert all(problem[name] for name in ("causeZh", "causeEn", "fixZh", "fixEn"))
        assert drawn.json()["screen"]["title"] == "安静"

    async def test_a_source_that_is_mended_has_no_problem_any_more(self, http, project):
        source = (project / "app.py").read_text("utf-8")
        (project / "app.py").write_text("def", "utf-8")
        await problem_of(http, "run.not-compiled")

        async with Listener(http) as listener:
            (project / "app.py").write_text(source, "utf-8")
            await listener.wait_for("reload", seconds=3)

        state = (await http.get("/api/simulator/state")).json()
        assert [one for one in state["problems"] if one["code"].startswith("run.")] == []

    async def test_a_broken_manifest_says_which_member(self, http, project):
        text = (project / "manifest.json").read_text("utf-8")
        broken = json.dumps({**json.loads(text), "pages": []}, indent=1)
        (project / "manifest.json").write_text(broken, "utf-8")

        problem = await problem_of(http, "run.bad-manifest")

        assert problem["pointer"] == "/pages"
        assert '"pages"' in broken.splitlines()[problem["line"] - 1]

    async def test_a_mock_department_that_changes_is_a_change(self, http, project):
        async with Listener(http) as listener:
            (project / "mocks").mkdir()
            (project / "mocks" / "bookings.json").write_text("[]", "utf-8")

            await listener.wait_for("reload", seconds=3)


async def test_a_project_without_a_package_that_runs_is_said_so(project, engine):
    (project / "app.py").write_text("def", "utf-8")
    simulator = Simulator(project, engine)
    await simulator.start(0)
    async with AsyncClient(base_url=f"http://127.0.0.1:{simulator.http.port}") as http:
        drawn = await http.post("/api/v1/mini-apps/asker/screens/home", json={})
        state = (await http.get("/api/simulator/state")).json()
    await simulator.stop()

    assert drawn.json()["code"] == "simulator.no-package"
    assert state["app"] is None
    assert state["problems"][0]["code"] == "run.not-compiled"
