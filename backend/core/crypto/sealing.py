"""Sealing of data at rest: SM4-GCM (GB/T 32907), bound to the place where it is stored.

    sealed = version 01 | kid (4) | nonce (12) | ciphertext | tag (16)

Version, kid and context are authenticated. A random 96-bit nonce allows 2^32 seals under one key with a chance of
repetition below 2^-32: rotate long before.
"""

import secrets
from collections.abc import Iterable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from backend.core.crypto.errors import CannotUnseal, InvalidKey
from backend.core.crypto.keys import KID_BYTES, SM4_GCM, Key

VERSION: Final = b"\x01"
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16

_HEADER_BYTES: Final = len(VERSION) + KID_BYTES
_OVERHEAD_BYTES: Final = _HEADER_BYTES + NONCE_BYTES + TAG_BYTES


def seal(key: Key, *, plaintext: bytes, context: bytes) -> bytes:
    """Seal for one place: `context` names table, column and row, so a sealed value moved elsewhere does not open.

    Raises:
        InvalidKey: the key is not a sealing key.
    """
    if key.algorithm != SM4_GCM:
        raise InvalidKey(f"a {key.algorithm} key does not seal")
    header, nonce = VERSION + bytes.fromhex(key.kid), secrets.token_bytes(NONCE_BYTES)
    encryptor = Cipher(SM4(key.secret), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header + context)
    return header + nonce + encryptor.update(plaintext) + encryptor.finalize() + encryptor.tag


def unseal(keys: Iterable[Key], *, sealed: bytes, context: bytes) -> bytes:
    """Open with the key that the header names, trying each that bears the kid.

    Raises:
        CannotUnseal: no key opens it here.
    """
    if len(sealed) < _OVERHEAD_BYTES or not sealed.startswith(VERSION):
        raise CannotUnseal("these are not sealed bytes")
    kid = sealed[len(VERSION) : _HEADER_BYTES].hex()
    for key in keys:
        if key.kid == kid and key.algorithm == SM4_GCM:
            try:
                return _opened(key, sealed=sealed, context=context)
            except InvalidTag:
                continue
    raise CannotUnseal(f"no key {kid} opens this here")


def _opened(key: Key, *, sealed: bytes, context: bytes) -> bytes:
    header, rest = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
    nonce, body, tag = rest[:NONCE_BYTES], rest[NONCE_BYTES:-TAG_BYTES], rest[-TAG_BYTES:]
    decryptor = Cipher(SM4(key.secret), GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(header + context)
    return decryptor.update(body) + decryptor.finalize()
