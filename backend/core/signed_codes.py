"""Signed compact codes: the one format of everything that is shown to be scanned, verifiable offline.

    code    = base64url without padding of
              version 01 | suite | kid (4) | length of kind | kind | payload | signature (64)
    signed  = "kuaiban signed code v1" 00 | everything before the signature

A code has exactly one spelling: other alphabets, padding, spaces and stray bits are refused, not repaired. The key
decides the suite; the numbers in the code only have to agree. What the payload means, how long it holds and whether
it was withdrawn is the issuing room's business; a kind belongs to one room.

    CodeRefused (ValueError)
    ├── CodeMalformed     not a code at all
    ├── CodeKeyUnknown    well-formed, but no usable key has its kid and suite
    ├── CodeForged        the signature does not hold
    └── CodeOfOtherKind   genuine, but of a kind that this door does not accept
    CodeTooLong (ValueError)  the issuer's mistake: the payload does not fit
"""

import base64
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from backend.core.crypto.errors import UnknownSuite
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import KID_BYTES, PublicKey, Purpose
from backend.core.crypto.suites import SIGNATURE_BYTES, suite, suite_number

MAX_TEXT_CHARACTERS: Final = 287
"""Byte capacity of QR version 12 at level M: the densest symbol that a worn plate or a cheap scanner still reads.

A code inside a link shares this with the link: the room that prints it counts both."""

MAX_CODE_BYTES: Final = MAX_TEXT_CHARACTERS * 6 // 8
MAX_KIND_CHARACTERS: Final = 16
"""Enough for a word; every character is one the payload lacks."""

_VERSION: Final = 1
_DOMAIN: Final = b"kuaiban signed code v1\0"
_KIND: Final = re.compile(rb"[a-z][a-z0-9-]*")
_TEXT: Final = re.compile(r"[A-Za-z0-9_-]+")
_SUITE_AT: Final = 1
_KID_AT: Final = 2
_KIND_AT: Final = _KID_AT + KID_BYTES + 1


class CodeRefused(ValueError):
    """Base of every reason why a scanned text is not accepted; nothing else comes out of `verify`."""


class CodeMalformed(CodeRefused):
    """The text is not in the one spelling of a code."""


class CodeKeyUnknown(CodeRefused):
    """No key we may trust has this kid and suite: retired, of another installation, or invented."""


class CodeForged(CodeRefused):
    """The signature does not fit: altered, or signed by somebody else."""


class CodeOfOtherKind(CodeRefused):
    """A genuine code, shown at the wrong door."""


class CodeTooLong(ValueError):
    """The payload would not fit the symbol."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What a genuine code says."""

    kind: str
    payload: bytes
    kid: str
    suite: str


def max_payload_bytes(kind: str) -> int:
    """Say how many payload bytes a code of this kind can carry."""
    return MAX_CODE_BYTES - _KIND_AT - len(kind) - SIGNATURE_BYTES


def issue(ring: KeyRing, *, kind: str, payload: bytes) -> str:
    """Sign with the active key for codes.

    Raises:
        CodeTooLong: the payload exceeds `max_payload_bytes(kind)`.
        ValueError: the kind is not a lower-case word of at most `MAX_KIND_CHARACTERS`.
    """
    encoded_kind = kind.encode()
    if not _is_kind(encoded_kind):
        raise ValueError(f"{kind!r} is not a kind: a lower-case word of at most {MAX_KIND_CHARACTERS} characters")
    if len(payload) > max_payload_bytes(kind):
        raise CodeTooLong(f"{len(payload)} payload bytes, at most {max_payload_bytes(kind)} fit a code of kind {kind}")
    key = ring.active(Purpose.CODES)
    header = bytes([_VERSION, key.suite.number]) + bytes.fromhex(key.kid)
    body = header + bytes([len(encoded_kind)]) + encoded_kind + payload
    return _text_of(body + key.suite.sign(key.secret, message=_DOMAIN + body))


def verify(keys: KeyRing | Sequence[PublicKey], *, text: str, kinds: Collection[str]) -> Verified:
    """Read a code and prove that one of the keys signed it.

    Raises:
        CodeRefused: one of its subclasses, for whatever text.
    """
    body, signature = _split(_decoded(text))
    said = _said_by(body)
    public_keys = keys.public_keys(Purpose.CODES) if isinstance(keys, KeyRing) else keys
    candidates = [key for key in public_keys if key.kid == said.kid and key.suite == said.suite]
    if not candidates:
        raise CodeKeyUnknown(f"no key {said.kid} of suite {said.suite}")
    message = _DOMAIN + body
    if not any(suite(key.suite).verify(key.public, message=message, signature=signature) for key in candidates):
        raise CodeForged("the signature does not hold")
    if said.kind not in kinds:
        raise CodeOfOtherKind(f"a code of kind {said.kind}, wanted {', '.join(sorted(kinds))}")
    return said


def _text_of(code: bytes) -> str:
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    if not 0 < len(text) <= MAX_TEXT_CHARACTERS or not _TEXT.fullmatch(text) or len(text) % 4 == 1:
        raise CodeMalformed("not base64url of a code's length")
    code = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text_of(code) != text:
        raise CodeMalformed("bits behind the last byte: a second spelling of a code")
    return code


def _split(code: bytes) -> tuple[bytes, bytes]:
    if len(code) < _KIND_AT + SIGNATURE_BYTES:
        raise CodeMalformed("too short for a code")
    return code[:-SIGNATURE_BYTES], code[-SIGNATURE_BYTES:]


def _said_by(body: bytes) -> Verified:
    """Read the unproved statements of a code's body."""
    kind_end = _KIND_AT + body[_KIND_AT - 1]
    kind = body[_KIND_AT:kind_end]
    if body[0] != _VERSION or kind_end > len(body) or not _is_kind(kind):
        raise CodeMalformed("not a code of this version")
    try:
        name = suite_number(body[_SUITE_AT]).name
    except UnknownSuite as error:
        raise CodeMalformed("no suite has this number") from error
    kid = body[_KID_AT : _KID_AT + KID_BYTES].hex()
    return Verified(kind=kind.decode("ascii"), payload=body[kind_end:], kid=kid, suite=name)


def _is_kind(kind: bytes) -> bool:
    return len(kind) <= MAX_KIND_CHARACTERS and _KIND.fullmatch(kind) is not None
