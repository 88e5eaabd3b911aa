"""Who may do what, generated: every route of the shelf with an object in it, against everybody who might ask.

The routes are read from the application, so a route without a row here fails. Verdicts are written by hand: `never` is
404 for people and officers who have nothing to do with the case (as if it did not exist), 401 without a session, 403
without the role.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core import database
from backend.identity.delegations import service as delegations
from backend.identity.delegations.structs import DelegatedAction, GiveDelegation
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.reference.calendar import service as calendars
from backend.services.cases.flow.structs import Countersign, CrossPlace, PartWanted, ReceivingPlace
from tests.architecture.house import addresses
from tests.identity.conftest import new_phone
from tests.services.cases.conftest import Office, attempt, make_officer, make_person, signed

ROOMS = ("backend.services.cases.flow.", "backend.services.cases.desk.")
SHELF = ("/api/v1/cases", "/api/v1/desk")
# What makes each body readable; what is in it does not matter, because nobody who is refused gets as far.
BODIES = {
    "supplement": {}, "later-materials": {}, "withdrawal": {"reason": "x"}, "reopening": {}, "urges": {},
    "acceptance": {}, "conditional-acceptance": {"laterBy": "2030-01-01"}, "commitment-acceptance": {},
    "refusal": {"reason": "x"}, "paper": {"materials": ["form"]}, "take-over": {}, "hand-back": {}, "review": {},
    "supplement-request": {"wanted": [{"code": "form", "kind": "material", "what": "x"}], "answerBy": "2030-01-01"},
    "correction": {"answers": {"purpose": "x"}, "reason": "x"}, "resumption": {"finding": "x"},
    "suspension": {"kind": "hearing", "reason": "x", "expectedUntil": "2030-01-01"},
    "extension": {"days": 1, "reason": "x"}, "extension-approval": {}, "extension-refusal": {"reason": "x"},
    "countersigning": {"parts": [{"department": "甲局", "asks": "x"}]}, "countersigning-recall": {"reason": "x"},
    "proposal": {"outcome": "granted", "reasons": "x"}, "approval": {"contentHash": "0" * 64},
    "proposal-return": {"reason": "x"}, "proposal-withdrawal": {}, "decision": {"outcome": "granted", "reasons": "x"},
    "conclusion": {"name": "x"}, "void": {"kind": "duplicate", "reason": "x"}, "assignment": {"officerId": None},
    "answer": {"agrees": True, "opinion": "x"}, "hand-over": {},
}  # fmt: skip
PEOPLE = ("owner", "delegate", "expired delegate", "delegate for another item", "stranger", "anonymous")
STAFF = (
    "officer", "approver", "same role, other department", "same department, other region", "receiver", "countersigner",
    "operator", "former officer",
)  # fmt: skip
EVERYBODY = PEOPLE + STAFF
FOLLOW = {"owner", "delegate"}
OFFICERS = {"officer", "approver"}


@dataclass(frozen=True)
class World:
    """One case that was taken in elsewhere, decided here and countersigned by a third; and everybody's headers."""

    case_id: UUID
    part_id: UUID
    headers: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
async def world(database_url) -> World:
    names = [f"矩阵{what}局{uuid4().hex[:8]}" for what in ("办理", "收件", "会签")]
    offices = [
        Office(name, region, [await make_officer(name, region)]) for name, region in zip(names, PLACES, strict=True)
    ]
    decider, receiver, asked = offices
    approver = await make_officer(decider.department, decider.region)
    owner = await make_person(name="张矩阵")
    place = ReceivingPlace(mode=CrossPlace.ONLINE, region_code=receiver.region, department=receiver.department)
    case = await decider.submit(owner, receiving=place)
    case = await decider.order(case, "accept")
    parts = [PartWanted(department=asked.department, asks="?", region_code=asked.region)]
    case = await decider.order(case, "countersign", Countersign(parts=parts))
    who = {
        "owner": owner,
        "delegate": await delegate(owner),
        "expired delegate": await delegate(owner, expired=True),
        "delegate for another item": await delegate(owner, codes=["999999999999"]),
        "stranger": await make_person(),
        "officer": decider.officer,
        "approver": approver,
        "same role, other department": await make_officer("完全别的局", decider.region),
        "same department, other region": await make_officer(decider.department, "620900"),
        "receiver": receiver.officer,
        "countersigner": asked.officer,
        "operator": await make_operator(),
        "former officer": await make_former(decider),
    }
    headers = {name: await signed(person) for name, person in who.items()} | {"anonymous": {}}
    await database.execute("delete from identity_staff where person_id = $1", who["former officer"])
    return World(case_id=case.id, part_id=case.parts[0].id, headers=headers)


PLACES = ("620100", "620500", "620300")
EXPIRED = """
    insert into identity_delegation (id, principal_kind, principal_id, given_by, agent_id, actions, basic_codes,
        from_date, to_date) values ($1, 'person', $2, $2, $3, '{apply,follow,collect}', '{}', $4, $4)
"""


