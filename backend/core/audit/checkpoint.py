"""Checkpoints: the log's root, signed, as text in the form of C2SP tlog-checkpoint and signed-note.

    <origin>                    names the log; also the name of its key
    <size>
    <root, base64>

    — <origin> <base64 of key hash (4) and signature (64)>

Witnesses may add lines of their own below; lines of keys we do not know are passed over, as the form wants.
The key hash is SHA-256(name ‖ 0A ‖ type ‖ public key), cut to 4 bytes; SM2 has no number there,
so its type is FF and a name.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import PublicKey, Purpose
from backend.core.crypto.suites import ED25519, SM2_SM3, suite

MAX_TEXT_CHARACTERS: Final = 4096
"""Room for a dozen witnesses; a checkpoint is parsed before it is believed."""

_KEY_HASH_BYTES: Final = 4
_KEY_TYPE: Final = {ED25519.name: b"\x01", SM2_SM3.name: b"\xffsm2-sm3"}
_BODY: Final = re.compile(r"([!-~]{1,100})\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")
_SIGNATURE: Final = re.compile(r"— ([!-~]{1,100}) ([A-Za-z0-9+/]+={0,2})\n")
_SIGNATURES: Final = re.compile(f"(?:{_SIGNATURE.pattern}){{1,16}}")


class CheckpointRefused(ValueError):
    """Not a checkpoint, not of this log, or not signed by a key of ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """What the log commits to: its first `size` leaves have this root."""

    origin: str
    size: int
    root: bytes


def sign_checkpoint(ring: KeyRing, *, origin: str, size: int, root: bytes) -> str:
    """Write the text of a checkpoint, signed with the ring's active key for it.

    Raises:
        CheckpointRefused: the origin or root cannot stand in a checkpoint.
    """
    body = f"{origin}\n{size}\n{base64.b64encode(root).decode('ascii')}\n"
    if not _BODY.fullmatch(body):
        raise CheckpointRefused("an origin is up to 100 visible ASCII characters, a root 32 bytes")
    key = ring.active(Purpose.CHECKPOINT)
    signature = key.suite.sign(key.secret, message=body.encode())
    line = base64.b64encode(key_hash(key.public_key(), name=origin) + signature).decode("ascii")
    return f"{body}\n— {origin} {line}\n"


def verify_checkpoint(keys: KeyRing | Sequence[PublicKey], *, text: str, origin: str) -> Checkpoint:
    """Read a checkpoint of the log `origin` that one of the keys signed.

    Raises:
        CheckpointRefused: another form or log, no signature by our keys, or a line that names our key and is wrong.
    """
    public_keys = keys.public_keys(Purpose.CHECKPOINT) if isinstance(keys, KeyRing) else keys
    body, lines = _split(text)
    checkpoint = _parsed(body)
    if checkpoint.origin != origin:
        raise CheckpointRefused(f"a checkpoint of {checkpoint.origin}, not of {origin}")
    ours = 0
    for name, hint, signature in lines:
        named = [key for key in public_keys if name == origin and key_hash(key, name=name) == hint]
        if named and not any(_holds(key, body=body, signature=signature) for key in named):
            raise CheckpointRefused("a signature in our name does not hold")
        ours += bool(named)
    if not ours:
        raise CheckpointRefused("no signature by a key we know")
    return checkpoint


def key_hash(key: PublicKey, *, name: str) -> bytes:
    """The four bytes by which a signature line names its key."""
    named = name.encode() + b"\n" + _KEY_TYPE[key.suite] + key.public
    return hashlib.sha256(named).digest()[:_KEY_HASH_BYTES]


def _holds(key: PublicKey, *, body: str, signature: bytes) -> bool:
    return suite(key.suite).verify(key.public, message=body.encode(), signature=signature)


def _split(text: str) -> tuple[str, Sequence[tuple[str, bytes, bytes]]]:
    body, _, tail = text.partition("\n\n")
    if len(text) > MAX_TEXT_CHARACTERS or not _SIGNATURES.fullmatch(tail):
        raise CheckpointRefused("not a checkpoint")
    signatures = [(name, _base64(encoded)) for name, encoded in _SIGNATURE.findall(tail)]
    return body + "\n", [(name, raw[:_KEY_HASH_BYTES], raw[_KEY_HASH_BYTES:]) for name, raw in signatures]


def _parsed(body: str) -> Checkpoint:
    match = _BODY.fullmatch(body)
    if not match:
        raise CheckpointRefused("not a checkpoint")
    return Checkpoint(origin=match[1], size=int(match[2]), root=_base64(match[3]))


def _base64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise CheckpointRefused("broken base64") from error
    if base64.b64encode(raw).decode("ascii") != text:
        raise CheckpointRefused("a second spelling of base64")
    return raw
