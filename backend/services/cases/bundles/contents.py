"""What a part will hand in once it begins, sealed to its own row until then."""

from uuid import UUID

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.services.cases.forms.structs import ReadyApplication


def seal_for(ring: KeyRing, *, part_id: UUID, application: ReadyApplication) -> bytes:
    """Seal so that the bytes open in this part's row only."""
    plaintext = msgspec.json.encode(application)
    return seal(ring.active(Purpose.SEALING), plaintext=plaintext, context=_context(part_id))


def unseal_for(ring: KeyRing, *, part_id: UUID, sealed: bytes) -> ReadyApplication:
    """Read what `seal_for` wrote.

    Raises:
        CannotUnseal: altered, moved from another row, or sealed under a retired key.
    """
    plaintext = unseal(ring.usable(Purpose.SEALING), sealed=sealed, context=_context(part_id))
    return msgspec.json.decode(plaintext, type=ReadyApplication)


def _context(part_id: UUID) -> bytes:
    return b"cases_bundle_part.content:" + part_id.bytes
