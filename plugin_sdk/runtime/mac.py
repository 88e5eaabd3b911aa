"""The MAC over a compiled image. An image is machine code: one flipped byte kills the process that maps it.

It binds the file's name, too: an image that is genuine under one name must not serve under another.
"""

import hashlib
import hmac
import platform
from importlib.metadata import version
from pathlib import Path

LABEL = b"kuaiban runtime image 2\x00"
KEY_BYTES = 32


def maker() -> str:
    """What an image depends on besides its content: engine version and machine."""
    return f"wasmtime-{version('wasmtime')}-{platform.machine()}"


def mac_of(image: bytes | bytearray | memoryview, *, name: str, key: bytes) -> str:
    """HMAC-SHA-256 in hex, bound to name, engine version and machine: a swapped or old image is refused, too."""
    if len(key) < KEY_BYTES:
        raise ValueError(f"the key of the image MAC needs at least {KEY_BYTES} bytes")
    mac = hmac.new(key, LABEL + maker().encode() + b"\x00" + name.encode() + b"\x00", hashlib.sha256)
    mac.update(image)
    return mac.hexdigest()


def mac_file(image: Path) -> Path:
    """Where the MAC of an image stands."""
    return image.with_name(f"{image.name}.mac")


def is_genuine(image: Path, content: bytes, *, key: bytes) -> bool:
    """Whether the content carries our MAC."""
    try:
        kept = mac_file(image).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return hmac.compare_digest(kept.encode(), mac_of(content, name=image.name, key=key).encode())