async def delegate(owner, *, expired=False, codes=()):
    """Somebody to whom the owner delegated; expired ones had it until yesterday."""
    phone = new_phone()
    agent, today = await make_person(phone=phone, name="李代办"), calendars.today()
    command = GiveDelegation(
        agent_name="李代办", agent_phone=phone, actions=list(DelegatedAction), from_date=today,
        to_date=today + timedelta(days=30), basic_codes=list(codes),
    )  # fmt: skip
    if expired:
        await database.execute(EXPIRED, uuid4(), owner, agent, today - timedelta(days=1))
    else:
        await delegations.give(owner, command=command, attempt=attempt())
    return agent


async def make_operator():
    operator = await make_person(trust_level=3)
    await people.appoint(operator, department="平台", region_code="620000", roles=[Role.OPERATOR])
    return operator


async def make_former(office):
    """Somebody whose token still says officer, but whose post is gone."""
    return await make_officer(office.department, office.region)


def routes():
    """(method, path) of every route of the shelf that names an object."""
    found = {
        (method, path)
        for handler, paths in addresses().items()
        if handler.fn.__module__.startswith(ROOMS)
        for path in paths
        for method in handler.http_methods - {"OPTIONS"}
        if path.startswith(SHELF) and "{" in path
    }
    return sorted(found)


def allowed(path: str) -> set[str]:
    """Who gets past the doors of this route; what happens then is the guards' business."""
    if path.startswith("/api/v1/cases"):
        return FOLLOW
    if "/parts/" in path:
        return {"countersigner"}
    if "/taken-in/" in path:
        return {"receiver"}
    return OFFICERS


def refused(who: str, path: str) -> int:
    """What everybody else is told."""
    if who == "anonymous":
        return 401
    desk = path.startswith("/api/v1/desk")
    return 403 if desk and who in {*PEOPLE, "operator"} else 404


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("method", "path"), routes(), ids=lambda one: one)
async def test_nobody_gets_further_than_they_should(client, world, method, path, who):
    address = re.sub(r"{case_id[^}]*}", str(world.case_id), path)
    address = re.sub(r"{part_id[^}]*}", str(world.part_id), address)
    address = re.sub(r"{file_id[^}]*}", str(uuid4()), address)
    # Whoever is let in must not change the case that the other rows of the matrix look at.
    body = BODIES[path.rsplit("/", 1)[-1]] | {"unheard-of": 1} if who in allowed(path) and method == "POST" else None
    sent = body or BODIES.get(path.rsplit("/", 1)[-1])

    answer = await client.request(method, address, json=sent if method == "POST" else None, headers=world.headers[who])

    if who not in allowed(path):
        assert answer.status_code == refused(who, path), answer.text
        if answer.status_code == 404:
            assert answer.json()["code"] == "cases.not-found"
    elif method == "POST":
        assert answer.status_code == 400  # the door was open; the body was refused
    elif "{file_id" in path:
        assert answer.json()["code"] == "cases.file-not-here"
    else:
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("path", ["/api/v1/cases", "/api/v1/desk/cases", "/api/v1/desk/parts", "/api/v1/desk/taken-in"])
async def test_lists_show_what_one_may_read(client, world, path, who):
    answer = await client.get(f"{path}?limit=100", headers=world.headers[who])

    if who == "anonymous" or (path.startswith("/api/v1/desk") and who in {*PEOPLE, "operator"}):
        assert answer.status_code in {401, 403}
        return
    shown = {one["id"] for one in answer.json()["items"]}
    ours = {str(world.part_id if path.endswith("parts") else world.case_id)}
    assert bool(shown & ours) == (who in allowed(f"{path}/")), (path, who)


@pytest.mark.parametrize("who", EVERYBODY)
async def test_counts_are_of_ones_own_places(client, world, who):
    answer = await client.get("/api/v1/desk/counts", headers=world.headers[who])

    if who == "anonymous" or who in {*PEOPLE, "operator"}:
        assert answer.status_code in {401, 403}
    else:
        assert ("countersigning" in answer.json()["states"]) == (who in OFFICERS)


async def test_a_delegation_that_ends_hides_the_case_at_once(client, database_url):
    office = Office(f"局{uuid4().hex[:8]}", "620100", [])
    owner = await make_person()
    case, agent = await office.submit(owner), await delegate(owner)
    headers = await signed(agent)
    before = await client.get(f"/api/v1/cases/{case.id}", headers=headers)
    [given] = (await delegations.given(owner, limit=5, cursor=None)).items

    await delegations.end(owner, delegation_id=given.id, attempt=attempt())
    after = await client.get(f"/api/v1/cases/{case.id}", headers=headers)
    listed = await client.get("/api/v1/cases", headers=headers)

    assert (before.status_code, after.status_code) == (200, 404)
    assert str(case.id) not in {one["id"] for one in listed.json()["items"]}
