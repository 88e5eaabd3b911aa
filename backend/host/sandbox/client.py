"""How a web process calls a mini-app: one question, one answer, or a refusal with a name."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from prometheus_client import Histogram

from backend.core.errors import Refusal
from backend.core.logs import logger
from backend.host.sandbox import errors
from backend.host.sandbox.answers import read_answer, read_compiled
from backend.host.sandbox.frames import BrokenFrame, Frame, FrameKind, read
from backend.host.sandbox.pauses import Pauses
from plugin_sdk.contract import limits
from plugin_sdk.contract.answer import ActionTaken, PackageCompiled, ScreenDrawn
from plugin_sdk.contract.record import CallFigures, OnHostCall
from plugin_sdk.contract.request import CallRequest, PackageSources

log = logger(__name__)

OnFigures = Callable[[CallFigures], None]
"""Told once at the end of a call, be it answered or stopped, unless the sandbox itself was away."""

SECONDS = Histogram(
    "kuaiban_mini_app_seconds",
    "Time of a mini-app call in its worker, with the host's answers",
    ["app", "preloaded"],
    buckets=(0.001, 0.002, 0.005, 0.02, 0.1, 0.5, 2),
)

_FIGURES = msgspec.json.Decoder(CallFigures)

FAILURES: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        errors.TimedOut,
        errors.OutOfMemory,
        errors.OutputTooLarge,
        errors.TooManyHostCalls,
        errors.GuestTrapped,
        errors.SandboxCrashed,
        errors.Busy,
        errors.ImageNotGenuine,
        errors.ComponentRefused,
    )
}

STOPPED = (
    errors.TimedOut,
    errors.OutOfMemory,
    errors.OutputTooLarge,
    errors.TooManyHostCalls,
    errors.GuestTrapped,
)
"""Ends of a call that cost a process or a whole deadline, and are the mini-app's own doing."""


