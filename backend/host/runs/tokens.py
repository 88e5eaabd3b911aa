"""Sealed texts that the host hands out and takes back: bound to a person and session, short-lived, for one use.

    text = base64url without padding of  tag (32) | claims (MessagePack)
    tag  = HMAC-SM3 over  kind 00 claims

Only we read them, so a tag is enough and a signature would be dear. A text has exactly one spelling. Pure: whether a
nonce was spent is for whoever holds the database.
"""

import base64
import re
import secrets
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import TAG_BYTES, is_tag, tag
from backend.host.runs.structs import TOKEN_CHARACTERS
from backend.identity.sessions.structs import Principal

NONCE_BYTES: Final = 16
_TEXT: Final = re.compile(r"[A-Za-z0-9_-]+")
C = TypeVar("C", bound="Claims")


class TokenRefused(ValueError):
    """The text does not hold here; `reason` is a stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Claims(msgspec.Struct, frozen=True, kw_only=True, array_like=True, forbid_unknown_fields=True):
    """What every sealed text says; `expires` in seconds since the epoch."""

    nonce: bytes
    person_id: UUID
    session_id: UUID
    expires: int


def nonce() -> bytes:
    """A number for one use."""
    return secrets.token_bytes(NONCE_BYTES)


def sealed(ring: KeyRing, *, kind: str, claims: Claims) -> str:
    """The text of these claims; a text of one kind is never taken for another."""
    body = msgspec.msgpack.encode(claims)
    return _text_of(tag(ring.active(Purpose.GESTURE), message=_message(kind, body)) + body)


def opened(ring: KeyRing, *, kind: str, text: str, claims: type[C], person: Principal, at: datetime) -> C:
    """The claims of a genuine text of this person and session that has not expired.

    Raises:
        TokenRefused: `forged`, `other-person`, `other-session` or `expired`.
    """
    raw = _bytes_of(text)
    given, body = raw[:TAG_BYTES], raw[TAG_BYTES:]
    if not is_tag(ring.usable(Purpose.GESTURE), message=_message(kind, body), tag_given=given):
        raise TokenRefused("forged")
    said = msgspec.msgpack.decode(body, type=claims)
    if said.person_id != person.person_id:
        raise TokenRefused("other-person")
    if said.session_id != person.session_id:
        raise TokenRefused("other-session")
    if said.expires <= at.timestamp():
        raise TokenRefused("expired")
    return said


def _message(kind: str, body: bytes) -> bytes:
    return kind.encode() + b"\0" + body


def _text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes_of(text: str) -> bytes:
    if not TAG_BYTES < len(text) <= TOKEN_CHARACTERS or not _TEXT.fullmatch(text) or len(text) % 4 == 1:
        raise TokenRefused("forged")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text_of(raw) != text:  # bits behind the last byte: a second spelling
        raise TokenRefused("forged")
    return raw
