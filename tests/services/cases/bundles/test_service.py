"""A bundle handed in once: its parts begin by groups, one failure stops few, the results come out as one."""

import asyncio
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.ground import ground
from backend.demo.personas import BY_ID
from backend.services.cases.bundles import contents, service
from backend.services.cases.bundles.errors import BundleNotFound, NoPartApplies, NothingToWithdraw, UnknownPart
from backend.services.cases.bundles.structs import BundleState, PartState, SubmitBundle, WithdrawBundle
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.errors import NotNow
from backend.services.cases.flow.structs import CaseMoved, HandIn
from backend.services.cases.forms.errors import AlreadySubmitted, Incomplete
from backend.supports.messages import service as messages
from tests.services.cases.bundles.conftest import decide, refuse
from tests.services.cases.conftest import attempt, now

CERTIFICATE, HOUSEHOLD, VACCINATION, MEDICAL, CARD = (
    "000723001000", "000709001000", "002023001000", "002036001000", "002014001000",
)  # fmt: skip

LEFT_HOSPITAL = {"certificate": "yes", "medical": "yes", "card": "yes", "allowance": "no"}


async def apply(part, *, action, order, person_id):
    await flow.order(part.case_id, action=action, order=order, person_id=person_id, attempt=attempt(), at=now())


def states(bundle):
    return {one.basic_code: one.state for one in bundle.parts}


def part(bundle, code):
    return next(one for one in bundle.parts if one.basic_code == code)


class TestSubmit:
    async def test_the_first_group_becomes_cases_and_the_rest_waits_sealed(self, submit):
        bundle = await submit()

        assert bundle.state is BundleState.IN_PROGRESS
        assert states(bundle) == {
            CERTIFICATE: PartState.RUNNING,
            VACCINATION: PartState.WAITING,
            HOUSEHOLD: PartState.WAITING,
            MEDICAL: PartState.WAITING,
            CARD: PartState.WAITING,
        }
        assert part(bundle, CERTIFICATE).case_number
        assert bundle.due_on is not None
        rows = await database.fetch(
            "select state, content, case_id from cases_bundle_part where bundle_id = $1", bundle.id
        )
        for row in rows:
            assert (row["content"] is None) == (row["case_id"] is not None)
            assert b"person.name" not in bytes(row["content"] or b"")

    async def test_its_cases_know_their_bundle(self, submit):
        bundle = await submit()

        [case] = await flow.of_bundle(bundle.id)

        assert (case.bundle_id, case.basic_code) == (bundle.id, CERTIFICATE)

    async def test_parallel_parts_begin_together(self, submit):
        bundle = await submit(scenario={"certificate": "yes", "medical": "no", "card": "no", "allowance": "no"})

        assert set(states(bundle).values()) == {PartState.RUNNING}
        assert len(await flow.of_bundle(bundle.id)) == 2

    async def test_is_handed_in_once(self, fill, parent_id):
        draft = await fill()
        command = SubmitBundle(version=draft.version)

        answers = await asyncio.gather(
            *(service.submit(draft.id, person_id=parent_id, command=command, attempt=attempt()) for _ in range(4)),
            return_exceptions=True,
        )

        assert sum(isinstance(one, AlreadySubmitted) for one in answers) == 3
        [bundle] = [one for one in answers if not isinstance(one, AlreadySubmitted)]
        assert len(await flow.of_bundle(bundle.id)) == 1

    async def test_the_same_key_is_told_the_same_bundle(self, fill, parent_id):
        draft, key = await fill(), str(uuid4())
        command, caller = SubmitBundle(version=draft.version), attempt(key)

        first, second = [
            await service.submit(draft.id, person_id=parent_id, command=command, attempt=caller) for _ in range(2)
        ]

        assert first.id == second.id

    async def test_what_is_not_complete_is_refused_whole(self, parent_id):
        from backend.services.cases.forms.structs import StartBundle

        command = StartBundle(bundle_code="newborn", region_code="620102")
        draft = await service.start(parent_id, command=command, attempt=attempt())

        with pytest.raises(Incomplete):
            await service.submit(draft.id, person_id=parent_id, command=SubmitBundle(version=1), attempt=attempt())
        assert await database.fetch_one("select 1 from cases_bundle where id = $1", draft.id) is None

    async def test_a_bundle_without_parts_is_refused(self, fill, parent_id, monkeypatch):
        draft = await fill()
        taken = service.forms.take_bundle

        async def nothing(*args, **names):
            ready = await taken(*args, **names)
            ready.parts.clear()
            return ready

        monkeypatch.setattr(service.forms, "take_bundle", nothing)
        with pytest.raises(NoPartApplies):
            await service.submit(
                draft.id, person_id=parent_id, command=SubmitBundle(version=draft.version), attempt=attempt()
            )


