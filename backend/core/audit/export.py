"""What an auditor is handed: lines of the log and the public keys, in the forms that `verify_log.py` reads.

Entries stand in order from 0; a checkpoint's line stands right behind the last entry it covers, and ends the file.
"""

import base64

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import PublicKey, Purpose


class AuditorKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys file: hand it over by another way than the log, or the log proves nothing."""

    origin: str
    keys: list[PublicKey]


def entry_line(seq: int, *, leaf: bytes) -> bytes:
    """Write one entry; the verifier accepts this spelling only, so that nothing unsigned can hide in a line."""
    return b'{"seq":%d,"leaf":"%b"}\n' % (seq, base64.b64encode(leaf))


def checkpoint_line(text: str) -> bytes:
    """Write one checkpoint."""
    return msgspec.json.encode({"checkpoint": text}) + b"\n"


def auditor_keys(ring: KeyRing, *, origin: str) -> bytes:
    """Write the keys file for the log `origin`."""
    return msgspec.json.encode(AuditorKeys(origin=origin, keys=list(ring.public_keys(Purpose.CHECKPOINT)))) + b"\n"
