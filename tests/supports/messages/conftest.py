"""Letters to people who exist only by their id: messages ask nobody who a person is."""

from uuid import uuid4

import pytest

from backend.supports.messages import service
from backend.supports.messages.structs import SendMessage


@pytest.fixture
def make_message(database_url):
    """Send a message; everything that does not matter to the test is filled in."""

    async def send(**what_matters):
        usual = {"person_id": uuid4(), "sender": "兰州市民政局", "title": "采暖补贴已受理", "body": "您的申请已受理。"}
        return await service.send(SendMessage(**usual | what_matters))

    return send
