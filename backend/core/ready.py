"""Answers kept ready: encoded and packed once, given out again and again."""

import gzip
import hashlib
from collections.abc import Callable
from typing import Final

Header = tuple[bytes, bytes]
PACKED_LEVEL: Final = 6
VARY: Final = (b"vary", b"authorization, accept-language, accept-encoding")


def of_json(body: bytes) -> list[Header]:
    """What the head says of a body that is JSON."""
    return [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]


class Ready:
    """An answer, encoded and packed once, with its tag."""

    __slots__ = ("_head", "_packed_head", "packed", "tag")

    def __init__(self, packed: bytes, *, tag: bytes) -> None:
        self.packed, self.tag = packed, tag
        self._head: list[Header] = [(b"etag", tag), VARY, (b"cache-control", b"no-store")]
        self._packed_head = [*of_json(packed), (b"content-encoding", b"gzip"), *self._head]

    @classmethod
    def of(cls, body: bytes) -> "Ready":
        """Pack a JSON body; its tag is the digest of what it says."""
        tag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
        return cls(gzip.compress(body, PACKED_LEVEL, mtime=0), tag=tag)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.packed) + 1_500

    def answer(self, *, encodings: bytes, known: bytes) -> tuple[int, list[Header], bytes]:
        """Status, headers and body for a reader who unpacks `encodings` and holds the answer with the tag `known`."""
        if known == self.tag:
            return 304, self._head, b""
        if b"gzip" in encodings:
            return 200, self._packed_head, self.packed
        plain = gzip.decompress(self.packed)
        return 200, [*of_json(plain), *self._head], plain


HotGet = Callable[[bytes, bytes], Ready | None]  # the Authorization header, Accept-Language -> what is ready
