"""Mini-app calls against what others do: one component per mini-app, and a fork of plain CPython.

Three apps: fifty lines, three hundred lines, and the bundled one, whose first screen asks the host twice. `cold`,
`ready` and `density` run in this process on one core, as their yardsticks do; the others go through the sandbox server.
"""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from backend.core import logs
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.errors import TimedOut
from backend.host.sandbox.pauses import Pauses
from backend.host.sandbox.server import SandboxServer
from backend.host.sandbox.worker import Runtime
from plugin_sdk.contract import limits
from plugin_sdk.contract.record import CallFigures
from plugin_sdk.contract.request import CallContext, CallRequest, PackageSources
from plugin_sdk.guest.testing import FakeHost
from plugin_sdk.runtime.build import build_image
from plugin_sdk.runtime.interpreter import Interpreter
from tests.bench.measure import Result, busy_seconds, median, percentiles, result, versions
from tests.bench.sandbox_yardsticks import HOUSE, Forking, Timed, echo_seconds, native_seconds, one_component

BUILT = HOUSE / "build" / "bench" / "sandbox"  # of its own: tests sign theirs with another key
KEY = b"the image key of benches, no secret".ljust(40, b".")
SMALL = HOUSE / "tests" / "bench" / "apps" / "lines_50"
LARGE = HOUSE / "tests" / "bench" / "apps" / "lines_300"
BUNDLED = HOUSE / "miniapps" / "heating_subsidy"
FIRST_SCREEN = {SMALL: "home", LARGE: "home", BUNDLED: "apply"}
PERSON = {"name": "王小满", "idNumber": "620102199001011232", "regionName": "兰州市", "phone": "13800000000"}

CALLS = {"usual": 300, "full": 4_000}
BURST = {"usual": 240, "full": 450}  # calls of one worker, below the number after which it is replaced
ROUNDS = 5  # of a throughput, each in turn with its yardstick
KILLS = {"usual": 30, "full": 300}
READY = 20  # interpreters kept at once, to see what one takes
HOST_CALLS = 60  # within one call; the limit is 64
DEADLINE_SECONDS = 0.2
LIGHT_SECONDS = 0.01  # between two calls of one person after another

SPIN = "from plugin_sdk.guest import MiniApp\napp = MiniApp()\nwhile True:\n    pass\n"
ASKING = """
from plugin_sdk.guest import MiniApp, ui
app = MiniApp()
@app.screen("home")
def home(ctx, data):
    for _ in range(data["times"]):
        ctx.store.get("key")
    return ui.screen("题")
"""


@dataclass(frozen=True)
class App:
    """One app: its package, its request, and both yardsticks."""

    folder: Path
    package: str
    request: CallRequest
    yardstick: Callable[[str], str]

    @property
    def asked(self) -> str:
        """The request as JSON."""
        return msgspec.json.encode(self.request).decode()


class InProcess(Runtime):
    """The worker's runtime with the host's answers at hand, so that no socket is measured."""

    def _host_call(self, _store: object, capability: str, payload: str) -> str:
        return FakeHost(person=PERSON).host_call(capability, payload)


def run(scale: str = "usual") -> Iterator[Result]:
    """Every case. `load` is the machine's load average before it began: what else ran."""
    logs.configure("ERROR")
    image = build_image(BUILT, key=KEY)
    with image.open("rb") as file:
        runtime = InProcess.of_image(file.fileno())
    apps = {folder: _app(runtime, folder) for folder in (SMALL, LARGE, BUNDLED)}
    facts: Result = {"versions": versions("wasmtime", "componentize-py"), "load": round(os.getloadavg()[0], 2)}
    cold = {folder: _cold(runtime, apps[folder], CALLS[scale]) for folder in (SMALL, LARGE)}
    ready = {folder: _ready(runtime, apps[folder], CALLS[scale]) for folder in apps}
    for line in (*cold.values(), _density(runtime, apps[LARGE]), *ready.values(), _call(cold[SMALL], ready[SMALL])):
        yield line | facts
    for folder in (SMALL, LARGE, BUNDLED):
        yield asyncio.run(_served(image, apps[folder], CALLS[scale])) | facts
    for folder in (SMALL, LARGE):
        for workers in (1, 2):
            yield asyncio.run(_throughput(image, apps[folder], BURST[scale], workers=workers)) | facts
    yield asyncio.run(_hostcall(image)) | facts
    yield asyncio.run(_kill(image, KILLS[scale])) | facts


