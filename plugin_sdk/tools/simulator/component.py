"""Runs packages in the component, as the platform does: through the SDK's local runtime."""

import json
import threading
from pathlib import Path

import msgspec

from plugin_sdk.contract import limits
from plugin_sdk.contract.record import HostCall
from plugin_sdk.contract.request import PackageSources
from plugin_sdk.tools.simulator.component_image import component_file, image_file
from plugin_sdk.tools.simulator.engines import EngineMissing, EngineName, OnWait, Ran, stopped

try:
    from plugin_sdk.runtime.interpreter import Stopped
    from plugin_sdk.runtime.local import LocalRuntime, NotCompiled
except ImportError as missing:  # wasmtime is not installed
    raise EngineMissing(str(missing)) from missing


class ComponentEngine:
    """The component in wasmtime. Its image is made ready once per machine, which takes some seconds.

    `cache` is where the image is kept, the person's own cache folder when it is not said.
    """

    name: EngineName = "wasm"

    def __init__(self, *, cache: Path | None = None, on_wait: OnWait = lambda: None) -> None:
        self._runtime = LocalRuntime(image_file(component_file(), cache=cache, on_wait=on_wait))
        self._lock = threading.Lock()

    def compile(self, app: str, sources: dict[str, str]) -> str:
        """Make a package inside the component; the JSON of a `CompileAnswer`.

        Raises:
            EndsCall: by the limit that stopped it.

        """
        try:
            asked = msgspec.convert({"app": app, "files": sources}, PackageSources)
            with self._lock:
                package = self._runtime.compile(asked)
        except NotCompiled as wrong:
            return msgspec.json.encode(wrong.error).decode()
        except msgspec.ValidationError as wrong:  # a file name that no package may have
            error = {"kind": "error", "type": "PackageNotLoadable", "message": str(wrong), "log": []}
            return json.dumps(error)
        except Stopped as stop:
            raise stopped(stop.failure) from stop
        return json.dumps({"kind": "package", "package": package})

    def call(self, package: str, request: str, host_call: HostCall) -> Ran:
        """Run one call.

        Raises:
            EndsCall: by the limit that stopped it; the platform's deadline counts here as well.

        """
        try:
            with self._lock:
                answer, figures = self._runtime.call(package, request, host_call)
        except Stopped as stop:
            raise stopped(stop.failure) from stop
        if figures.milliseconds > limits.DEADLINE_SECONDS * 1_000:
            raise stopped("host.timed-out")
        return Ran(answer, figures)

    def close(self) -> None:
        """Nothing is kept ready."""
