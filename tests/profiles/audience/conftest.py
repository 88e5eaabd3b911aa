"""A crowd that agreed to personalisation, in counties of its own; snapshots without a past; officers of two kinds.

Two hundred and ten people: 80 without work and 70 with work in 621122, of these 21 under 30; 60 more in 620921.
"""

import itertools
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.demo.people import id_number
from backend.demo.personas import BY_ID
from backend.identity.people import service as people
from backend.identity.people.structs import NewPerson, Role
from backend.reference.regions import service as regions
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Entries, PersonEntry
from profiles.attributes import conditions as c
from profiles.attributes import service as attributes
from profiles.audience import building, keeper, service
from profiles.audience.structs import CampaignMessage, Link, MakeCampaign, MakeSegment
from tests.profiles.attributes.conftest import start_session

__all__ = ("start_session",)  # fixtures
HERE, THERE = "621122", "620921"
OPERATOR, LEADER = BY_ID["operator"].person_id, BY_ID["leader"].person_id
DEPARTMENT = BY_ID["operator"].department
TEXT = CampaignMessage(title_zh="招聘会", body_zh="周六在县城有招聘会。", title_en="Job fair", body_en="On Saturday.")
_serial = itertools.count(1)


def attempt(person_id=OPERATOR, key=None):
    return Attempt(caller=f"person:{person_id}", key=key or str(uuid4()), request_hash=b"1")


def within(code):
    return c.RegionWithin(attribute="person.regionCode", codes=[code])


def working(status):
    return c.Is(attribute="person.employmentStatus", value=status)


def both(*parts):
    return c.AllOf(of=list(parts))


async def enrol(county, *, employment="失业", born=date(1985, 4, 5), many=1):
    """People whom the population register knows, who have not agreed to anything."""
    numbers = [id_number(county=county, born=born, female=True, sequence=next(_serial)) for _ in range(many)]
    ids = await people.enrol_all(
        [NewPerson(name="众一", number=one, birth_date=born, region_code=county) for one in numbers]
    )
    await exchange.fill(
        Entries(
            people=[
                PersonEntry(
                    id=person_id, name="众一", number=number, birth_date=born, gender="2", ethnic_group="汉",
                    region_code=county, marital_status="未婚", employment_status=employment, as_of=regions.today(),
                    source="测试", evidence="invented",
                )
                for person_id, number in zip(ids, numbers, strict=True)
            ]
        )
    )  # fmt: skip
    return list(ids)


async def agreed(county, **more):
    """The same, and they say yes to personalisation."""
    ids = await enrol(county, **more)
    for one in ids:
        await attributes.agree_once(one, purpose=c.Purpose.PERSONALISATION)
    return ids


@dataclass(frozen=True)
class Crowd:
    jobless: list[UUID]
    working: list[UUID]
    young: list[UUID]
    elsewhere: list[UUID]


@pytest.fixture(scope="session")
async def crowd(database_url):
    assert database_url
    return Crowd(
        jobless=await agreed(HERE, many=80),
        working=await agreed(HERE, many=49, employment="在职"),
        young=await agreed(HERE, many=21, employment="在职", born=date(2000, 2, 3)),
        elsewhere=await agreed(THERE, many=60, employment="在职"),
    )


async def new_snapshot(kind=c.SubjectKind.PERSON, *, forget=False):
    """Make the next snapshot now; without a past when it is to be forgotten."""
    if forget:
        await database.execute("delete from profiles_audience_answer where kind = $1", kind.value)
    assert await building.build_one(kind)
    return await database.fetch_one(
        "select * from profiles_audience_snapshot where kind = $1 order by generation desc limit 1", kind.value
    )


@pytest.fixture
async def snapshot(crowd):
    """A snapshot of which nothing was asked."""
    return await new_snapshot(forget=True)


async def make_segment(condition, *, by=OPERATOR, kind=c.SubjectKind.PERSON, **more):
    command = MakeSegment(
        title="测试人群", kind=kind, condition=condition,
        **{"purpose": "service-notice", "ground": "测试条款", "department": DEPARTMENT} | more,
    )  # fmt: skip
    return await service.make_segment(by, command=command, attempt=attempt(by))


async def asked(condition, *, by=OPERATOR, **more):
    """The estimate of a new segment."""
    segment = await make_segment(condition, by=OPERATOR, **more)
    return await service.estimate(segment.id, staff_id=by, attempt=attempt(by))


async def make_campaign(condition, *, estimated=True, link=None, **more):
    """A draft for a segment that was estimated."""
    purpose = more.pop("purpose", "service-notice")
    segment = await make_segment(condition, purpose=purpose)
    if estimated:
        await service.estimate(segment.id, staff_id=OPERATOR, attempt=attempt())
    command = MakeCampaign(
        segment_id=segment.id, message=more.pop("message", TEXT), cap=more.pop("cap", 1000),
        link=None if link is None else Link(kind=link[0], code=link[1]), **more,
    )  # fmt: skip
    return await service.make_campaign(OPERATOR, command=command, attempt=attempt())


async def approved(condition, **more):
    """A campaign that is being sent from now on."""
    campaign = await make_campaign(condition, **more)
    await service.propose_campaign(campaign.id, staff_id=OPERATOR, attempt=attempt())
    return await service.approve_campaign(campaign.id, staff_id=LEADER, attempt=attempt(LEADER))


async def finished(condition, **more):
    """A campaign that is sent to its end."""
    campaign = await approved(condition, **more)
    await service.send()
    return await service.read_campaign(campaign.id)


async def sent_to(campaign_id, arm="sent"):
    """Who got it."""
    rows = await database.fetch(
        "select person_id from profiles_audience_delivery where campaign_id = $1 and arm = $2", campaign_id, arm
    )
    return {row["person_id"] for row in rows}


async def leaves(subject):
    """The leaves of the audit log about a thing, oldest first, wherever the sequencer has put them."""
    rows = await database.fetch(
        "select leaf from core_audit_leaf where position($1 in convert_from(leaf, 'utf8')) > 0 "
        "union all select leaf from core_audit_entry where position($1 in convert_from(leaf, 'utf8')) > 0",
        f'"subject":"{subject}"',
    )
    found = [msgspec.json.decode(row["leaf"]) for row in rows]
    return sorted(found, key=lambda one: one["at"])


async def actions(subject):
    """What was done with a thing."""
    return [one["action"] for one in await leaves(subject)]


@pytest.fixture
async def fresh_weeks(crowd):
    """Nobody has had a message yet, nobody has switched any off, nothing is under way."""
    await database.execute("delete from profiles_audience_week")
    await database.execute("delete from profiles_audience_switch")
    await database.execute(
        "update profiles_audience_campaign set state = 'stopped', ended_at = now() where state = 'sending'"
    )


@pytest.fixture(autouse=True)
def own_copies():
    """No test finds a snapshot of another one in this process."""
    yield
    keeper._kept.clear()


async def make_operator(department):
    operator = (await enrol(THERE))[0]
    await people.appoint(operator, department=department, region_code="620000", roles=[Role.OPERATOR])
    return operator
