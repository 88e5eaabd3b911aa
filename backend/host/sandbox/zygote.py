"""The server's handle on the zygote process: start it, ask it for workers, end it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

from backend.host.sandbox.frames import PACKAGES_HELD, Frame, read

HOUSE = Path(__file__).resolve().parents[3]
BOOT = """
import sys
sys.path.insert(0, sys.argv[1])
from backend.host.sandbox.worker import zygote
zygote(int(sys.argv[2]))
"""
START_SECONDS = 20.0
"""Importing the engine and mapping the image take a tenth of a second; this is for a machine in trouble."""


class ZygoteGone(ConnectionError):
    """The zygote does not answer; a new one must be started."""


class WorkerProcess:
    """One worker: a stream to talk over and a process handle that can never mean another process."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, pidfd: int) -> None:
        self.reader = reader
        self._writer = writer
        self._pidfd = pidfd
        self.calls = 0
        self.slowed = False  # only root could give it its priority back, so it serves no further call
        # What its ready instances hold, the oldest first; the worker drops the oldest as this does.
        self.held: deque[bytes] = deque(maxlen=PACKAGES_HELD)

    async def send(self, frame: Frame) -> None:
        """Send a frame."""
        self._writer.write(frame.encoded())
        await self._writer.drain()

    async def receive(self) -> Frame:
        """The next frame; BrokenFrame when the worker is dead."""
        return await read(self.reader)

    def pid(self) -> int:
        """Its number now; -1 when it has ended, so that it is never taken for the next process of that number."""
        try:
            told = Path(f"/proc/self/fdinfo/{self._pidfd}").read_text("ascii")
        except OSError:
            return -1
        return int(told.partition("\nPid:")[2].split()[0])

    @property
    def killed(self) -> bool:
        """Whether `kill` was called."""
        return self._pidfd < 0

    def kill(self) -> None:
        """End the process at once and let go of it. May be called twice."""
        if self.killed:
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        os.close(self._pidfd)
        self._pidfd = -1
        self._writer.close()


class Zygote:
    """A started zygote process."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        self._process = process
        self._control = control

    @classmethod
    async def start(cls, image_fd: int) -> "Zygote":
        """Start the process with an empty environment and nothing open but its control socket and the image.

        Raises:
            ZygoteGone: it ended or stayed silent; its own words are on stderr.

        """
        ours, theirs = socket.socketpair()
        zygote = cls(_spawn(image_fd, control=theirs), ours)
        theirs.close()
        if await asyncio.to_thread(zygote._hear) != (b"R", []):
            zygote.stop()
            raise ZygoteGone("the zygote did not start")
        return zygote

    async def fork(self) -> WorkerProcess:
        """A new worker.

        Raises:
            ZygoteGone: the zygote ended.

        """
        ours, theirs = socket.socketpair()
        try:
            said, fds = await asyncio.to_thread(self._ask, theirs.fileno())
        except OSError as gone:
            ours.close()
            raise ZygoteGone(str(gone)) from gone
        except asyncio.CancelledError:
            ours.close()
            raise
        finally:
            theirs.close()
        if said != b"W":
            ours.close()
            raise ZygoteGone("end of stream")
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        return WorkerProcess(reader, writer, pidfd=fds[0])

    def stop(self) -> None:
        """End the zygote; its workers die with it."""
        self._control.close()
        self._process.kill()
        self._process.wait()

    def _ask(self, worker_fd: int) -> tuple[bytes, list[int]]:
        socket.send_fds(self._control, [b"F"], [worker_fd])
        return self._hear()

    def _hear(self) -> tuple[bytes, list[int]]:
        self._control.settimeout(START_SECONDS)
        said, fds, _, _ = socket.recv_fds(self._control, 1, 1)
        return said, fds


def _spawn(image_fd: int, *, control: socket.socket) -> subprocess.Popen[bytes]:
    """Blocks for the milliseconds of the exec only; happens at start and after an accident."""
    return subprocess.Popen(
        [sys.executable, "-I", "-c", BOOT, str(HOUSE), str(image_fd)],
        env={},
        cwd="/",
        stdin=control.fileno(),
        stdout=subprocess.DEVNULL,
        pass_fds=[image_fd],
    )
