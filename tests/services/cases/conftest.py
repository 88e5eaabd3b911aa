"""A department of its own for every test, with officers, applicants and cases; nothing of the demo world is needed."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from backend.core.attempts import Attempt
from backend.core.errors import Refusal
from backend.identity.people import service as people
from backend.identity.people.structs import Role, Subject
from backend.identity.sessions import service as sessions
from backend.identity.sessions.structs import Device
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Answer, Channel, HandedMaterial, Held, Plain, SubmitCase
from tests.identity.conftest import new_person

PLACE = "620100"
_serial = itertools.count(1)


def attempt(key=None):
    return Attempt(caller=f"test:{uuid4()}", key=key, request_hash=b"x")


def now():
    return datetime.now(UTC)


def item(department: str, *, region: str = PLACE, **rules) -> dict:
    """An item as `msgspec.to_builtins` gives it; `rules` in the wire's names."""
    limits = {
        "statutoryLimit": {"amount": 20, "unit": "working-days"},
        "promisedLimit": {"amount": 10, "unit": "working-days"},
    }
    given = {name: rules.pop(name) for name in list(rules) if name in {*limits, "basicCode", "name", "crossPlace"}}
    return {
        "basicCode": "000114005000", "itemCode": "11620100MB1234567X" + "3" + "000114005000", "version": 1,
        "name": "测试事项", "department": {"code": "14", "name": department}, "regionCode": region, "caseKind": "2",
        "result": {"name": "测试证", "licenceType": "test-licence"}, "rules": rules, "faq": [], **limits, **given,
    }  # fmt: skip


def material(code="form", **what_matters) -> HandedMaterial:
    usual = {"name": f"材料 {code}", "held": Held.COUNTER}
    return HandedMaterial(code=code, **usual | what_matters)


def answer(name="purpose", value="开店", **what_matters) -> Answer:
    return Answer(name=name, value=value, **{"title": f"字段 {name}"} | what_matters)


async def make_person(**what_matters) -> UUID:
    return await people.enrol(new_person(**what_matters))


async def signed(person_id: UUID) -> dict[str, str]:
    tokens = await sessions.start(person_id, device=Device(id=uuid4(), name="测试设备"), way="persona")
    return {"authorization": f"Bearer {tokens.access_token}"}


@dataclass
class Office:
    """A department with two officers (more when asked), and people who apply there."""

    department: str
    region: str
    officers: list[UUID]
    rules: dict = field(default_factory=dict)

    @property
    def officer(self) -> UUID:
        return self.officers[0]

    @property
    def approver(self) -> UUID:
        return self.officers[1]

    async def submit(self, applicant=None, *, rules=None, answers=None, materials=None, **what_matters):
        applicant = applicant or await make_person()
        command = SubmitCase(
            item=item(self.department, region=self.region, **(self.rules if rules is None else rules)),
            subject=what_matters.pop("subject", Subject(kind="person", id=applicant)),
            subject_name="测试人", applicant_id=applicant,
            answers=[answer()] if answers is None else answers,
            materials=[material()] if materials is None else materials,
            channel=what_matters.pop("channel", Channel.PHONE), **what_matters,
        )  # fmt: skip
        return await flow.submit(command, at=now())

    async def order(self, case, action, order=None, *, by=None, at=None):
        """What an order answers is what whoever looks next sees."""
        moved = await flow.order_at_desk(
            case.id, action=action, order=order or Plain(), person_id=by or self.officer, attempt=attempt(),
            at=at or now(),
        )  # fmt: skip
        assert moved == await flow.desk_case(case.id, person_id=by or self.officer)
        return moved

    async def accepted(self, **what_matters):
        case = await self.submit(**what_matters)
        return await self.order(case, "accept")


async def apply(case, action, order=None, *, by=None, at=None):
    """An order of the applicant's."""
    return await flow.order(
        case.id, action=action, order=order or Plain(), person_id=by or case.applicant_id, attempt=attempt(),
        at=at or now(),
    )  # fmt: skip


async def make_officer(department: str, region: str = PLACE) -> UUID:
    officer = await make_person(trust_level=3)
    await people.appoint(officer, department=department, region_code=region, roles=[Role.CASE_OFFICER])
    return officer


@pytest.fixture
def make_office(database_url):
    """A department that no other test has."""

    async def make(*, region=PLACE, officers=2, **rules) -> Office:
        department = f"测试局{next(_serial)}-{uuid4().hex[:8]}"
        staff = [await make_officer(department, region) for _ in range(officers)]
        return Office(department=department, region=region, officers=staff, rules=rules)

    return make


@pytest.fixture
async def office(make_office) -> Office:
    return await make_office()


@pytest.fixture
def on_day(monkeypatch):
    """Let the province's day be this one."""

    def be(day: date) -> date:
        monkeypatch.setattr(calendars, "today", lambda: day)
        return day

    return be


async def outcome(work):
    """What came of it: the state, or the code of the refusal."""
    try:
        return (await work).state.value
    except Refusal as refusal:
        return refusal.code
