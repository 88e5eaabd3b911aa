"""Estimates over the real tables: what is told, remembered, refused and audited."""

import asyncio

import pytest

from backend.core import database
from profiles.attributes import conditions as c
from profiles.audience import estimating, keeper, service
from profiles.audience.errors import (
    EstimateNeeded,
    EstimatesBusy,
    GroupTooSmall,
    QuestionsUsedUp,
    SegmentNotFound,
    SnapshotMissing,
    TooRevealing,
)
from profiles.audience.limits import GROUP_LEAST, QUESTIONS_MOST
from tests.profiles.attributes.conftest import agree
from tests.profiles.audience.conftest import (
    HERE,
    LEADER,
    OPERATOR,
    actions,
    asked,
    attempt,
    both,
    leaves,
    make_segment,
    new_snapshot,
    within,
    working,
)

JOBLESS, WORKING = both(within(HERE), working("失业")), both(within(HERE), working("在职"))
YOUNG = c.Age(attribute="person.birthDate", at_most=29)
NOBODY = both(within(HERE), c.Age(attribute="person.birthDate", at_least=150))


async def answers():
    rows = await database.fetch("select outcome, ordinal from profiles_audience_answer where kind = 'person' and generation = (select max(generation) from profiles_audience_snapshot where kind = 'person') order by ordinal")  # fmt: skip
    return [row["outcome"] for row in rows]


