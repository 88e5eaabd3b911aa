"""Sessions on the wire and between rooms."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.structs import Command, Moment, ShortText, Wire
from backend.identity.people.structs import Role

RefreshText = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$(?!\n)", description="256 bits, base64url")]


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls, as the guard proved it; handlers get it as `person: NamedDependency[Principal]`."""

    person_id: UUID
    session_id: UUID
    level: int
    roles: frozenset[Role]


class Device(Command, frozen=True, kw_only=True):
    """The device as it names itself; the id stays over sign-outs, so that signing in again replaces the old session."""

    id: UUID
    name: ShortText


class Refresh(Command, frozen=True, kw_only=True):
    """Ask for new tokens."""

    refresh_token: RefreshText


class Tokens(Wire, frozen=True, kw_only=True):
    """A pair of tokens. The access token opens the API for `expires_in` seconds, the refresh token works once."""

    access_token: str
    refresh_token: str
    expires_in: int

    def __repr__(self) -> str:
        return "Tokens(...)"


class Me(Wire, frozen=True, kw_only=True):
    """The signed-in person. `name` is masked, for screens that others may see."""

    id: UUID
    name: str
    full_name: str
    phone_masked: str
    region_code: str
    region_name: str
    trust_level: int
    roles: list[Role]
    has_password: bool


class SignedInDevice(Wire, frozen=True, kw_only=True):
    """A place where the person is signed in; `id` is the session's."""

    id: UUID
    name: str
    created_at: Moment
    last_used_at: Moment
    current: bool
