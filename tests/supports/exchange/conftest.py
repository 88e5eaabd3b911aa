"""Readers, subjects and consents for the tests of exchange; every test reads for a purpose of its own."""

import itertools
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.demo.personas import BY_ID
from backend.demo.registers import person_id
from backend.identity.consents import ports as consent_ports
from backend.identity.consents import service as consents
from backend.identity.consents.structs import Bilingual, GiveConsent
from backend.identity.people.structs import Subject
from backend.identity.sessions import service as sessions
from backend.identity.sessions.structs import Device
from backend.supports.exchange import service
from backend.supports.exchange.structs import Reader

NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")
DEPARTMENT = "兰州市民政局（演示）"
CODE = "000114005000"
RECIPIENT = "item:11620100013900000X3000114005000"[:36]
PARENT, SPOUSE = BY_ID["young-parent"].person_id, person_id("young-parent-spouse")
CHILD, NEWBORN = person_id("young-parent-child"), person_id("young-parent-newborn")
ELDER, HELPER, DECEASED = BY_ID["elder"].person_id, BY_ID["elders-helper"].person_id, person_id("elder-spouse")
OFFICER = BY_ID["case-officer"].person_id
_serial = itertools.count()


def person(someone: UUID) -> Subject:
    """A person as a subject."""
    return Subject(kind="person", id=someone)


async def firm_of(persona: str) -> Subject:
    """A persona's firm as a subject."""
    row = await database.fetch_one(
        "select organisation_id from identity_membership where person_id = $1", BY_ID[persona].person_id
    )
    return Subject(kind="organisation", id=row["organisation_id"])


def reader(**what_matters) -> Reader:
    """An officer of the department under its general duty."""
    usual = {
        "actor_id": OFFICER,
        "purpose": CODE,
        "purpose_text": Bilingual(zh="办理“高龄津贴”", en="Old-age allowance"),
        "recipient": DEPARTMENT,
        "basis": "statutory:pipl-13-3",
    }
    return Reader(**usual | what_matters)


class OneItem:
    """The words of consent for one item of the catalogue; they may be published anew."""

    def __init__(self, names) -> None:
        self.purpose = service.purpose_of(
            recipient_name=DEPARTMENT, title_zh="高龄津贴", title_en="Old-age allowance", names=names
        )

    async def find(self, recipient, purpose):
        """The one."""
        return self.purpose if (recipient, purpose) == (RECIPIENT, CODE) else None

    def publish(self, **changes) -> None:
        """Change the words."""
        self.purpose = msgspec.structs.replace(self.purpose, **changes)


ITEM_FACTS = ["person.name", "person.idNumber", "person.phone", "person.address", "child.name", "spouse.name",
              "firm.name", "credit.class"]  # fmt: skip


@pytest.fixture
def item(database_url, monkeypatch):
    """An item whose words of consent are registered."""
    one = OneItem(ITEM_FACTS)
    monkeypatch.setattr(consent_ports._Bound, "purposes", consent_ports.FirstThatKnows(one))
    return one


@pytest.fixture
def give(item):
    """Give a consent to the item; the reader that has it as its basis."""

    async def given(person_id=PARENT, *, names=("person.name", "person.address"), **what_matters):
        command = GiveConsent(
            recipient=RECIPIENT, purpose=CODE, fields=list(names), text_version=item.purpose.text_version
        )
        consent = await consents.give(person_id, command=command, attempt=NO_KEY)
        return consent, reader(actor_id=person_id, basis=f"consent:{consent.id}", **what_matters)

    return given


async def withdraw(person_id, consent) -> None:
    """Take a consent back."""
    await consents.withdraw(person_id, consent_id=consent.id, attempt=NO_KEY)


async def kept(case_ref):
    """What was kept of reads for a case: (outcome, reason)."""
    rows = await database.fetch("select * from exchange_access where case_ref = $1 order by id", case_ref)
    return [(row["outcome"], row["reason"]) for row in rows]


async def leaves(access_id):
    """What the audit log says of a read."""
    rows = await database.fetch(
        "select leaf from core_audit_leaf union all select leaf from core_audit_entry where leaf is not null"
    )
    found = [msgspec.json.decode(row["leaf"]) for row in rows]
    return [one for one in found if one["subject"] == f"access:{access_id}"]


def new_case() -> str:
    """A case number of no other test."""
    return f"test-{next(_serial)}-{uuid4().hex[:8]}"


@pytest.fixture
def start_session(database_url):
    """Begin a session of the person on a device of its own."""

    async def start(person_id):
        return await sessions.start(person_id, device=Device(id=uuid4(), name="测试手机"), way="persona")

    return start
