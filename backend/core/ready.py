"""Answers kept ready: encoded and packed once, given out again and again."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from backend.core import packing

Header = tuple[bytes, bytes]
TYPE: Final = (b"content-type", b"application/json")
PACKED: Final = {coding: (b"content-encoding", coding) for coding in (packing.BROTLI, packing.GZIP)}
VARY: Final = (b"vary", b"authorization, accept-language, accept-encoding")
NOT_STORED: Final = (b"cache-control", b"no-store")


def of_json(body: bytes) -> list[Header]:
    """What the head says of a body that is JSON."""
    return [TYPE, _length(len(body))]


@lru_cache(maxsize=8192)
def _length(size: int) -> Header:
    """One for all bodies of that size: what thousands of answers share stays near the processor."""
    return b"content-length", b"%d" % size


class Ready:
    """An answer, encoded and packed once with Brotli, with its tag.

    Its head is put together anew each time: fetching one more thing that lay untouched for a while takes longer.
    """

    __slots__ = ("_gzip", "_length", "packed", "tag")

    def __init__(self, packed: bytes, *, tag: bytes) -> None:
        self.packed, self.tag = packed, tag
        self._length = _length(len(packed))
        self._gzip = b""  # made for the first who asks for it: where a proxy knows no Brotli, all do

    @classmethod
    def of(cls, body: bytes) -> "Ready":
        """Pack a JSON body; its tag is the digest of what it says."""
        tag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
        return cls(packing.packed(body), tag=tag)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes, packed both ways."""
        return 2 * len(self.packed) + 1_000

    def answer(self, encodings: bytes, known: bytes) -> tuple[int, list[Header], bytes]:
        """Status, headers and body for a reader who unpacks `encodings` and holds the answer with the tag `known`.

        The list of headers is the caller's own.
        """
        tag = (b"etag", self.tag)
        if known and known == self.tag:
            return 304, [tag, VARY, NOT_STORED], b""
        coding = packing.coding_for(encodings)
        if coding == packing.BROTLI:
            return 200, [TYPE, self._length, PACKED[coding], tag, VARY, NOT_STORED], self.packed
        if coding is None:
            plain = packing.unpacked(self.packed)
            return 200, [*of_json(plain), tag, VARY, NOT_STORED], plain
        self._gzip = self._gzip or packing.packed(packing.unpacked(self.packed), coding)
        return 200, [*of_json(self._gzip), PACKED[coding], tag, VARY, NOT_STORED], self._gzip


# The Authorization header, Accept-Language and the moment by `time.monotonic()` -> what is ready.
HotGet = Callable[[bytes, bytes, float], Ready | None]
