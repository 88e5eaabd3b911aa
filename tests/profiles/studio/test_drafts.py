"""The life of a draft: two persons, never one; nothing unsound; nothing over somebody else's change."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core import database
from backend.core.errors import Refusal
from backend.reference.regions import service as regions
from profiles.publishing import service as publishing
from profiles.publishing.errors import UnknownRelease
from profiles.publishing.structs import Kind
from profiles.scenarios import service as scenarios
from profiles.studio import service
from profiles.studio.errors import (
    CodeTaken,
    DayPast,
    DraftElsewhere,
    DraftExists,
    DraftMoved,
    DraftNotFound,
    DraftUnsound,
    NotByEditor,
    NothingChanged,
    NotYourDraft,
)
from profiles.studio.structs import (
    ApproveDraft,
    DraftState,
    DropDraft,
    MakeDraft,
    RefuseDraft,
    SaveDraft,
)
from tests.profiles.audience.conftest import leaves
from tests.profiles.studio.conftest import (
    LEADER,
    SECOND,
    WRITER,
    approved,
    attempt,
    begun,
    new_code,
    published,
    saved,
    scenario,
    submitted,
    tag,
)

pytestmark = pytest.mark.usefixtures("served")


class TestMake:
    async def test_something_new_begins_empty_and_says_what_is_missing(self):
        code = new_code()

        made = await service.make(WRITER, command=MakeDraft(kind=Kind.SCENARIO, code=code), attempt=attempt())

        assert (made.line.state, made.line.edit, made.line.based_on) == (DraftState.DRAFT, 1, None)
        assert made.body["code"] == code
        assert {one.code for one in made.flaws} == {"no-event", "no-step", "no-words"}
        assert all(one.cause.zh and one.cause.en and one.fix.zh and one.fix.en for one in made.flaws)

    async def test_a_second_draft_of_the_same_is_refused(self):
        code = new_code()
        await begun(scenario(code))

        with pytest.raises(DraftExists):
            await service.make(SECOND, command=MakeDraft(kind=Kind.SCENARIO, code=code), attempt=attempt(SECOND))

    async def test_two_who_begin_at_once_get_one_draft(self):
        code = new_code()
        command = MakeDraft(kind=Kind.SCENARIO, code=code)

        answers = await asyncio.gather(
            *(service.make(one, command=command, attempt=attempt(one)) for one in (WRITER, SECOND)),
            return_exceptions=True,
        )

        assert sorted(isinstance(one, DraftExists) for one in answers) == [False, True]

    async def test_a_code_that_is_published_is_taken(self):
        with pytest.raises(CodeTaken):
            await service.make(WRITER, command=MakeDraft(kind=Kind.SCENARIO, code="new-child"), attempt=attempt())

    async def test_a_version_that_never_was_is_not_found(self):
        with pytest.raises(UnknownRelease):
            command = MakeDraft(kind=Kind.SCENARIO, code="new-child", version=99)
            await service.make(WRITER, command=command, attempt=attempt())


class TestSave:
    async def test_an_unfinished_draft_is_kept_and_its_faults_are_told_with_their_place(self):
        draft = await begun(scenario(new_code()))
        body = draft.body | {"events": ["nothing"], "steps": [draft.body["steps"][0] | {"when": {
            "test": "is", "attribute": "answer.second", "value": "yes"}}]}  # fmt: skip

        kept = await saved(draft, body)

        assert kept.body == body
        assert {(one.path, one.code) for one in kept.flaws} == {
            ("events", "no-such-event"),
            ("steps[register].when", "unknown-attribute"),
        }

    async def test_what_is_no_definition_at_all_is_told_as_such(self):
        draft = await begun(scenario(new_code()))

        kept = await saved(draft, {"code": draft.line.code, "steps": 7})

        (flaw,) = kept.flaws
        assert flaw.code == "shape"

    async def test_the_difference_to_the_newest_version_is_shown(self):
        code = new_code()
        await published(scenario(code))
        body = scenario(code, title={"zh": "改了名", "en": "Renamed"})
        body["steps"] = [body["steps"][0]]

        draft = await begun(body, version=1)

        assert {(one.path, one.what) for one in draft.changes} == {
            ("title.zh", "changed"),
            ("title.en", "changed"),
            ("steps[papers]", "removed"),
        }

    async def test_who_was_slower_is_told(self):
        draft = await begun(scenario(new_code()))
        await saved(draft, draft.body, by=SECOND)

        with pytest.raises(DraftMoved):
            await saved(draft, draft.body)

    async def test_what_waits_for_a_decision_is_not_changed(self):
        draft = await submitted(await begun(scenario(new_code())))

        with pytest.raises(DraftElsewhere):
            await saved(draft, draft.body)

    async def test_another_code_is_a_fault(self):
        draft = await begun(scenario(new_code()))

        kept = await saved(draft, draft.body | {"code": "another"})

        assert [one.code for one in kept.flaws] == ["other-code"]

    async def test_nothing_is_not_found(self):
        command = SaveDraft(edit=1, body={})

        with pytest.raises(DraftNotFound):
            await service.save(uuid4(), command=command, staff_id=WRITER, attempt=attempt())


class TestSubmit:
    async def test_an_unsound_draft_is_refused_with_its_faults(self):
        draft = await begun(scenario(new_code(), steps=[]))

        with pytest.raises(DraftUnsound) as refusal:
            await submitted(draft)

        assert refusal.value.params["faults"][0]["path"] == "steps"

    async def test_what_says_nothing_new_is_refused(self):
        code = new_code()
        await published(scenario(code))

        with pytest.raises(NothingChanged):
            await submitted(await begun(scenario(code), version=1))


class TestDecide:
    @pytest.mark.parametrize("hand", ["wrote", "submitted"])
    async def test_whoever_had_a_hand_in_it_does_not_decide(self, hand):
        draft = await begun(scenario(new_code()))
        if hand == "wrote":
            draft = await saved(draft, draft.body, by=SECOND)
            draft = await submitted(draft)
        else:
            draft = await submitted(draft, by=SECOND)

        with pytest.raises(NotByEditor):
            await approved(draft, by=SECOND)
        with pytest.raises(NotByEditor):
            command = RefuseDraft(edit=draft.line.edit, reason="不行")
            await service.refuse(draft.line.id, command=command, staff_id=SECOND, attempt=attempt(SECOND))
        assert (await approved(draft, by=LEADER)).line.version == 1

    async def test_it_is_published_with_two_persons_and_a_leaf(self):
        code = new_code()

        draft = await approved(await submitted(await begun(scenario(code))))

        version = await publishing.version(Kind.SCENARIO, code, 1)
        assert (version.submitted_by, version.approved_by, version.seeded) == (WRITER, SECOND, False)
        assert (version.valid_from, version.note) == (regions.today(), "第一版")
        assert draft.line.state is DraftState.PUBLISHED
        assert [one["action"] for one in await leaves(f"scenario:{code}:1")] == ["profiles.definition-published"]
        made = [one["action"] for one in await leaves(f"draft:{draft.line.id}")]
        assert made == ["studio.draft-made", "studio.draft-saved", "studio.draft-submitted", "studio.draft-approved"]

    async def test_a_day_that_is_over_is_refused(self):
        draft = await submitted(await begun(scenario(new_code())))

        with pytest.raises(DayPast):
            await approved(draft, day=regions.today() - timedelta(days=1))

    async def test_it_counts_from_its_day_on(self):
        code = new_code()
        await published(scenario(code))
        later = regions.today() + timedelta(days=3)

        await published(scenario(code, title={"zh": "以后的", "en": "Later"}), version=1, day=later)

        assert (await scenarios.in_force(code)).version == 1
        assert scenarios.versions_in_force(later)[code] == 2

    async def test_what_was_read_is_what_is_approved(self):
        draft = await begun(scenario(new_code()))
        seen = await submitted(draft)
        command = RefuseDraft(edit=seen.line.edit, reason="再想想")
        await service.refuse(seen.line.id, command=command, staff_id=SECOND, attempt=attempt(SECOND))
        again = await submitted(await saved(seen, draft.body | {"leadDays": 5}))

        with pytest.raises(DraftMoved):
            await approved(seen)
        assert (await approved(again)).line.state is DraftState.PUBLISHED

    async def test_a_refusal_goes_back_with_its_reason(self):
        draft = await submitted(await begun(scenario(new_code())))

        command = RefuseDraft(edit=draft.line.edit, reason="问题写得太绕")
        back = await service.refuse(draft.line.id, command=command, staff_id=SECOND, attempt=attempt(SECOND))

        assert (back.line.state, back.line.reason) == (DraftState.REFUSED, "问题写得太绕")
        with pytest.raises(DraftElsewhere):
            await approved(back, by=LEADER)

    async def test_going_back_is_publishing_an_older_version_again(self):
        code = new_code()
        await published(scenario(code))
        await published(scenario(code, title={"zh": "改坏了", "en": "Worse"}), version=1)

        back = await service.make(
            WRITER, command=MakeDraft(kind=Kind.SCENARIO, code=code, version=1), attempt=attempt()
        )
        done = await approved(await submitted(back, note="退回第一版"))
        await publishing.fresh()

        assert (done.line.version, done.line.based_on) == (3, 1)
        assert (await scenarios.in_force(code)).title.zh == "试办的事"
        page = await publishing.versions(Kind.SCENARIO, code, limit=10, cursor=None)
        assert [one.version for one in page.items] == [3, 2, 1]

    async def test_two_who_approve_at_once_publish_once(self):
        code = new_code()
        draft = await submitted(await begun(scenario(code)))

        answers = await asyncio.gather(approved(draft, by=SECOND), approved(draft, by=LEADER), return_exceptions=True)

        assert sorted(isinstance(one, Refusal) for one in answers) == [False, True]
        assert len((await publishing.versions(Kind.SCENARIO, code, limit=10, cursor=None)).items) == 1


class TestDrop:
    async def test_who_works_on_it_gives_it_up_and_the_code_is_free(self):
        code = new_code()
        draft = await submitted(await begun(scenario(code)))

        with pytest.raises(NotYourDraft):
            command = DropDraft(edit=draft.line.edit)
            await service.drop(draft.line.id, command=command, staff_id=SECOND, attempt=attempt(SECOND))
        gone = await service.drop(
            draft.line.id, command=DropDraft(edit=draft.line.edit), staff_id=WRITER, attempt=attempt()
        )

        assert gone.line.state is DraftState.DROPPED
        assert (await begun(scenario(code))).line.state is DraftState.DRAFT


class TestTheDatabase:
    async def test_a_published_version_is_never_changed_or_removed(self):
        code = new_code("tag")
        await published(tag(code), kind=Kind.TAG)

        for order in ("update profiles_definition set note = 'x'", "delete from profiles_definition"):
            with pytest.raises(asyncpg.RaiseError):
                await database.execute(f"{order} where code = $1", code)

    async def test_it_refuses_a_version_with_one_person_behind_it(self):
        with pytest.raises(asyncpg.CheckViolationError):
            await database.execute(
                "insert into profiles_definition (id, kind, code, version, valid_from, body, note, seeded, editors, "
                "submitted_by, approved_by, published_at) values ($1, 'tag', $2, 1, current_date, '{}', '', false, "
                "array[$3::uuid], $4, $3, now())",
                uuid4(),
                new_code(),
                WRITER,
                SECOND,
            )


async def test_approving_nothing_is_not_found():
    with pytest.raises(DraftNotFound):
        await service.approve(uuid4(), command=ApproveDraft(edit=1), staff_id=SECOND, attempt=attempt(SECOND))
    with pytest.raises(DraftNotFound):
        await service.read(uuid4())
