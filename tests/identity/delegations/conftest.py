"""Two people, a firm, and a family register for the tests of delegations."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.errors import Kind, Refusal
from backend.demo import firms
from backend.identity.delegations import ports, service
from backend.identity.delegations.structs import DelegatedAction, Delegation, GiveDelegation, MinorChild
from backend.identity.people import service as people
from backend.identity.people.structs import Capacity, NewOrganisation, OrganisationKind, Subject
from backend.reference.calendar import service as calendar
from tests.identity.conftest import _serial, new_person

NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")
ITEM, OTHER_ITEM = "000114005000", "000111001000"
Give = Callable[..., Awaitable[Delegation]]


class Person:
    """Somebody enrolled, with what one must know to appoint them."""

    def __init__(self, **what_matters: object) -> None:
        self.new = new_person(**what_matters)
        self.id = uuid4()

    async def enrol(self) -> "Person":
        """Into the database."""
        self.id = await people.enrol(self.new)
        return self


async def somebody(**what_matters: object) -> Person:
    """Enrol somebody."""
    return await Person(**what_matters).enrol()


def command(agent: Person, **changes: object) -> GiveDelegation:
    """Appoint the agent for everything, from today for a year."""
    today = calendar.today()
    usual: dict[str, object] = {
        "agent_name": agent.new.name,
        "agent_phone": agent.new.phone,
        "actions": list(DelegatedAction),
        "from_date": today,
        "to_date": today + timedelta(365),
    }
    return GiveDelegation(**(usual | changes))  # type: ignore[arg-type]


async def give(principal: Person, agent: Person, **changes: object) -> Delegation:
    """Let the principal appoint the agent."""
    return await service.give(principal.id, command=command(agent, **changes), attempt=NO_KEY)


async def firm_of(*members: tuple[UUID, Capacity], name: str = "测试有限公司") -> UUID:
    """A firm with people who speak for it."""
    code = firms.credit_code(prefix="91", county="620102", sequence=10_000 + next(_serial) % 89_000)
    firm = await people.enrol_organisation(
        NewOrganisation(credit_code=code, name=name, kind=OrganisationKind.ENTERPRISE, region_code="620102")
    )
    for person, capacity in members:
        await people.join(person, organisation_id=firm, capacity=capacity)
    return firm


class RegisterAway(Refusal):
    """As the register above identity refuses when it does not answer."""

    kind = Kind.UNAVAILABLE
    code = "identity.test-register-away"
    zh = "人口库暂时没有响应，请稍后再试。"
    en = "The register does not answer. Please try again shortly."


class Families:
    """A register of families: who is whose minor child."""

    def __init__(self) -> None:
        self.children: dict[UUID, list[MinorChild]] = {}
        self.away = False

    async def is_minor_child(self, parent: UUID, child: UUID) -> bool:
        """As registered."""
        return any(one.id == child for one in await self.minor_children(parent))

    async def minor_children(self, parent: UUID) -> list[MinorChild]:
        """As registered."""
        if self.away:
            raise RegisterAway
        return self.children.get(parent, [])


@pytest.fixture
def families(monkeypatch: pytest.MonkeyPatch) -> Families:
    """The register of this test."""
    bound = Families()
    monkeypatch.setattr(ports._Bound, "family", bound)
    return bound


async def asked(agent, subject, *, action="apply", basic_code=ITEM, at=None):
    async with database.transaction():
        return await service.authority(
            agent_id=agent, subject=subject, action=action, basic_code=basic_code, at=at or calendar.today()
        )


async def for_person(agent, principal, **what):
    return await asked(agent.id, Subject(kind="person", id=principal.id), **what)


async def end(person, delegation):
    await service.end(person.id, delegation_id=delegation.id, attempt=NO_KEY)


async def leaves_about(subject):
    rows = await database.fetch(
        "select leaf from core_audit_leaf where about = $1 "
        "union all select leaf from core_audit_entry where about = $1",
        subject,
    )
    return [msgspec.json.decode(row["leaf"]) for row in rows]
