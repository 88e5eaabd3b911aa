"""The suite `sm2-sm3` (GB/T 32918.2, GB/T 32905) on CPython's own OpenSSL.

Keys and signatures are raw and of fixed length outside (d: 32 bytes, point: 65 bytes, r‖s: 64 bytes) and fixed DER
inside. OpenSSL draws keys and nonces; nothing here computes with a secret. Not a certified cryptographic module.
"""

import ctypes
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from backend.core.crypto import libcrypto
from backend.core.crypto.errors import InvalidKey
from backend.core.crypto.pem import armour, strip_armour

SIGNER_ID: Final = b"1234567812345678"
"""GB/T 35276's default signer id, hashed into every signature; both sides must use the same."""

ORDER: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SCALAR_BYTES: Final = 32
POINT_BYTES: Final = 65
SIGNATURE_BYTES: Final = 64

_UNCOMPRESSED: Final = 0x04
_DER_SIGNATURE_MAX_BYTES: Final = 72  # SEQUENCE of two INTEGERs of up to 33 bytes
_KEPT_KEYS: Final = 256  # parsing a key costs as much as a signature; rings are small, device keys come in bursts
# The only DER forms we read or write, equal to what `openssl genpkey -algorithm SM2` writes.
_PUBLIC_DER: Final = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
_PRIVATE_DER: Final = bytes.fromhex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420")
_PRIVATE_DER_POINT: Final = bytes.fromhex("a144034200")
# ECPrivateKey without its point: what we hand to OpenSSL, which then computes the point itself.
_BARE_PRIVATE_DER: Final = bytes.fromhex("304d020100301306072a8648ce3d020106082a811ccf5501822d043330310201010420")
_BARE_PRIVATE_TAIL: Final = bytes.fromhex("a00a06082a811ccf5501822d")

_LIB: Final = libcrypto.load()


class _Handle:
    """One EVP_PKEY, freed with its Python object."""

    def __init__(self, pointer: int | None) -> None:
        if not pointer:
            _LIB.ERR_clear_error()
            raise InvalidKey("OpenSSL refuses this as an SM2 key")
        self.pointer: Final = ctypes.c_void_p(pointer)
        # Not `__del__`: at the interpreter's end the library may be gone first, and the process returns the memory.
        weakref.finalize(self, _LIB.EVP_PKEY_free, self.pointer).atexit = False


class Sm2Sm3:
    """SM2 signatures over SM3; private key: d, public key: 0x04 ‖ x ‖ y, signature: r ‖ s, all big-endian."""

    name: Final = "sm2-sm3"
    number: Final = 1

    def generate(self) -> bytes:
        """Let OpenSSL draw a private key."""
        context = ctypes.c_void_p(_LIB.EVP_PKEY_CTX_new_from_name(None, b"SM2", None))
        pointer = ctypes.c_void_p()
        try:
            _must(_LIB.EVP_PKEY_keygen_init(context))
            _must(_LIB.EVP_PKEY_generate(context, ctypes.byref(pointer)))
        finally:
            _LIB.EVP_PKEY_CTX_free(context)
        return _scalar_of(_Handle(pointer.value))

    def public_of(self, private: bytes) -> bytes:
        """Let OpenSSL compute d·G."""
        out = ctypes.create_string_buffer(POINT_BYTES)
        length = ctypes.c_size_t()
        handle = _private(private)
        _must(_LIB.EVP_PKEY_get_octet_string_param(handle.pointer, b"pub", out, POINT_BYTES, ctypes.byref(length)))
        return out.raw

    def sign(self, private: bytes, *, message: bytes) -> bytes:
        """Sign; two signatures of one message differ, as the nonce is OpenSSL's."""
        out = ctypes.create_string_buffer(_DER_SIGNATURE_MAX_BYTES)
        length = ctypes.c_size_t(_DER_SIGNATURE_MAX_BYTES)
        with _digest(_private(private), init=_LIB.EVP_DigestSignInit) as digest:
            _must(_LIB.EVP_DigestSign(digest, out, ctypes.byref(length), message, len(message)))
        return _raw_signature(out.raw[: length.value])

    def verify(self, public: bytes, *, message: bytes, signature: bytes) -> bool:
        """Verify r‖s of exactly 64 bytes with both halves in 1..n-1; anything else is false."""
        handle = _public(public)
        der = _der_signature(signature)
        if der is None:
            return False
        with _digest(handle, init=_LIB.EVP_DigestVerifyInit) as digest:
            good = int(_LIB.EVP_DigestVerify(digest, der, len(der), message, len(message))) == 1
        # A failed verification leaves its error in the thread's queue, where `ssl` would find it.
        _LIB.ERR_clear_error()
        return good

    def check_public(self, public: bytes) -> None:
        """Refuse wrong lengths, compressed or hybrid forms and points that are not on the curve."""
        _public(public)

    def private_pem(self, private: bytes) -> str:
        """Write PKCS#8 with the point, as openssl does."""
        return armour(_PRIVATE_DER + private + _PRIVATE_DER_POINT + self.public_of(private), label="PRIVATE KEY")

    def public_pem(self, public: bytes) -> str:
        """Write SubjectPublicKeyInfo."""
        self.check_public(public)
        return armour(_PUBLIC_DER + public, label="PUBLIC KEY")

    def private_from_pem(self, text: str) -> bytes:
        """Read PKCS#8; the point in it must belong to the scalar."""
        der = strip_armour(text, label="PRIVATE KEY")
        private = der[len(_PRIVATE_DER) :][:SCALAR_BYTES]
        if der != _PRIVATE_DER + private + _PRIVATE_DER_POINT + self.public_of(private):
            raise InvalidKey("the PEM block does not hold an SM2 private key")
        return private

    def public_from_pem(self, text: str) -> bytes:
        """Read SubjectPublicKeyInfo."""
        der = strip_armour(text, label="PUBLIC KEY")
        public = der[len(_PUBLIC_DER) :]
        if not der.startswith(_PUBLIC_DER):
            raise InvalidKey("the PEM block does not hold an SM2 public key")
        self.check_public(public)
        return public


