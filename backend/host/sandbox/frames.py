"""Frames between web process, sandbox server and worker. Standard library only: the worker reads them.

Kinds of payload: a call is `package` + newline + request JSON; a host call is capability + newline + JSON;
a failure is a code of `Failure` + newline + detail; a component is its bytes; a preload is a
package, and its answer the reason why not, empty when it is loaded; everything else is the JSON of the contract as it
is. Figures come before the last frame of a call.
"""

import asyncio
import math
import os
import struct
from enum import Enum, StrEnum

from plugin_sdk.contract.limits import COMPONENT_BYTES

HEADER = struct.Struct("!IBd")
"""Payload length, kind, seconds allowed (0 where that has no meaning)."""

FRAME_BYTES = 2 * 1024 * 1024
"""No frame is longer, but for a component that is published: a package, a request and room for JSON escapes."""


PACKAGES_HELD = 2
"""Packages that a worker keeps loaded in ready instances: what its last callers used. Server and worker count alike."""


COMPILER_REFUSED = 3
"""Exit status of the process that compiles a component when it refused it; the reason is on its output."""


class FrameKind(Enum):
    """What a frame carries."""

    CALL = 1
    COMPILE = 2
    HOST_CALL = 3
    HOST_ANSWER = 4
    ANSWER = 5
    FAILED = 6
    COMPONENT = 7
    FIGURES = 8
    PRELOAD = 9
    PRELOADED = 10


class Failure(StrEnum):
    """Why there is no answer; the values are the codes of the refusals in `errors.py`."""

    TIMED_OUT = "host.timed-out"
    OUT_OF_MEMORY = "host.out-of-memory"
    OUTPUT_TOO_LARGE = "host.output-too-large"
    TOO_MANY_HOST_CALLS = "host.too-many-host-calls"
    TRAPPED = "host.guest-trapped"
    CRASHED = "host.sandbox-crashed"
    BUSY = "host.busy"
    IMAGE_NOT_GENUINE = "host.image-not-genuine"
    COMPONENT_REFUSED = "host.component-refused"


class Frame:
    """One message."""

    __slots__ = ("kind", "payload", "seconds")

    def __init__(self, kind: FrameKind, payload: bytes, *, seconds: float = 0.0) -> None:
        self.kind = kind
        self.payload = payload
        self.seconds = seconds

    def encoded(self) -> bytes:
        """As it goes over the socket."""
        return HEADER.pack(len(self.payload), self.kind.value, self.seconds) + self.payload

    @classmethod
    def failed(cls, failure: Failure, detail: str = "") -> "Frame":
        """A failure by name; the detail is for operators and is cut."""
        return cls(FrameKind.FAILED, f"{failure}\n{detail[:2_000]}".encode("utf-8", "replace"))


class BrokenFrame(ConnectionError):
    """The other side closed the connection in the middle, or does not speak this protocol."""


async def read(reader: asyncio.StreamReader) -> Frame:
    """The next frame of a stream.

    Raises:
        BrokenFrame: end of stream or nonsense.

    """
    try:
        length, kind, seconds = HEADER.unpack(await reader.readexactly(HEADER.size))
        return Frame(FrameKind(kind), await reader.readexactly(_checked(length, kind, seconds)), seconds=seconds)
    except (asyncio.IncompleteReadError, ConnectionError, ValueError) as end:
        raise BrokenFrame(str(end)) from end


def read_blocking(fd: int) -> Frame:
    """The next frame of a file descriptor.

    Raises:
        BrokenFrame: end of stream or nonsense.

    """
    length, kind, seconds = HEADER.unpack(_read_exactly(fd, HEADER.size))
    return Frame(FrameKind(kind), _read_exactly(fd, _checked(length, kind, seconds)), seconds=seconds)


def write_blocking(fd: int, frame: Frame, *, before: bytes = b"") -> None:
    """Write a whole frame, in one go with encoded frames that come `before` it."""
    rest = memoryview(before + frame.encoded())
    while rest:
        rest = rest[os.write(fd, rest) :]


def _checked(length: int, kind: int, seconds: float) -> int:
    # One timer of "not a number" breaks the order of the event loop's timers: every later deadline would come late.
    if not 0 <= seconds < math.inf:
        raise BrokenFrame(f"a frame of {seconds} seconds")
    if length > (COMPONENT_BYTES if kind == FrameKind.COMPONENT.value else FRAME_BYTES):
        raise BrokenFrame(f"a frame of {length} bytes")
    return length


def _read_exactly(fd: int, count: int) -> bytes:
    pieces = []
    while count:
        piece = os.read(fd, min(count, 1 << 20))
        if not piece:
            raise BrokenFrame("end of stream")
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)
