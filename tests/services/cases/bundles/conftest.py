"""Bundles of the demo world's young parent, handled by officers of the departments at their place."""

import asyncio
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from backend.core import database, jobs
from backend.core.jobs import Subscriber
from backend.demo.personas import BY_ID
from backend.services.cases.bundles import service as bundles
from backend.services.cases.bundles.structs import SubmitBundle
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Approve, CaseMoved, Conclude, Decide, Plain, Reasoned
from backend.services.cases.forms.structs import StartBundle
from tests.services.cases.conftest import attempt, make_officer, now
from tests.services.cases.forms.drafts import finish

PLACE = "620102"
NEWBORN = {"certificate": "no", "medical": "yes", "card": "yes", "allowance": "no"}


@pytest.fixture
async def parent_id(database_url):
    yield BY_ID["young-parent"].person_id
    await database.execute("delete from cases_draft")


@pytest.fixture
def fill(parent_id):
    """A finished draft of the newborn's bundle."""

    async def filled(person_id=parent_id, *, scenario=NEWBORN, code="newborn"):
        command = StartBundle(bundle_code=code, region_code=PLACE, scenario=scenario)
        return await finish(person_id, await bundles.start(person_id, command=command, attempt=attempt()))

    return filled


@pytest.fixture
def submit(fill, parent_id):
    """A bundle that was handed in."""

    async def submitted(**what_matters):
        draft = await fill(**what_matters)
        command = SubmitBundle(version=draft.version)
        return await bundles.submit(draft.id, person_id=parent_id, command=command, attempt=attempt())

    return submitted


@pytest.fixture
def look(parent_id):
    """The bundle as it is now."""

    async def seen(bundle):
        return await bundles.read_one(bundle.id, person_id=parent_id)

    return seen


@pytest.fixture
async def working(database_url, monkeypatch):
    """A worker that hears of cases; leave the block when it has caught up."""
    monkeypatch.setattr(jobs, "FIRST_RETRY", jobs.timedelta(milliseconds=1))

    @asynccontextmanager
    async def until(condition, seconds=20.0):
        yield
        jobs.subscribe([Subscriber("cases.bundle-follows", CaseMoved, bundles.hear)])
        stop = asyncio.Event()
        task = asyncio.create_task(jobs.run(database_url, stop=stop))
        try:
            async with asyncio.timeout(seconds):
                while not await condition():
                    await asyncio.sleep(0.05)
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)

    kept = dict(jobs._subscribers)
    yield until
    jobs._subscribers.clear()
    jobs._subscribers.update(kept)


async def decide(part, *, outcome="granted"):
    """Officers of the part's department take it through to its end, two of them where the item asks for two."""
    case = await flow.find(part.case_id, person_id=BY_ID["young-parent"].person_id)
    officer, second = [await make_officer(case.department, case.region_code) for _ in range(2)]

    async def order(action, command, by=officer):
        return await flow.order_at_desk(
            case.id, action=action, order=command, person_id=by, attempt=attempt(), at=now()
        )

    reasons = "经审查，符合条件。" if outcome == "granted" else "经审查，不符合条件。"
    accepted = await order("accept", Plain())
    if accepted.item["rules"]["makerChecker"]:
        proposed = await order("propose", Decide(outcome=outcome, reasons=reasons))
        await order("approve", Approve(content_hash=proposed.content_hash), by=second)
    else:
        await order("decide", Decide(outcome=outcome, reasons=reasons))
    if outcome == "granted":
        await order("conclude", Conclude(name="结果", number=uuid4().hex[:12], delivery="electronic"))


async def refuse(part):
    """An officer of the part's department does not accept it."""
    case = await flow.find(part.case_id, person_id=BY_ID["young-parent"].person_id)
    officer = await make_officer(case.department, case.region_code)
    await flow.order_at_desk(
        case.id, action="refuse-acceptance", order=Reasoned(reason="不属于本机关职权。"), person_id=officer,
        attempt=attempt(), at=now(),
    )  # fmt: skip
