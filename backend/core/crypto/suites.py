"""The registry of signature suites: one name, one number on the wire, one implementation each."""

from typing import Final, Protocol

from backend.core.crypto.ed25519 import Ed25519
from backend.core.crypto.errors import UnknownSuite
from backend.core.crypto.sm2 import Sm2Sm3


class Suite(Protocol):
    """A signature scheme over raw keys.

    Every suite signs with exactly 64 bytes, so that a code's layout does not depend on its suite, and has one
    encoding per key and per signature, so that nothing can be re-spelt into a second valid form.
    """

    @property
    def name(self) -> str:
        """Stable name, as written in key files and in `PublicKey`."""
        ...

    @property
    def number(self) -> int:
        """Stable number, as written in signed codes."""
        ...

    def generate(self) -> bytes:
        """Make a private key from the operating system's randomness."""
        ...

    def public_of(self, private: bytes) -> bytes:
        """Derive the public key. Raises `InvalidKey`."""
        ...

    def sign(self, private: bytes, *, message: bytes) -> bytes:
        """Sign into exactly 64 bytes. Raises `InvalidKey`."""
        ...

    def verify(self, public: bytes, *, message: bytes, signature: bytes) -> bool:
        """Say whether the signature holds; a bad signature is False, a bad key raises `InvalidKey`."""
        ...

    def check_public(self, public: bytes) -> None:
        """Refuse with `InvalidKey` what is not a safe public key of this suite."""
        ...

    def private_pem(self, private: bytes) -> str:
        """Write PKCS#8 for other tools."""
        ...

    def public_pem(self, public: bytes) -> str:
        """Write SubjectPublicKeyInfo for other tools."""
        ...

    def private_from_pem(self, text: str) -> bytes:
        """Read what `private_pem` or openssl wrote. Raises `InvalidKey`."""
        ...

    def public_from_pem(self, text: str) -> bytes:
        """Read what `public_pem` or openssl wrote. Raises `InvalidKey`."""
        ...


SIGNATURE_BYTES: Final = 64

SM2_SM3: Final[Suite] = Sm2Sm3()
"""Default of everything that is shown to others."""

ED25519: Final[Suite] = Ed25519()
"""Second suite: access tokens, and the keys of browsers and developers that cannot do SM2."""

SUITES: Final = (SM2_SM3, ED25519)

_BY_NAME: Final = {suite.name: suite for suite in SUITES}
_BY_NUMBER: Final = {suite.number: suite for suite in SUITES}


def suite(name: str) -> Suite:
    """Find a suite by name. Raises `UnknownSuite`."""
    if name not in _BY_NAME:
        raise UnknownSuite(name)
    return _BY_NAME[name]


def suite_number(number: int) -> Suite:
    """Find a suite by its number on the wire. Raises `UnknownSuite`."""
    if number not in _BY_NUMBER:
        raise UnknownSuite(number)
    return _BY_NUMBER[number]
