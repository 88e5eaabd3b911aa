"""Values about persons at rest: sealed to one row; and digests, by which an unchanged value is known unopened."""

import hashlib
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.crypto.tags import tag

VALUE: Final = "profiles_attribute.sealed"
CORRECTION: Final = "profiles_correction.content"


def seal_for(ring: KeyRing, *, row_id: UUID, column: str, value: object) -> bytes:
    """Seal anything that JSON can say, so that it opens in this row and column only."""
    return seal(ring.active(Purpose.SEALING), plaintext=msgspec.json.encode(value), context=_context(row_id, column))


def unseal_for(ring: KeyRing, *, row_id: UUID, column: str, sealed: bytes) -> Any:
    """Read what `seal_for` wrote.

    Raises:
        CannotUnseal: altered, moved from another row, or sealed under a retired key.
    """
    return msgspec.json.decode(unseal(ring.usable(Purpose.SEALING), sealed=sealed, context=_context(row_id, column)))


def digest_of(ring: KeyRing, *, subject_id: UUID, name: str, value: object) -> bytes:
    """The same for the same value of the same subject, and for nobody else: it compares and tells nothing."""
    message = subject_id.bytes + name.encode() + b"\0" + msgspec.json.encode(value)
    return tag(ring.active(Purpose.INDEX), message=hashlib.sha256(message).digest())


def _context(row_id: UUID, column: str) -> bytes:
    return f"{column}:".encode() + row_id.bytes


def plain(value: object) -> str:
    """The JSON of a value that needs no sealing."""
    return msgspec.json.encode(value).decode()
