"""Check an exported audit log without trusting the house that wrote it.

    python verify_log.py export.jsonl keys.json [--witnessed checkpoint.txt ...]

One file, Python's standard library only: copy it, read it, run it anywhere. It recomputes the Merkle tree (RFC 6962)
from the entries and checks the root and the signature (SM2 or Ed25519, in plain Python below) of every checkpoint.
Exit code 0: the log is exactly what was signed. 1: it is not, or cannot be read; the text says where first.

A log cut back to an older checkpoint is a genuine older log. Only a checkpoint kept elsewhere shows the cut: give it
with `--witnessed`.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

MAX_LINE_BYTES = 1 << 20
HASH_BYTES = 32
SIGNATURE_BYTES = 64
KEY_HASH_BYTES = 4
EMPTY_ROOT = hashlib.sha256(b"").digest()

ENTRY = re.compile(rb'\{"seq":(0|[1-9][0-9]{0,18}),"leaf":"([A-Za-z0-9+/]*={0,2})"\}\n?')
BODY = re.compile(r"([!-~]{1,100})\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")
SIGNATURE = re.compile(r"— ([!-~]{1,100}) ([A-Za-z0-9+/]+={0,2})\n")
SIGNATURES = re.compile(f"(?:{SIGNATURE.pattern})+")


class Fault(Exception):
    """The first thing that is wrong, in words for the auditor."""


class PublicKey(NamedTuple):
    """A key of the keys file, and the four bytes by which signature lines name it."""

    suite: str
    public: bytes
    key_hash: bytes


class Keys(NamedTuple):
    """The keys file: whose log it is, and who may sign it."""

    origin: str
    keys: Sequence[PublicKey]


class Checkpoint(NamedTuple):
    """A proved commitment: the first `size` entries have this root."""

    size: int
    root: bytes


class Log:
    """The log read so far: its length and the roots of its complete subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add an entry's bytes."""
        joined = hashlib.sha256(b"\x00" + leaf).digest()
        at = self.size
        while at & 1:
            joined = hashlib.sha256(b"\x01" + self._subtrees.pop() + joined).digest()
            at >>= 1
        self._subtrees.append(joined)
        self.size += 1

    def root(self) -> bytes:
        """The root over everything read so far."""
        *larger, root = self._subtrees or [EMPTY_ROOT]
        for left in reversed(larger):
            root = hashlib.sha256(b"\x01" + left + root).digest()
        return root


def verify(lines: Iterator[bytes], *, keys: Keys, witnessed: Sequence[Checkpoint] = ()) -> Checkpoint:
    """Read a whole export; the last checkpoint, which covers all of it. Raises the first `Fault`."""
    log, signed = Log(), Checkpoint(size=0, root=EMPTY_ROOT)
    outside = {checkpoint.size: checkpoint.root for checkpoint in witnessed}
    checkpoints = 0
    for number, line in enumerate(lines, 1):
        entry = ENTRY.fullmatch(line)
        if entry:
            _append(log, seq=int(entry[1]), leaf=entry[2], line=number)
            if log.size in outside:
                _compare(log, claimed=Checkpoint(log.size, outside[log.size]), since=signed.size, line=number)
            continue
        try:
            claimed = read_checkpoint(_checkpoint_text(line), keys=keys)
        except Fault as fault:
            raise Fault(f"line {number}: {fault}") from fault
        _compare(log, claimed=claimed, since=signed.size, line=number)
        signed, checkpoints = claimed, checkpoints + 1
    if not checkpoints:
        raise Fault("the export holds no checkpoint: nothing in it is proved")
    if signed.size != log.size:
        raise Fault(f"entries {signed.size} to {log.size - 1} stand behind the last checkpoint: nobody signed them")
    if any(size > log.size for size in outside):
        raise Fault(f"the log was cut: it ends at {log.size}, and a witness saw {max(outside)} entries")
    return signed


def _append(log: Log, *, seq: int, leaf: bytes, line: int) -> None:
    if seq != log.size:
        raise Fault(
            f"line {line}: entry {seq} where entry {log.size} must stand (deleted, inserted, repeated or moved)"
        )
    log.append(_base64(leaf, what=f"line {line}: entry {seq}"))


