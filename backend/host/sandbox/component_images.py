"""Compiled images of foreign components: made once, at publication, in a jailed process; kept under our MAC."""

import asyncio
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.core.logs import logger
from backend.host.sandbox import image
from backend.host.sandbox.errors import ComponentRefused, ImageNotGenuine
from backend.host.sandbox.frames import COMPILER_REFUSED
from backend.host.sandbox.zygote import HOUSE
from plugin_sdk.runtime.build import keep_image
from plugin_sdk.runtime.mac import maker

PREFIX = "component:"
"""Before the digest, in the one line that stands for the package of such a mini-app."""

CPU_SECONDS = 120
"""To compile one component: CPython's took 22 s on a busy machine."""

BOOT = """
import sys
sys.path.insert(0, sys.argv[1])
from backend.host.sandbox.compiler import compile_one
compile_one(int(sys.argv[2]), int(sys.argv[3]), cpu_seconds=int(sys.argv[4]))
"""

log = logger(__name__)
_LINE = re.compile(rf"{PREFIX}([0-9a-f]{{64}})")


class ComponentImages:
    """The server's folder of images. One component is compiled at a time; the others wait."""

    def __init__(self, folder: Path, *, key: bytes, cpu_seconds: int = CPU_SECONDS) -> None:
        self._folder = folder
        self._key = key
        self._cpu_seconds = cpu_seconds
        self._compiling = asyncio.Lock()

    async def publish(self, wasm: bytes) -> str:
        """Compile a component unless its image is there; the line that stands for its package.

        Raises:
            ComponentRefused: it is not of our world, or compiling it takes too much.

        """
        digest = hashlib.sha256(wasm).hexdigest()
        async with self._compiling:
            try:
                os.close(await asyncio.to_thread(self.open, digest))
            except ImageNotGenuine:
                content = await self._compiled(wasm)
                await asyncio.to_thread(keep_image, content, image=self._path(digest), key=self._key)
                log.info("sandbox.component-published", digest=digest, image_bytes=len(content))
        return PREFIX + digest

    def open(self, digest: str) -> int:
        """File descriptor of the checked and sealed image.

        Raises:
            ImageNotGenuine: never published here, damaged, or of another engine version.

        """
        return image.sealed(self._path(digest), key=self._key)

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}-{maker()}.cwasm"

    async def _compiled(self, wasm: bytes) -> bytes:
        with _memory("component", wasm) as wasm_fd, _memory("image") as image_fd:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-c", BOOT, str(HOUSE), str(wasm_fd), str(image_fd), str(self._cpu_seconds)),
                env={},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=[wasm_fd, image_fd],
            )
            try:
                # It may also sleep instead of computing; nothing honest waits for anything.
                said, _ = await asyncio.wait_for(process.communicate(), 2 * self._cpu_seconds + 10)
            except TimeoutError:
                raise ComponentRefused(reason=f"compiling it takes more than {self._cpu_seconds} s") from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
            if process.returncode:
                raise ComponentRefused(reason=_reason(process.returncode, said, self._cpu_seconds))
            return os.pread(image_fd, os.fstat(image_fd).st_size, 0)


def digest_in(package: bytes) -> str | None:
    """The digest of the image that a package line names; None for a package of the Python runtime."""
    found = _LINE.fullmatch(package.decode("ascii", "replace"))
    return found[1] if found else None


def _reason(status: int, said: bytes, cpu_seconds: int) -> str:
    if status == COMPILER_REFUSED:
        return said.decode("utf-8", "replace")
    return f"the compiler was ended by the system (status {status}); it has {cpu_seconds} s and 2 GiB"


@contextmanager
def _memory(name: str, content: bytes = b"") -> Iterator[int]:
    """A file in memory that the compiler inherits, rewound."""
    fd = os.memfd_create(f"kuaiban-{name}", os.MFD_CLOEXEC)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(fd, rest) :]
        os.lseek(fd, 0, os.SEEK_SET)
        yield fd
    finally:
        os.close(fd)
