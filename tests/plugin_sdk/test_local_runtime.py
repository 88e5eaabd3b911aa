import json

import msgspec
import pytest

from plugin_sdk.contract.record import Recorder, plain_answer, replay
from plugin_sdk.contract.request import PackageSources
from plugin_sdk.runtime.interpreter import Stopped
from plugin_sdk.runtime.local import LocalRuntime, NotCompiled
from tests.host.sandbox.conftest import HONEST, image, make_request
from tests.plugin_sdk.test_record import DIGEST, _with

__all__ = ["image"]


def asked(request):
    return msgspec.json.encode(request).decode()


def host(capability, payload):
    return json.dumps({"answer": "granted", "value": {"value": f"{capability} {payload}"}})


@pytest.fixture(scope="session")
def runtime(image):
    return LocalRuntime(image)


@pytest.fixture(scope="session")
def package(runtime):
    return runtime.compile(PackageSources(app="demo", files={"app.py": HONEST}))


class TestCompile:
    def test_a_syntax_error_is_told_with_file_and_line(self, runtime):
        with pytest.raises(NotCompiled, match=r"demo/app\.py:2: SyntaxError") as wrong:
            runtime.compile(PackageSources(app="demo", files={"app.py": "app = 1\napp = = 2\n"}))

        assert wrong.value.error.line == 2


class TestCall:
    def test_draws_a_screen_and_says_what_it_cost(self, runtime, package):
        answer, figures = runtime.call(package, asked(make_request(given={"echo": "兰州"})), host)

        assert json.loads(answer)["screen"]["body"][0]["text"] == "兰州"
        assert figures.milliseconds > 0
        assert 100_000 < figures.fuel < 1_000_000_000
        assert 10_000_000 < figures.memory_bytes < 64 * 1024 * 1024
        assert (figures.host_calls, figures.preloaded) == (0, False)

    def test_the_same_call_costs_the_same_fuel(self, runtime, package):
        costs = {runtime.call(package, asked(make_request()), host)[1].fuel for _ in range(3)}

        assert len(costs) == 1

    def test_the_host_answers_and_is_counted(self, runtime, package):
        answer, figures = runtime.call(package, asked(make_request("stored")), host)

        assert json.loads(answer)["screen"]["title"] == 'store.get {"key": "key"}'
        assert figures.host_calls == 1

    def test_what_the_host_raises_comes_out_unchanged(self, runtime, package):
        def refusing(_capability, _payload):
            raise KeyError("consent")

        with pytest.raises(KeyError, match="consent"):
            runtime.call(package, asked(make_request("stored")), refusing)

    def test_a_flood_of_host_calls_is_stopped(self, runtime):
        flood = (
            "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
            "@app.screen('home')\ndef home(ctx, data):\n    while True:\n        ctx.store.get('key')\n"
        )
        package = runtime.compile(PackageSources(app="demo", files={"app.py": flood}))

        with pytest.raises(Stopped) as stopped:
            runtime.call(package, asked(make_request()), host)

        assert stopped.value.failure == "host.too-many-host-calls"

    def test_a_package_may_fill_only_its_memory(self, runtime):
        bomb = (
            "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
            "@app.screen('home')\ndef home(ctx, data):\n    return ui.screen(str(len(bytearray(80_000_000))))\n"
        )
        package = runtime.compile(PackageSources(app="demo", files={"app.py": bomb}))

        answer, _ = runtime.call(package, asked(make_request()), host)

        assert json.loads(answer)["type"] == "MemoryError"


def test_a_recorded_call_plays_the_same(runtime, package):
    recorder = Recorder()
    request = make_request("stored")
    answer = runtime.run(package, asked(request), recorder.around_sync(host))
    record = _with(recorder.record(package_digest=DIGEST, request=request), answer=plain_answer(answer))

    played = replay(record, package, run=runtime.run)

    assert played.same
    assert played.answer == record.answer


def test_a_package_prepared_ahead_is_loaded_once_and_answers_alike(runtime, package):
    from plugin_sdk.contract.limits import FUEL
    from plugin_sdk.runtime.interpreter import Interpreter

    request = asked(make_request("chance"))
    ahead = Interpreter.ready(runtime)

    assert ahead.prepare(package) == ""
    assert ahead.run("handle", f"\n{request}", fuel=FUEL) == runtime.run(package, request, host)
