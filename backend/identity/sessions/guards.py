"""The doors of the house for people: the one place where access tokens are verified.

A guard leaves the `Principal` in the ASGI scope; handlers ask for it as `person: NamedDependency[Principal]`.
"""

import hashlib
import time
from typing import Any, Final

import msgspec
from litestar import Request
from litestar.handlers import BaseRouteHandler

from backend.core.bounded import Bounded
from backend.core.errors import Refusal
from backend.core.ground import ground
from backend.core.structs import now
from backend.core.web.guards import AnyConnection, Guard, guard
from backend.core.web.inputs import CALLER
from backend.identity.people.structs import Role, TrustLevel
from backend.identity.sessions import access_tokens, revocations
from backend.identity.sessions.errors import NotSignedIn, RoleMissing, SessionEnded, TrustLevelTooLow
from backend.identity.sessions.structs import Principal

PRINCIPAL: Final = "kuaiban.principal"
SCHEME: Final = b"bearer "
KEPT_MOST: Final = 20_000  # about 10 MB; beyond it the oldest is verified again

ended = revocations.ended  # for who holds on to a proof and looks at the clock himself

_verified: Bounded[bytes, "Proof"] = Bounded(KEPT_MOST)  # by the digest of the token


class Proof(msgspec.Struct, frozen=True):
    """Who a token is of, and until when that may be believed without looking at it again.

    `until` is by `time.monotonic()`: a token's ten minutes pass at the same pace when somebody sets the clock.
    """

    principal: Principal
    until: float

    def holds(self) -> bool:
        """Whether it does right now, as far as this process can tell without asking anybody."""
        moment = time.monotonic()
        known = ended(moment)
        return moment < self.until and known is not None and self.principal.session_id not in known


@guard
async def signed_in(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Anybody who is signed in."""
    await _enter(connection)


def trust_level(level: int) -> Guard:
    """A guard for people who have proved at least this much."""

    @guard
    async def proved(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        if (await _enter(connection)).level < level:
            raise TrustLevelTooLow(needed=level)

    return proved


def staff_with(*roles: Role) -> Guard:
    """A guard for staff in one of these roles; who has none is told the first."""

    @guard
    async def in_role(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        if not (await _enter(connection)).roles.intersection(roles):
            raise RoleMissing(role=roles[0].value)

    return in_role


real_name = trust_level(TrustLevel.REAL_NAME)
strong = trust_level(TrustLevel.STRONG)
case_officer = staff_with(Role.CASE_OFFICER)
reviewer = staff_with(Role.REVIEWER)
community_worker = staff_with(Role.COMMUNITY_WORKER)
terminal_operator = staff_with(Role.TERMINAL_OPERATOR)
department_developer = staff_with(Role.DEPARTMENT_DEVELOPER)
operator = staff_with(Role.OPERATOR)
leader = staff_with(Role.LEADER)


async def current_person(request: Request[Any, Any, Any]) -> Principal:
    """Who the guard let in; the provider of the dependency `person`.

    Raises:
        NotSignedIn: the route's guard lets everybody in, so there is nobody to name.
    """
    principal = request.scope.get(PRINCIPAL)
    if not isinstance(principal, Principal):
        raise NotSignedIn
    return principal


async def _enter(connection: AnyConnection) -> Principal:
    """Prove the bearer token once a request, whichever guards ask."""
    scope: Any = connection.scope
    principal: Principal | None = scope.get(PRINCIPAL)
    if principal is None:
        principal = _proved(_bearer(scope["headers"])).principal
        if await revocations.has_ended(principal.session_id):
            raise SessionEnded
        scope[PRINCIPAL] = principal
        scope[CALLER] = f"person:{principal.person_id}"
    return principal


def at_once(bearer: bytes) -> Proof | None:
    """Who sends this Authorization header, if this process can tell without asking anybody; None: ask the guard.

    Never more than the guard would say: the same proof, and the same second within which a killed session is out.
    Who holds on to the proof must ask it each time whether it `holds`.
    """
    if bearer[: len(SCHEME)].lower() != SCHEME:
        return None
    try:
        proof = _proved(bearer[len(SCHEME) :])
    except Refusal:
        return None
    return proof if proof.holds() else None


def _bearer(headers: list[tuple[bytes, bytes]]) -> bytes:
    given = [value for name, value in headers if name == b"authorization"]
    if len(given) != 1 or given[0][: len(SCHEME)].lower() != SCHEME:
        raise NotSignedIn
    return given[0][len(SCHEME) :]


def _proved(token: bytes) -> Proof:
    digest = hashlib.sha256(token).digest()
    kept = _verified.get(digest)
    if kept is not None and time.monotonic() < kept.until:
        return kept
    footing = ground()
    text = token.decode("latin-1")
    claims = access_tokens.verify(footing.keyring, token=text, issuer=footing.settings.public_url, now=now())
    principal = Principal(person_id=claims.sub, session_id=claims.sid, level=claims.lvl, roles=frozenset(claims.rol))
    # What was proved stays so; whether the session has ended is asked anew each time.
    return _verified.put(digest, Proof(principal, time.monotonic() + claims.exp - time.time()))
