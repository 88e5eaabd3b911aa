"""Applications of the demo world's young parent, over HTTP: the catalogue, the registers and consents are the real ones."""

import pytest

from backend.core import database
from backend.demo.personas import BY_ID

PATH = "/api/v1/applications"
HOUSEHOLD = "000709001000"  # 出生登记: four questions, sixteen fields, materials of all kinds
PLACE = "620102"


@pytest.fixture
async def parent_id(database_url):
    yield BY_ID["young-parent"].person_id
    await database.execute("delete from cases_draft")


@pytest.fixture
async def parent(sign_in):
    return await sign_in("young-parent")


@pytest.fixture
async def elder(sign_in):
    return await sign_in("elder")


@pytest.fixture
def start(client):
    """Begin an application; everything that does not matter to the test is filled in."""

    async def begin(headers, **what_matters):
        body = {"basicCode": HOUSEHOLD, "regionCode": PLACE} | what_matters
        answer = await client.post(PATH, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return begin


@pytest.fixture
def save(client):
    """Save a draft as it was looked at."""

    async def put(headers, draft, **changes):
        return await client.put(f"{PATH}/{draft['id']}", json={"version": draft["version"]} | changes, headers=headers)

    return put


@pytest.fixture
def decide(client):
    """Agree to facts: to all that the draft could use, if not said otherwise."""

    async def post(headers, draft, facts=None, **more):
        needed = [fact["name"] for register in draft["consent"]["registers"] for fact in register["facts"]]
        body = {
            "version": draft["version"],
            "facts": needed if facts is None else facts,
            "textVersion": draft["consent"]["textVersion"],
        }
        return await client.post(f"{PATH}/{draft['id']}/consent", json=body | more, headers=headers)

    return post


@pytest.fixture(autouse=True)
async def no_drafts_left(request):
    """Every test begins with room for drafts: people of the demo world are few, and the quota is real."""
    yield
    if "client" in request.fixturenames:
        await database.execute("delete from cases_draft")
