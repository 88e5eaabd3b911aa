"""The built pages, kept in memory: a few hundred kilobytes, compressed once, served without touching the disk.

Assets with a hash in their name are cached for ever; the page itself is asked for again each time, by tag.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from litestar.types import HTTPScope, Send

from backend.core import packing

HASHED = "/assets/"
NOT_PAGES = ("/api/", "/health/", "/metrics", "/problems/", "/schemas/")
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
PAGE = "/index.html"
# What stands below a first step of the address belongs to the page of that entry; all else to the phone.
ENTRIES = {"desk": "/desk.html"}


@dataclass(frozen=True)
class Asset:
    """One file, ready to send; `packed` by the coding, empty where packing makes nothing smaller."""

    plain: bytes
    packed: Mapping[bytes, bytes]
    tag: bytes
    media_type: bytes
    immutable: bool


class StaticPages:
    """Answers for everything that is not an API; an unknown page is the entry page, which finds its way by itself."""

    def __init__(self, folder: Path) -> None:
        self._assets = {f"/{path.relative_to(folder).as_posix()}": _asset(folder, path) for path in _files(folder)}

    def find(self, scope: HTTPScope) -> Asset | None:
        """The file behind this request, or None when it is for somebody else."""
        path = scope["path"]
        if scope["method"] not in {"GET", "HEAD"} or path.startswith(NOT_PAGES):
            return None
        if path in self._assets:
            return self._assets[path]
        accepts = dict(scope["headers"]).get(b"accept", b"")
        return self._assets.get(_page(path)) if path == "/" or (b"text/html" in accepts and "." not in path) else None


def _page(path: str) -> str:
    return ENTRIES.get(path.split("/", 2)[1], PAGE)


async def send_asset(asset: Asset, scope: HTTPScope, send: Send) -> None:
    """Send the file, packed where the reader can unpack, or 304."""
    given = dict(scope["headers"])
    coding = packing.coding_for(given.get(b"accept-encoding", b""))
    body = asset.packed.get(coding, asset.plain) if coding else asset.plain
    lasting = b"public, max-age=31536000, immutable" if asset.immutable else b"no-cache"
    head = [(b"etag", asset.tag), (b"cache-control", lasting), (b"vary", b"accept-encoding")]
    if given.get(b"if-none-match") == asset.tag:
        await _finish(send, 304, head, b"")
        return
    head += [(b"content-type", asset.media_type), (b"content-length", str(len(body)).encode())]
    if coding and body is not asset.plain:
        head.append((b"content-encoding", coding))
    await _finish(send, 200, head, b"" if scope["method"] == "HEAD" else body)


async def _finish(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]


def _asset(folder: Path, path: Path) -> Asset:
    plain = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".webmanifest":
        media_type = "application/manifest+json"
    if path.suffix in {".js", ".mjs"}:
        media_type = "text/javascript"
    text = media_type.startswith(COMPRESSIBLE)
    return Asset(
        plain=plain,
        packed={one: packing.packed(plain, one) for one in (packing.BROTLI, packing.GZIP)} if text else {},
        tag=b'"' + hashlib.sha256(plain).hexdigest()[:24].encode() + b'"',
        media_type=(media_type + ("; charset=utf-8" if text else "")).encode(),
        immutable=f"/{path.relative_to(folder).as_posix()}".startswith(HASHED),
    )