def _cold(runtime: Runtime, app: App, calls: int) -> Result:
    """Nothing made ready: instantiate, load the package, run, throw away."""
    ours, theirs, forked = [], [], []
    forking = Forking(app.folder, app.asked, PERSON)
    given = f"{app.package}\n{app.asked}"
    before, began = busy_seconds(), time.perf_counter()
    for _ in range(calls):  # in turns, so that a noisy neighbour disturbs all of them alike
        ours.append(_timed(lambda: Interpreter(runtime).run("handle", given, fuel=limits.FUEL)))
        theirs.append(_timed(lambda: app.yardstick(app.asked)))
        forked.append(forking.call())
    computed = {name: [each.computed for each in kind] for name, kind in (("o", ours), ("t", theirs), ("f", forked))}
    own = sum(sum(kind) for kind in computed.values())
    foreign = (busy_seconds() - before - own) / (time.perf_counter() - began)
    forking.end()
    return {
        "bench": f"sandbox.cold{_suffix(app)}",
        "ours": round(1 / median(computed["o"]), 1),
        "yardstick": round(1 / median(computed["t"]), 1),
        "ratio": round(median(computed["t"]) / median(computed["o"]), 3),
        "unit": "calls/s per core",
        "yardstick_is": "one component per app, fresh instance; both by CPU time",
        "fork_calls_per_second_per_core": round(1 / median(computed["f"]), 1),
        "ratio_to_fork": round(median(computed["f"]) / median(computed["o"]), 3),
        **percentiles([each.took for each in ours]),
        **{f"yardstick_{name}": value for name, value in percentiles([each.took for each in theirs]).items()},
        "package_bytes": len(app.package),
        "calls": calls,
        "foreign_cores": round(max(0.0, foreign), 2),
    }


def _density(runtime: Runtime, app: App) -> Result:
    """Private memory of one interpreter that is ready and holds the app."""
    kept = [_held(runtime, app)]  # what only the first one takes is not counted
    before = _private_mib()
    kept += [_held(runtime, app) for _ in range(READY)]
    ours = (_private_mib() - before) / READY
    forking = Forking(app.folder, app.asked, PERSON)
    theirs = median([forking.private_mib() for _ in range(5)])
    forking.end()
    return result(
        "sandbox.density",
        ours=ours,
        yardstick=theirs,
        unit="MiB",
        yardstick_is="private memory of a fork of plain CPython with the same app, at the end of a call",
        interpreters=len(kept),
        app=app.folder.name,
    )


def _held(runtime: Runtime, app: App) -> Interpreter:
    interpreter = Interpreter.ready(runtime)
    if refused := interpreter.prepare(app.package):
        raise RuntimeError(refused)
    return interpreter


def _ready(runtime: Runtime, app: App, calls: int) -> Result:
    """Light load in the worker's place: a call on an interpreter that was made ready and holds the app."""
    ours, theirs, request = [], [], f"\n{app.asked}"
    for _ in range(calls):
        interpreter = _held(runtime, app)
        time.sleep(LIGHT_SECONDS)
        ours.append(_timed(lambda: interpreter.run("handle", request, fuel=limits.FUEL)).took)  # noqa: B023  # at once
        theirs.append(_timed(lambda: app.yardstick(app.asked)).took)
    return result(
        f"sandbox.ready{_suffix(app)}",
        ours=median(ours) * 1000,
        yardstick=median(theirs) * 1000,
        unit="ms",
        yardstick_is="one component per app, fresh instance",
        **percentiles(ours),
        **{f"yardstick_{name}": value for name, value in percentiles(theirs).items()},
        calls=calls,
    )


