"""One instance of a runtime component, good for one call. The platform's workers and the developer's tools share it."""

import os
from typing import Literal

import wasmtime
from wasmtime.component import Component, Func, Instance, Linker

from plugin_sdk.contract import limits
from plugin_sdk.runtime.component import HOST
from plugin_sdk.runtime.engine import engine

READY_FUEL = 1_000_000_000
"""Until an instance is ready, while nobody counts seconds: a tenth of one. The Python runtime needs 2 million to be
ready, and 5 million to load three hundred lines."""

LAST_BYTES = 1024 * 1024
"""An allocator asks for memory in pieces of this size: with less left, the next piece is refused."""

Failure = Literal["host.timed-out", "host.out-of-memory", "host.guest-trapped", "host.too-many-host-calls"]
"""Codes of the refusals that the platform answers with when a guest is stopped."""


class Stopped(Exception):
    """The engine stopped the guest; `failure` is the code that the platform gives it."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(detail)
        self.failure = failure


class MemoryMeter:
    """Writable memory of this process: instances differ from all else by what is added while they live.

    Reads one line of `/proc`, kept open because a jailed process opens nothing; knows nothing where there is none.
    """

    def __init__(self) -> None:
        try:
            self._fd = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._fd = -1

    def bytes(self) -> int | None:
        """Data, heap and stack as RLIMIT_DATA counts them (sixth number of statm, in pages)."""
        if self._fd < 0:
            return None
        return int(os.pread(self._fd, 200, 0).split()[5]) * os.sysconf("SC_PAGE_SIZE")


class Runtime:
    """Engine, component and the one import; shared by all instances of a process. Subclasses answer `_host_call`."""

    def __init__(self, made_for: wasmtime.Engine, component: Component) -> None:
        self.engine = made_for
        self.component = component
        self.meter: MemoryMeter | None = None
        self.linker = Linker(self.engine)
        with self.linker.root() as root, root.add_instance(HOST) as host:
            host.add_func("call", self._host_call)

    def _host_call(self, _store: object, capability: str, payload: str) -> str:
        raise Stopped("host.guest-trapped", f"{capability}: there is no host, {len(payload)} characters")


class Interpreter:
    """One instance in a store of its own.

    Wasm memory never shrinks, so what it has at the end is the most it ever had.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._meter = runtime.meter
        self._grown_bytes = 0
        self.store = limited_store(runtime.engine)
        self._fuel = READY_FUEL
        self.store.set_fuel(READY_FUEL)
        before = self._writable_bytes()
        try:
            self._instance: Instance = runtime.linker.instantiate(self.store, runtime.component)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as trap:
            raise _reading(trap) from trap
        self._note_growth(before)

    @classmethod
    def ready(cls, runtime: Runtime) -> "Interpreter":
        """One that a call can use at once. Raises Stopped when the engine stopped the guest, as `run` does."""
        interpreter = cls(runtime)
        interpreter.prepare()
        return interpreter

    def prepare(self, package: str = "") -> str:
        """Bring into memory what a call needs, or load the package for the one call to come, before anybody waits.

        Answers why the package could not be loaded; empty when all is well. A component may have nothing to prepare.
        """
        prepare = self._instance.get_func(self.store, "prepare")
        return "" if prepare is None else self._called(prepare, package, fuel=READY_FUEL)

    def run(self, export: str, given: str, *, fuel: int) -> str:
        """Call an export once. Raises Stopped when the engine stopped the guest."""
        function = self._instance.get_func(self.store, export)
        if function is None:
            raise RuntimeError(f"the component exports no {export}")
        return self._called(function, given, fuel=fuel)

    @property
    def fuel_used(self) -> int:
        """By the last export that was called."""
        return self._fuel - self.store.get_fuel()

    @property
    def memory_bytes(self) -> int | None:
        """Its largest writable memory so far, None where that cannot be known."""
        return None if self._meter is None or self._meter.bytes() is None else self._grown_bytes

    def _called(self, function: Func, given: str, *, fuel: int) -> str:
        self._fuel = fuel
        self.store.set_fuel(fuel)
        before = self._writable_bytes()
        try:
            return str(function(self.store, given))
        except (wasmtime.Trap, wasmtime.WasmtimeError) as trap:
            taken = self._grown_bytes + self._writable_bytes() - before
            raise _reading(trap, memory_full=taken > limits.MEMORY_BYTES - LAST_BYTES) from trap
        except MemoryError as full:
            raise Stopped("host.out-of-memory", "lifting a string") from full
        finally:
            self._note_growth(before)

    def _writable_bytes(self) -> int:
        return (self._meter.bytes() if self._meter else None) or 0

    def _note_growth(self, before: int) -> None:
        self._grown_bytes += max(0, self._writable_bytes() - before)


def limited_store(made_for: wasmtime.Engine) -> wasmtime.Store:
    """A store with all five limits: one left out would be in the thousands."""
    store = wasmtime.Store(made_for)
    store.set_limits(
        memory_size=limits.MEMORY_BYTES,
        table_elements=limits.TABLE_ELEMENTS,
        instances=limits.INSTANCES,
        tables=limits.TABLES,
        memories=limits.MEMORIES,
    )
    return store


def deserialized(image: str) -> tuple[wasmtime.Engine, Component]:
    """Engine and component of a compiled image that was checked before: this maps machine code."""
    made_for = engine()
    return made_for, Component.deserialize_file(made_for, image)


def _reading(trap: Exception, *, memory_full: bool = False) -> Stopped:
    """What a trap's text means; wasmtime-py has no code for fuel in components.

    An interpreter that finds no memory where it cannot raise MemoryError gives up, and that looks like any other trap.
    """
    said = str(trap).strip()
    if "all fuel consumed" in said:
        return Stopped("host.timed-out", "all fuel consumed")
    if memory_full:
        return Stopped("host.out-of-memory", "gave up at the end of its memory")
    return Stopped("host.guest-trapped", said.splitlines()[-1] if said else "trap")
