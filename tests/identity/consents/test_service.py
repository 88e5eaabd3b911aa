"""Nothing is disclosed without consent, beyond it, or after it was withdrawn."""

import asyncio
from uuid import uuid4

import msgspec
import pytest

from backend.core import database, tracing
from backend.core.attempts import Attempt
from backend.identity.consents import ports, service
from backend.identity.consents.errors import (
    ConsentBeyondPurpose,
    ConsentFields,
    ConsentMissing,
    ConsentTextChanged,
    ConsentUnknown,
    PurposeUnknown,
)
from backend.identity.consents.structs import GiveConsent
from backend.identity.people import service as people
from tests.identity.conftest import new_person
from tests.identity.consents.conftest import PURPOSE, RECIPIENT

pytestmark = pytest.mark.usefixtures("purposes")
NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")


async def give(person, *, fields=("name", "idNumber"), recipient=RECIPIENT, purpose=PURPOSE, text_version="1"):
    command = GiveConsent(recipient=recipient, purpose=purpose, fields=list(fields), text_version=text_version)
    return await service.give(person, command=command, attempt=NO_KEY)


async def disclose(person, *, fields=("name",), recipient=RECIPIENT, purpose=PURPOSE):
    return await service.disclose(person_id=person, recipient=recipient, purpose=purpose, fields=list(fields))


async def withdraw(person, consent):
    await service.withdraw(person, consent_id=consent.id, attempt=NO_KEY)


async def disclosures_of(person):
    return await database.fetch("select * from identity_disclosure where person_id = $1", person)


async def leaves_about(person):
    rows = await database.fetch(
        "select leaf from core_audit_leaf where about = $1 "
        "union all select leaf from core_audit_entry where about = $1",
        person,
    )
    return [msgspec.json.decode(row["leaf"]) for row in rows]


class TestGive:
    async def test_keeps_the_words_that_were_shown(self, make_person, purposes):
        consent = await give(await make_person())

        assert consent.purpose_text.zh == purposes.registered.text_zh
        assert consent.recipient_name == purposes.registered.recipient_name
        assert consent.legal_basis == purposes.registered.legal_basis
        assert (consent.expires_at - consent.given_at).days == 180
        assert consent.fields == ["name", "idNumber"]
        assert consent.withdrawn_at is None

    async def test_the_same_again_is_the_one_that_stands(self, make_person):
        person = await make_person()

        assert (await give(person)).id == (await give(person, fields=["idNumber", "name", "name"])).id

    async def test_another_one_replaces_it(self, make_person):
        person = await make_person()
        narrow = await give(person, fields=["name"])

        wide = await give(person, fields=["name", "phone"])

        listed = (await service.consents(person, limit=20, cursor=None)).items
        assert [one.id for one in listed] == [wide.id] != [narrow.id]
        assert (await disclose(person, fields=["phone"])).values["phone"]

    async def test_two_at_once_leave_one_standing(self, make_person):
        person = await make_person()

        given = await asyncio.gather(*(give(person) for _ in range(8)))

        assert len({one.id for one in given}) == 1

    async def test_an_unregistered_purpose_is_refused(self, make_person):
        person = await make_person()

        for what in ({"recipient": "other_app"}, {"purpose": "other-purpose"}):
            with pytest.raises(PurposeUnknown):
                await give(person, **what)

    async def test_with_no_host_bound_nothing_can_be_consented_to(self, make_person, monkeypatch):
        monkeypatch.setattr(ports._Bound, "purposes", ports.NoPurposes())

        with pytest.raises(PurposeUnknown):
            await give(await make_person())

    async def test_words_that_were_changed_meanwhile_are_refused(self, make_person, purposes):
        purposes.release(text_version="2")

        with pytest.raises(ConsentTextChanged) as refused:
            await give(await make_person())
        assert refused.value.params == {"textVersion": "2"}

    async def test_fields_beyond_the_purpose_are_refused_by_name(self, make_person):
        with pytest.raises(ConsentBeyondPurpose) as refused:
            await give(await make_person(), fields=["name", "birthDate", "gender"])
        assert refused.value.params == {"fields": ["birthDate", "gender"]}