def _call(cold: Result, ready: Result) -> Result:
    """One call of the small app at a glance: made ready ahead and from cold, beside one component per app."""
    shares = ("p50_ms", "p99_ms")
    return {
        **{name: ready[name] for name in ("ours", "yardstick", "ratio", "unit", "yardstick_is", "calls", *shares)},
        "bench": "sandbox.call",
        **{f"cold_{name}": cold[name] for name in shares},
        **{f"yardstick_{name}": ready[f"yardstick_{name}"] for name in shares},
        "calls_per_second_per_core": cold["ours"],
        "yardstick_calls_per_second_per_core": cold["yardstick"],
    }


async def _served(image: Path, app: App, calls: int) -> Result:
    """The same as a web process sees it: two sockets, the server, the worker and the host's answers included."""
    served, figures, theirs = [], [], []
    async with _serving(image, workers=2) as (_, client):
        await _called(client, app, figures)
        figures.clear()
        for _ in range(calls):
            await asyncio.sleep(LIGHT_SECONDS)
            began = time.perf_counter()
            await _called(client, app, figures)
            served.append(time.perf_counter() - began)
            theirs.append(_timed(lambda: app.yardstick(app.asked)).took)
    return result(
        f"sandbox.served{_suffix(app)}",
        ours=median(served) * 1000,
        yardstick=median(theirs) * 1000,
        unit="ms",
        yardstick_is="one component per app, fresh instance, in process without a server",
        **percentiles(served),
        worker_p50_ms=round(median([each.milliseconds for each in figures]), 3),
        preloaded_share=round(sum(each.preloaded for each in figures) / calls, 3),
        host_calls=figures[0].host_calls,
        fuel=figures[-1].fuel,
        memory_mib=round((figures[-1].memory_bytes or 0) / 2**20, 1),
        calls=calls,
    )


