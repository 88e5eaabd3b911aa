"""Departments that offer something, and people who exist only by their id."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.errors import Refusal
from backend.core.ids import new_id
from backend.supports.bookings import ports, resources, service
from backend.supports.bookings.plan import midnight
from backend.supports.bookings.structs import CreateResource, Opening, Order, Words

# A Monday morning in the province, far enough away that no real clock comes near it.
MONDAY = datetime(2031, 3, 3, 0, 0, tzinfo=UTC)
NINE_ON_TUESDAY = MONDAY + timedelta(hours=25)
STAFF = UUID("00000000-0000-4000-8000-00000000b00c")
DEPARTMENT = "兰州市民政局"


def attempt(key=None):
    return Attempt(caller=f"test:{uuid4()}", key=key, request_hash=b"x")


def opening(**what_matters):
    usual = {"weekday": 2, "opens": "09:00", "closes": "10:00", "slot_minutes": 60, "capacity": 1}
    return Opening(**usual | what_matters)


def terms(**what_matters):
    usual = {
        "name": Words(zh="婚姻登记", en="Marriage registration"),
        "region_code": "620102",
        "address": "张掖路 1 号",
        "plan": [opening()],
        "horizon_days": 2,
    }
    return usual | what_matters


def order(slot_id: UUID, person: UUID, *, owner: str) -> Order:
    return Order(id=new_id(), slot_id=slot_id, person_id=person, owner=owner)


async def actions_about(person):
    """What the audit log says of bookings that happened to the person."""
    rows = await database.fetch(
        """
        select id, leaf from core_audit_leaf where about = $1
        union all select id, leaf from core_audit_entry where about = $1 order by id
        """,
        person,
    )
    actions = [msgspec.json.decode(row["leaf"])["action"] for row in rows]
    return [action for action in actions if action.startswith("bookings.")]


async def actions_on(subject):
    """What the audit log says that happened to a thing."""
    rows = await database.fetch(
        """
        select id, leaf from core_audit_leaf where position($1 in convert_from(leaf, 'UTF8')) > 0
        union all select id, leaf from core_audit_entry where position($1 in convert_from(leaf, 'UTF8')) > 0 order by id
        """,
        f'"{subject}"',
    )
    return [msgspec.json.decode(row["leaf"])["action"] for row in rows]


class Owners:
    """Staff of one department for every owner; the others act for nobody."""

    def __init__(self, staff):
        self.staff = staff

    async def department_for(self, person_id, *, owner):
        return DEPARTMENT if person_id in self.staff and not owner.endswith(":elsewhere") else None


@pytest.fixture
def owners(monkeypatch):
    """`STAFF` acts for every owner; a test may let others do so too."""
    bound = Owners({STAFF})
    monkeypatch.setattr(ports._Bound, "owners", bound)
    return bound


@pytest.fixture
def make_resource(database_url, owners):
    """A resource of an owner of its own, planned on `MONDAY` unless a test says otherwise."""

    async def make(*, at=MONDAY, **what_matters):
        what_matters = {"owner": f"mini-app:t{uuid4().hex[:12]}"} | what_matters
        command = CreateResource(**terms(**what_matters))
        return await resources.create(command, staff=STAFF, attempt=attempt(), at=at)

    return make


@pytest.fixture
def make_slot(make_resource):
    """One slot on Tuesday at nine, and its owner."""

    async def make(*, at=MONDAY, capacity=1, **what_matters):
        resource = await make_resource(at=at, **{"plan": [opening(capacity=capacity)]} | what_matters)
        [slot], _ = await slots_of(resource, at=at)
        return slot, resource

    return make


async def slots_of(resource, *, at=MONDAY, days=31, limit=250):
    day = midnight(at.date()).date()
    return await service.slots(resource.id, owner=resource.owner, from_date=day, days=days, at=at, limit=limit)


def minutes(number):
    return timedelta(minutes=number)


async def hold(slot, resource, person, *, at=MONDAY):
    return await service.hold(order(slot.id, person, owner=resource.owner), at=at)


async def wait(slot, resource, person, *, at=MONDAY):
    return await service.wait(order(slot.id, person, owner=resource.owner), at=at)


async def book(slot, resource, person, *, at=MONDAY):
    held = await hold(slot, resource, person, at=at)
    return await service.confirm(held.id, person_id=person, at=at)


async def taken(slot):
    row = await database.fetch_one("select taken from bookings_slot where id = $1", slot.id)
    return row["taken"]


async def outcome(work):
    try:
        return (await work).state.value
    except Refusal as refusal:
        return type(refusal).__name__
