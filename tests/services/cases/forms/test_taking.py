"""A finished draft is taken once, whole, by nobody else, and only while everything in it still holds."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.ground import ground
from backend.core.structs import now
from backend.demo.personas import BY_ID
from backend.identity.people.structs import Subject
from backend.services.cases.forms import contents, service
from backend.services.cases.forms.errors import (
    AlreadySubmitted,
    ConsentGone,
    DraftNotFound,
    FactsChanged,
    Incomplete,
    NotABundle,
    NotOneItem,
    StaleVersion,
)
from backend.services.cases.forms.structs import (
    StartBundle,
)
from backend.supports.files import service as files
from tests.services.cases.forms.conftest import HOUSEHOLD, PLACE
from tests.services.cases.forms.drafts import (
    DISPATCH,
    NEWBORN,
    SCENARIO,
    agree,
    attempt,
    begin,
    finish,
    row_of,
    save,
    take,
)


class TestTake:
    async def test_gives_all_that_a_case_is_made_of(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        case_id = uuid4()

        ready = await take(parent_id, draft, case_id=case_id)

        assert ready.item.basic_code == HOUSEHOLD
        assert (ready.subject, ready.authority.kind) == (Subject(kind="person", id=parent_id), "self")
        assert ready.subject_name == BY_ID["young-parent"].name
        assert set(ready.answers) == {one.name for one in ready.item.fields} - {"childEthnic"}
        assert ready.answers["motherId"]["number"].isdigit()
        assert set(ready.known) < set(ready.answers)
        assert {one.code for one in ready.materials} >= {"ID-CARD", "HOUSEHOLD-BOOK"}
        assert ready.scenario == SCENARIO
        assert repr(ready) == f"ReadyApplication({draft.id})"
        row = await row_of(draft)
        assert (row["content"], row["case_id"]) == (None, case_id)

    async def test_is_taken_once_and_says_what_became_of_it(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        case_id = uuid4()
        await take(parent_id, draft, case_id=case_id)

        for again in (
            take(parent_id, draft),
            save(parent_id, draft, answers={}),
            service.read_one(draft.id, person_id=parent_id),
        ):
            with pytest.raises(AlreadySubmitted) as refused:
                await again
            assert refused.value.params == {"caseId": str(case_id)}
        with pytest.raises(DraftNotFound):
            await service.remove(draft.id, person_id=parent_id, attempt=attempt())

    async def test_of_many_takers_at_once_one_gets_it(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))

        answers = await asyncio.gather(*(take(parent_id, draft) for _ in range(8)), return_exceptions=True)

        assert sum(not isinstance(one, BaseException) for one in answers) == 1
        assert sum(isinstance(one, AlreadySubmitted) for one in answers) == 7

    async def test_a_transaction_that_fails_leaves_the_draft_as_it_was(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))

        with pytest.raises(ZeroDivisionError):
            async with database.transaction():
                await service.take(draft.id, person_id=parent_id, version=draft.version, case_id=uuid4())
                raise ZeroDivisionError

        assert (await service.read_one(draft.id, person_id=parent_id)).ready

    async def test_needs_the_transaction_that_makes_the_case(self, parent_id):
        with pytest.raises(RuntimeError):
            await service.take(uuid4(), person_id=parent_id, version=1, case_id=uuid4())

    async def test_names_everything_that_is_missing_at_once(self, parent_id):
        draft = await begin(parent_id, answers={"applicantPhone": "1"})

        with pytest.raises(Incomplete) as refused:
            await take(parent_id, draft)

        missing = refused.value.params["missing"]
        assert {one["what"] for one in missing} == {"consent", "field", "material"}
        assert {"key": "applicantPhone", "title": "联系电话", "what": "field",
                "problem": {"zh": "手机号码应为 11 位数字。", "en": "A mobile number has 11 digits."}} in missing  # fmt: skip

    async def test_another_version_than_was_looked_at_is_refused(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))

        with pytest.raises(StaleVersion) as refused:
            await take(parent_id, draft, version=draft.version - 1)

        assert refused.value.params == {"version": draft.version}

    async def test_a_file_removed_meanwhile_is_missing_again(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        [file] = [file for one in draft.materials for file in one.files]
        await files.remove(file.id, person_id=parent_id, attempt=attempt())

        with pytest.raises(Incomplete):
            await take(parent_id, draft)

    async def test_not_by_anybody_else(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))

        with pytest.raises(DraftNotFound):
            await take(BY_ID["elder"].person_id, draft)

    async def test_a_consent_withdrawn_meanwhile_ends_it(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        await database.execute("update identity_consent set withdrawn_at = now() where person_id = $1", parent_id)

        with pytest.raises(ConsentGone):
            await take(parent_id, draft)

        asked = await agree(parent_id, draft, facts=[])
        assert asked.count.known == 0

    async def test_a_second_draft_of_the_same_item_does_not_take_the_first_ones_consent(self, parent_id):
        first = await finish(parent_id, await begin(parent_id))
        second = await begin(parent_id, scenario=SCENARIO | {"certificate": "no"})
        await agree(parent_id, second, facts=["person.name"])

        assert (await take(parent_id, first)).known

    async def test_a_register_that_says_something_else_by_now_is_looked_at_again(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        await _age(draft, childName="child.name")

        with pytest.raises(FactsChanged) as refused:
            await take(parent_id, draft)

        assert refused.value.params == {"fields": ["childName"]}
        again = await agree(parent_id, draft)
        assert again.data["childName"] == draft.data["childName"]
        await take(parent_id, again)

    async def test_what_a_register_still_says_is_taken_however_old(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        await _age(draft)

        assert (await take(parent_id, draft)).known

    async def test_where_the_person_says_otherwise_both_are_kept(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        changes = {"corrections": {"householdAddress": True}, "answers": {"householdAddress": "新地址 1 号"}}
        draft = await save(parent_id, draft, **changes)

        ready = await take(parent_id, draft)

        assert ready.answers["householdAddress"] == "新地址 1 号"
        assert ready.corrections["householdAddress"].value != "新地址 1 号"
        assert "householdAddress" not in ready.known

    async def test_an_item_is_no_bundle_and_a_bundle_no_item(self, parent_id):
        item = await begin(parent_id)
        command = StartBundle(bundle_code="newborn", region_code=PLACE)
        bundle = await service.start_bundle(parent_id, command=command, attempt=attempt())

        with pytest.raises(NotOneItem):
            await take(parent_id, bundle)
        with pytest.raises(NotABundle):
            async with database.transaction():
                await service.take_bundle(item.id, person_id=parent_id, version=1, case_id=uuid4())


async def _age(draft, **changed):
    """Let the facts of a draft be two days old, and these fields' facts other than they are now."""
    row = await row_of(draft)
    ring = ground().keyring
    held = contents.unseal_for(ring, draft_id=draft.id, sealed=row["content"])
    old = {name: msgspec.structs.replace(held.facts[name], value="王旧名") for name in changed.values()}
    aged = msgspec.structs.replace(held, facts=held.facts | old, read_at=now() - timedelta(days=2))
    sealed = contents.seal_for(ring, draft_id=draft.id, contents=aged)
    await database.execute("update cases_draft set content = $2 where id = $1", draft.id, sealed)


