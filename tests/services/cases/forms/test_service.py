"""The rules of drafts: sealed at rest, saved from two devices at once, filled in for whom one may act."""

import asyncio
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.ground import ground
from backend.core.structs import now
from backend.demo.personas import BY_ID
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.people import service as people
from backend.services.cases.forms import contents, service
from backend.services.cases.forms.errors import (
    ChangedElsewhere,
    DraftUnreadable,
    PrincipalMustConsent,
    TooLarge,
)
from backend.services.cases.forms.structs import (
    ActingFor,
)
from backend.supports.exchange import ports
from backend.supports.exchange import service as exchange
from backend.supports.exchange.errors import NotYourChild
from tests.services.cases.forms.drafts import (
    CARD,
    EMPLOYMENT,
    agree,
    attempt,
    begin,
    row_of,
    save,
)


class TestAtRest:
    async def test_nothing_of_a_draft_lies_in_clear(self, parent_id):
        draft = await begin(parent_id, answers={"childName": "王小芽"})
        draft = await agree(parent_id, draft)

        row = await row_of(draft)

        assert "王小芽".encode() not in bytes(row["content"])
        for answers in await database.fetch("select answer::text as answer from core_attempt"):
            assert "王小芽" not in (answers["answer"] or "")

    async def test_a_draft_opens_in_its_own_row_only(self, parent_id):
        draft, other = await begin(parent_id), await begin(parent_id)
        await database.execute(
            "update cases_draft set content = (select content from cases_draft where id = $1) where id = $2",
            draft.id, other.id,
        )  # fmt: skip

        with pytest.raises(DraftUnreadable):
            await service.read_one(other.id, person_id=parent_id)
        await service.remove(other.id, person_id=parent_id, attempt=attempt())

    def test_has_a_size(self, database_url):
        large = contents.Contents(answers={f"f{number}": "字" * 1000 for number in range(60)})

        with pytest.raises(TooLarge):
            contents.seal_for(ground().keyring, draft_id=uuid4(), contents=large)

    def test_comes_back_as_it_was(self, database_url):
        kept = contents.Contents(answers={"a": [1, {"b": None}]}, touched={"answer:a": 2}, agreed=[], read_at=now())
        draft_id = uuid4()

        sealed = contents.seal_for(ground().keyring, draft_id=draft_id, contents=kept)

        assert contents.unseal_for(ground().keyring, draft_id=draft_id, sealed=sealed) == kept
        assert repr(kept) == "Contents(...)"


class TestTwoDevices:
    async def test_of_two_that_save_at_once_one_is_shown_both_values(self, parent_id):
        draft = await begin(parent_id)
        names = ["王一", "王二"]

        answers = await asyncio.gather(
            *(save(parent_id, draft, answers={"childName": name}) for name in names), return_exceptions=True
        )

        [refused] = [one for one in answers if isinstance(one, ChangedElsewhere)]
        [saved] = [one for one in answers if not isinstance(one, ChangedElsewhere)]
        [field] = refused.params["fields"]
        assert {field["yours"], field["theirs"]} == set(names)
        assert field["theirs"] == saved.data["childName"]
        assert (await service.read_one(draft.id, person_id=parent_id)).version == 2

    async def test_many_devices_on_many_fields_lose_nothing(self, parent_id):
        draft = await begin(parent_id)
        typed = {"childName": "王小芽", "headName": "王建国", "householdBook": "123", "applicantName": "王小兰"}

        await asyncio.gather(*(save(parent_id, draft, answers={name: value}) for name, value in typed.items()))

        again = await service.read_one(draft.id, person_id=parent_id)
        assert (again.data, again.version) == (typed, 1 + len(typed))


class TestFirm:
    async def test_the_firms_facts_are_the_firms_and_the_rest_are_of_who_acts(self, parent_id):
        owner = BY_ID["firm-owner"].person_id
        [firm] = await people.organisations_of(owner)
        acting_for = ActingFor(kind="organisation", id=firm.id)
        draft = await begin(owner, basic_code=EMPLOYMENT, scenario={}, acting_for=acting_for)

        filled = await agree(owner, draft)

        assert filled.acting_for.name == firm.name
        assert filled.acting_for.authority == "legal-person"
        known = {one.fact: one.shown for one in filled.known}
        assert known["firm.name"] == firm.name
        assert known["firm.creditCode"] == firm.credit_code
        assert known["person.name"] == BY_ID["firm-owner"].name
        assert filled.count.share >= 70

    async def test_somebody_else_does_not_speak_for_it(self, parent_id):
        [firm] = await people.organisations_of(BY_ID["firm-owner"].person_id)

        with pytest.raises(MayNotActFor):
            await begin(parent_id, acting_for=ActingFor(kind="organisation", id=firm.id))