class TestProgress:
    async def test_goes_from_group_to_group_to_one_package(self, submit, look, working, parent_id):
        bundle = await submit()

        async def second_runs():
            return states(await look(bundle))[HOUSEHOLD] is PartState.RUNNING

        async with working(second_runs):
            await decide(part(bundle, CERTIFICATE))
        second = await look(bundle)
        assert states(second)[VACCINATION] is PartState.RUNNING
        assert [one.basic_code for one in second.results] == [CERTIFICATE]

        async def third_runs():
            return states(await look(bundle))[CARD] is PartState.RUNNING

        async with working(third_runs):
            for code in (HOUSEHOLD, VACCINATION):
                await decide(part(second, code))
        third = await look(bundle)

        async def ended():
            return (await look(bundle)).state is BundleState.CONCLUDED

        async with working(ended):
            for code in (MEDICAL, CARD):
                await decide(part(third, code))
        done = await look(bundle)
        assert {one.basic_code for one in done.results} == {CERTIFICATE, HOUSEHOLD, VACCINATION, MEDICAL, CARD}
        assert (done.progress.granted, done.progress.failed, done.may_withdraw) == (5, 0, False)
        titles = [one.title for one in (await messages.inbox(parent_id, limit=20)).items]
        assert any("新生儿出生一件事" in title for title in titles)

    async def test_a_failure_stops_nobody_who_does_not_need_its_result(self, submit, look, working):
        bundle = await submit(scenario=LEFT_HOSPITAL)

        async def third_runs():
            return states(await look(bundle))[CARD] is PartState.RUNNING

        async with working(third_runs):
            await decide(part(bundle, VACCINATION), outcome="denied")
            await decide(part(bundle, HOUSEHOLD))

        after = await look(bundle)
        assert states(after)[VACCINATION] is PartState.DENIED
        assert after.state is BundleState.IN_PROGRESS

    async def test_who_needs_a_result_that_failed_does_not_begin_and_is_told_why(
        self, submit, look, working, parent_id
    ):
        bundle = await submit(scenario=LEFT_HOSPITAL)

        async def ended():
            return (await look(bundle)).state is BundleState.PARTLY_CONCLUDED

        async with working(ended):
            await decide(part(bundle, HOUSEHOLD), outcome="denied")
            await decide(part(bundle, VACCINATION))

        after = await look(bundle)
        assert states(after)[CARD] is PartState.NOT_STARTED
        assert "前一事项" in part(after, CARD).problem.zh
        assert (after.progress.granted, after.progress.failed) == (1, 3)

        async def runs_again():
            return states(await look(bundle))[CARD] is PartState.WAITING

        async with working(runs_again):
            again = HandIn(answers=[], materials=[], note="补充说明")
            await apply(part(after, HOUSEHOLD), action="reopen", order=again, person_id=parent_id)
        reopened = await look(bundle)

        async def begun():
            return states(await look(bundle))[CARD] is PartState.RUNNING

        async with working(begun):
            await decide(part(reopened, HOUSEHOLD))
        assert states(await look(bundle))[MEDICAL] is PartState.RUNNING

    async def test_a_part_that_cannot_begin_holds_nobody_up(self, submit, look, working):
        bundle = await submit()
        await database.execute(
            "update cases_bundle_part set content = 'x' where bundle_id = $1 and basic_code = $2", bundle.id, HOUSEHOLD
        )

        async def second_runs():
            return states(await look(bundle))[VACCINATION] is PartState.RUNNING

        async with working(second_runs):
            await decide(part(bundle, CERTIFICATE))

        after = await look(bundle)
        assert states(after)[HOUSEHOLD] is PartState.NOT_STARTED
        assert "窗口" in part(after, HOUSEHOLD).problem.zh

    async def test_an_authority_that_ended_begins_nothing_more(self, submit, look, working, parent_id):
        bundle = await submit()
        stranger = BY_ID["herder"].person_id
        await database.execute("update cases_bundle set applicant_id = $2 where id = $1", bundle.id, stranger)
        await database.execute(
            "update cases_bundle_part set content = $3 where bundle_id = $1 and basic_code = $2",
            bundle.id, HOUSEHOLD, await _typed_by(stranger, bundle, HOUSEHOLD),
        )  # fmt: skip

        async def heard():
            return states(await look(bundle))[HOUSEHOLD] is PartState.NOT_STARTED

        async with working(heard):
            await decide(part(bundle, CERTIFICATE))

        assert "授权" in part(await look(bundle), HOUSEHOLD).problem.zh

    async def test_what_was_not_accepted_counts_as_failed(self, submit, look, working):
        bundle = await submit()

        async def heard():
            return states(await look(bundle))[CERTIFICATE] is PartState.NOT_ACCEPTED

        async with working(heard):
            await refuse(part(bundle, CERTIFICATE))

        assert (await look(bundle)).progress.failed >= 1

    async def test_old_news_changes_nothing(self, submit, look, parent_id):
        bundle = await submit()
        case = part(bundle, CERTIFICATE)
        event = CaseMoved(
            case_id=case.case_id, event="withdrawn", from_state="submitted", to_state="withdrawn",
            subject_kind="person", subject_id=parent_id, applicant_id=parent_id, bundle_id=bundle.id, version=1,
        )  # fmt: skip

        async with database.transaction():
            await service.hear(event)

        assert states(await look(bundle))[CERTIFICATE] is PartState.RUNNING

    @pytest.mark.parametrize("bundle_id", [None, uuid4()])
    async def test_cases_of_no_bundle_are_none_of_its_business(self, database_url, bundle_id):
        event = CaseMoved(
            case_id=uuid4(), event="accepted", from_state="submitted", to_state="accepted", subject_kind="person",
            subject_id=uuid4(), applicant_id=uuid4(), bundle_id=bundle_id, version=9,
        )  # fmt: skip

        async with database.transaction():
            await service.hear(event)


