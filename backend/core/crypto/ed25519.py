"""The suite `ed25519` (RFC 8032) through `cryptography`."""

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from backend.core.crypto.errors import InvalidKey
from backend.core.crypto.pem import armour, strip_armour

KEY_BYTES: Final = 32

_KEPT_PUBLIC_KEYS: Final = (
    1024  # the check of a point costs as much as a verification; device keys come by the thousand
)
_FIELD: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _FIELD) % _FIELD
_SIGN_BIT: Final = 1 << 255
# RFC 8410: the fixed DER in front of the 32 raw bytes.
_PRIVATE_DER: Final = bytes.fromhex("302e020100300506032b657004220420")
_PUBLIC_DER: Final = bytes.fromhex("302a300506032b6570032100")
# y of the eight points of small order: with such a "public key" one signature fits many messages (threat 30).
_SMALL_ORDER_Y: Final = frozenset(
    {
        0,
        1,
        _FIELD - 1,
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
    }
)


class Ed25519:
    """Edwards-curve signatures; private key: 32-byte seed, public key: 32 bytes, canonical and not of small order."""

    name: Final = "ed25519"
    number: Final = 2

    def generate(self) -> bytes:
        """Make a seed."""
        return Ed25519PrivateKey.generate().private_bytes_raw()

    def public_of(self, private: bytes) -> bytes:
        """Derive the public key."""
        return _private(private).public_key().public_bytes_raw()

    def sign(self, private: bytes, *, message: bytes) -> bytes:
        """Sign; deterministic by RFC 8032."""
        return _private(private).sign(message)

    def verify(self, public: bytes, *, message: bytes, signature: bytes) -> bool:
        """Verify; a signature of another length is simply false."""
        key = _public(public)
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def check_public(self, public: bytes) -> None:
        """Refuse wrong lengths, values beyond the field (a second spelling) and points of small order."""
        _public(public)

    def private_pem(self, private: bytes) -> str:
        """Write PKCS#8 (RFC 8410)."""
        _private(private)
        return armour(_PRIVATE_DER + private, label="PRIVATE KEY")

    def public_pem(self, public: bytes) -> str:
        """Write SubjectPublicKeyInfo (RFC 8410)."""
        self.check_public(public)
        return armour(_PUBLIC_DER + public, label="PUBLIC KEY")

    def private_from_pem(self, text: str) -> bytes:
        """Read PKCS#8."""
        return _raw(text, label="PRIVATE KEY", prefix=_PRIVATE_DER)

    def public_from_pem(self, text: str) -> bytes:
        """Read SubjectPublicKeyInfo."""
        public = _raw(text, label="PUBLIC KEY", prefix=_PUBLIC_DER)
        self.check_public(public)
        return public


def _private(seed: bytes) -> Ed25519PrivateKey:
    if len(seed) != KEY_BYTES:
        raise InvalidKey(f"an ed25519 private key has {KEY_BYTES} bytes, not {len(seed)}")
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=_KEPT_PUBLIC_KEYS)
def _public(raw: bytes) -> Ed25519PublicKey:
    if len(raw) != KEY_BYTES:
        raise InvalidKey(f"an ed25519 public key has {KEY_BYTES} bytes, not {len(raw)}")
    y = int.from_bytes(raw, "little") & (_SIGN_BIT - 1)
    if y >= _FIELD or y in _SMALL_ORDER_Y or not _is_on_curve(y):
        raise InvalidKey("not a safe ed25519 public key")
    return Ed25519PublicKey.from_public_bytes(raw)


def _is_on_curve(y: int) -> bool:
    # x² = (y²-1) / (d·y²+1) must be a square; by Euler's criterion, without taking the root.
    numerator = (y * y - 1) % _FIELD
    denominator = (_D * y * y + 1) % _FIELD
    return pow(numerator * denominator, (_FIELD - 1) // 2, _FIELD) == 1


def _raw(text: str, *, label: str, prefix: bytes) -> bytes:
    der = strip_armour(text, label=label)
    if len(der) != len(prefix) + KEY_BYTES or not der.startswith(prefix):
        raise InvalidKey("the PEM block does not hold an ed25519 key")
    return der[len(prefix) :]
