"""The pairwise subject: the name under which one mini-app knows one person, and no other mini-app does."""

import base64
from uuid import UUID

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import tag

SUBJECT_BYTES = 16  # 128 bits: no two people of the province meet, and nobody tries them all


def subject_of(ring: KeyRing, *, app_id: str, person_id: UUID) -> str:
    """26 letters and digits (base32), the same at every call; without the key nobody links those of two mini-apps."""
    made = tag(ring.active(Purpose.PAIRWISE), message=f"mini-app\0{app_id}\0{person_id}".encode())
    return base64.b32encode(made[:SUBJECT_BYTES]).decode().rstrip("=").lower()
