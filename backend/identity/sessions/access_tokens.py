"""Access tokens: JSON Web Tokens signed with Ed25519, ten minutes long, accepted in one spelling only."""

import re
import secrets
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Final
from uuid import UUID

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Meta

from backend.core.crypto.errors import UnknownKey
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Key, Purpose
from backend.core.crypto.suites import ED25519
from backend.identity.people.structs import Role
from backend.identity.sessions.errors import NotSignedIn, TokenExpired

LIFE_SECONDS: Final = 600
AUDIENCE: Final = "kuaiban-api"
TYPE: Final = "at+jwt"  # RFC 9068: an access token is no other JWT, whoever signed it
ALGORITHM: Final = "EdDSA"
SKEW_SECONDS: Final = 5  # two machines' clocks; only for "issued in the future", never for the end
MAX_CHARACTERS: Final = 2048

_SPELLING: Final = re.compile(r"[A-Za-z0-9_-]{1,400}\.[A-Za-z0-9_-]{1,1500}\.[A-Za-z0-9_-]{86}")
_HEADER: Final = frozenset({"alg", "typ", "kid"})  # anything more (jwk, jku, crit, b64) is somebody's experiment
_CLAIMS: Final = ["iss", "aud", "sub", "sid", "lvl", "rol", "iat", "exp", "jti"]


class Claims(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a token says. Ids, level and roles; nothing personal, because tokens lie about in memory and proxies."""

    iss: str
    aud: str
    sub: UUID
    sid: UUID
    lvl: Annotated[int, Meta(ge=1, le=3)]
    rol: list[Role]
    iat: int
    exp: int
    jti: str


def issue(
    ring: KeyRing, *, issuer: str, person_id: UUID, session_id: UUID, level: int, roles: list[Role], now: datetime
) -> str:
    """Sign a token for the session with the active key."""
    key, began = ring.active(Purpose.ACCESS_TOKEN), int(now.timestamp())
    claims = Claims(
        iss=issuer,
        aud=AUDIENCE,
        sub=person_id,
        sid=session_id,
        lvl=level,
        rol=roles,
        iat=began,
        exp=began + LIFE_SECONDS,
        jti=secrets.token_urlsafe(12),
    )
    headers = {"kid": key.kid, "typ": TYPE}
    return jwt.encode(msgspec.to_builtins(claims), _private(key.secret), algorithm=ALGORITHM, headers=headers)


def verify(ring: KeyRing, *, token: str, issuer: str, now: datetime) -> Claims:
    """Prove the token and read its claims.

    Raises:
        TokenExpired: genuine, but over.
        NotSignedIn: anything else; the reason would only help a forger.
    """
    for key in _candidates(ring, token):
        try:
            body = jwt.decode(
                token,
                _public(key.secret),
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=issuer,
                # Times are judged below, against the caller's clock and in one place.
                options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
            return _judged(msgspec.convert(body, Claims), now=now.timestamp())
        except jwt.InvalidSignatureError:
            continue
        except (jwt.InvalidTokenError, msgspec.ValidationError, ValueError) as error:
            raise NotSignedIn from error
    raise NotSignedIn


def _candidates(ring: KeyRing, token: str) -> list[Key]:
    """The keys that the header may mean; a key decides its algorithm, the header has to agree."""
    if len(token) > MAX_CHARACTERS or not _SPELLING.fullmatch(token):
        raise NotSignedIn
    try:
        header = jwt.get_unverified_header(token)
        if set(header) != _HEADER or header["alg"] != ALGORITHM or header["typ"] != TYPE:
            raise NotSignedIn
        found = ring.find(Purpose.ACCESS_TOKEN, kid=header["kid"])
    except (jwt.InvalidTokenError, UnknownKey) as error:
        raise NotSignedIn from error
    return [key for key in found if key.algorithm == ED25519.name]


def _judged(claims: Claims, *, now: float) -> Claims:
    if claims.iat > now + SKEW_SECONDS or not 0 < claims.exp - claims.iat <= LIFE_SECONDS:
        raise NotSignedIn
    if claims.exp <= now:
        raise TokenExpired
    return claims


@lru_cache(maxsize=8)
def _private(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secret)


@lru_cache(maxsize=8)
def _public(secret: bytes) -> Ed25519PublicKey:
    return _private(secret).public_key()
