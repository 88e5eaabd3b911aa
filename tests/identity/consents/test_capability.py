"""The capability person.read: the person and the app come from the host, the fields from the consent."""

from uuid import uuid4

import pytest

from backend.core.attempts import Attempt
from backend.core.room import Caller
from backend.identity.consents import service
from backend.identity.consents.capability import PERSON_READ
from backend.identity.consents.errors import ConsentFields, ConsentMissing
from backend.identity.consents.structs import GiveConsent
from plugin_sdk.contract.capabilities.person import PersonRead
from tests.identity.consents.conftest import PURPOSE, RECIPIENT

pytestmark = pytest.mark.usefixtures("purposes")


@pytest.fixture
async def caller(make_person):
    """Somebody who consented to their name being read."""
    person = await make_person(name="王小满")
    command = GiveConsent(recipient=RECIPIENT, purpose=PURPOSE, fields=["name"], text_version="1")
    await service.give(person, command=command, attempt=Attempt(caller="-", key=None, request_hash=b""))
    return Caller(person_id=person, app_id=RECIPIENT, call_id=uuid4(), sender="兰州市民政局（演示）")


async def test_person_read_answers_the_asked_fields(caller):
    answer = await PERSON_READ.answer(caller, PersonRead(purpose=PURPOSE, fields=["name"]))

    assert answer.values == {"name": "王小满"}


async def test_beyond_the_consent_it_is_refused(caller):
    with pytest.raises(ConsentFields):
        await PERSON_READ.answer(caller, PersonRead(purpose=PURPOSE, fields=["name", "idNumber"]))


async def test_another_app_has_no_part_in_the_consent(caller):
    stranger = Caller(person_id=caller.person_id, app_id="other_app", call_id=uuid4(), sender="兰州市民政局（演示）")

    with pytest.raises(ConsentMissing):
        await PERSON_READ.answer(stranger, PersonRead(purpose=PURPOSE, fields=["name"]))


def test_it_is_a_read():
    assert PERSON_READ.name == "person.read"
    assert PERSON_READ.payload is PersonRead
    assert PERSON_READ.apply is None
