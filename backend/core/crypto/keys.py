"""One key: what it is for, what it may still do, and its secret."""

import hashlib
import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from backend.core.crypto.errors import InvalidKey
from backend.core.crypto.suites import ED25519, SM2_SM3, SUITES, Suite, suite

KID_BYTES: Final = 4
"""Short, because it stands in every printed code; it only narrows the search, so a clash costs time, not safety."""

Kid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}$", max_length=8)]
SM4_GCM: Final = "sm4-gcm"
HMAC_SM3: Final = "hmac-sm3"

_SECRET_BYTES: Final = {SM4_GCM: 16, HMAC_SM3: 32}


class Purpose(StrEnum):
    """A key serves one purpose, so that nothing made for one can be passed off as another."""

    ACCESS_TOKEN = "access-token"  # noqa: S105 - a purpose, not a secret
    CODES = "codes"
    CHECKPOINT = "checkpoint"
    SEALING = "sealing"
    INDEX = "index"
    IMAGE_MAC = "image-mac"
    PAIRWISE = "pairwise"
    CURSOR = "cursor"
    GESTURE = "gesture"


class State(StrEnum):
    """What a key may still do; it only ever moves down this list."""

    ACTIVE = "active"
    """Signs, seals and tags; exactly one per purpose."""
    VERIFY_ONLY = "verify-only"
    """Verifies and unseals what it once made."""
    RETIRED = "retired"
    """Does nothing; kept so that its kid is explained."""


ALGORITHM_OF: Final = {
    Purpose.ACCESS_TOKEN: ED25519.name,
    Purpose.CODES: SM2_SM3.name,
    Purpose.CHECKPOINT: SM2_SM3.name,
    Purpose.SEALING: SM4_GCM,
    Purpose.INDEX: HMAC_SM3,
    Purpose.IMAGE_MAC: HMAC_SM3,
    Purpose.PAIRWISE: HMAC_SM3,
    Purpose.CURSOR: HMAC_SM3,
    Purpose.GESTURE: HMAC_SM3,
}
"""The algorithm of each purpose's next key; older keys say their own."""

SIGNING: Final = frozenset(one.name for one in SUITES)


class PublicKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a verifier needs, and all a terminal or an auditor is given."""

    kid: Kid
    suite: str
    public: bytes


class Key(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A secret with its purpose; its `repr` never shows the secret."""

    purpose: Purpose
    kid: Kid
    algorithm: str
    state: State
    created: datetime
    secret: bytes

    def __post_init__(self) -> None:
        """Refuse a key whose algorithm does not serve its purpose, or whose secret is not one.

        Raises:
            InvalidKey: as said; msgspec reports it with the place in the file.
        """
        signs = ALGORITHM_OF[self.purpose] in SIGNING
        if signs != (self.algorithm in SIGNING) or (not signs and self.algorithm != ALGORITHM_OF[self.purpose]):
            raise InvalidKey(f"the algorithm {self.algorithm!r} does not serve the purpose {self.purpose}")
        if signs:
            suite(self.algorithm).public_of(self.secret)
        elif len(self.secret) != _SECRET_BYTES[self.algorithm]:
            raise InvalidKey(f"a {self.algorithm} key has {_SECRET_BYTES[self.algorithm]} bytes")

    def __repr__(self) -> str:
        return f"Key({self.purpose}, {self.kid}, {self.algorithm}, {self.state})"

    @property
    def suite(self) -> Suite:
        """The signature suite. Raises `UnknownSuite` for a key that does not sign."""
        return suite(self.algorithm)

    def public_key(self) -> PublicKey:
        """The half that may be shown."""
        return PublicKey(kid=self.kid, suite=self.algorithm, public=self.suite.public_of(self.secret))


def generate(purpose: Purpose) -> Key:
    """Make the next key of a purpose, active; the kid follows from the public key, or is random where there is none."""
    algorithm = ALGORITHM_OF[purpose]
    if algorithm in SIGNING:
        secret = suite(algorithm).generate()
        kid = hashlib.sha256(suite(algorithm).public_of(secret)).digest()[:KID_BYTES]
    else:
        secret = secrets.token_bytes(_SECRET_BYTES[algorithm])
        kid = secrets.token_bytes(KID_BYTES)
    return Key(
        purpose=purpose,
        kid=kid.hex(),
        algorithm=algorithm,
        state=State.ACTIVE,
        created=datetime.now(UTC),
        secret=secret,
    )
