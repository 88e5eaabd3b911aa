"""One call of the bundled mini-app (its form screen, two host calls), against one component per mini-app.

The yardstick is what others do: componentize-py straight from the same app, default engine, fresh instance per call.
Both run in this process on one core; `served` and `kill` go through the sandbox server as in production.
"""

import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
import wasmtime
from wasmtime.component import Component, Linker

from backend.core import logs
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.errors import TimedOut
from backend.host.sandbox.server import SandboxServer
from backend.host.sandbox.worker import HOST_INTERFACE, Interpreter, Runtime
from plugin_sdk.contract.limits import FUEL
from plugin_sdk.contract.request import CallContext, CallRequest, PackageSources
from plugin_sdk.guest.testing import FakeHost
from plugin_sdk.runtime.build import WIT, build_image, componentize, inputs_digest
from tests.bench.measure import Result, median, percentiles, result, versions

HOUSE = Path(__file__).parents[2]
APP = HOUSE / "miniapps" / "heating_subsidy"
KEY = b"the image key of benches, no secret".ljust(40, b".")
CALLS = {"usual": 400, "full": 4_000}
KILLS = {"usual": 30, "full": 300}
DEADLINE_SECONDS = 0.2
SPIN = "from plugin_sdk.guest import MiniApp\napp = MiniApp()\nwhile True:\n    pass\n"
YARDSTICK_WIT = """
package kuaiban:runtime@0.1.0;
interface host { call: func(capability: string, payload: string) -> string; }
world one-app { import host; export handle: func(request: string) -> string; }
"""
YARDSTICK_ENTRY = """
import json
import wit_world
from wit_world.imports import host
from plugin_sdk.guest import Context
from heating_subsidy.app import app

class WitWorld(wit_world.WitWorld):
    def handle(self, request):
        call = json.loads(request)
        ctx = Context(host_call=host.call, **call["context"])
        return json.dumps(app.answer(call["kind"], call["name"], ctx, call["input"]), ensure_ascii=False)
"""
REQUEST = CallRequest(
    app="heating_subsidy",
    kind="screen",
    name="apply",
    input={},
    context=CallContext(now="2026-01-15T09:30:00+08:00", entropy="ab" * 32),
)
HOST = FakeHost(
    person={"name": "王小满", "idNumber": "620102199001011232", "regionName": "兰州市", "phone": "13800000000"}
)


def run(scale: str = "usual") -> Iterator[Result]:
    """Calls on instances made ready and made on the spot, calls a second, served calls, and how late a kill comes."""
    logs.configure("ERROR")
    image = build_image(HOUSE / "build" / "runtime", key=KEY)
    runtime = _runtime(image)
    sources = PackageSources(app="heating_subsidy", files={file.name: file.read_text() for file in APP.glob("*.py")})
    compiled = json.loads(Interpreter(runtime).run("compile-package", _text(sources), fuel=FUEL * 10))
    given = f"{compiled['package']}\n{_text(REQUEST)}"
    yardstick = _yardstick(HOUSE / "build" / "runtime")
    facts: Result = {"versions": versions("wasmtime", "componentize-py"), "package_bytes": len(compiled["package"])}

    ready, whole, cold, per_app = [], [], [], []
    for _ in range(CALLS[scale]):  # in turns, so that a noisy neighbour disturbs all of them alike
        call = _prepared(runtime)
        ready.append(_timed(lambda: call(given)))  # noqa: B023  # called at once
        whole.append(_timed(lambda: _prepared(runtime)(given)))
        cold.append(_timed(lambda: Interpreter(runtime).run("handle", given, fuel=FUEL)))
        per_app.append(_timed(lambda: yardstick(_text(REQUEST))))
    yield _call(ready, cold, per_app, facts)
    of_yardstick = {f"yardstick_{name}": value for name, value in percentiles(per_app).items()}
    for name, seconds in (("ready", ready), ("cold", cold)):
        yield result(
            f"sandbox.{name}",
            ours=median(seconds) * 1000,
            yardstick=median(per_app) * 1000,
            unit="ms",
            **percentiles(seconds),
            **of_yardstick,
            **facts,
        )
    for name, seconds in (("throughput", cold), ("throughput-prepared", whole)):
        ours, theirs = 1 / median(seconds), 1 / median(per_app)
        yield {
            "bench": f"sandbox.{name}",
            "ours": round(ours, 1),
            "yardstick": round(theirs, 1),
            "ratio": round(ours / theirs, 3),
            "unit": "calls/s per core",
            **facts,
        }
    yield from asyncio.run(_through_the_server(image, compiled["package"], median(per_app), scale, facts))


