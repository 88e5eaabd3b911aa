"""What runs a package: the component in wasmtime where that is installed, else plain Python. One face for both."""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from plugin_sdk.contract.record import CallFigures, HostCall
from plugin_sdk.tools.simulator.refusals import EndsCall

EngineName = Literal["wasm", "python"]
OnWait = Callable[[], None]


class Ran(NamedTuple):
    """What came out of a call."""

    answer: str
    figures: CallFigures


class Engine(Protocol):
    """Runs every call on a fresh interpreter that is thrown away after it."""

    name: EngineName

    def compile(self, app: str, sources: dict[str, str]) -> str:
        """Make a package; the JSON of a `CompileAnswer`."""
        ...

    def call(self, package: str, request: str, host_call: HostCall) -> Ran:
        """Run one call; what `host_call` raises ends it and comes out here.

        Raises:
            EndsCall: stopped by a limit, by its name.

        """
        ...

    def close(self) -> None:
        """Give back what was kept ready."""
        ...


def stopped(code: str) -> EndsCall:
    """The call was stopped by a limit."""
    return EndsCall(code)


def choose(*, wanted: EngineName | None = None, on_wait: OnWait = lambda: None) -> Engine:
    """The engine of this machine, or the wanted one; `on_wait` is called before anybody has to wait for it.

    Raises:
        EngineMissing: the wanted one is not here; the message says what is missing.

    """
    # Late: each engine imports what the other does without.
    from plugin_sdk.tools.simulator.plain import PlainEngine

    if wanted == "python":
        return PlainEngine()
    try:
        from plugin_sdk.tools.simulator.component import ComponentEngine

        return ComponentEngine(on_wait=on_wait)
    except EngineMissing:
        if wanted == "wasm":
            raise
        return PlainEngine()


class EngineMissing(RuntimeError):
    """This machine cannot run the component; the message says what is missing."""