class TestEstimate:
    async def test_tells_the_count_in_tens(self, snapshot):
        jobless, everybody = await asked(JOBLESS), await asked(within(HERE))

        assert (jobless.members.at_least, jobless.members.fewer_than) == (80, None)
        assert everybody.members.at_least == 150
        assert (jobless.generation, jobless.as_of) == (snapshot["generation"], snapshot["as_of"])
        assert "就业状态为失业" in jobless.words.zh

    async def test_of_few_it_tells_nothing_more(self, snapshot):
        few, nobody = await asked(both(within(HERE), YOUNG)), await asked(NOBODY)

        assert (few.members.at_least, few.members.fewer_than) == (None, GROUP_LEAST)
        assert nobody.members == few.members

    async def test_the_same_condition_in_another_order_gets_the_same_answer(self, snapshot):
        first = await asked(JOBLESS)
        again = await asked(both(working("失业"), within(HERE)), by=LEADER, purpose="consultation")

        assert again.members == first.members
        assert await answers() == ["shown"]

    async def test_what_would_single_out_a_few_is_refused_and_stays_so(self, snapshot):
        """All who work here are 70, those of them over 29 are 49: the difference tells of 21 young ones."""
        segment = await make_segment(both(within(HERE), c.Not(of=both(working("在职"), YOUNG))))
        await asked(within(HERE))

        for _ in range(2):
            with pytest.raises(TooRevealing):
                await service.estimate(segment.id, staff_id=OPERATOR, attempt=attempt())

        assert await answers() == ["shown", "refused"]
        assert await actions(f"segment:{segment.id}") == [
            "audience.segment-made", "audience.estimate-refused", "audience.estimate-refused",
        ]  # fmt: skip

    async def test_a_colleague_under_another_purpose_is_refused_as_well(self, snapshot):
        await asked(within(HERE), purpose="service-notice")

        with pytest.raises(TooRevealing):
            await asked(both(within(HERE), c.Not(of=YOUNG)), by=LEADER, purpose="benefit-reminder")

    async def test_a_refused_one_cuts_nothing(self, snapshot):
        await asked(within(HERE))
        with pytest.raises(TooRevealing):
            await asked(both(within(HERE), c.Not(of=YOUNG)))

        assert (await asked(JOBLESS)).members.at_least == 80

    async def test_the_same_attempt_is_answered_once(self, snapshot):
        segment, same = await make_segment(JOBLESS), attempt()

        one = await service.estimate(segment.id, staff_id=OPERATOR, attempt=same)
        two = await service.estimate(segment.id, staff_id=OPERATOR, attempt=same)

        assert one == two
        assert (await actions(f"segment:{segment.id}")).count("audience.estimate-shown") == 1

    async def test_every_answer_is_audited_with_who_why_and_of_what(self, snapshot):
        segment = await make_segment(JOBLESS)

        await service.estimate(segment.id, staff_id=LEADER, attempt=attempt(LEADER))

        (leaf,) = [one for one in await leaves(f"segment:{segment.id}") if one["action"] == "audience.estimate-shown"]
        kept = await database.fetch_one("select digest from profiles_audience_segment where id = $1", segment.id)
        assert leaf["actor"] == f"person:{LEADER}"
        assert (leaf["purpose"], leaf["basis"]) == ("service-notice", "测试条款")
        assert leaf["fields"] == [kept["digest"].hex()]

    async def test_an_unknown_segment_is_refused(self, snapshot):
        with pytest.raises(SegmentNotFound):
            await service.estimate(OPERATOR, staff_id=OPERATOR, attempt=attempt())

    async def test_without_a_snapshot_it_is_refused(self, snapshot, monkeypatch):
        async def none(_kind, *, lock=False):
            return None

        segment = await make_segment(JOBLESS)
        monkeypatch.setattr(estimating.queries, "snapshot", none)

        with pytest.raises(SnapshotMissing):
            await service.estimate(segment.id, staff_id=OPERATOR, attempt=attempt())

    async def test_whoever_waits_too_long_is_told_to_come_back(self, snapshot, monkeypatch):
        segment = await make_segment(JOBLESS)
        monkeypatch.setattr(keeper, "WAIT_SECONDS", 0.05)

        async with keeper.turn():
            with pytest.raises(EstimatesBusy):
                await service.estimate(segment.id, staff_id=OPERATOR, attempt=attempt())

    async def test_questions_of_one_purpose_are_used_up_and_it_is_audited(self, snapshot):
        await database.execute(
            "insert into profiles_audience_answer (id, kind, generation, ordinal, purpose, digest, condition, outcome, asked_by, asked_at, carried) "
            "select gen_random_uuid(), 'person', $1, -number, 'public-safety', decode(md5(number::text), 'hex'), '{}', 'few', $2, now(), false from generate_series(1, $3) as number",
            snapshot["generation"], OPERATOR, QUESTIONS_MOST,
        )  # fmt: skip
        segment = await make_segment(JOBLESS, purpose="public-safety")

        with pytest.raises(QuestionsUsedUp):
            await service.estimate(segment.id, staff_id=OPERATOR, attempt=attempt())

        assert "audience.estimate-refused" in await actions(f"segment:{segment.id}")
        assert (await asked(JOBLESS)).members.at_least == 80  # another purpose has its own
        assert (await service.estimate(segment.id, staff_id=OPERATOR, attempt=attempt())).members.at_least == 80

    async def test_who_did_not_agree_is_not_counted(self, snapshot, crowd):
        first = await asked(JOBLESS)
        for one in crowd.jobless[:25]:
            await agree(one, on=False)
        await new_snapshot(forget=True)

        second = await asked(JOBLESS)
        for one in crowd.jobless[:25]:
            await agree(one)

        assert (first.members.at_least, second.members.at_least) == (80, 50)


