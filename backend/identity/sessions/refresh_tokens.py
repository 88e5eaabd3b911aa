"""Refresh tokens: 256 random bits, known to us by their hash only."""

import base64
import hashlib
import secrets
from typing import Final

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import tag

_BYTES: Final = 32


def new() -> str:
    """A token nobody can guess."""
    return _text(secrets.token_bytes(_BYTES))


def digest(token: str) -> bytes:
    """What is stored. Plain SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def successor(ring: KeyRing, *, token: str, attempt_key: str | None) -> str:
    """The token that follows when `token` is exchanged under this Idempotency-Key; random when there is no key.

    It can be computed again, so a phone that lost our answer gets the very same token, and we keep no clear text.
    Nobody without the ring's secret can compute it, not even who holds the old token and the key.
    """
    if attempt_key is None:
        return new()
    message = f"identity.refresh-token\0{token}\0{attempt_key}".encode()
    return _text(tag(ring.active(Purpose.INDEX), message=message))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
