"""What others do with a mini-app: a component of its own for each, or a fork of plain CPython for each call."""

import asyncio
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import wasmtime
from wasmtime.component import Component, Linker

from plugin_sdk.guest.testing import FakeHost
from plugin_sdk.runtime.build import WIT, componentize, inputs_digest
from plugin_sdk.runtime.component import HOST
from tests.bench.measure import median

HOUSE = Path(__file__).parents[2]
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
from {app}.app import app

class WitWorld(wit_world.WitWorld):
    def handle(self, request):
        call = json.loads(request)
        ctx = Context(host_call=host.call, **call["context"])
        return json.dumps(app.answer(call["kind"], call["name"], ctx, call["input"]), ensure_ascii=False)
"""
FORKING = """
import json, os, resource, sys, time
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from plugin_sdk.guest import Context
from plugin_sdk.guest.testing import FakeHost
import importlib
app = importlib.import_module(sys.argv[3] + ".app").app
request, person = json.loads(sys.argv[4]), json.loads(sys.argv[5])

def private():
    with open("/proc/self/smaps_rollup") as rollup:
        return sum(int(line.split()[1]) for line in rollup if line.startswith("Private_"))

def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)

def once(measuring):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        ctx = Context(host_call=FakeHost(person=person).host_call, **request["context"])
        answer = json.dumps(app.answer(request["kind"], request["name"], ctx, request["input"]), ensure_ascii=False)
        os.write(writing, json.dumps(private()).encode() if measuring else answer.encode())
        os._exit(0)
    os.close(writing)
    answer = b""
    while piece := os.read(reading, 1 << 20):
        answer += piece
    os.close(reading)
    os.waitpid(child, 0)
    return answer

for line in sys.stdin:
    if line == "memory\\n":
        said = once(True).decode()
    else:
        began, computed = time.perf_counter(), cpu()
        once(False)
        said = f"{time.perf_counter() - began} {cpu() - computed}"
    print(said, flush=True)
"""


@dataclass(frozen=True)
class Timed:
    """One call: seconds on the clock, and seconds that a core computed for it."""

    took: float
    computed: float


def one_component(app: Path, host: FakeHost, folder: Path) -> Callable[[str], str]:
    """A fresh instance per call of a component of this one app; built once per version of the app and kept."""
    engine = wasmtime.Engine()
    loaded = _loaded(engine, _component(app, folder))
    linker = Linker(engine)
    with linker.root() as root, root.add_instance(HOST) as interface:
        interface.add_func("call", lambda _store, capability, payload: host.host_call(capability, payload))

    def call(given: str) -> str:
        store = wasmtime.Store(engine)
        handle = linker.instantiate(store, loaded).get_func(store, "handle")
        if handle is None:
            raise RuntimeError("the yardstick exports no handle")
        return str(handle(store, given))

    return call


class Forking:
    """A lean process of plain CPython with the app imported, which forks for each call."""

    def __init__(self, app: Path, request: str, person: dict[str, str]) -> None:
        command = [sys.executable, "-I", "-c", FORKING, str(HOUSE), str(app.parent), app.name, request]
        self._process = subprocess.Popen(
            [*command, json.dumps(person)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def call(self) -> Timed:
        """One call: fork, run, read the answer, reap."""
        took, computed = self._ask("call").split()
        return Timed(took=float(took), computed=float(computed))

    def private_mib(self) -> float:
        """Private memory of one fork at the end of its call."""
        return float(self._ask("memory")) / 1024

    def end(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, what: str) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def native_seconds(host: FakeHost) -> float:
    """A host call of the same host as a plain function call."""
    rounds = []
    for _ in range(50):
        began = time.perf_counter()
        for _ in range(100):
            host.host_call("store.get", '{"key": "key"}')
        rounds.append((time.perf_counter() - began) / 100)
    return median(rounds)


async def echo_seconds() -> float:
    """There and back over a unix socket between two tasks of one loop."""
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    other_reader, other_writer = await asyncio.open_unix_connection(sock=theirs)

    async def echo() -> None:
        while line := await other_reader.readline():
            other_writer.write(line)

    echoing, rounds = asyncio.create_task(echo()), []
    for _ in range(500):
        began = time.perf_counter()
        writer.write(b'store.get {"key": "key"}\n')
        await reader.readline()
        rounds.append(time.perf_counter() - began)
    writer.close()
    await echoing
    other_writer.close()
    return median(rounds)


def _loaded(engine: wasmtime.Engine, component: Path) -> Component:
    """The component, compiled once per engine version: that takes longer than all measuring."""
    image = component.with_name(f"{component.stem}-{version('wasmtime')}.cwasm")
    if not image.exists():
        made = image.with_suffix(".new")
        made.write_bytes(bytes(Component(engine, component.read_bytes()).serialize()))
        made.replace(image)
    return Component.deserialize_file(engine, str(image))


def _component(app: Path, folder: Path) -> Path:
    entry = YARDSTICK_ENTRY.format(app=app.name)
    digest = sha256((entry + inputs_digest()).encode())
    for file in sorted(app.glob("*.py")):
        digest.update(file.read_bytes())
    component = folder / f"yardstick-{digest.hexdigest()[:16]}.wasm"
    if not component.exists():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            _build(Path(scratch), component, app, entry)
    return component


def _build(scratch: Path, component: Path, app: Path, entry: str) -> None:
    sdk = WIT.parents[1]
    shutil.copytree(sdk / "guest", scratch / "plugin_sdk" / "guest")
    shutil.copyfile(sdk / "__init__.py", scratch / "plugin_sdk" / "__init__.py")
    shutil.copytree(app, scratch / app.name, ignore=shutil.ignore_patterns("tests"))
    (scratch / app.name / "__init__.py").touch()
    (scratch / "one_entry.py").write_text(entry)
    (scratch / "world.wit").write_text(YARDSTICK_WIT)
    componentize(scratch, wit=scratch / "world.wit", world="one-app", entry="one_entry", out=scratch / "out.wasm")
    (scratch / "out.wasm").replace(component)
