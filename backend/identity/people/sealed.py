"""Numbers of people at rest: sealed to one row and column, and fingerprinted to be found again."""

from uuid import UUID

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.crypto.tags import fingerprint
from backend.core.identifiers import Document

NUMBER = "number"
PHONE = "phone"


def seal_for(ring: KeyRing, *, person_id: UUID, column: str, value: str) -> bytes:
    """Seal so that the bytes open in this person's row and column only."""
    key = ring.active(Purpose.SEALING)
    return seal(key, plaintext=value.encode(), context=_context(person_id, column))


def unseal_for(ring: KeyRing, *, person_id: UUID, column: str, sealed: bytes) -> str:
    """Read what `seal_for` wrote.

    Raises:
        CannotUnseal: altered, moved from another row, or sealed under a retired key.
    """
    return unseal(ring.usable(Purpose.SEALING), sealed=sealed, context=_context(person_id, column)).decode()


def phone_fingerprint(ring: KeyRing, *, phone: str) -> bytes:
    """Where to find the person of a phone (normal form)."""
    return fingerprint(ring.active(Purpose.INDEX), value=phone, column="identity_person.phone")


def number_fingerprint(ring: KeyRing, *, document: Document, number: str) -> bytes:
    """Where to find the person of a document (normal form); equal numbers of two kinds are two documents."""
    return fingerprint(ring.active(Purpose.INDEX), value=f"{document}:{number}", column="identity_person.number")


def _context(person_id: UUID, column: str) -> bytes:
    return f"identity_person.{column}:".encode() + person_id.bytes