async def _typed_by(person_id, bundle, code):
    """What a part will hand in, as if somebody had typed it who may not (any more)."""
    row = await database.fetch_one(
        "select id, content from cases_bundle_part where bundle_id = $1 and basic_code = $2", bundle.id, code
    )
    ring = ground().keyring
    application = contents.unseal_for(ring, part_id=row["id"], sealed=row["content"])
    changed = msgspec.structs.replace(application, actor_id=person_id)
    return contents.seal_for(ring, part_id=row["id"], application=changed)


class TestWithdraw:
    async def test_takes_all_back(self, submit, parent_id):
        bundle = await submit()

        command = WithdrawBundle(reason="不办了")
        after = await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())

        assert set(states(after).values()) == {PartState.WITHDRAWN}
        assert (after.state, after.may_withdraw) == (BundleState.WITHDRAWN, False)
        [case] = await flow.of_bundle(bundle.id)
        assert case.state == "withdrawn"
        rows = await database.fetch("select content from cases_bundle_part where bundle_id = $1", bundle.id)
        assert {row["content"] for row in rows} == {None}

    async def test_takes_a_part_back_and_the_others_go_on(self, submit, parent_id):
        bundle = await submit()

        command = WithdrawBundle(reason="不办卡了", parts=[CARD])
        after = await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())

        assert states(after)[CARD] is PartState.WITHDRAWN
        assert states(after)[CERTIFICATE] is PartState.RUNNING
        assert after.state is BundleState.IN_PROGRESS

    async def test_what_needs_a_part_that_was_taken_back_ends_with_it(self, submit, parent_id):
        bundle = await submit()

        command = WithdrawBundle(reason="不办了", parts=[CERTIFICATE])
        after = await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())

        assert set(states(after).values()) == {PartState.WITHDRAWN, PartState.NOT_STARTED}
        assert after.state is BundleState.WITHDRAWN

    async def test_a_granted_part_named_by_itself_is_refused_and_skipped_among_all(
        self, submit, look, working, parent_id
    ):
        bundle = await submit(scenario=LEFT_HOSPITAL)
        case_id = part(bundle, VACCINATION).case_id
        await database.execute("update cases_case set state = 'granted' where id = $1", case_id)

        with pytest.raises(NotNow):
            command = WithdrawBundle(reason="不办了", parts=[VACCINATION])
            await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())

        command = WithdrawBundle(reason="不办了")
        after = await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())
        assert states(after)[VACCINATION] is PartState.RUNNING
        assert states(after)[HOUSEHOLD] is PartState.WITHDRAWN

    async def test_what_has_ended_cannot_be_taken_back(self, submit, parent_id):
        bundle = await submit()
        command = WithdrawBundle(reason="不办了")
        await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())

        with pytest.raises(NothingToWithdraw):
            await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())

    async def test_only_parts_of_the_bundle(self, submit, parent_id):
        bundle = await submit()

        with pytest.raises(UnknownPart):
            command = WithdrawBundle(reason="不办了", parts=["000000000000"])
            await service.withdraw(bundle.id, person_id=parent_id, command=command, attempt=attempt())


class TestOthers:
    async def test_see_nothing(self, submit):
        bundle, elder = await submit(), BY_ID["elder"].person_id

        command = WithdrawBundle(reason="捣乱")
        for refused in (
            service.read_one(bundle.id, person_id=elder),
            service.withdraw(bundle.id, person_id=elder, command=command, attempt=attempt()),
            service.read_one(uuid4(), person_id=elder),
        ):
            with pytest.raises(BundleNotFound):
                await refused
        assert bundle.id not in {one.id for one in (await service.mine(elder, limit=100)).items}


class TestMine:
    async def test_the_newest_first_and_on_with_the_cursor(self, submit, parent_id):
        handed = [await submit() for _ in range(2)]

        first = await service.mine(parent_id, limit=1)
        second = await service.mine(parent_id, limit=1, cursor=first.next_cursor)

        assert [one.id for one in (*first.items, *second.items)] == [handed[1].id, handed[0].id]