class TestManyAtOnce:
    async def test_two_that_together_tell_too_much_are_never_both_answered(self, snapshot):
        """Each alone may be answered, not both: whoever comes first decides, in any number of processes."""
        one = await make_segment(within(HERE))
        two = await make_segment(both(within(HERE), c.Not(of=YOUNG)))

        said = await asyncio.gather(
            *(service.estimate(each.id, staff_id=OPERATOR, attempt=attempt()) for each in (one, two) * 4),
            return_exceptions=True,
        )

        shown = {one.segment_id for one in said if not isinstance(one, BaseException)}
        assert len(shown) == 1
        assert {type(one) for one in said if isinstance(one, BaseException)} == {TooRevealing}
        assert sorted(await answers()) == ["refused", "shown"]

    async def test_a_process_that_comes_late_knows_what_others_answered(self, snapshot):
        await asked(within(HERE))
        keeper._kept.clear()

        with pytest.raises(TooRevealing):
            await asked(both(within(HERE), c.Not(of=YOUNG)))

    async def test_a_process_that_kept_an_older_copy_catches_up(self, snapshot):
        await asked(JOBLESS)
        kept = keeper._kept[c.SubjectKind.PERSON]
        older = keeper.Kept(
            generation=kept.generation, index=kept.index, partition=kept.partition, ordinal=kept.ordinal
        )
        await asked(within(HERE))
        keeper._kept[c.SubjectKind.PERSON] = older

        with pytest.raises(TooRevealing):
            await asked(both(within(HERE), c.Not(of=YOUNG)))
        assert older.ordinal == 2

    async def test_a_database_that_was_put_back_is_believed(self, snapshot):
        """What is kept on disk and in memory is of an answer that the database does not know."""
        await asked(within(HERE))
        await database.execute(
            "delete from profiles_audience_answer where kind = 'person' and generation = $1", snapshot["generation"]
        )
        await database.execute("update profiles_audience_snapshot set answers = 0 where id = $1", snapshot["id"])

        assert (await asked(both(within(HERE), c.Not(of=YOUNG)))).members.at_least == 120
        keeper._kept.clear()
        with pytest.raises(TooRevealing):
            await asked(within(HERE))


class TestLaterSnapshots:
    async def test_what_was_answered_is_carried_over_and_compared_with(self, snapshot):
        await asked(within(HERE))
        later = await new_snapshot()

        assert later["generation"] == snapshot["generation"] + 1
        with pytest.raises(TooRevealing):
            await asked(both(within(HERE), c.Not(of=YOUNG)))

    async def test_the_count_stays_when_a_few_have_come_or_gone(self, snapshot, crowd):
        first = await asked(JOBLESS)
        for one in crowd.jobless[:11]:
            await agree(one, on=False)
        await new_snapshot()

        second = await asked(JOBLESS)
        for one in crowd.jobless[:11]:
            await agree(one)

        assert second.members == first.members
        assert second.generation == first.generation + 1

    async def test_answers_of_a_month_ago_are_not_carried(self, snapshot):
        await asked(within(HERE))
        await database.execute("update profiles_audience_answer set asked_at = now() - interval '29 days'")
        await new_snapshot()

        assert await answers() == []


class TestRequireLarge:
    async def digest(self, condition):
        segment = await make_segment(condition)
        row = await database.fetch_one("select digest from profiles_audience_segment where id = $1", segment.id)
        return segment, row["digest"]

    async def test_takes_a_group_that_was_estimated(self, snapshot):
        await asked(JOBLESS)
        _, digest = await self.digest(JOBLESS)

        await estimating.require_large(c.SubjectKind.PERSON, digest)

    async def test_without_an_estimate_it_refuses(self, snapshot):
        _, digest = await self.digest(WORKING)

        with pytest.raises(EstimateNeeded):
            await estimating.require_large(c.SubjectKind.PERSON, digest)

    async def test_an_old_estimate_does_not_count(self, snapshot):
        await asked(JOBLESS)
        _, digest = await self.digest(JOBLESS)
        await database.execute("update profiles_audience_snapshot set made_at = made_at - interval '15 days'")

        try:
            with pytest.raises(EstimateNeeded):
                await estimating.require_large(c.SubjectKind.PERSON, digest)
        finally:
            await database.execute("update profiles_audience_snapshot set made_at = made_at + interval '15 days'")

    async def test_a_small_group_is_refused(self, snapshot):
        condition = both(within(HERE), YOUNG)
        await asked(condition)
        _, digest = await self.digest(condition)

        with pytest.raises(GroupTooSmall):
            await estimating.require_large(c.SubjectKind.PERSON, digest)