class TestBundle:
    @pytest.mark.parametrize(
        ("persona", "code", "scenario"),
        [
            ("young-parent", "newborn", NEWBORN),
            ("young-parent", "newborn", NEWBORN | {"certificate": "no"}),
            ("firm-owner", "firm-set-up", {"staff": "yes", "fund": "no", "bank": "no"}),
        ],
    )
    async def test_one_form_asks_nothing_twice_and_knows_most(self, parent_id, persona, code, scenario):
        person_id = BY_ID[persona].person_id
        command = StartBundle(bundle_code=code, region_code=PLACE, scenario=scenario)
        draft = await service.start_bundle(person_id, command=command, attempt=attempt())
        while draft.question:
            draft = await save(person_id, draft, scenario={draft.question.id: draft.question.choices[0].value})

        draft = await agree(person_id, draft)

        assert draft.count.share >= 70, draft.count
        assert draft.count.separately > 1.5 * draft.count.fields
        asked = [one.key for one in draft.missing if one.what == "field"]
        titles = [one.title for one in draft.missing if one.what == "field"]
        assert len(asked) == len(set(asked)) == draft.count.asked
        assert len(titles) == len(set(titles)), titles
        codes = [one.code for one in draft.materials]
        assert len(codes) == len(set(codes))
        assert all(one.applies for one in draft.parts if one.group == 1) or code == "newborn"

    async def test_gives_each_part_what_it_asks_for_and_nothing_else(self, parent_id):
        command = StartBundle(bundle_code="newborn", region_code=PLACE, scenario=NEWBORN)
        draft = await service.start_bundle(parent_id, command=command, attempt=attempt())
        draft = await finish(parent_id, draft)

        async with database.transaction():
            ready = await service.take_bundle(draft.id, person_id=parent_id, version=draft.version, case_id=uuid4())

        assert [part.group for part in ready.parts] == sorted(part.group for part in ready.parts)
        for part in ready.parts:
            application = part.application
            names = {one.name for one in application.item.fields}
            assert set(application.answers) <= names
            assert set(application.known) <= names
            assert {one.code for one in application.materials} <= {one.code for one in application.item.materials}
        assert repr(ready) == f"ReadyBundle({draft.id})"


class TestCommitment:
    async def test_is_offered_kept_and_handed_over(self, parent_id):
        owner = BY_ID["firm-owner"].person_id
        draft = await begin(owner, basic_code=DISPATCH, scenario={}, region_code="620100")

        draft = await save(owner, draft, committed=True)

        assert (draft.commitment.given, bool(draft.commitment.text_version)) == (True, True)
        ready = await take(owner, await finish(owner, draft))
        assert ready.committed == draft.commitment.text_version
