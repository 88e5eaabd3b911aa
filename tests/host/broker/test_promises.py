"""What a room may say about its capability besides its answer: nothing is promised; the person must agree first."""

import json
from dataclasses import replace

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.errors import Unagreed
from backend.demo.personas import BY_ID
from backend.host.broker import service as broker
from backend.host.broker.errors import ConsentNeeded
from backend.identity.consents import service as consents
from backend.identity.consents.structs import GiveConsent
from backend.services.cases.forms.errors import FactsNotAgreed

MESSAGE = {"title": "好", "body": "好"}
CASE = {"purpose": "test", "basicCode": "002011001000", "regionCode": "620302", "prefill": False}
VALUES = {
    "applicantName": "马小雨", "applicantId": {"type": "111", "number": "620302195102080062"},
    "applicantPhone": "13800000006", "applicantAddress": "新华路 1 号",
}  # fmt: skip


@pytest.fixture
async def by_app(release, call):
    """Begin a call of a mini-app of the civil affairs department, with the student's consent to its cases."""
    app_id = await release("case.submit", "case.status", fields=("cases",), items=("002011001000",))
    given = await consents.give(
        BY_ID["student"].person_id,
        command=GiveConsent(recipient=app_id, purpose="test", fields=["cases"], text_version="1"),
        attempt=Attempt(caller="-", key=None, request_hash=b""),
    )

    async def begun(*, level=2):
        one = await call(app_id)
        caller = replace(one.dealings.caller, sender="甘肃省民政厅", items=frozenset({"002011001000"}), level=level)
        one.dealings = broker.Dealings(caller=caller, manifest=one.dealings.manifest)
        return one

    return begun, given.id


async def withdraw(consent_id):
    await consents.withdraw(
        BY_ID["student"].person_id, consent_id=consent_id, attempt=Attempt(caller="-", key=None, request_hash=b"")
    )


class TestNothingPromised:
    async def test_such_an_answer_is_neither_kept_nor_counted(self, release, call, monkeypatch):
        app_id = await release("message.send", quotas={"messages_per_person_per_day": 1})
        offered = broker._offered["message.send"]
        monkeypatch.setitem(broker._offered, "message.send", replace(offered, promises=lambda _answer: False))

        for _ in range(3):
            one = await call(app_id)
            assert await one.ask("message.send", **MESSAGE)
            await one.keep()

        sent = await database.fetch_one("select count(*) as n from messages_message where app_id = $1", app_id)
        assert sent["n"] == 0


class TestUnagreed:
    async def test_it_ends_the_call_with_the_rooms_own_sheet(self, release, call, monkeypatch):
        async def refuse(_caller, _request) -> None:
            raise FactsNotAgreed(consent={"recipient": "item:1"})

        offered = broker._offered["person.subject"]
        monkeypatch.setitem(broker._offered, "person.subject", replace(offered, answer=refuse))
        one = await call(await release("person.subject"))

        with pytest.raises(ConsentNeeded) as needed:
            await one.ask("person.subject")

        assert needed.value.params == {"consent": {"recipient": "item:1"}}
        assert isinstance(needed.value.__cause__, Unagreed)


class TestConsentHeldToTheEnd:
    async def test_a_consent_taken_back_before_the_call_ends_keeps_nothing(self, by_app):
        begun, consent_id = by_app
        one = await begun()
        told = await one.ask("case.submit", **CASE, values=VALUES)
        await withdraw(consent_id)

        with pytest.raises(ConsentNeeded) as needed:
            await one.keep()

        row = await database.fetch_one("select id from cases_case where number = $1", told["case"]["number"])
        assert row is None
        assert needed.value.params["consent"]["purpose"] == "test"

    async def test_with_the_consent_it_is_kept(self, by_app):
        begun, _ = by_app
        one = await begun()
        told = await one.ask("case.submit", **CASE, values=VALUES)
        await one.keep()

        row = await database.fetch_one("select app_id from cases_case where number = $1", told["case"]["number"])
        assert row["app_id"] == one.dealings.caller.app_id
        assert one.dealings.caller.disclosed == {"test": ["cases"]}

    async def test_whose_name_is_not_proved_hands_nothing_in(self, by_app):
        begun, _ = by_app
        one = await begun(level=1)

        assert await one.refusal("case.submit", **CASE, values=VALUES) == "host.level-too-low"
        assert await one.ask("case.status", purpose="test") == {"cases": []}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"personId": "1"},
            {"basicCode": "x"},
            {"regionCode": "62"},
            {"given": {"q": ""}},
            {"materials": {"A": {"file": []}}},
            {"actingFor": {"kind": "person"}},
            {"values": {"a b": 1}},
        ],
        ids=lambda one: next(iter(one)),
    )
    async def test_a_payload_beyond_the_contract_is_refused(self, by_app, wrong):
        begun, _ = by_app
        one = await begun()

        said = json.loads(await one.dealings.ask("case.submit", json.dumps(CASE | wrong)))

        assert (said["answer"], said["code"]) == ("refused", "host.payload-refused")
