"""A small catalogue of its own: four items, a bundle and three places, whatever the seed of the product holds."""

from pathlib import Path

import pytest

from backend.services.items import seeding
from tests.services.items.keeping import ACTIONS, IMPORTS, files

FIXTURE = Path(__file__).parent / "fixture"


@pytest.fixture(scope="session")
async def catalogue(database_url):
    await seeding.seed(FIXTURE)
    return FIXTURE


@pytest.fixture
async def editor(sign_in):
    return await sign_in("operator")


@pytest.fixture
async def approver(sign_in):
    return await sign_in("reviewer")


@pytest.fixture
async def county(sign_in):
    """A member of 兰州市民政局, at work in 城关区."""
    return await sign_in("case-officer")


@pytest.fixture
def keep(client, editor, approver):
    """Bring files in and, with `publish`, through both pairs of eyes."""

    async def keeping(*, publish=True, headers=None, valid_from=None, **whole):
        answer = await client.post(IMPORTS, json=files(**whole), headers=headers or editor)
        assert answer.status_code == 201, answer.text
        batch = answer.json()["batch"]
        if publish:
            for who, action in ((headers or editor, "submit"), (approver, "approve")):
                more = {"validFrom": valid_from} if action == "approve" and valid_from else {}
                answer = await client.post(ACTIONS, json={"action": action, "batch": batch} | more, headers=who)
                assert answer.status_code == 200, answer.text
        return answer.json()

    return keeping
