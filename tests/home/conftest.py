"""A process that attends: it follows the log and the ended sessions, as a web process does."""

import asyncio
from uuid import uuid4

import pytest

from backend.home import keeping
from backend.identity.sessions.revocations import feed
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage


@pytest.fixture
async def attending(client):
    """Follow what changes while the test runs; the first poll is over."""
    async with feed(), keeping.attending():
        async with asyncio.timeout(5):
            while not (keeping.changes.fresh and keeping.screens._since):
                await asyncio.sleep(0.01)
        yield keeping
    keeping.changes.__init__()
    keeping.screens.clear()
    keeping.screens.__init__()


@pytest.fixture
def send():
    """Put a message into somebody's inbox; not through HTTP, as another process would."""

    async def sent(person_id, title="通知"):
        return await messages.send(
            SendMessage(id=uuid4(), person_id=person_id, sender="兰州市民政局", title=title, body="内容")
        )

    return sent


@pytest.fixture
async def personal(client, sign_in):
    """Sign in as a persona who lets their data order the page."""

    async def agreed(persona, *purposes):
        headers = await sign_in(persona)
        states = (await client.get("/api/v1/me/profile/consent", headers=headers)).json()["states"]
        for one in states:
            if one["purpose"] in (purposes or ("personalisation",)):
                asked = {"purpose": one["purpose"], "on": True, "textVersion": one["textVersion"]}
                given = await client.put(
                    "/api/v1/me/profile/consent", json=asked, headers=headers | {"idempotency-key": str(uuid4())}
                )
                assert given.status_code == 200, given.text
        return headers

    return agreed
