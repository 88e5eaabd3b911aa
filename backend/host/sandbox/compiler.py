"""The process that compiles one foreign component and ends. Compiling hostile code is no safer than running it.

It is shut in like a worker, with more memory and time, and with leave to make memory executable. It reads the
component from one descriptor, writes the image to another, and says on its output why it did not.
"""

import ctypes
import os
from typing import NoReturn

from backend.host.sandbox import jail
from backend.host.sandbox.frames import COMPILER_REFUSED
from backend.host.sandbox.worker import Runtime
from plugin_sdk.runtime.component import WrongComponent, compiled
from plugin_sdk.runtime.engine import engine
from plugin_sdk.runtime.interpreter import Interpreter, Stopped

MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""CPython's component takes 370 MB; a function made by hand to be costly took 1.35 GB for 2 MB of code."""

IMAGE_BYTES = 256 * 1024 * 1024
"""Of a compiled image: CPython's has 33 MB."""

NICENESS = 19
"""Calls of people come first."""


def compile_one(wasm_fd: int, image_fd: int, *, cpu_seconds: int) -> NoReturn:
    """Compile, hold against the world, make one instance ready for trial, write the image; ends the process."""
    jail.die_with_parent()
    os.nice(NICENESS)
    ctypes.CDLL(None)  # loaded once here: it cannot be opened any more behind the filter
    jail.leave_network()
    jail.shut(memory_bytes=MEMORY_BYTES, cpu_seconds=cpu_seconds, file_bytes=IMAGE_BYTES, compiling=True)
    try:
        _write(image_fd, _image(_read(wasm_fd)))
        status = 0
    except WrongComponent as wrong:
        status = _refused(str(wrong))
    except MemoryError:
        status = _refused(f"compiling it takes more than {MEMORY_BYTES} bytes of memory")
    except OSError as failed:
        status = _refused(f"its image cannot be written, at most {IMAGE_BYTES} bytes: {failed.strerror}")
    finally:
        os._exit(status)


def _image(wasm: bytes) -> bytes:
    made_for = engine()
    component = compiled(wasm, made_for=made_for)
    runtime = Runtime(made_for, component)
    try:
        refused = Interpreter(runtime).prepare()
    except Stopped as trap:
        if runtime.host_calls:
            raise WrongComponent("it asks the host before a call") from trap
        raise WrongComponent(f"no instance can be made ready: {trap}") from trap
    if refused:
        raise WrongComponent(f"it cannot be prepared: {refused[:500]}")
    return bytes(component.serialize())


def _refused(reason: str) -> int:
    os.write(1, reason.encode("utf-8", "replace")[:2_000])
    return COMPILER_REFUSED


def _read(fd: int) -> bytes:
    pieces = []
    while piece := os.read(fd, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def _write(fd: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]