def _call(ready: list[float], cold: list[float], per_app: list[float], facts: Result) -> Result:
    """Both ways of a call in one line: made ready ahead of time, and made on the spot."""
    both = (("ready", ready), ("cold", cold))
    return result(
        "sandbox.call",
        ours=median(ready) * 1000,
        yardstick=median(per_app) * 1000,
        unit="ms",
        **{f"{kind}_{name}": value for kind, seconds in both for name, value in percentiles(seconds).items()},
        calls_per_second_per_core=round(1 / median(cold), 1),
        yardstick_calls_per_second_per_core=round(1 / median(per_app), 1),
        **facts,
    )


async def _through_the_server(image: Path, package: str, yardstick: float, scale: str, facts: Result) -> list[Result]:
    """Latency as a web process sees it, and the overrun of calls that never end by themselves."""

    async def on_host_call(capability: str, payload: str) -> str:
        return HOST.host_call(capability, payload)

    served, overruns = [], []
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "s.sock"
        async with SandboxServer(socket, image_path=image, key=KEY, workers=2), SandboxClient(socket) as client:
            for _ in range(CALLS[scale]):
                began = time.perf_counter()
                await client.call(package, REQUEST, on_host_call=on_host_call)
                served.append(time.perf_counter() - began)
                await asyncio.sleep(0.01)
            spin = await client.compile_package(PackageSources(app="heating_subsidy", files={"app.py": SPIN}))
            for _ in range(KILLS[scale]):
                await asyncio.sleep(0.05)
                began = time.perf_counter()
                try:
                    await client.call(
                        spin.package, REQUEST, on_host_call=on_host_call, deadline_seconds=DEADLINE_SECONDS
                    )
                except TimedOut:
                    overruns.append(time.perf_counter() - began - DEADLINE_SECONDS)
    return [
        result(
            "sandbox.served",
            ours=median(served) * 1000,
            yardstick=yardstick * 1000,
            unit="ms",
            **percentiles(served),
            **facts,
        ),
        # The yardstick is the promise: killed within 50 ms of the deadline.
        result(
            "sandbox.kill-overrun",
            ours=median(overruns) * 1000,
            yardstick=50.0,
            unit="ms",
            max_ms=round(max(overruns) * 1000, 3),
            kills=len(overruns),
            **percentiles(overruns),
            **facts,
        ),
    ]


class _Answering(Runtime):
    """The worker's runtime with the host's answers at hand, so that no socket is measured."""

    def _host_call(self, _store: object, capability: str, payload: str) -> str:
        return HOST.host_call(capability, payload)


def _runtime(image: Path) -> Runtime:
    with image.open("rb") as file:
        return _Answering(file.fileno())


def _prepared(runtime: Runtime) -> Callable[[str], str]:
    interpreter = Interpreter(runtime)
    interpreter.prepare()
    return lambda given: interpreter.run("handle", given, fuel=FUEL)


def _yardstick(folder: Path) -> Callable[[str], str]:
    """A component of this one app; built once per version of the app and kept."""
    digest = sha256((YARDSTICK_ENTRY + inputs_digest()).encode())
    for file in sorted(APP.glob("*.py")):
        digest.update(file.read_bytes())
    component = folder / f"yardstick-{digest.hexdigest()[:16]}.wasm"
    if not component.exists():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            _build_yardstick(Path(scratch), component)
    engine = wasmtime.Engine()
    loaded = Component(engine, component.read_bytes())
    linker = Linker(engine)
    with linker.root() as root, root.add_instance(HOST_INTERFACE) as host:
        host.add_func("call", lambda _store, capability, payload: HOST.host_call(capability, payload))

    def call(given: str) -> str:
        store = wasmtime.Store(engine)
        instance = linker.instantiate(store, loaded)
        handle = instance.get_func(store, "handle")
        if handle is None:
            raise RuntimeError("the yardstick exports no handle")
        return str(handle(store, given))

    return call


def _build_yardstick(scratch: Path, component: Path) -> None:
    sdk = WIT.parents[1]
    shutil.copytree(sdk / "guest", scratch / "plugin_sdk" / "guest")
    shutil.copyfile(sdk / "__init__.py", scratch / "plugin_sdk" / "__init__.py")
    shutil.copytree(APP, scratch / "heating_subsidy", ignore=shutil.ignore_patterns("tests"))
    (scratch / "one_entry.py").write_text(YARDSTICK_ENTRY)
    (scratch / "world.wit").write_text(YARDSTICK_WIT)
    componentize(scratch, wit=scratch / "world.wit", world="one-app", entry="one_entry", out=scratch / "out.wasm")
    (scratch / "out.wasm").replace(component)


def _text(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    answer = call()
    took = time.perf_counter() - began
    if '"screen"' not in str(answer)[:200]:
        raise RuntimeError(f"not a screen: {answer}")
    return took
