"""People of their own for the tests of events and scenarios, and the jobs of the queue done at once."""

import itertools
from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.demo.people import id_number
from backend.identity.people import service as people
from backend.identity.people.structs import NewPerson
from backend.reference.regions import service as regions
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Entries, PersonEntry
from profiles.attributes import service as attributes
from profiles.events import service as events
from profiles.events.structs import LifeEventClosed, LifeEventOpened
from profiles.scenarios import following
from profiles.scenarios import service as scenarios
from tests.profiles.attributes.conftest import person, start_session
from tests.services.cases.conftest import make_office, office

__all__ = ("make_office", "office", "start_session")  # fixtures
_serial = itertools.count(1)
_numbers = {}  # the register is filled with whole rows


def years_ago(years, *, days=0):
    """The day on which somebody of so many years was born."""
    today = regions.today()
    return date(today.year - years, today.month, min(today.day, 28)) - timedelta(days=days)


async def enter(person_id, *, born, employment="在职", marital="未婚", **more):
    """Fill the population register with what it knows of somebody."""
    entry = PersonEntry(
        id=person_id, name="马二", number=_numbers[person_id], birth_date=born, gender="2", ethnic_group="汉",
        region_code="620103", marital_status=marital, employment_status=employment, as_of=regions.today(),
        source="测试", evidence="invented", **more,
    )  # fmt: skip
    await exchange.fill(Entries(people=[entry]))


async def rewrite(person_id, *, employment):
    """The register says something else of somebody's work from today on."""
    await database.execute(
        "update exchange_person set employment_status = $2, as_of = $3 where id = $1",
        person_id,
        employment,
        regions.today(),
    )


@pytest.fixture
def make_person(database_url):
    """Somebody new whom the population register knows."""

    async def made(*, born=date(1990, 4, 5), **more):
        serial = next(_serial)
        number = id_number(county="620103", born=born, female=True, sequence=2 * (100 + serial))
        person_id = await people.enrol(NewPerson(name="马二", number=number, birth_date=born, region_code="620103"))
        _numbers[person_id] = number
        await enter(person_id, born=born, **more)
        return person_id

    return made


@pytest.fixture
def make_child(database_url):
    """A child whose mother the register names."""

    async def made(mother_id, *, born):
        await exchange.fill(
            Entries(
                people=[
                    PersonEntry(
                        id=uuid4(), name="马小", birth_certificate=f"T62{next(_serial):07}", birth_date=born, gender="1",
                        ethnic_group="汉", region_code="620103", mother_id=mother_id, as_of=regions.today(),
                        source="测试", evidence="invented",
                    )
                ]
            )
        )  # fmt: skip

    return made


async def settle(subject):
    """What the worker does when it hears of a change of this subject."""
    await events.look([subject])
    await work_off(subject)
    async with database.transaction():
        await following.refresh(subject)


async def work_off(subject):
    """Hear what events there are and which are gone."""
    rows = await database.fetch("select id, kind from profiles_event where subject_id = $1", subject.id)
    for row in rows:
        await scenarios.hear_opened(LifeEventOpened(event_id=row["id"], subject=subject, kind=row["kind"]))
    left = await database.fetch("select distinct event_id from profiles_scenario where subject_id = $1", subject.id)
    for row in left:
        await scenarios.hear_closed(LifeEventClosed(event_id=row["event_id"], subject=subject, kind="any"))


async def load(person_id):
    """Ask the registers again, and let everything follow."""
    await attributes.load_person(person_id)
    await settle(person(person_id))


async def events_of(subject):
    """The kinds that are shown."""
    return {one.kind for one in (await events.page(subject, limit=50, cursor=None)).items}


async def open_codes(subject):
    """The scenarios that are shown."""
    return {one.code for one in await scenarios.open_for(subject)}
