"""The inside of a plain Python run: the very modules of the component, in a fresh process of this interpreter.

Started by `plain` as a script, isolated, with the SDK's parent folder as its one argument. Speaks lines of JSON over
the descriptors that were standard input and output. It is a likeness for authors without the engine, and no wall.
"""

import json
import os
import sys
import types

MEMORY_BYTES = 512 * 1024 * 1024
"""A runaway loop ends with MemoryError and not with the author's machine; the component allows far less."""

READ_BYTES = 1024 * 1024


class Line:
    """Lines over two raw descriptors: these are neither seen nor hindered by the stand-ins."""

    def __init__(self) -> None:
        self._in, self._out = os.dup(0), os.dup(1)
        self._rest = b""
        self._read, self._write = os.read, os.write

    def receive(self) -> str:
        """The next line, decoded."""
        while b"\n" not in self._rest:
            more = self._read(self._in, READ_BYTES)
            if not more:
                raise SystemExit(0)
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        told: str = json.loads(line)
        return told

    def send(self, kind: str, *parts: str) -> None:
        """One line out."""
        line = json.dumps([kind, *parts]).encode("ascii") + b"\n"
        while line:
            line = line[self._write(self._out, line) :]


def _world(line: Line) -> None:
    """What only the component has: the generated module that its entry imports, and its packed heap."""

    def call(capability: str, payload: str) -> str:
        line.send("call", capability, payload)
        return line.receive()

    imports = types.ModuleType("wit_world.imports")
    imports.host = types.SimpleNamespace(call=call)  # type: ignore[attr-defined]  # made up here
    world = types.ModuleType("wit_world")
    world.WitWorld = object  # type: ignore[attr-defined]  # made up here
    world.imports = imports  # type: ignore[attr-defined]  # made up here
    memory = types.ModuleType("plugin_sdk.runtime.inside.memory")
    memory.plugs = list  # type: ignore[attr-defined]  # filling a heap makes sense in the image only
    sys.modules |= {"wit_world": world, "wit_world.imports": imports, memory.__name__: memory}


def _limit_memory() -> None:
    try:
        import resource  # not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))


def serve(parent: str) -> None:
    """Make ready, answer one request, end."""
    sys.path.insert(0, parent)
    line = Line()
    _world(line)
    _limit_memory()
    from plugin_sdk.runtime.inside.entry import WitWorld  # only now: it imports the made-up module

    guest = WitWorld()
    line.send("ready")
    export, given = line.receive().split("\n", 1)
    line.send("answer", guest.compile_package(given) if export == "compile-package" else guest.handle(given))


if __name__ == "__main__":
    serve(sys.argv[1])