class TestDisclose:
    async def test_gives_the_fields_and_keeps_who_saw_them(self, make_person):
        person = await make_person(name="王小满")
        consent = await give(person)
        tracing.begin(None)

        read = await disclose(person, fields=["name"])

        assert read.values == {"name": "王小满"}
        assert read.sources == {"name": "户籍登记"}
        (kept,) = await disclosures_of(person)
        assert (kept["consent_id"], kept["recipient"], kept["purpose"]) == (consent.id, RECIPIENT, PURPOSE)
        assert kept["fields"] == ["name"]
        assert kept["causal_id"] == tracing.causal_id()

    async def test_is_audited_by_names_of_fields_not_values(self):
        person = new_person(name="王小满")
        person_id = await people.enrol(person)
        consent = await give(person_id)

        await disclose(person_id, fields=["idNumber", "name"])

        (leaf,) = [one for one in await leaves_about(person_id) if one["action"] == "identity.disclosed"]
        assert leaf["fields"] == ["idNumber", "name"]
        assert leaf["basis"] == f"consent:{consent.id}"
        assert leaf["purpose"] == PURPOSE
        assert leaf["actor"] == f"app:{RECIPIENT}"
        assert person.number not in str(leaf)
        assert "王小满" not in str(leaf)

    async def test_without_consent_nothing_is_read_or_kept(self, make_person):
        person = await make_person()

        with pytest.raises(ConsentMissing) as refused:
            await disclose(person)

        assert refused.value.params == {"recipient": RECIPIENT, "purpose": PURPOSE}
        assert not await disclosures_of(person)

    async def test_consent_to_one_is_not_consent_to_another(self, make_person):
        person, stranger = await make_person(), await make_person()
        await give(person)

        for what in ({"recipient": "other_app"}, {"purpose": "other-purpose"}):
            with pytest.raises(ConsentMissing):
                await disclose(person, **what)
        with pytest.raises(ConsentMissing):
            await disclose(stranger)

    async def test_fields_beyond_the_consent_are_refused_by_name(self, make_person):
        person = await make_person()
        await give(person, fields=["name"])

        with pytest.raises(ConsentFields) as refused:
            await disclose(person, fields=["name", "phone"])

        assert refused.value.params == {"fields": ["phone"]}
        assert not await disclosures_of(person)

    async def test_an_expired_consent_is_none_and_may_be_given_again(self, make_person):
        person = await make_person()
        old = await give(person)
        await database.execute("update identity_consent set expires_at = now() where id = $1", old.id)
        with pytest.raises(ConsentMissing):
            await disclose(person)

        new = await give(person)

        assert new.id != old.id
        assert await disclose(person)

    async def test_new_words_need_a_new_consent(self, make_person, purposes):
        person = await make_person()
        await give(person)
        purposes.release(text_version="2")

        with pytest.raises(ConsentMissing):
            await disclose(person)
        await give(person, text_version="2")
        assert await disclose(person)

    async def test_a_purpose_no_longer_registered_discloses_nothing(self, make_person, monkeypatch):
        person = await make_person()
        await give(person)
        monkeypatch.setattr(ports._Bound, "purposes", ports.NoPurposes())

        with pytest.raises(ConsentMissing):
            await disclose(person)

    async def test_is_kept_only_if_the_callers_transaction_commits(self, make_person):
        person = await make_person()
        await give(person)

        with pytest.raises(RuntimeError):
            async with database.transaction():
                await disclose(person)
                raise RuntimeError

        assert not await disclosures_of(person)


class TestWithdraw:
    async def test_nothing_is_disclosed_afterwards(self, make_person):
        person = await make_person()
        await withdraw(person, await give(person))

        with pytest.raises(ConsentMissing):
            await disclose(person)

    async def test_twice_is_the_same_as_once(self, make_person):
        person = await make_person()
        consent = await give(person)
        await withdraw(person, consent)
        (first,) = (await service.consents(person, limit=1, cursor=None)).items

        await withdraw(person, consent)

        assert (await service.consents(person, limit=1, cursor=None)).items == [first]
        actions = [leaf["action"] for leaf in await leaves_about(person)]
        assert actions.count("identity.consent-withdrawn") == 1

    async def test_of_somebody_else_is_unknown(self, make_person):
        consent = await give(await make_person())

        with pytest.raises(ConsentUnknown):
            await withdraw(await make_person(), consent)
        with pytest.raises(ConsentUnknown):
            await service.withdraw(await make_person(), consent_id=uuid4(), attempt=NO_KEY)

    async def test_a_withdrawn_consent_may_be_given_again_as_a_new_one(self, make_person):
        person = await make_person()
        old = await give(person)
        await withdraw(person, old)

        new = await give(person)

        assert new.id != old.id
        assert [one.id for one in (await service.consents(person, limit=20, cursor=None)).items] == [new.id, old.id]

    @pytest.mark.parametrize(
        "rounds", [60, pytest.param(300, marks=pytest.mark.slow), pytest.param(3_000, marks=pytest.mark.soak)]
    )
    async def test_no_disclosure_commits_after_a_withdrawal(self, make_person, rounds):
        person, disclosed, refused, head_start = await make_person(), 0, 0, 0.0
        for _ in range(rounds):
            consent = await give(person)

            *answers, seen = await asyncio.gather(
                *(later(-head_start, disclose(person)) for _ in range(3)),
                later(head_start, withdraw_and_look(person, consent)),
                return_exceptions=True,
            )

            late = sum(isinstance(answer, ConsentMissing) for answer in answers)
            assert {type(answer) for answer in answers if isinstance(answer, Exception)} <= {ConsentMissing}
            assert await disclosed_under(consent) == seen
            # Keeps the race close on any machine: whoever lost this time starts earlier the next time.
            head_start += 0.0005 * (late - 1.5)
            refused, disclosed = refused + late, disclosed + 3 - late

        after = await database.fetch(
            "select 1 from identity_disclosure d join identity_consent c on c.id = d.consent_id "
            "where c.person_id = $1 and d.at >= c.withdrawn_at",
            person,
        )
        assert not after
        assert len(await disclosures_of(person)) == disclosed
        assert min(disclosed, refused) > rounds // 10, "the race was never close"


async def later(seconds, work):
    if seconds > 0:
        await asyncio.sleep(seconds)
    return await work


async def withdraw_and_look(person, consent):
    """Withdraw; how many disclosures there were at that moment."""
    await withdraw(person, consent)
    return await disclosed_under(consent)


async def disclosed_under(consent):
    return len(await database.fetch("select 1 from identity_disclosure where consent_id = $1", consent.id))
