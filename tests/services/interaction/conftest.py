"""An office of its own for each test: a department with two officers who exist only for it, and a letterbox."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.demo.personas import BY_ID
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.services.interaction.letters import service as letters
from backend.services.interaction.letters.structs import SeedBox
from tests.services.windows.conftest import enrol_stranger

NOW = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)  # a Monday morning
ELDER, PARENT = BY_ID["elder"].person_id, BY_ID["young-parent"].person_id


def attempt(key=None):
    return Attempt(caller=f"test:{uuid4()}", key=key, request_hash=b"x")


async def make_person():
    person = uuid4()
    await enrol_stranger(person)
    return person


@dataclass
class Office:
    """A department of 兰州市 with a maker, a checker and a box."""

    department: str
    maker: UUID
    checker: UUID
    box: UUID
    region_code: str = "620100"
    here: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def make_office(database_url):
    async def make(region_code="620100"):
        name = f"测试局{uuid4().hex[:10]}"
        both = [await make_person(), await make_person()]
        for one in both:
            await people.appoint(one, department=name, region_code=region_code, roles=[Role.CASE_OFFICER])
        box = SeedBox(
            id=uuid4(), department=name, region_code=region_code, title=f"{name}信箱", about="", source="tests",
            evidence="invented",
        )  # fmt: skip
        await letters.seed_boxes([box])
        return Office(department=name, maker=both[0], checker=both[1], box=box.id, region_code=region_code)

    return make


@pytest.fixture
async def office(make_office):
    return await make_office()


async def actions_about(person, *, room):
    """What the audit log says of this room that happened to the person."""
    rows = await database.fetch(
        """
        select id, leaf from core_audit_leaf where about = $1
        union all select id, leaf from core_audit_entry where about = $1 order by id
        """,
        person,
    )
    actions = [msgspec.json.decode(row["leaf"])["action"] for row in rows]
    return [action for action in actions if action.startswith(f"{room}.")]


async def inbox(person):
    rows = await database.fetch(
        "select title, body from messages_message where person_id = $1 order by sent_at desc, id desc", person
    )
    return [(row["title"], row["body"]) for row in rows]
