"""What a mini-app can do with messages: one person, one name, and only if its call ends well."""

from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.room import Caller
from backend.supports.messages import service
from backend.supports.messages.capability import CAPABILITIES
from plugin_sdk.contract.capabilities import CAPABILITIES as CONTRACT

[SEND] = CAPABILITIES
LARGEST = {
    "title": "题" * 200,
    "body": "文" * 4000,
    "facts": [{"label": "标" * 200, "value": "值" * 1000}] * 50,
}


@pytest.fixture
def caller(database_url):
    return Caller(person_id=uuid4(), app_id="heating_subsidy", sender="兰" * 200, call_id=uuid4())


def request(**what_matters):
    return msgspec.convert({"title": "已受理", "body": "请留意。"} | what_matters, SEND.payload)


class TestSend:
    async def test_a_promise_alone_sends_nothing(self, caller):
        promised = await SEND.answer(caller, request())

        assert UUID(promised.message_id).version == 7
        assert await service.unread_count(caller.person_id) == 0

    async def test_keeps_its_promise_in_the_departments_name(self, caller):
        promised = await SEND.answer(caller, request())

        async with database.transaction():
            await SEND.apply(caller, request(), promised)

        message = await service.read_one(UUID(promised.message_id), person_id=caller.person_id)
        assert (message.sender, message.title) == (caller.sender, "已受理")

    async def test_one_call_may_send_two(self, caller):
        for title in ("一", "二"):
            promised = await SEND.answer(caller, request(title=title))
            await SEND.apply(caller, request(title=title), promised)

        assert await service.unread_count(caller.person_id) == 2

    async def test_keeping_a_promise_twice_sends_once(self, caller):
        promised = await SEND.answer(caller, request())

        for _ in range(2):
            await SEND.apply(caller, request(), promised)

        assert await service.unread_count(caller.person_id) == 1

    async def test_the_largest_message_of_the_contract_fits(self, caller):
        largest = request(**LARGEST)
        promised = await SEND.answer(caller, largest)

        await SEND.apply(caller, largest, promised)

        message = await service.read_one(UUID(promised.message_id), person_id=caller.person_id)
        assert (message.body, len(message.facts)) == (LARGEST["body"], 50)

    def test_is_the_contracts_capability_and_a_write(self):
        assert CONTRACT[SEND.name] is SEND.payload
        assert SEND.payload.writes
        assert SEND.apply is not None
