"""Halls of their own for each test, staff with posts for them, and people who exist only by their id."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.demo.personas import BY_ID
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.services.windows import desk, queries, tickets
from backend.services.windows.help_structs import AskForHelp
from backend.services.windows.seeds import Seed
from backend.services.windows.structs import Accessibility, ChangeHall, Counter, Hours, Line
from backend.services.windows.ticket_structs import HandOut, SitDown, TakeTicket

# A Monday morning in the province, half past nine: a working day of a published year.
MONDAY = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
ALWAYS = [Hours(weekday=day, opens="00:00", closes="24:00") for day in range(1, 8)]
OFFICER, WORKER = BY_ID["case-officer"].person_id, BY_ID["community-worker"].person_id
DEVICE, OPERATOR = BY_ID["terminal-operator"].person_id, BY_ID["operator"].person_id
ELDER, PARENT = BY_ID["elder"].person_id, BY_ID["young-parent"].person_id


def attempt(key=None):
    return Attempt(caller=f"test:{uuid4()}", key=key, request_hash=b"x")


def minutes(number):
    return timedelta(minutes=number)


def change_of(**what_matters):
    """A hall that is always open, with five windows that serve everything."""
    usual = {
        "version": 1,
        "address": "张掖路 1 号（示例地址）",
        "hours": ALWAYS,
        "follows_holidays": False,
        "lines": [Line(letter="A", name="综合受理"), Line(letter="B", name="不动产", departments=["15"])],
        "windows": [Counter(number=number, name=f"{number}号窗口") for number in range(1, 6)],
        "accessibility": Accessibility(step_free=True),
    }
    return ChangeHall(**usual | what_matters)


@pytest.fixture
def make_hall(database_url):
    """A hall in 城关区, far from all real ones; its code."""

    async def make(*, seed=None, **what_matters):
        code = f"t{uuid4().hex[:12]}"
        usual = {
            "code": code,
            "level": "county",
            "region_code": "620102",
            "region_name": "甘肃省兰州市城关区",
            "name": f"测试大厅{code}",
            "department": f"测试大厅{code}",
            "address": "示例",
            "lon": 80.0,
            "lat": 30.0,
            "crs": "CGCS2000",
            "evidence": "invented",
            "details_evidence": "invented",
            "source": "tests",
        }
        row = Seed(**usual | (seed or {}))
        await queries.seed([row])
        assert await queries.change(row.code, change_of(**what_matters))
        return row.code

    return make


@pytest.fixture
async def hall(make_hall):
    return await make_hall()


@pytest.fixture
def make_officer(database_url):
    """Somebody with a post in the hall's department, who exists only for the test."""

    async def make(code, *, roles=(Role.CASE_OFFICER,)):
        row = await queries.hall(code)
        person = uuid4()
        await enrol_stranger(person)
        await people.appoint(person, department=row["department"], region_code=row["region_code"], roles=roles)
        return person

    return make


async def enrol_stranger(person):
    """A row of a person without data that could be anybody's."""
    await database.execute(
        """
        insert into identity_person (id, name, document, number_sealed, number_fingerprint, birth_date, gender,
            region_code, trust_level)
        values ($1, '测试员', '111', $2, $2, '1990-01-01', '9', '620102', 3)
        """,
        person,
        person.bytes,
    )


async def sit(code, officer, number, *, at=MONDAY, take_over=False):
    command = SitDown(window_number=number, take_over=take_over)
    return await desk.sit(code, command, staff=officer, attempt=attempt(), at=at)


async def call(code, officer, *, at=MONDAY):
    return (await desk.call(code, staff=officer, attempt=attempt(), at=at)).ticket


async def does(what, code, ticket, officer, *, at=MONDAY):
    return await what(code, ticket.id, staff=officer, attempt=attempt(), at=at)


async def take(code, person, *, at=MONDAY, **wanted):
    command = TakeTicket(hall_code=code, **wanted)
    return await tickets.take(command, person_id=person, attempt=attempt(), at=at)


async def paper(code, officer, *, at=MONDAY, **wanted):
    return await tickets.hand_out(code, HandOut(**wanted), staff=officer, attempt=attempt(), at=at)


def asking(**what_matters):
    usual = {"region_code": "620102001001", "place": "3 号楼", "what": "想办高龄津贴，腿脚不便"}
    return AskForHelp(**usual | what_matters)


async def actions_about(person):
    """What the audit log says of windows that happened to the person."""
    rows = await database.fetch(
        """
        select id, leaf from core_audit_leaf where about = $1
        union all select id, leaf from core_audit_entry where about = $1 order by id
        """,
        person,
    )
    actions = [msgspec.json.decode(row["leaf"])["action"] for row in rows]
    return [action for action in actions if action.startswith("windows.")]


async def inbox(person):
    """Titles of what lies in the person's inbox, the newest first."""
    rows = await database.fetch(
        "select title from messages_message where person_id = $1 order by sent_at desc, id desc", person
    )
    return [row["title"] for row in rows]
