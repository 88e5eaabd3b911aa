"""Runs packages in this process for the developer's tools: the platform's runtime and limits, without its jail.

For the author's own code only: what escapes from the engine has the rights of whoever started the tool.
Needs wasmtime; where it is not installed, importing this module fails and tools run on plain CPython instead.
"""

import time
from pathlib import Path

import msgspec
from wasmtime.component import Component

from plugin_sdk.contract import limits
from plugin_sdk.contract.answer import CompileAnswer, GuestError
from plugin_sdk.contract.record import CallFigures, HostCall
from plugin_sdk.contract.request import PackageSources
from plugin_sdk.runtime.engine import engine
from plugin_sdk.runtime.interpreter import Interpreter, MemoryMeter, Runtime, Stopped, deserialized

COMPONENT = ".wasm"

_COMPILED: msgspec.json.Decoder[CompileAnswer] = msgspec.json.Decoder(CompileAnswer)


class NotCompiled(ValueError):
    """The author's source does not compile; `error` says type, message, file and line."""

    def __init__(self, error: GuestError) -> None:
        super().__init__(f"{error.file}:{error.line}: {error.type}: {error.message}")
        self.error = error


class LocalRuntime(Runtime):
    """The runtime of a compiled image (`.cwasm`, loaded in milliseconds) or of a component (`.wasm`, in seconds).

    The same call gives the same answer as on the platform. An image must come from a trusted place: it is machine code.
    """

    def __init__(self, file: Path) -> None:
        if file.suffix == COMPONENT:
            made_for = engine()
            component = Component(made_for, file.read_bytes())
        else:
            made_for, component = deserialized(str(file))
        super().__init__(made_for, component)
        self.meter = MemoryMeter()
        self._host: HostCall | None = None
        self._host_calls = 0

    def compile(self, sources: PackageSources) -> str:
        """The package of these sources, one line.

        Raises:
            NotCompiled: a syntax error, or no `app.py`.
            Stopped: compiling took more than its fuel or memory.

        """
        asked = msgspec.json.encode(sources).decode()
        answer = _COMPILED.decode(Interpreter(self).run("compile-package", asked, fuel=limits.COMPILE_FUEL))
        if isinstance(answer, GuestError):
            raise NotCompiled(answer)
        return answer.package

    def call(self, package: str, request: str, host_call: HostCall) -> tuple[str, CallFigures]:
        """Run one request (JSON of a `CallRequest`) on a fresh interpreter; the JSON of its `Answer`, and its cost.

        What `host_call` raises ends the call and comes out unchanged.

        Raises:
            Stopped: fuel, memory or host calls were used up, or the guest trapped.

        """
        self._host, self._host_calls = host_call, 0
        interpreter = Interpreter(self)
        began = time.perf_counter()
        try:
            answer = interpreter.run("handle", f"{package}\n{request}", fuel=limits.FUEL)
        finally:
            self._host = None
        return answer, CallFigures(
            milliseconds=round((time.perf_counter() - began) * 1000, 3),
            fuel=interpreter.fuel_used,
            memory_bytes=interpreter.memory_bytes,
            host_calls=self._host_calls,
        )

    def run(self, package: str, request: str, host_call: HostCall) -> str:
        """As `call`, without the figures: a runner for `contract.record.replay`."""
        return self.call(package, request, host_call)[0]

    def _host_call(self, _store: object, capability: str, payload: str) -> str:
        self._host_calls += 1
        size = len(payload.encode())
        if self._host_calls > limits.HOST_CALLS or size > limits.HOST_CALL_PAYLOAD_BYTES:
            raise Stopped("host.too-many-host-calls", f"call {self._host_calls}, {size} bytes")
        if self._host is None:
            raise Stopped("host.guest-trapped", "the host is asked during a call only")
        return self._host(capability, payload)
