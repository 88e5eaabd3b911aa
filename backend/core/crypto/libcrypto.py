"""CPython's own libcrypto through ctypes: the few calls SM2 needs, declared once.

No wheel offers a maintained SM2 (`cryptography` has none, `gmssl` draws predictable nonces), but the OpenSSL that
`hashlib` and `ssl` already use does. Importing this module raises `ImportError` when it does not.
"""

import _hashlib
import ctypes
import ctypes.util
from ctypes import c_char_p, c_int, c_long, c_size_t, c_void_p
from typing import Final

_SIGNATURES: Final[dict[str, tuple[type | None, tuple[type, ...]]]] = {
    "EVP_sm3": (c_void_p, ()),
    "EVP_PKEY_CTX_new_from_name": (c_void_p, (c_void_p, c_char_p, c_char_p)),
    "EVP_PKEY_CTX_new": (c_void_p, (c_void_p, c_void_p)),
    "EVP_PKEY_CTX_free": (None, (c_void_p,)),
    "EVP_PKEY_keygen_init": (c_int, (c_void_p,)),
    "EVP_PKEY_generate": (c_int, (c_void_p, c_void_p)),
    "EVP_PKEY_public_check": (c_int, (c_void_p,)),
    "EVP_PKEY_CTX_set1_id": (c_int, (c_void_p, c_char_p, c_size_t)),
    "EVP_PKEY_get_bn_param": (c_int, (c_void_p, c_char_p, c_void_p)),
    "EVP_PKEY_get_octet_string_param": (c_int, (c_void_p, c_char_p, c_char_p, c_size_t, c_void_p)),
    "EVP_PKEY_free": (None, (c_void_p,)),
    "BN_bn2binpad": (c_int, (c_void_p, c_char_p, c_int)),
    "BN_clear_free": (None, (c_void_p,)),
    "d2i_AutoPrivateKey": (c_void_p, (c_void_p, c_void_p, c_long)),
    "d2i_PUBKEY": (c_void_p, (c_void_p, c_void_p, c_long)),
    "EVP_MD_CTX_new": (c_void_p, ()),
    "EVP_MD_CTX_free": (None, (c_void_p,)),
    "EVP_MD_CTX_set_pkey_ctx": (None, (c_void_p, c_void_p)),
    "EVP_DigestSignInit": (c_int, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)),
    "EVP_DigestSign": (c_int, (c_void_p, c_char_p, c_void_p, c_char_p, c_size_t)),
    "EVP_DigestVerifyInit": (c_int, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)),
    "EVP_DigestVerify": (c_int, (c_void_p, c_char_p, c_size_t, c_char_p, c_size_t)),
    "ERR_clear_error": (None, ()),
}


def load() -> ctypes.CDLL:
    """Find the libcrypto this interpreter runs on and declare our calls.

    Raises:
        ImportError: it is LibreSSL, older than OpenSSL 3, or built without SM2 or SM3.
    """
    # A dlopen of the extension module finds the libcrypto it is linked with; a statically linked interpreter has its
    # symbols in the process itself; the system's library is the last resort.
    for name in (getattr(_hashlib, "__file__", None), None, ctypes.util.find_library("crypto")):
        library = ctypes.CDLL(name)
        if all(hasattr(library, function) for function in _SIGNATURES):
            break
    else:
        raise ImportError("SM2 needs OpenSSL 3 with SM2 and SM3: the libcrypto of this Python lacks them")
    for function, (result, arguments) in _SIGNATURES.items():
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    context = library.EVP_PKEY_CTX_new_from_name(None, b"SM2", None)
    if not context or not library.EVP_sm3():
        raise ImportError("SM2 needs an OpenSSL built with SM2 and SM3: this Python's libcrypto was built without")
    library.EVP_PKEY_CTX_free(context)
    return library