class Connection:
    """One connection to the server; carries one call at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, frame: Frame) -> None:
        """Send a frame; SandboxCrashed when the server is gone."""
        try:
            self.writer.write(frame.encoded())
            await self.writer.drain()
        except ConnectionError as lost:
            raise errors.SandboxCrashed from lost

    async def receive(self) -> Frame:
        """The next frame; SandboxCrashed when the server is gone."""
        try:
            return await read(self.reader)
        except BrokenFrame as lost:
            raise errors.SandboxCrashed from lost


class SandboxClient:
    """Talks to the sandbox server at a unix socket; safe to share between tasks."""

    def __init__(self, socket_path: Path, *, pauses: Pauses | None = None) -> None:
        self._socket_path = socket_path
        self._pauses = pauses or Pauses()
        self._idle: deque[Connection] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def call(
        self,
        package: str,
        request: CallRequest,
        *,
        on_host_call: OnHostCall,
        on_figures: OnFigures | None = None,
        deadline_seconds: float = limits.DEADLINE_SECONDS,
    ) -> ScreenDrawn | ActionTaken:
        """Run one screen or action of a package on a fresh interpreter.

        `package` is the line that `compile_package` gave. What `on_host_call` raises (consent needed, for example)
        ends the call at once and comes out of here unchanged. `on_figures` is told what the call cost.

        Raises:
            InputTooLarge: the request or the package is over its limit.
            TimedOut: over the deadline, host calls included, or over the instruction budget.
            OutOfMemory, OutputTooLarge, TooManyHostCalls, GuestTrapped: the guest broke a limit and was stopped.
            GuestFailed: the author's code raised; the parameters say type, message, file and line.
            AnswerMalformed: the answer is not what the contract says.
            SandboxCrashed, SandboxAway, Busy: ours; may be tried again.
            Paused: it was stopped several times in a row; may be tried again after `retryAfter` seconds.

        """
        asked = msgspec.json.encode(request)
        _require_at_most(limits.INPUT_BYTES, len(asked))
        _require_at_most(limits.PACKAGE_BYTES, len(package))
        line = package.encode()
        if seconds := self._pauses.seconds_left(line):
            raise errors.Paused(retryAfter=math.ceil(seconds))
        frame = Frame(FrameKind.CALL, b"%b\n%b" % (line, asked), seconds=deadline_seconds)

        def counted(figures: CallFigures) -> None:
            SECONDS.labels(request.app, str(figures.preloaded).lower()).observe(figures.milliseconds / 1000)
            if on_figures:
                on_figures(figures)

        with self._judged(line, request.app):
            return read_answer(await self._exchange(frame, on_host_call=on_host_call, on_figures=counted), request.kind)

    async def compile_package(
        self, sources: PackageSources, *, deadline_seconds: float = limits.COMPILE_DEADLINE_SECONDS
    ) -> PackageCompiled:
        """Make bytecode of a package's sources, inside the sandbox; keep `package` under a MAC.

        Raises:
            InputTooLarge: more source than anybody can review.
            GuestFailed: a syntax error, with file and line.

        """
        asked = msgspec.json.encode(sources)
        _require_at_most(limits.SOURCE_BYTES, len(asked))
        frame = Frame(FrameKind.COMPILE, asked, seconds=deadline_seconds)
        return read_compiled(await self._exchange(frame, on_host_call=_no_host_calls))

    async def publish_component(self, wasm: bytes) -> str:
        """Have a foreign component checked and compiled; the line that stands for its package in `call`.

        May take minutes: one is compiled at a time, and a hostile one is given up only after its time is used up.

        Raises:
            InputTooLarge: over the size cap.
            ComponentRefused: not of our WIT world, cannot be made ready, or takes too much to compile.

        """
        _require_at_most(limits.COMPONENT_BYTES, len(wasm))
        said = await self._exchange(Frame(FrameKind.COMPONENT, wasm), on_host_call=_no_host_calls)
        return said.decode("ascii")

    async def is_there(self) -> bool:
        """Whether the server accepts connections; for the health page."""
        try:
            self._idle.append(await self._connection())
        except errors.SandboxAway:
            return False
        return True

    def close(self) -> None:
        """Let go of idle connections."""
        while self._idle:
            self._idle.pop().writer.close()

    async def __aenter__(self) -> "SandboxClient":
        """Nothing to do: connections open when needed."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    @contextmanager
    def _judged(self, package: bytes, app_id: str) -> Iterator[None]:
        """Note how a call ended; who only ever fails is paused."""
        try:
            yield
        except STOPPED:
            if seconds := self._pauses.failed(package):
                log.warning("mini-app.paused", app_id=app_id, seconds=seconds)
            raise
        except (errors.GuestFailed, errors.AnswerMalformed):
            self._pauses.answered(package)
            raise
        else:
            self._pauses.answered(package)

    async def _exchange(self, frame: Frame, *, on_host_call: OnHostCall, on_figures: OnFigures | None = None) -> bytes:
        connection = await self._connection()
        try:
            answer = await _converse(connection, frame, on_host_call=on_host_call, on_figures=on_figures)
        except BaseException:
            # Hanging up is how the server learns that nobody waits any more; it kills the worker.
            connection.writer.close()
            raise
        self._idle.append(connection)
        if answer.kind is FrameKind.FAILED:
            code, _, detail = answer.payload.decode("utf-8", "replace").partition("\n")
            # `reason` is the name under which the words for people quote it, where they do.
            raise FAILURES.get(code, errors.SandboxCrashed)(detail=detail, reason=detail)
        if answer.kind is not FrameKind.ANSWER:
            raise errors.AnswerMalformed(reason=f"a frame of kind {answer.kind.name}")
        return answer.payload

    async def _connection(self) -> Connection:
        if self._loop is not asyncio.get_running_loop():
            self._loop = asyncio.get_running_loop()
            self._idle.clear()
        while self._idle:
            connection = self._idle.pop()
            if not connection.reader.at_eof():
                return connection
            connection.writer.close()
        return await self._connect()

    async def _connect(self) -> Connection:
        try:
            return Connection(*await asyncio.open_unix_connection(self._socket_path))
        except OSError as away:
            raise errors.SandboxAway from away


async def _converse(
    connection: Connection, frame: Frame, *, on_host_call: OnHostCall, on_figures: OnFigures | None
) -> Frame:
    """Send a call and answer its host calls until it ends; a call may end while the host still thinks."""
    await connection.send(frame)
    coming = asyncio.ensure_future(connection.receive())
    try:
        while True:
            said = await coming
            if said.kind is FrameKind.FIGURES:
                _tell(on_figures, said)
                coming = asyncio.ensure_future(connection.receive())
                continue
            if said.kind is not FrameKind.HOST_CALL:
                return said
            coming = asyncio.ensure_future(connection.receive())
            capability, _, payload = said.payload.decode("utf-8", "replace").partition("\n")
            answer = await _unless_ended(on_host_call(capability, payload), coming)
            if answer is not None:
                await connection.send(Frame(FrameKind.HOST_ANSWER, answer.encode()))
    finally:
        coming.cancel()


def _tell(on_figures: OnFigures | None, frame: Frame) -> None:
    """Figures come from a worker, so they may be nonsense; then nobody is told."""
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        figures = _FIGURES.decode(frame.payload)
        if on_figures:
            on_figures(figures)


async def _unless_ended(answering: Awaitable[str], coming: asyncio.Future[Frame]) -> str | None:
    """The host's answer; None, and the answering cancelled, when the server ended the call first."""
    task = asyncio.ensure_future(answering)
    either: tuple[asyncio.Future[Any], ...] = (task, coming)  # one awaits answers, the other frames
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()


async def _no_host_calls(capability: str, payload: str) -> str:
    """A package is compiled without the host's help."""
    raise errors.GuestTrapped(detail=f"{capability} while compiling, {len(payload)} characters")


def _require_at_most(limit: int, size: int) -> None:
    if size > limit:
        raise errors.InputTooLarge(limit=limit)
