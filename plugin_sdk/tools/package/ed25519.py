"""Ed25519 (RFC 8032) through the libcrypto that this Python's `hashlib` runs on, so that the SDK needs no other wheel.

The platform verifies with an implementation of its own; both are checked against the vectors of the RFC.
"""

import ctypes
import ctypes.util
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_void_p, create_string_buffer
from functools import cache

from plugin_sdk.tools.package.errors import CryptoMissing, KeyRefused

KEY_BYTES = 32
SIGNATURE_BYTES = 64
_ED25519 = 1087  # NID of OpenSSL
_SIGNATURES: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "EVP_PKEY_new_raw_private_key": (c_void_p, (c_int, c_void_p, c_char_p, c_size_t)),
    "EVP_PKEY_new_raw_public_key": (c_void_p, (c_int, c_void_p, c_char_p, c_size_t)),
    "EVP_PKEY_get_raw_public_key": (c_int, (c_void_p, c_char_p, POINTER(c_size_t))),
    "EVP_PKEY_free": (None, (c_void_p,)),
    "EVP_MD_CTX_new": (c_void_p, ()),
    "EVP_MD_CTX_free": (None, (c_void_p,)),
    "EVP_DigestSignInit": (c_int, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)),
    "EVP_DigestSign": (c_int, (c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t)),
    "EVP_DigestVerifyInit": (c_int, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)),
    "EVP_DigestVerify": (c_int, (c_void_p, c_char_p, c_size_t, c_char_p, c_size_t)),
}


def generate() -> bytes:
    """A private key: 32 bytes of the operating system's randomness."""
    return secrets.token_bytes(KEY_BYTES)


def public_of(private: bytes) -> bytes:
    """The public key, 32 bytes."""
    with _key("EVP_PKEY_new_raw_private_key", private) as key:
        public, length = create_string_buffer(KEY_BYTES), c_size_t(KEY_BYTES)
        _require(_crypto().EVP_PKEY_get_raw_public_key(key, public, byref(length)))
        return public.raw


def sign(private: bytes, *, message: bytes) -> bytes:
    """The signature, 64 bytes; the same for the same key and message."""
    with _key("EVP_PKEY_new_raw_private_key", private) as key, _context() as context:
        signature, length = create_string_buffer(SIGNATURE_BYTES), c_size_t(SIGNATURE_BYTES)
        _require(_crypto().EVP_DigestSignInit(context, None, None, None, key))
        _require(_crypto().EVP_DigestSign(context, signature, byref(length), message, len(message)))
        return signature.raw


def verify(public: bytes, *, message: bytes, signature: bytes) -> bool:
    """Whether the signature holds; one of another length does not."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    with _key("EVP_PKEY_new_raw_public_key", public) as key, _context() as context:
        _require(_crypto().EVP_DigestVerifyInit(context, None, None, None, key))
        return bool(_crypto().EVP_DigestVerify(context, signature, len(signature), message, len(message)) == 1)


def key_id(public: bytes) -> str:
    """Names a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


@cache
def _crypto() -> ctypes.CDLL:
    try:
        import _hashlib
    except ImportError:
        names: tuple[str | None, ...] = (None, ctypes.util.find_library("crypto"))
    else:
        # The extension module is linked with the libcrypto we want; a static interpreter has it in itself.
        names = (getattr(_hashlib, "__file__", None), None, ctypes.util.find_library("crypto"))
    for name in names:
        library = ctypes.CDLL(name)
        if all(hasattr(library, function) for function in _SIGNATURES):
            break
    else:
        raise CryptoMissing("signing needs a Python whose ssl module runs on OpenSSL 1.1.1 or newer")
    for function, (result, arguments) in _SIGNATURES.items():
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    return library


@contextmanager
def _key(maker: str, raw: bytes) -> Iterator[c_void_p]:
    if len(raw) != KEY_BYTES:
        raise KeyRefused(
            f"an Ed25519 key has {KEY_BYTES} bytes, not {len(raw)}",
            zh=f"Ed25519 密钥应为 {KEY_BYTES} 字节，不是 {len(raw)} 字节",
        )
    key = getattr(_crypto(), maker)(_ED25519, None, raw, len(raw))
    if not key:
        raise KeyRefused("this is no Ed25519 key", zh="这不是 Ed25519 密钥")
    try:
        yield key
    finally:
        _crypto().EVP_PKEY_free(key)


@contextmanager
def _context() -> Iterator[c_void_p]:
    context = _crypto().EVP_MD_CTX_new()
    try:
        yield context
    finally:
        _crypto().EVP_MD_CTX_free(context)


def _require(succeeded: int) -> None:
    if succeeded != 1:
        raise CryptoMissing("libcrypto refused an Ed25519 operation; is it in a mode without Ed25519 (FIPS)?")
