"""A consent by its id: for rooms that read what is no field of a person, under words from several sources."""

from uuid import uuid4

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.identity.consents import ports, service
from backend.identity.consents.errors import ConsentFields, ConsentMissing
from backend.identity.consents.structs import GiveConsent
from tests.identity.conftest import signed
from tests.identity.consents.conftest import PURPOSE, RECIPIENT, REGISTERED, OnePurpose

NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")
ITEM, CODE = "item:11620100013899543M3000114005000", "000114005000"
FACTS = ["person.name", "child.birthCertificateNumber"]


class OneItem(OnePurpose):
    """An item of the catalogue with facts of registers."""

    async def find(self, recipient, purpose):
        """The one."""
        return self.registered if (recipient, purpose) == (ITEM, CODE) else None


@pytest.fixture
def item(database_url, monkeypatch):
    """Two sources of purposes: items and mini-apps."""
    one = OneItem()
    one.release(fields=FACTS, recipient_name="兰州市民政局（演示）")
    monkeypatch.setattr(ports._Bound, "purposes", ports._Bound.purposes)
    ports.bind_purposes(one, OnePurpose())
    return one


async def give(person, *, fields=FACTS):
    command = GiveConsent(recipient=ITEM, purpose=CODE, fields=fields, text_version="1")
    return await service.give(person, command=command, attempt=NO_KEY)


async def hold(consent_id, *, fields=("person.name",), recipient_name="兰州市民政局（演示）", purpose=CODE):
    async with database.transaction():
        return await service.hold(consent_id, recipient_name=recipient_name, purpose=purpose, fields=fields)


class TestSources:
    async def test_the_first_that_knows_answers(self, item, make_person):
        person = await make_person()
        of_item = await give(person)
        of_app = await service.give(
            person,
            command=GiveConsent(recipient=RECIPIENT, purpose=PURPOSE, fields=["name"], text_version="1"),
            attempt=NO_KEY,
        )

        assert of_item.recipient_name == "兰州市民政局（演示）"
        assert of_app.recipient_name == REGISTERED.recipient_name

    async def test_what_none_knows_is_unknown(self, item):
        assert await ports.purposes().find("item:000000000000", CODE) is None

    async def test_an_item_is_consented_to_over_http(self, item, phone, make_person, start_session):
        headers = signed(await start_session(await make_person()))
        body = {"recipient": ITEM, "purpose": CODE, "fields": FACTS, "textVersion": "1"}

        answer = await phone.post("/api/v1/me/consents", json=body, headers=headers)

        assert (answer.status_code, answer.json()["fields"]) == (201, FACTS)

    @pytest.mark.parametrize(
        "change",
        [
            {"recipient": "item:"},
            {"recipient": "item:" + "A" * 32},
            {"recipient": "bundle:Newborn"},
            {"recipient": "org:x"},
            {"purpose": "00011400500"},
            {"purpose": "Z00114005000"},
            {"fields": ["person."]},
            {"fields": ["person.name.first"]},
            {"fields": [".name"]},
            {"fields": ["person.name\n"]},
            {"fields": ["a" * 41]},
        ],
    )
    async def test_what_is_no_item_is_not_read(self, item, phone, make_person, start_session, change):
        headers = signed(await start_session(await make_person()))
        body = {"recipient": ITEM, "purpose": CODE, "fields": FACTS, "textVersion": "1"}

        assert (await phone.post("/api/v1/me/consents", json=body | change, headers=headers)).status_code == 400


class TestHold:
    async def test_names_who_gave_it(self, item, make_person):
        person = await make_person()

        assert await hold((await give(person)).id) == person

    @pytest.mark.parametrize("change", [{"purpose": "000114005001"}, {"recipient_name": "兰州市公安局（演示）"}])
    async def test_for_another_purpose_or_recipient_it_is_missing(self, item, make_person, change):
        consent = await give(await make_person())

        with pytest.raises(ConsentMissing):
            await hold(consent.id, **change)

    async def test_beyond_its_fields_it_is_refused_by_name(self, item, make_person):
        consent = await give(await make_person(), fields=["person.name"])

        with pytest.raises(ConsentFields) as refused:
            await hold(consent.id, fields=FACTS)
        assert refused.value.params == {"fields": ["child.birthCertificateNumber"]}

    async def test_withdrawn_replaced_expired_or_never_given_it_is_missing(self, item, make_person):
        person = await make_person()
        replaced = await give(person, fields=["person.name"])
        withdrawn = await give(person)
        await service.withdraw(person, consent_id=withdrawn.id, attempt=NO_KEY)
        expired = await give(person)
        await database.execute("update identity_consent set expires_at = now() where id = $1", expired.id)

        for consent_id in (replaced.id, withdrawn.id, expired.id, uuid4()):
            with pytest.raises(ConsentMissing):
                await hold(consent_id)

    async def test_to_other_words_it_is_missing(self, item, make_person):
        consent = await give(await make_person())
        item.release(text_version="2")

        with pytest.raises(ConsentMissing):
            await hold(consent.id)


async def test_disclosures_can_be_told_from_an_id_on(purposes, make_person):
    person = await make_person()
    await service.give(
        person,
        command=GiveConsent(recipient=RECIPIENT, purpose=PURPOSE, fields=["name"], text_version="1"),
        attempt=NO_KEY,
    )
    for _ in range(3):
        await service.disclose(person_id=person, recipient=RECIPIENT, purpose=PURPOSE, fields=["name"])

    newest, *older = await service.disclosures_before(person, before=None, limit=10)

    assert len(older) == 2
    assert list(await service.disclosures_before(person, before=newest.id, limit=10)) == older
    assert len(await service.disclosures_before(person, before=None, limit=1)) == 1
