"""Keyed tags (HMAC-SM3): proof for ourselves that we made something: cursors, pairwise subjects, compiled images."""

import hmac
from collections.abc import Iterable
from typing import Final

from backend.core.crypto.errors import InvalidKey
from backend.core.crypto.keys import HMAC_SM3, Key

TAG_BYTES: Final = 32


def tag(key: Key, *, message: bytes) -> bytes:
    """Compute the 32-byte tag; the key's purpose is mixed in, so equal secrets would still not mean equal tags.

    Raises:
        InvalidKey: the key is not an HMAC key.
    """
    if key.algorithm != HMAC_SM3:
        raise InvalidKey(f"a {key.algorithm} key does not tag")
    return hmac.digest(key.secret, f"kuaiban tag v1\0{key.purpose}\0".encode() + message, "sm3")


def is_tag(keys: Iterable[Key], *, message: bytes, tag_given: bytes) -> bool:
    """Say whether one of the keys made the tag, in time that does not depend on how nearly it fits."""
    return any(hmac.compare_digest(tag(key, message=message), tag_given) for key in keys)


def fingerprint(key: Key, *, value: str, column: str) -> bytes:
    """Blind index: equal values of one column have equal fingerprints, and nobody without the key can try numbers.

    Normalise the value first (`identifiers`); `column` keeps a phone number and an account of the same digits apart.
    """
    return tag(key, message=f"{column}\0{value}".encode())