class TestRegistersAway:
    async def test_the_person_is_told_and_asked(self, parent_id):
        draft, registers = await begin(parent_id), ports.registers()
        ports.bind_registers(msgspec.structs.replace(registers, population=Away()))
        try:
            asked = await agree(parent_id, draft)
        finally:
            ports.bind_registers(registers)

        assert (asked.registers_away, asked.count.known, asked.consent.decided) == (True, 0, True)
        again = await agree(parent_id, asked)
        assert (again.registers_away, again.count.known > 0) == (False, True)


class Away:
    """A population register that does not answer."""

    async def read(self, *_arguments, **_names):
        raise OSError("away")


class TestChild:
    async def test_who_has_several_says_which_one(self, parent_id):
        children = await exchange.children(parent_id)
        draft = await begin(parent_id, child_id=children[-1].id)

        filled = await agree(parent_id, draft)

        assert draft.consent.about_child
        assert filled.data["childName"] == children[-1].name

    async def test_anothers_child_is_refused_and_nothing_is_kept(self, parent_id):
        draft = await begin(parent_id, child_id=uuid4())

        with pytest.raises(NotYourChild):
            await agree(parent_id, draft)
        assert (await service.read_one(draft.id, person_id=parent_id)).version == 1


class TestActingFor:
    async def test_a_son_applies_for_his_mother_who_must_agree_herself(self, parent_id):
        elder, helper = BY_ID["elder"].person_id, BY_ID["elders-helper"].person_id
        draft = await begin(helper, acting_for=ActingFor(kind="person", id=elder))

        assert (draft.acting_for.name, draft.acting_for.authority) == (BY_ID["elder"].name, "delegation")
        assert draft.consent.may_decide is False
        with pytest.raises(PrincipalMustConsent):
            await agree(helper, draft)
        assert (await agree(helper, draft, facts=[])).consent.decided

    async def test_with_the_mothers_own_consent_her_facts_are_read(self, parent_id):
        elder, helper = BY_ID["elder"].person_id, BY_ID["elders-helper"].person_id
        own = await begin(elder)
        facts = ["person.name", "person.phone"]
        await agree(elder, own, facts=facts)
        draft = await begin(helper, acting_for=ActingFor(kind="person", id=elder))

        filled = await agree(helper, draft, facts=facts)

        assert {one.fact: one.shown for one in filled.known}["person.name"] == BY_ID["elder"].name

    async def test_a_parent_applies_for_a_child_in_the_childs_name(self, parent_id):
        child = (await exchange.children(parent_id))[-1]
        draft = await begin(parent_id, basic_code=CARD, scenario={}, acting_for=ActingFor(kind="person", id=child.id))

        filled = await agree(parent_id, draft, facts=["person.name"])

        assert (draft.acting_for.authority, draft.acting_for.name) == ("family", child.name)
        assert {one.fact: one.shown for one in filled.known} == {"person.name": child.name}

    async def test_for_oneself_is_for_nobody_else(self, parent_id):
        draft = await begin(parent_id, acting_for=ActingFor(kind="person", id=parent_id))

        assert draft.acting_for is None

    async def test_an_authority_that_ended_closes_the_draft(self, parent_id):
        elder, helper = BY_ID["elder"].person_id, BY_ID["elders-helper"].person_id
        draft = await begin(helper, acting_for=ActingFor(kind="person", id=elder))
        [standing] = await database.fetch(
            "select id from identity_delegation where agent_id = $1 and principal_id = $2 and ended_at is null",
            helper,
            elder,
        )
        await database.execute(
            "update identity_delegation set ended_at = now(), ended_by = 'principal' where id = $1", standing["id"]
        )
        try:
            for refused in (service.read_one(draft.id, person_id=helper), save(helper, draft, answers={})):
                with pytest.raises(MayNotActFor):
                    await refused
            await service.remove(draft.id, person_id=helper, attempt=attempt())
        finally:
            await database.execute(
                "update identity_delegation set ended_at = null, ended_by = null where id = $1", standing["id"]
            )
