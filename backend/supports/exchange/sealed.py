"""Numbers in the embedded registers at rest: sealed to one row and column, fingerprinted where they are found by."""

from typing import Final
from uuid import UUID

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.crypto.tags import fingerprint

NUMBER: Final = "exchange_person.number"
BIRTH_CERTIFICATE: Final = "exchange_person.birth_certificate"
BOOK_NUMBER: Final = "exchange_household.book_number"
PROPERTY_NUMBER: Final = "exchange_place.property_number"


def seal_for(ring: KeyRing, *, row_id: UUID, column: str, value: str) -> bytes:
    """Seal so that the bytes open in this row and column only."""
    return seal(ring.active(Purpose.SEALING), plaintext=value.encode(), context=_context(row_id, column))


def seal_some(ring: KeyRing, *, row_id: UUID, column: str, value: str | None) -> bytes | None:
    """The same for a value that may be unknown."""
    return None if value is None else seal_for(ring, row_id=row_id, column=column, value=value)


def unseal_for(ring: KeyRing, *, row_id: UUID, column: str, sealed: bytes) -> str:
    """Read what `seal_for` wrote.

    Raises:
        CannotUnseal: altered, moved from another row, or sealed under a retired key.
    """
    return unseal(ring.usable(Purpose.SEALING), sealed=sealed, context=_context(row_id, column)).decode()


def number_fingerprint(ring: KeyRing, *, document: str, number: str) -> bytes:
    """Where to find the person of a document (normal form)."""
    return fingerprint(ring.active(Purpose.INDEX), value=f"{document}:{number}", column=NUMBER)


def _context(row_id: UUID, column: str) -> bytes:
    return f"{column}:".encode() + row_id.bytes
