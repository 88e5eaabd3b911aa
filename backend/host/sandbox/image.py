"""Hands the compiled image to workers: checked once, then sealed in memory where nobody can change it."""

import fcntl
import os
from pathlib import Path

from backend.host.sandbox.errors import ImageNotGenuine
from plugin_sdk.runtime.mac import is_genuine

SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


def sealed(image: Path, *, key: bytes) -> int:
    """File descriptor of a sealed copy of the image; the bytes that were checked are the bytes that get mapped.

    Raises:
        ImageNotGenuine: missing, damaged, or made with another key, engine version or machine.

    """
    try:
        content = image.read_bytes()
    except OSError as missing:
        raise ImageNotGenuine(image=image.name) from missing
    if not is_genuine(image, content, key=key):
        raise ImageNotGenuine(image=image.name)
    fd = os.memfd_create("kuaiban-runtime", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, SEALS)
    return fd
