"""People of the demo world for the tests of attributes; whoever changes a consent uses a person of their own."""

import itertools
from datetime import date
from uuid import UUID, uuid4

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.demo.people import id_number
from backend.demo.personas import BY_ID
from backend.identity.people import service as people
from backend.identity.people.structs import NewPerson, Subject
from backend.identity.sessions import service as sessions
from backend.identity.sessions.structs import Device
from backend.reference.regions import service as regions
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Entries, PersonEntry
from profiles.attributes import purposes, service
from profiles.attributes.kinds import Purpose
from profiles.attributes.structs import SetConsent

NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")
PARENT = BY_ID["young-parent"].person_id
STUDENT = BY_ID["student"].person_id
ELDER = BY_ID["elder"].person_id
HELPER = BY_ID["elders-helper"].person_id
SEEKER = BY_ID["job-seeker"].person_id
OWNER = BY_ID["firm-owner"].person_id
_serial = itertools.count(1)
A_DAY_AND_COUNTY = 499
NOBODYS_COUNTY = 30  # no division has such a code, so nobody of the demo world or of other tests is from there


def person(someone: UUID) -> Subject:
    """A person as a subject."""
    return Subject(kind="person", id=someone)


async def firm_of(persona: str) -> Subject:
    """A persona's firm as a subject."""
    row = await database.fetch_one(
        "select organisation_id from identity_membership where person_id = $1", BY_ID[persona].person_id
    )
    return Subject(kind="organisation", id=row["organisation_id"])


def _new_number(born: date) -> str:
    """An identity number that nobody has: the women born in one county on one day are 499, then it is the next one."""
    county, order = divmod(next(_serial), A_DAY_AND_COUNTY)
    return id_number(county=f"6201{NOBODYS_COUNTY + county:02}", born=born, female=True, sequence=order)


@pytest.fixture
def make_person(database_url):
    """Somebody new whom the population register knows."""

    async def made(*, born=date(1990, 4, 5), employment="失业", marital="未婚", **more):
        number = _new_number(born)
        new = NewPerson(name="常一", number=number, birth_date=born, region_code="620102")
        person_id = await people.enrol(new)
        entry = PersonEntry(
            id=person_id, name="常一", number=number, birth_date=born, gender="2", ethnic_group="汉",
            region_code="620102", marital_status=marital, employment_status=employment, as_of=regions.today(),
            source="测试", evidence="invented", **more,
        )  # fmt: skip
        await exchange.fill(Entries(people=[entry]))
        return person_id

    return made


async def agree(person_id, purpose=Purpose.PERSONALISATION, *, on=True):
    """Turn a use on or off."""
    version = purposes.registered(purpose).text_version if on else None
    command = SetConsent(on=on, purpose=purpose.value, text_version=version)
    return await service.set_consent(person_id, command=command, attempt=NO_KEY)


async def known(subject, **more):
    """What may be used about a subject: name -> value."""
    found = await service.attributes_of(subject, **more)
    return {name: one.value for name, one in found.facts.items()}


def new_key(person_id) -> Attempt:
    """An attempt that is remembered."""
    return Attempt(caller=f"person:{person_id}", key=str(uuid4()), request_hash=b"1")


@pytest.fixture
def start_session(database_url):
    """Begin a session of the person on a device of their own."""

    async def start(person_id):
        return await sessions.start(person_id, device=Device(id=uuid4(), name="测试手机"), way="persona")

    return start