@contextmanager
def _digest(handle: _Handle, *, init: Callable[..., int]) -> Iterator[ctypes.c_void_p]:
    """Give an EVP_MD_CTX bound to the key, SM3 and the signer id."""
    key_context = ctypes.c_void_p(_LIB.EVP_PKEY_CTX_new(handle.pointer, None))
    digest = ctypes.c_void_p(_LIB.EVP_MD_CTX_new())
    try:
        _must(_LIB.EVP_PKEY_CTX_set1_id(key_context, SIGNER_ID, len(SIGNER_ID)))
        # The order is OpenSSL's: the id must be in the key context before the digest starts with Z.
        _LIB.EVP_MD_CTX_set_pkey_ctx(digest, key_context)
        _must(init(digest, None, _LIB.EVP_sm3(), None, handle.pointer))
        yield digest
    finally:
        _LIB.EVP_MD_CTX_free(digest)
        _LIB.EVP_PKEY_CTX_free(key_context)


def _must(result: int) -> None:
    if result <= 0:
        _LIB.ERR_clear_error()
        raise InvalidKey("OpenSSL could not do this with the SM2 key")


@lru_cache(maxsize=_KEPT_KEYS)
def _private(scalar: bytes) -> _Handle:
    # n-1 is out too: signing divides by 1+d.
    if len(scalar) != SCALAR_BYTES or not 1 <= int.from_bytes(scalar, "big") < ORDER - 1:
        raise InvalidKey("an SM2 private key is 32 bytes holding 1..n-2")
    return _from_der(_LIB.d2i_AutoPrivateKey, der=_BARE_PRIVATE_DER + scalar + _BARE_PRIVATE_TAIL)


@lru_cache(maxsize=_KEPT_KEYS)
def _public(point: bytes) -> _Handle:
    if len(point) != POINT_BYTES or point[0] != _UNCOMPRESSED:
        raise InvalidKey("an SM2 public key is 65 bytes: 04, x, y")
    handle = _from_der(_LIB.d2i_PUBKEY, der=_PUBLIC_DER + point)
    context = ctypes.c_void_p(_LIB.EVP_PKEY_CTX_new(handle.pointer, None))
    try:
        _must(_LIB.EVP_PKEY_public_check(context))
    finally:
        _LIB.EVP_PKEY_CTX_free(context)
    return handle


def _from_der(read: Callable[..., int | None], *, der: bytes) -> _Handle:
    # d2i moves the pointer it is given, so it gets a pointer of its own.
    start = ctypes.c_char_p(der)
    return _Handle(read(None, ctypes.byref(start), len(der)))


def _scalar_of(handle: _Handle) -> bytes:
    number = ctypes.c_void_p()
    out = ctypes.create_string_buffer(SCALAR_BYTES)
    _must(_LIB.EVP_PKEY_get_bn_param(handle.pointer, b"priv", ctypes.byref(number)))
    _LIB.BN_bn2binpad(number, out, SCALAR_BYTES)
    _LIB.BN_clear_free(number)
    return out.raw


def _raw_signature(der: bytes) -> bytes:
    # OpenSSL wrote it: SEQUENCE(30 len) INTEGER(02 len r) INTEGER(02 len s), all lengths below 128.
    r_end = 4 + der[3]
    r, s = der[4:r_end], der[r_end + 2 :]
    return int.from_bytes(r, "big").to_bytes(SCALAR_BYTES, "big") + int.from_bytes(s, "big").to_bytes(
        SCALAR_BYTES, "big"
    )


def _der_signature(raw: bytes) -> bytes | None:
    if len(raw) != SIGNATURE_BYTES:
        return None
    r, s = int.from_bytes(raw[:SCALAR_BYTES], "big"), int.from_bytes(raw[SCALAR_BYTES:], "big")
    if not (1 <= r < ORDER and 1 <= s < ORDER):
        return None
    body = _der_integer(r) + _der_integer(s)
    return b"\x30" + bytes([len(body)]) + body


def _der_integer(number: int) -> bytes:
    # One byte more than the bits need keeps the sign bit clear, as DER wants.
    content = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return b"\x02" + bytes([len(content)]) + content
