"""Thirty days, comments without names, and a result that accounts for each."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.demo.personas import BY_ID
from backend.identity.people import service as people
from backend.reference.calendar import service as calendars
from backend.services.interaction.consultations import service
from backend.services.interaction.consultations.errors import (
    CommentNotFound,
    ConsultationMovedOn,
    ConsultationNotFound,
    CountsDisagree,
    DatesUnusable,
    NotOpen,
    NotYourFirm,
    SectionUnknown,
    TermTooShort,
    TooManyComments,
)
from backend.services.interaction.consultations.structs import (
    ConsultationResult,
    DraftConsultation,
    GiveComment,
    Group,
    Outcome,
    Section,
    Stage,
)
from backend.services.interaction.offices.errors import NotYourOffice, SecondPersonNeeded
from tests.services.interaction.conftest import ELDER, NOW, PARENT, actions_about, attempt

DAY = timedelta(days=1)
OWNER = BY_ID["firm-owner"].person_id


def drafting(office, *, opens=0, days=30, **what_matters):
    today = calendars.today()
    usual = {
        "department": office.department,
        "region_code": office.region_code,
        "title": f"征求意见稿{uuid4().hex[:6]}",
        "intro": "请您提意见。",
        "sections": [Section(heading="一", text="甲"), Section(heading="二", text="乙")],
        "opens_on": today + opens * DAY,
        "closes_on": today + (opens + days - 1) * DAY,
    }
    return DraftConsultation(**usual | what_matters)


async def draft(office, **what_matters):
    return await service.draft(drafting(office, **what_matters), staff=office.maker, attempt=attempt(), at=NOW)


async def opened(office, **what_matters):
    made = await draft(office, **what_matters)
    return await service.open_it(made.id, staff=office.checker, attempt=attempt(), at=NOW)


async def ended(office, *, days_ago=1, **what_matters):
    """Opened long ago, and over: days are moved, because nobody can open in the past."""
    made = await opened(office, **what_matters)
    await database.execute(
        "update interaction_consultation set opens_on = $2, closes_on = $3 where id = $1",
        made.id,
        calendars.today() - (days_ago + 40) * DAY,
        calendars.today() - days_ago * DAY,
    )
    return made


async def say(consultation, text="好", person=ELDER, **more):
    command = GiveComment(text=text, **more)
    return await service.comment(consultation.id, command, person_id=person, attempt=attempt(), at=NOW)


def result(*groups):
    return ConsultationResult(
        summary="谢谢",
        groups=[Group(heading="x", comments=n, outcome=outcome, reason="因为") for n, outcome in groups],
    )


class TestOpen:
    async def test_a_normative_document_is_open_for_thirty_days_or_says_why_not(self, office):
        with pytest.raises(TermTooShort) as refused:
            await draft(office, days=29)
        assert refused.value.params == {"least": 30, "days": 29}

        assert (await draft(office, days=29, short_reason="疫情紧急")).short_reason == "疫情紧急"
        assert (await draft(office, days=5, normative=False)).stage is Stage.DRAFT
        assert (await draft(office, days=30)).stage is Stage.DRAFT

    async def test_days_of_the_past_and_turned_round_are_refused(self, office):
        for wrong in ({"opens": -1}, {"days": 1}):
            with pytest.raises(DatesUnusable):
                await draft(office, **wrong)

    async def test_a_second_person_opens_it(self, office):
        made = await draft(office)
        assert made.may_check is False
        with pytest.raises(ConsultationNotFound):
            await service.find(made.id)
        with pytest.raises(SecondPersonNeeded):
            await service.open_it(made.id, staff=office.maker, attempt=attempt(), at=NOW)

        assert (await service.open_it(made.id, staff=office.checker, attempt=attempt(), at=NOW)).stage is Stage.OPEN

    async def test_what_people_read_is_not_changed_under_them(self, office):
        made = await opened(office)

        with pytest.raises(ConsultationMovedOn):
            await service.revise(made.id, _text(drafting(office)), staff=office.maker, attempt=attempt(), at=NOW)

    async def test_other_offices_do_not_look(self, office, make_office):
        made, other = await draft(office), await make_office()

        with pytest.raises(NotYourOffice):
            await service.find_at_desk(made.id, staff=other.maker)

    async def test_one_that_comes_is_told_and_not_open(self, office):
        made = await opened(office, opens=3)

        assert (await service.find(made.id)).stage is Stage.COMING
        with pytest.raises(NotOpen):
            await say(made)


def _text(command):
    from backend.services.interaction.consultations.structs import ConsultationText

    return ConsultationText(**{name: getattr(command, name) for name in ConsultationText.__struct_fields__})


class TestComment:
    async def test_the_public_learns_how_many_and_not_who(self, office):
        made = await opened(office)
        await say(made, "提高标准", section=2)

        shown = await service.find(made.id)
        [at_desk] = (await service.comments_at_desk(made.id, staff=office.maker, limit=10, cursor=None)).items

        assert shown.comments == 1
        assert (at_desk.text, at_desk.section) == ("提高标准", 2)
        assert not {"person_id", "name"} & set(at_desk.__struct_fields__)
        assert "consultations.commented" in await actions_about(ELDER, room="consultations")

    async def test_one_takes_back_ones_own_and_no_other(self, office):
        made = await opened(office)
        mine = await say(made)
        for person in (PARENT, OWNER):
            with pytest.raises(CommentNotFound):
                await service.withdraw_comment(made.id, mine.id, person_id=person, attempt=attempt(), at=NOW)

        await service.withdraw_comment(made.id, mine.id, person_id=ELDER, attempt=attempt(), at=NOW)

        assert (await service.find(made.id)).comments == 0
        with pytest.raises(CommentNotFound):
            await service.withdraw_comment(made.id, mine.id, person_id=ELDER, attempt=attempt(), at=NOW)

    async def test_after_the_end_nothing_is_given_or_taken_back(self, office):
        made = await opened(office)
        mine = await say(made)
        await database.execute(
            "update interaction_consultation set opens_on = opens_on - 40, closes_on = $2 where id = $1",
            made.id,
            calendars.today() - DAY,
        )

        with pytest.raises(NotOpen):
            await say(made)
        with pytest.raises(NotOpen):
            await service.withdraw_comment(made.id, mine.id, person_id=ELDER, attempt=attempt(), at=NOW)

    async def test_sections_that_are_not_there_and_too_many_comments_are_refused(self, office):
        made = await opened(office)
        with pytest.raises(SectionUnknown):
            await say(made, section=3)
        for _ in range(10):
            await say(made)

        with pytest.raises(TooManyComments):
            await say(made)

    async def test_who_speaks_for_a_firm_may_comment_for_it(self, office):
        made = await opened(office)
        [firm] = await people.organisations_of(OWNER)

        given = await say(made, person=OWNER, organisation_id=firm.id)

        assert given.for_organisation
        with pytest.raises(NotYourFirm):
            await say(made, person=ELDER, organisation_id=firm.id)

    async def test_ones_own_are_listed_to_oneself(self, office):
        made = await opened(office)
        await say(made, "甲", person=PARENT)
        await say(made, "乙")

        assert [one.text for one in (await service.my_comments(made.id, person_id=ELDER, limit=10)).items] == ["乙"]


class TestResult:
    async def test_every_comment_has_its_place_and_a_second_person_publishes(self, office):
        made = await opened(office)
        await say(made)
        await say(made, person=PARENT)
        await database.execute(
            "update interaction_consultation set opens_on = opens_on - 40, closes_on = $2 where id = $1",
            made.id,
            calendars.today() - DAY,
        )
        with pytest.raises(CountsDisagree) as refused:
            await self._propose(office, made, result((1, Outcome.ACCEPTED)))
        assert refused.value.params == {"received": 2, "sorted": 1}
        await self._propose(office, made, result((1, Outcome.ACCEPTED), (1, Outcome.NOT_ACCEPTED)))
        assert (await service.find(made.id)).result is None

        with pytest.raises(SecondPersonNeeded):
            await service.publish_result(made.id, staff=office.maker, attempt=attempt(), at=NOW)
        await service.publish_result(made.id, staff=office.checker, attempt=attempt(), at=NOW)

        shown = await service.find(made.id)
        assert shown.stage is Stage.ANSWERED
        assert [one.outcome for one in shown.result.groups] == [Outcome.ACCEPTED, Outcome.NOT_ACCEPTED]
        with pytest.raises(ConsultationMovedOn):
            await service.publish_result(made.id, staff=office.checker, attempt=attempt(), at=NOW)

    async def test_there_is_none_before_the_end(self, office):
        made = await opened(office)

        with pytest.raises(ConsultationMovedOn):
            await self._propose(office, made, result())

    async def test_without_a_result_in_time_it_is_shown_as_overdue(self, office):
        late, fresh = await ended(office, days_ago=60), await ended(office, days_ago=1)

        assert (await service.find(late.id)).stage is Stage.OVERDUE
        assert (await service.find(fresh.id)).stage is Stage.ENDED

    async def _propose(self, office, made, command):
        return await service.propose_result(made.id, command, staff=office.maker, attempt=attempt(), at=NOW)


class TestDemoWorld:
    async def test_there_is_an_open_an_answered_and_an_overdue_one(self, database_url):
        page = await service.listed(region_code=None, text=None, limit=100, cursor=None)

        stages = {one.title: one.stage for one in page.items if one.source == "演示数据"}
        assert sorted(stages.values()) == [Stage.ANSWERED, Stage.OPEN, Stage.OVERDUE]