async def _throughput(image: Path, app: App, calls: int, *, workers: int) -> Result:
    """Callers never pause; calls for each second that the workers' processes computed, in turns with the yardstick."""
    figures: list[CallFigures] = []
    rounds: list[tuple[float, float]] = []
    took = 0.0
    async with _serving(image, workers=workers) as (server, client):
        for _ in range(ROUNDS):
            theirs = _computing(app, calls // (4 * ROUNDS))
            pids, done, share = _worker_pids(server), len(figures), calls // (4 * ROUNDS)
            before, began = _computed_seconds(pids), time.perf_counter()
            await asyncio.gather(*(_calling(client, app, figures, share) for _ in range(4 * workers)))
            took += time.perf_counter() - began
            rounds.append(((len(figures) - done) / (_computed_seconds(pids) - before), theirs))
    return {
        "bench": f"sandbox.throughput{_suffix(app)}-{workers}w",
        "ours": round(median([ours for ours, _ in rounds]), 1),
        "yardstick": round(median([theirs for _, theirs in rounds]), 1),
        "ratio": round(median([ours / theirs for ours, theirs in rounds]), 3),
        "unit": "calls/s per core",
        "yardstick_is": "one component per app, fresh instance, CPU time in process",
        "rounds": ROUNDS,
        "workers": workers,
        "calls_per_second": round(len(figures) / took, 1),
        "calls": len(figures),
        "preloaded_share": round(sum(each.preloaded for each in figures) / len(figures), 3),
    }


def _computing(app: App, calls: int) -> float:
    """Calls of the yardstick for each second it computes."""
    before = time.process_time()
    for _ in range(calls):
        app.yardstick(app.asked)
    return calls / (time.process_time() - before)


async def _calling(client: SandboxClient, app: App, figures: list[CallFigures], calls: int) -> None:
    for _ in range(calls):
        await _called(client, app, figures)


async def _hostcall(image: Path) -> Result:
    """One host call, there and back, as the difference between many and none in one call."""
    native, echoed = native_seconds(FakeHost(person=PERSON)), await echo_seconds()
    async with _serving(image, workers=1) as (_, client):
        package = (await client.compile_package(PackageSources(app="asking", files={"app.py": ASKING}))).package

        async def seconds(times: int) -> float:
            figures: list[CallFigures] = []
            request = _request("asking", "home", {"times": times})
            await client.call(package, request, on_host_call=_granted, on_figures=figures.append)
            await asyncio.sleep(LIGHT_SECONDS)
            return figures[0].milliseconds / 1000

        rounds = [(await seconds(HOST_CALLS), await seconds(0)) for _ in range(60)]
    each = [(many - none) / HOST_CALLS for many, none in rounds[5:]]
    return result(
        "sandbox.hostcall",
        ours=median(each) * 1e6,
        yardstick=echoed * 1e6,
        unit="us",
        yardstick_is="echo over a unix socket between two asyncio tasks",
        native_call_us=round(native * 1e6, 3),
        **percentiles(each),
    )


async def _kill(image: Path, kills: int) -> Result:
    """How long after its deadline a call that never ends is over; the yardstick is the promise."""
    overruns = []
    async with _serving(image, workers=2) as (_, client):
        spin = (await client.compile_package(PackageSources(app="spin", files={"app.py": SPIN}))).package
        for _ in range(kills):
            await asyncio.sleep(0.05)
            began = time.perf_counter()
            try:
                await client.call(
                    spin, _request("spin", "home"), on_host_call=_granted, deadline_seconds=DEADLINE_SECONDS
                )
            except TimedOut:
                overruns.append(time.perf_counter() - began - DEADLINE_SECONDS)
    return result(
        "sandbox.kill",
        ours=median(overruns) * 1000,
        yardstick=limits.KILL_GRACE_SECONDS * 1000,
        unit="ms",
        yardstick_is="the promise",
        max_ms=round(max(overruns) * 1000, 3),
        kills=len(overruns),
        **percentiles(overruns),
    )


@asynccontextmanager
async def _serving(image: Path, *, workers: int) -> AsyncIterator[tuple[SandboxServer, SandboxClient]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.sock"
        made = SandboxServer(path, image_path=image, key=KEY, workers=workers)
        async with made as server, SandboxClient(path, pauses=Pauses(failures=10**6)) as client:
            await asyncio.sleep(0.1)  # the workers make themselves ready
            yield server, client


async def _called(client: SandboxClient, app: App, figures: list[CallFigures]) -> None:
    host = FakeHost(person=PERSON)

    async def on_host_call(capability: str, payload: str) -> str:
        return host.host_call(capability, payload)

    await client.call(app.package, app.request, on_host_call=on_host_call, on_figures=figures.append)


async def _granted(_capability: str, _payload: str) -> str:
    return '{"answer":"granted","value":{"value":null}}'


def _app(runtime: Runtime, folder: Path) -> App:
    sources = PackageSources(app=folder.name, files={file.name: file.read_text() for file in folder.glob("*.py")})
    asked = msgspec.json.encode(sources).decode()
    compiled = json.loads(Interpreter(runtime).run("compile-package", asked, fuel=limits.COMPILE_FUEL))
    yardstick = one_component(folder, FakeHost(person=PERSON), BUILT)
    return App(folder, compiled["package"], _request(folder.name, FIRST_SCREEN[folder]), yardstick)


def _request(app: str, screen: str, given: dict[str, object] | None = None) -> CallRequest:
    context = CallContext(now="2026-01-15T09:30:00+08:00", entropy="ab" * 32)
    return CallRequest(app=app, kind="screen", name=screen, input=given or {}, context=context)


def _suffix(app: App) -> str:
    """The fifty lines are the plain case; the others say what they are."""
    return {SMALL: "", LARGE: "-300-lines", BUNDLED: "-bundled"}[app.folder]


def _timed(call: Callable[[], str]) -> Timed:
    began, computed = time.perf_counter(), time.process_time()
    answer = call()
    timed = Timed(took=time.perf_counter() - began, computed=time.process_time() - computed)
    if '"screen"' not in answer[:200]:
        raise RuntimeError(f"not a screen: {answer}")
    return timed


def _worker_pids(server: SandboxServer) -> list[int]:
    """The server's workers: children of its zygote."""
    zygote = server._pool._zygote  # the server keeps its processes to itself
    if zygote is None:
        raise RuntimeError("no zygote")
    return [
        int(pid) for pid in Path(f"/proc/{zygote._process.pid}/task/{zygote._process.pid}/children").read_text().split()
    ]


def _computed_seconds(pids: list[int]) -> float:
    """CPU time of processes, to the nanosecond."""
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids) / 1e9


def _private_mib() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
