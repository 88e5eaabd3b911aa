"""People, sessions and phones for the tests of identity; every test makes its own."""

import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from httpx import ASGITransport, AsyncClient

from backend.core.ground import ground
from backend.core.identifiers import resident_check
from backend.core.structs import now
from backend.identity.people import service as people
from backend.identity.people.structs import NewPerson
from backend.identity.sessions import access_tokens
from backend.identity.sessions import service as sessions
from backend.identity.sessions.structs import Device, Tokens

MakePerson = Callable[..., Awaitable[UUID]]
StartSession = Callable[[UUID], Awaitable[Tokens]]
BORN = date(1990, 3, 7)
_serial = itertools.count(secrets.randbelow(10**6))


def new_phone() -> str:
    """A phone that no other test has."""
    return f"199{secrets.randbelow(10**8):08}"


def new_number(*, born: date = BORN) -> str:
    """A valid identity number that no other test has; 90 000 of them for one birth date."""
    area, order = divmod(next(_serial), 1000)
    first = f"6201{area % 90 + 10}{born:%Y%m%d}{order:03}"
    return first + resident_check(first)


def new_person(**what_matters: object) -> NewPerson:
    """Somebody with everything filled in."""
    usual: dict[str, object] = {
        "name": "测试人",
        "number": new_number(),
        "birth_date": BORN,
        "region_code": "620102",
        "phone": new_phone(),
        "trust_level": 2,
    }
    return NewPerson(**{**usual, **what_matters})  # type: ignore[arg-type]


def signed(tokens: Tokens) -> dict[str, str]:
    """The headers of a session."""
    return {"authorization": f"Bearer {tokens.access_token}"}


def claims_of(tokens: Tokens) -> access_tokens.Claims:
    """What the access token says."""
    footing = ground()
    token, issuer = tokens.access_token, footing.settings.public_url
    return access_tokens.verify(footing.keyring, token=token, issuer=issuer, now=now())


@pytest.fixture
def make_person(database_url: str) -> MakePerson:
    """Enrol somebody; name what matters."""

    async def make(**what_matters: object) -> UUID:
        return await people.enrol(new_person(**what_matters))

    return make


@pytest.fixture
def start_session(database_url: str) -> StartSession:
    """Begin a session of the person on a device of its own."""

    async def start(person_id: UUID) -> Tokens:
        return await sessions.start(person_id, device=Device(id=uuid4(), name="测试手机"), way="persona")

    return start


@pytest.fixture
async def phone(client: AsyncClient) -> AsyncIterator[AsyncClient]:
    """A phone with a network address of its own, so that no limit is shared between tests."""
    address = ".".join(str(secrets.randbelow(254) + 1) for _ in range(4))
    transport = ASGITransport(client._transport.app, client=(address, 40_000))  # type: ignore[attr-defined]
    async with AsyncClient(transport=transport, base_url="http://test") as own:
        yield own
