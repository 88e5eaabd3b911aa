"""Both engines run the same mini-app to the same answers, and stop it by the same names."""

import json
import subprocess
import sys

import pytest
import wasmtime

from plugin_sdk.contract.record import replay
from plugin_sdk.tools.simulator import component_image
from plugin_sdk.tools.simulator.component import ComponentEngine
from plugin_sdk.tools.simulator.plain import PlainEngine
from plugin_sdk.tools.simulator.refusals import EndsCall
from plugin_sdk.tools.simulator.world import World
from tests import built
from tests.plugin_sdk.tools.conftest import ROOT
from tests.plugin_sdk.tools.simulator.conftest import NOW
from tests.plugin_sdk.tools.simulator.visits import READ, act, agree, ask, draw, refused

CACHE = ROOT / "build" / "tests" / "images"

TINY = {
    "app.py": """
from plugin_sdk.guest import MiniApp, ui
app = MiniApp()
@app.screen("home")
def home(ctx, given):
    if given.get("import"):
        __import__(given["import"])
    if given.get("open"):
        open(given["open"])
    if given.get("fill"):
        return "x" * (1 << 30)
    import datetime, random, uuid
    now = datetime.datetime.now().isoformat()
    return ui.screen("题", ui.text(f"{now} {random.random()} {uuid.uuid4()} {ctx.new_id()}"))
"""
}


@pytest.fixture(scope="session", params=["python", pytest.param("wasm", marks=pytest.mark.slow)])
def running(request):
    if request.param == "wasm":
        built.lend_simulator(CACHE)
    made = PlainEngine() if request.param == "python" else ComponentEngine(cache=CACHE)
    yield made
    made.close()


@pytest.fixture
def world(project, running):
    made = World(project, running)
    assert made.reload(), made.load_problems
    made.clock.set_to(NOW)
    return made


def call(engine, given):
    package = json.loads(engine.compile("tiny", TINY))["package"]
    context = {"now": NOW, "locale": "zh", "entropy": "7" * 64}
    request = {"app": "tiny", "kind": "screen", "name": "home", "input": given, "context": context}
    return json.loads(engine.call(package, json.dumps(request), lambda *_: "{}").answer)


class TestBothEngines:
    def test_a_visit(self, world):
        assert refused(lambda: ask(world, READ)).code == "host.consent-needed"
        agree(world)

        assert ask(world, READ)[0]["values"]["name"] == "王小满"
        act(world, ["store.put", {"key": "a", "value": "值"}])
        assert ask(world, ["store.get", {"key": "a"}]) == [{"value": "值"}]
        assert world.calls[0].milliseconds > 0

    def test_a_flood_of_host_calls_is_stopped(self, world):
        assert refused(lambda: ask(world, *[["store.get", {"key": "a"}]] * 65)).code == "host.too-many-host-calls"

    def test_a_loop_without_end_is_stopped(self, world):
        assert refused(lambda: draw(world, screen="endless")).code == "host.timed-out"

    def test_what_the_author_prints_stands_in_the_log(self, world):
        draw(world)

        assert world.calls[0].log == ["said 0"]

    def test_a_syntax_error_has_the_authors_line(self, running):
        told = json.loads(running.compile("tiny", {"app.py": "\n\ndef x(:\n"}))

        assert (told["kind"], told["file"], told["line"]) == ("error", "tiny/app.py", 3)

    def test_a_file_name_that_no_package_has_is_an_error_of_the_author(self, running):
        told = json.loads(running.compile("tiny", {"app.py": "app = 1", "Über uns.py": ""}))

        assert told["kind"] in {"error", "package"}

    @pytest.mark.parametrize("given", [{"import": "os"}, {"import": "socket"}, {"open": "/etc/passwd"}, {"fill": 1}])
    def test_what_mini_apps_do_not_have_is_refused_with_the_line(self, running, given):
        told = call(running, given)

        assert told["kind"] == "error"
        assert told["file"] == "tiny/app.py"
        assert told["line"] > 0

    def test_the_same_request_gives_the_same_answer(self, running):
        assert call(running, {}) == call(running, {})

    def test_a_record_plays_again(self, world):
        ask(world, ["store.get", {"key": "a"}])
        record = world.record(world.calls[0].id)

        assert replay(record, world.ready().compiled, run=lambda *each: world.engine.call(*each).answer).same


@pytest.mark.slow
def test_both_answer_the_same(running, engine):
    told = call(running, {})["screen"]

    assert told == call(engine, {})["screen"]


class TestImage:
    @pytest.fixture
    def component(self, tmp_path):
        """A component that holds nothing: compiled at once."""
        place = tmp_path / "component.wasm"
        place.write_bytes(bytes(wasmtime.wat2wasm("(component)")))
        return place

    def test_it_is_kept_for_its_owner_only(self, component, tmp_path):
        waited = []
        on_wait = lambda: waited.append("told")  # noqa: E731
        image = component_image.image_file(component, cache=tmp_path / "cache", on_wait=on_wait)
        component_image.image_file(component, cache=tmp_path / "cache", on_wait=on_wait)

        assert waited == ["told"]
        made = image.stat().st_mtime_ns
        assert component_image.image_file(component, cache=tmp_path / "cache").stat().st_mtime_ns == made
        assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "cache" / "image.key").stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("what", ["image", "mac", "key"])
    def test_a_tampered_one_is_made_again(self, component, tmp_path, what):
        image = component_image.image_file(component, cache=tmp_path / "cache")
        genuine = image.read_bytes()
        place = {"image": image, "mac": image.with_name(f"{image.name}.mac"), "key": image.with_name("image.key")}[what]
        place.chmod(0o600)
        place.write_bytes(b"tampered".ljust(component_image.KEY_BYTES))

        again = component_image.image_file(component, cache=tmp_path / "cache")

        assert again == image
        assert image.read_bytes() == genuine

    def test_those_of_old_sdks_go(self, component, tmp_path):
        wats = [f"(component (core module $m{number}))" for number in range(4)]
        for wat in wats:
            component.write_bytes(bytes(wasmtime.wat2wasm(wat)))
            component_image.image_file(component, cache=tmp_path / "cache")
            component.write_bytes(bytes(wasmtime.wat2wasm("(component)")))

        component_image.image_file(component, cache=tmp_path / "cache")

        images = list((tmp_path / "cache").glob("runtime-*.cwasm"))
        assert 1 <= len(images) <= component_image.IMAGES_KEPT
        assert len(list((tmp_path / "cache").glob("*.mac"))) == len(images)


def test_a_cache_that_cannot_be_written_means_the_component_itself(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    component = tmp_path / "component.wasm"

    assert component_image.image_file(component, cache=tmp_path / "file") == component


WITHOUT_WASMTIME = """
import sys
sys.modules["wasmtime"] = None
from plugin_sdk.tools.simulator.engines import EngineMissing, choose
engine = choose()
engine.close()
try:
    choose(wanted="wasm")
except EngineMissing as missing:
    print(engine.name, "and", missing)
"""


def test_without_wasmtime_plain_python_runs_and_the_component_cannot_be_had():
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_WASMTIME], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ended.stdout.startswith("python and ")
    assert "wasmtime" in ended.stdout


def test_a_guest_that_dies_is_said_to_have_been_trapped(monkeypatch, tmp_path):
    (tmp_path / "dead.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.setattr("plugin_sdk.tools.simulator.plain.GUEST", tmp_path / "dead.py")
    engine = PlainEngine()

    with pytest.raises(EndsCall) as caught:
        engine.compile("tiny", TINY)
    engine.close()

    assert caught.value.code == "host.guest-trapped"