def _compare(log: Log, *, claimed: Checkpoint, since: int, line: int) -> None:
    if claimed.size != log.size:
        raise Fault(f"line {line}: a checkpoint over {claimed.size} entries stands behind {log.size} (cut or moved)")
    if claimed.root != log.root():
        span = f"entries {since} to {log.size - 1}" if log.size > since else f"a log of {log.size} entries"
        raise Fault(f"line {line}: {span} are not what was signed; the first bad entry is at or behind {since}")


def _checkpoint_text(line: bytes) -> str:
    try:
        ((name, text),) = json.loads(line, object_pairs_hook=list)
    except (ValueError, TypeError, RecursionError):
        name, text = None, None
    if name != "checkpoint" or not isinstance(text, str):
        raise Fault("neither an entry nor a checkpoint in the export's spelling")
    return text


def read_checkpoint(text: str, *, keys: Keys) -> Checkpoint:
    """Read a checkpoint's text and prove its signature. Raises `Fault`."""
    body, _, tail = text.partition("\n\n")
    body += "\n"
    said = BODY.fullmatch(body)
    if not said or not SIGNATURES.fullmatch(tail):
        raise Fault("this is not a checkpoint")
    if said[1] != keys.origin:
        raise Fault(f"a checkpoint of the log {said[1]}, not of {keys.origin}")
    # Lines of other names and keys belong to witnesses.
    ours = [_base64(raw.encode(), what="a signature") for name, raw in SIGNATURE.findall(tail) if name == keys.origin]
    known = {key.key_hash for key in keys.keys}
    ours = [raw for raw in ours if raw[:KEY_HASH_BYTES] in known]
    if not ours:
        raise Fault("the checkpoint has no signature by a key of the keys file")
    if not all(_is_signed(body.encode(), line=raw, keys=keys) for raw in ours):
        raise Fault("the checkpoint's signature is forged, or its text was changed")
    return Checkpoint(size=int(said[2]), root=_base64(said[3].encode(), what="the root"))


def _is_signed(message: bytes, *, line: bytes, keys: Keys) -> bool:
    named = [key for key in keys.keys if key.key_hash == line[:KEY_HASH_BYTES]]
    return any(SUITES[key.suite][1](key.public, message, line[KEY_HASH_BYTES:]) for key in named)


def read_keys(content: bytes) -> Keys:
    """Read the keys file: {"origin": ..., "keys": [{"kid": ..., "suite": ..., "public": base64}]}. Raises `Fault`."""
    try:
        document = json.loads(content)
        origin = str(document["origin"])
        return Keys(origin=origin, keys=[_public_key(key, name=origin) for key in document["keys"]])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Fault("the keys file is not one, or names a suite that is unknown here") from error


def _public_key(key: dict[str, str], *, name: str) -> PublicKey:
    public = _base64(key["public"].encode(), what="a public key")
    named = name.encode() + b"\n" + SUITES[key["suite"]][0] + public
    return PublicKey(suite=key["suite"], public=public, key_hash=hashlib.sha256(named).digest()[:KEY_HASH_BYTES])


def _base64(text: bytes, *, what: str) -> bytes:
    try:
        raw = binascii.a2b_base64(text)
    except binascii.Error as error:
        raise Fault(f"{what} is not base64") from error
    if base64.b64encode(raw) != text:
        raise Fault(f"{what} is base64 in a second spelling")
    return raw


# SM3 (GB/T 32905): from hashlib where OpenSSL has it, else in plain Python.


def sm3(message: bytes) -> bytes:
    """Hash with SM3."""
    try:
        return hashlib.new("sm3", message).digest()
    except ValueError:
        return plain_sm3(message)


def plain_sm3(message: bytes) -> bytes:
    """Hash with SM3, without OpenSSL."""
    padded = message + b"\x80" + bytes((55 - len(message)) % 64) + struct.pack(">Q", 8 * len(message))
    state = struct.unpack(">8I", bytes.fromhex("7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"))
    for start in range(0, len(padded), 64):
        state = tuple(a ^ b for a, b in zip(state, _sm3_block(state, padded[start : start + 64]), strict=True))
    return struct.pack(">8I", *state)


