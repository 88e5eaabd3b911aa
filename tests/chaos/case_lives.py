"""Cases and the writes that make up their lives, as phones, windows and desks send them; and the people who send them."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from backend.app import standing
from backend.core import database
from backend.core.crypto.keyring import KeyRing
from backend.core.structs import now
from backend.demo import world
from backend.demo.personas import BY_ID, WORLD
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.identity.sessions import access_tokens
from tests.chaos.world import signed_in
from tests.identity.conftest import new_number, new_person
from tests.journeys.applying import Resident as Applying
from tests.running import Product

Json = dict[str, Any]
RELIEF: Final = "000511004000"  # 临时救助: one officer decides
ALLOWANCE: Final = "000511002000"  # 高龄津贴发放: two officers decide; may be taken in on behalf of another place
CHENGGUAN, QINZHOU = "620102", "620502"
WINDOW, HERE, THERE = "城关区政务服务中心（演示）", "城关区民政局（演示）", "秦州区民政局（演示）"
QUIET_SECONDS: Final = 30.0
HEALTH: Final = "城关区卫生健康局（演示）"
NEWBORN: Final = {"certificate": "no", "medical": "yes", "card": "yes", "allowance": "no"}
GRANTED: Final = {"outcome": "granted", "reasons": "材料齐全，符合条件。"}
RESULT: Final = {"name": "审批结果", "delivery": "electronic"}


@dataclass(frozen=True)
class Person:
    """Somebody with a session; a token is made at each use, so that none grows old in a long storm."""

    ring: KeyRing
    issuer: str
    person_id: UUID
    session_id: UUID
    roles: tuple[Role, ...] = ()

    def headers(self) -> dict[str, str]:
        """What proves it."""
        token = access_tokens.issue(
            self.ring, issuer=self.issuer, person_id=self.person_id, session_id=self.session_id, level=3,
            roles=list(self.roles), now=now(),
        )  # fmt: skip
        return {"authorization": f"Bearer {token}"}


@dataclass(frozen=True)
class Town:
    """A running product, its staff, and residents who may apply; `heard` jobs were done before anybody did."""

    product: Product
    heard: int
    window: Person
    officer: Person
    maker: Person
    checker: Person
    nurse: Person
    second_nurse: Person
    parent: Person
    residents: list[Person]


@dataclass(frozen=True)
class Write:
    """One write as a client sends it, again and again under one key until it is answered."""

    name: str
    by: Person
    path: str
    body: Json | None
    method: str = "POST"
    key: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True)
class Said:
    """A write that was answered, and the answer."""

    write: Write
    case: Json


Life = AsyncGenerator[Write, Json]
JOB: Final = "cases.bundle-follows"  # what a bundle does when one of its cases moves


async def settle(product: Product, *, residents: int) -> Town:
    """Staff in three departments and so many residents, all signed in."""
    settings = product.reachable
    ring = KeyRing.load(settings.keys_file, allow_demo=True)

    async def signed(person_id: UUID, *roles: Role) -> Person:
        session = await signed_in(person_id)
        return Person(ring, settings.public_url, person_id, session.session_id, roles)

    async def employed(department: str, region: str) -> Person:
        person_id = await people.enrol(new_person(trust_level=3))
        await people.appoint(person_id, department=department, region_code=region, roles=[Role.CASE_OFFICER])
        return await signed(person_id, Role.CASE_OFFICER)

    async with standing(settings, connections=2):
        await world.build(scale=residents)
        return Town(
            product=product,
            heard=await _worked_off(),
            window=await employed(WINDOW, CHENGGUAN),
            officer=await employed(HERE, CHENGGUAN),
            maker=await employed(THERE, QINZHOU),
            checker=await employed(THERE, QINZHOU),
            nurse=await employed(HEALTH, CHENGGUAN),
            second_nurse=await employed(HEALTH, CHENGGUAN),
            parent=await signed(BY_ID["young-parent"].person_id),
            residents=[await signed(uuid5(WORLD, f"resident:{number}")) for number in range(residents)],
        )


async def _worked_off() -> int:
    """Wait until the worker has nothing to do; how many jobs it has done."""
    async with asyncio.timeout(QUIET_SECONDS):
        while await database.fetch_one("select 1 from pgqueuer"):
            await asyncio.sleep(0.1)
    row = await database.fetch_one("select count(*) as n from core_handled where name = $1", JOB)
    return int(row["n"]) if row else 0


async def on_a_phone(town: Town, resident: Person) -> Life:
    """A draft is filled in and handed in; one officer accepts, decides and concludes."""
    draft = await asyncio.to_thread(_filled, town, resident)
    body = {"version": draft["version"], "channel": "phone"}
    case = yield Write("submit", resident, f"/applications/{draft['id']}/submit", body)
    at = f"/desk/cases/{case['id']}"
    yield Write("accept here", town.officer, f"{at}/acceptance", {})
    yield Write("decide", town.officer, f"{at}/decision", GRANTED)
    yield Write("conclude here", town.officer, f"{at}/conclusion", RESULT)


async def at_a_window(town: Town) -> Life:
    """Taken in at one place and handed over to another, where two officers decide; the result goes back."""
    case = yield Write("take-in", town.window, "/desk/intake", _intake())
    at = f"/desk/cases/{case['id']}"
    yield Write("hand-over", town.window, f"/desk/taken-in/{case['id']}/hand-over", {})
    yield Write("take-over", town.maker, f"{at}/take-over", {})
    yield Write("accept", town.maker, f"{at}/acceptance", {})
    seen = yield Write("propose", town.maker, f"{at}/proposal", GRANTED)
    yield Write("approve", town.checker, f"{at}/approval", {"contentHash": seen["contentHash"]})
    yield Write("conclude", town.maker, f"{at}/conclusion", RESULT)
    yield Write("hand-back", town.maker, f"{at}/hand-back", {})


async def for_a_newborn(town: Town) -> Life:
    """A bundle: its first part is a case at once, and when that one is concluded the worker begins the next ones."""
    draft = await asyncio.to_thread(_filled_bundle, town)
    body = {"version": draft["version"], "channel": "phone"}
    bundle = yield Write("submit-bundle", town.parent, f"/bundle-applications/{draft['id']}/submit", body)
    at = "/desk/cases/" + next(part["caseId"] for part in bundle["parts"] if part["caseId"])
    yield Write("accept part", town.nurse, f"{at}/acceptance", {})
    seen = yield Write("propose part", town.nurse, f"{at}/proposal", GRANTED)
    yield Write("approve part", town.second_nurse, f"{at}/approval", {"contentHash": seen["contentHash"]})
    yield Write("conclude part", town.nurse, f"{at}/conclusion", RESULT)


def _filled(town: Town, resident: Person) -> Json:
    phone = Applying(town.product.url, "", headers=resident.headers())
    return phone.fill(phone.call("POST", "/applications", {"basicCode": RELIEF, "regionCode": CHENGGUAN}))


def _filled_bundle(town: Town) -> Json:
    phone = Applying(town.product.url, "", headers=town.parent.headers())
    body = {"bundleCode": "newborn", "regionCode": CHENGGUAN, "scenario": NEWBORN}
    return phone.fill(phone.call("POST", "/bundle-applications", body))


def _intake() -> Json:
    born = date(1940, 5, 6)
    number = new_number(born=born)
    return {
        "basicCode": ALLOWANCE,
        "regionCode": QINZHOU,
        "person": {"name": "测试人", "number": number},
        "scenario": {"agent": "no"},
        "answers": {
            "applicantName": "测试人",
            "applicantId": {"type": "111", "number": number},
            "birthDate": str(born),
            "applicantPhone": "13800009999",
            "applicantAddress": "秦州区中城街道 1 号",
            "applicantRegion": QINZHOU,
            "bankAccount": "6217000012345678",
        },
        "materials": [{"code": "ID-CARD", "held": "counter"}, {"code": "BANK-ACCOUNT", "held": "counter"}],
    }