def _sm3_block(state: Sequence[int], block: bytes) -> Sequence[int]:
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _rotated(w[j - 3], 15)
        w.append(x ^ _rotated(x, 15) ^ _rotated(x, 23) ^ _rotated(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16  # noqa: PLR2004 - the standard's own border
        ss1 = _rotated(_rotated(a, 12) + e + _rotated(0x79CC4519 if early else 0x7A879D8A, j), 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ _rotated(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _rotated(b, 9), c
        e, f, g, h = tt2 ^ _rotated(tt2, 9) ^ _rotated(tt2, 17), e, _rotated(f, 19), g
    return a, b, c, d, e, f, g, h


def _rotated(word: int, bits: int) -> int:
    word &= 0xFFFFFFFF
    return (word << bits % 32 | word >> 32 - bits % 32) & 0xFFFFFFFF


# SM2 (GB/T 32918.2, .5): verification only. Points are Jacobian (X, Y, Z); Z = 0 is infinity.

Point = tuple[int, int, int]

SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_A = SM2_P - 3
SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM2_GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
SM2_GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
SM2_SIGNER_ID = b"1234567812345678"
INFINITY = (1, 1, 0)


def sm2_z(public: bytes, *, signer: bytes) -> bytes:
    """Hash the signer's id, the curve and the key: the head of every signed message."""
    curve = b"".join(number.to_bytes(32, "big") for number in (SM2_A, SM2_B, SM2_GX, SM2_GY))
    return sm3(struct.pack(">H", 8 * len(signer)) + signer + curve + public[1:])


def sm2_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Verify r‖s by a public key 04‖x‖y."""
    if len(public) != 1 + 2 * HASH_BYTES or public[0] != 0x04 or len(signature) != SIGNATURE_BYTES:  # noqa: PLR2004 - uncompressed
        return False
    x, y = _halves(public[1:])
    r, s = _halves(signature)
    t = (r + s) % SM2_N
    on_curve = x < SM2_P and y < SM2_P and (y * y - x * x * x - SM2_A * x - SM2_B) % SM2_P == 0
    if not on_curve or not 1 <= r < SM2_N or not 1 <= s < SM2_N or not t:
        return False
    e = int.from_bytes(sm3(sm2_z(public, signer=SM2_SIGNER_ID) + message), "big")
    found_x, _, found_z = _sm2_sum(s, (SM2_GX, SM2_GY, 1), t, (x, y, 1))
    return bool(found_z) and (e + found_x * pow(found_z, -2, SM2_P) % SM2_P) % SM2_N == r


def _halves(raw: bytes) -> tuple[int, int]:
    return int.from_bytes(raw[:HASH_BYTES], "big"), int.from_bytes(raw[HASH_BYTES:], "big")


def _sm2_sum(s: int, g: Point, t: int, q: Point) -> Point:
    """Compute s·g + t·q, both scalars walked together."""
    table = (INFINITY, g, q, _sm2_add(g, q))
    total: Point = INFINITY
    for bit in reversed(range(256)):
        total = _sm2_add(_sm2_double(total), table[(s >> bit & 1) | (t >> bit & 1) << 1])
    return total


def _sm2_double(point: Point) -> Point:
    x, y, z = point
    if not z:
        return INFINITY
    yy = y * y % SM2_P
    beta, delta = 4 * x * yy % SM2_P, z * z % SM2_P
    slope = 3 * (x - delta) * (x + delta) % SM2_P  # a = -3
    new_x = (slope * slope - 2 * beta) % SM2_P
    return new_x, (slope * (beta - new_x) - 8 * yy * yy) % SM2_P, 2 * y * z % SM2_P


def _sm2_add(one: Point, two: Point) -> Point:
    if not one[2] or not two[2]:
        return one if one[2] else two
    (x1, y1, z1), (x2, y2, z2) = one, two
    zz1, zz2 = z1 * z1 % SM2_P, z2 * z2 % SM2_P
    u1, s1 = x1 * zz2 % SM2_P, y1 * zz2 * z2 % SM2_P
    h, r = (x2 * zz1 - u1) % SM2_P, (y2 * zz1 * z1 - s1) % SM2_P
    if not h:
        return INFINITY if r else _sm2_double(one)
    hh = h * h % SM2_P
    hhh, v = h * hh % SM2_P, u1 * hh % SM2_P
    new_x = (r * r - hhh - 2 * v) % SM2_P
    return new_x, (r * (v - new_x) - s1 * hhh) % SM2_P, h * z1 * z2 % SM2_P


# Ed25519 (RFC 8032): verification only. Points are extended (X, Y, Z, T).

Extended = tuple[int, int, int, int]

ED_P = 2**255 - 19
ED_L = 2**252 + 27742317777372353535851937790883648493
ED_D = -121665 * pow(121666, -1, ED_P) % ED_P
ED_ROOT = pow(2, (ED_P - 1) // 4, ED_P)


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Verify R‖S by a canonical public key that is not of small order."""
    key = _ed_point(public)
    if key is None or len(signature) != SIGNATURE_BYTES:
        return False
    s = int.from_bytes(signature[HASH_BYTES:], "little")
    if s >= ED_L or _ed_bytes(_ed_times(8, key)) == _ed_bytes((0, 1, 1, 0)):
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:HASH_BYTES] + public + message).digest(), "little") % ED_L
    minus_key = (-key[0] % ED_P, key[1], key[2], -key[3] % ED_P)
    return _ed_bytes(_ed_add(_ed_times(s, ED_BASE), _ed_times(challenge, minus_key))) == signature[:HASH_BYTES]


def _ed_point(encoded: bytes) -> Extended | None:
    number = int.from_bytes(encoded, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    if len(encoded) != HASH_BYTES or y >= ED_P:
        return None
    square = (y * y - 1) * pow(ED_D * y * y + 1, -1, ED_P) % ED_P
    x = pow(square, (ED_P + 3) // 8, ED_P)
    if x * x % ED_P != square:
        x = x * ED_ROOT % ED_P
    if x * x % ED_P != square or (odd and not x):
        return None
    x = ED_P - x if x % 2 != odd else x
    return x, y, 1, x * y % ED_P


def _ed_bytes(point: Extended) -> bytes:
    inverse = pow(point[2], -1, ED_P)
    x, y = point[0] * inverse % ED_P, point[1] * inverse % ED_P
    return (y | (x & 1) << 255).to_bytes(HASH_BYTES, "little")


def _ed_add(one: Extended, two: Extended) -> Extended:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % ED_P, (one[1] + one[0]) * (two[1] + two[0]) % ED_P
    c, d = 2 * one[3] * two[3] * ED_D % ED_P, 2 * one[2] * two[2] % ED_P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % ED_P, g * h % ED_P, f * g % ED_P, e * h % ED_P


def _ed_times(scalar: int, point: Extended) -> Extended:
    total: Extended = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _ed_add(total, point)
        point, scalar = _ed_add(point, point), scalar >> 1
    return total


ED_BASE: Extended = _ed_point(b"\x58" + b"\x66" * 31) or (0, 1, 1, 0)

# Name: the type by which key hashes tell suites apart, and the verifier.
SUITES: dict[str, tuple[bytes, Callable[[bytes, bytes, bytes], bool]]] = {
    "sm2-sm3": (b"\xffsm2-sm3", sm2_verify),
    "ed25519": (b"\x01", ed25519_verify),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code."""
    parser = argparse.ArgumentParser(description="Check an exported audit log against its signed checkpoints.")
    parser.add_argument("export", type=Path, help="the log, JSON Lines")
    parser.add_argument("keys", type=Path, help="the public keys, got by another way than the log")
    parser.add_argument("--witnessed", type=Path, action="append", default=[], help="a checkpoint kept elsewhere")
    given = parser.parse_args(arguments)
    try:
        keys = read_keys(given.keys.read_bytes())
        witnessed = [read_checkpoint(path.read_text("utf-8"), keys=keys) for path in given.witnessed]
        with given.export.open("rb") as file:
            # A longer line is cut, and then is no entry.
            proved = verify(iter(partial(file.readline, MAX_LINE_BYTES), b""), keys=keys, witnessed=witnessed)
    except (Fault, OSError, UnicodeDecodeError) as fault:
        sys.stdout.write(f"BAD: {fault}\n")
        return 1
    sys.stdout.write(f"GOOD: {proved.size} entries, root {base64.b64encode(proved.root).decode('ascii')}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
