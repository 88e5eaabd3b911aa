"""From a letter to its answer, its second round, its end and its publication."""

from datetime import date
from uuid import uuid4

import pytest

from backend.core import database
from backend.reference.calendar.structs import YearLoaded
from backend.services.interaction.letters import desk, service
from backend.services.interaction.letters.errors import (
    AskedAgainAlready,
    BoxUnknown,
    LetterMovedOn,
    LetterNotFound,
    NotForPublication,
    PersonalDataLeft,
    SameBox,
    TooManyLetters,
    TransferredTooOften,
)
from backend.services.interaction.letters.structs import (
    AskAgain,
    GiveReason,
    LetterAction,
    LetterKind,
    LetterState,
    ProposeAnswer,
    PublishLetter,
    Settle,
    Transfer,
    WriteLetter,
)
from backend.services.interaction.offices.errors import SecondPersonNeeded
from backend.supports.files import service as files
from tests.journeys.resident import picture
from tests.services.interaction.conftest import NOW, actions_about, attempt, inbox, make_person


@pytest.fixture
async def writer(database_url):
    return await make_person()


async def write(office, person, **what_matters):
    usual = {"box_id": office.box, "kind": LetterKind.INQUIRY, "subject": "问一件事", "text": "怎么办？"}
    command = WriteLetter(**usual | what_matters)
    return await service.write(command, person_id=person, attempt=attempt(), at=NOW)


async def does(what, letter, staff, *command):
    return await what(letter.id, *command, staff=staff, attempt=attempt(), at=NOW)


async def answered(office, person, **what_matters):
    letter = await write(office, person, **what_matters)
    await does(desk.assign, letter, office.maker)
    await does(desk.propose, letter, office.maker, ProposeAnswer(text="可以这样办。"))
    return await does(desk.approve, letter, office.checker)


async def settle(letter, person, *, solved):
    return await service.settle(letter.id, Settle(solved=solved), person_id=person, attempt=attempt(), at=NOW)


async def ask_again(letter, person):
    return await service.ask_again(letter.id, AskAgain(text="还是不清楚"), person_id=person, attempt=attempt(), at=NOW)


class TestWrite:
    async def test_the_clock_counts_working_days_and_says_on_what_it_rests(self, office, writer):
        letter = await write(office, writer)

        assert letter.due_on == date(2026, 12, 7)  # five working days after Monday, 30 November
        assert (letter.term.days, letter.term.evidence.value) == (5, "recalled")
        assert letter.number.startswith("20261130")
        assert [one.action for one in letter.stations] == [LetterAction.WRITE]

    async def test_nobody_else_reads_it(self, office, writer):
        letter = await write(office, writer)

        with pytest.raises(LetterNotFound):
            await service.find(letter.id, person_id=await make_person())
        with pytest.raises(LetterNotFound):
            await service.find_published(letter.id)

    async def test_a_box_that_is_not_there_is_refused(self, office, writer):
        with pytest.raises(BoxUnknown):
            await write(office, writer, box_id=uuid4())

    async def test_five_a_day(self, office, writer):
        for _ in range(5):
            await write(office, writer)

        with pytest.raises(TooManyLetters):
            await write(office, writer)

    async def test_lists_are_ones_own(self, office, writer):
        letter = await write(office, writer)

        page = await service.mine(writer, limit=10, cursor=None)

        assert [one.id for one in page.items] == [letter.id]

    async def test_attachments_are_the_writers_and_the_offices(self, office, writer):
        kept = await files.keep(picture()["buffer"], name="x.png", person_id=writer, attempt=attempt())
        letter = await write(office, writer, files=[kept.id])

        assert (await service.file_of(letter.id, kept.id, person_id=writer))[0].name == "x.png"
        assert (await desk.file_of(letter.id, kept.id, staff=office.maker))[0].name == "x.png"
        assert "letters.file-read" in await actions_about(writer, room="letters")
        with pytest.raises(LetterNotFound):
            await desk.file_of(letter.id, kept.id, staff=await make_person())

    async def test_boxes_are_those_of_the_region_and_above_the_nearest_first(self, make_office):
        city, county, other = [await make_office(code) for code in ("620100", "620102", "620500")]

        told = await service.boxes("620102")

        ids = [one.id for one in told.boxes]
        assert ids.index(county.box) < ids.index(city.box)
        assert other.box not in ids
        assert {one.kind for one in told.terms} == set(LetterKind)


class TestAnswer:
    async def test_the_writer_hears_the_checked_answer_and_nothing_before(self, office, writer):
        letter = await write(office, writer)
        await does(desk.assign, letter, office.maker)
        await does(desk.propose, letter, office.maker, ProposeAnswer(text="可以这样办。"))
        assert await inbox(writer) == []
        assert "可以这样办。" not in str(await service.find(letter.id, person_id=writer))

        await does(desk.approve, letter, office.checker)

        assert await inbox(writer) == [("已答复：问一件事", "可以这样办。")]
        told = await service.find(letter.id, person_id=writer)
        assert (told.state, told.stations[-1].text) == (LetterState.ANSWERED, "可以这样办。")

    async def test_nobody_checks_their_own_answer(self, office, writer):
        letter = await write(office, writer)
        await does(desk.assign, letter, office.maker)
        shown = await does(desk.propose, letter, office.maker, ProposeAnswer(text="x"))

        assert LetterAction.APPROVE not in shown.may
        with pytest.raises(SecondPersonNeeded):
            await does(desk.approve, letter, office.maker)

    async def test_an_answer_that_comes_back_is_written_again(self, office, writer):
        letter = await write(office, writer)
        await does(desk.assign, letter, office.maker)
        await does(desk.propose, letter, office.maker, ProposeAnswer(text="x"))

        back = await does(desk.give_back, letter, office.checker, GiveReason(reason="语气生硬"))

        assert back.state is LetterState.ASSIGNED
        assert "语气生硬" not in str(await service.find(letter.id, person_id=writer))

    async def test_every_look_at_the_desk_is_recorded(self, office, writer):
        letter = await write(office, writer)

        shown = await desk.read(letter.id, staff=office.maker)

        assert shown.writer == "测试员"
        assert await actions_about(writer, room="letters") == ["letters.written", "letters.read"]

    async def test_it_is_not_answered_before_somebody_takes_it(self, office, writer):
        letter = await write(office, writer)

        with pytest.raises(LetterMovedOn):
            await does(desk.propose, letter, office.maker, ProposeAnswer(text="x"))

    async def test_the_queue_is_the_offices_own_what_is_due_first_first(self, office, make_office, writer):
        slow = await write(office, writer, kind=LetterKind.SUGGESTION)
        soon = await write(office, writer)
        other = await make_office()

        assert [one.id for one in (await self._queue(office.maker)).items] == [soon.id, slow.id]
        assert (await self._queue(other.maker)).items == []

    async def _queue(self, staff):
        return await desk.listed(staff, state=None, limit=10, cursor=None)


class TestTransfer:
    async def test_it_leaves_the_office_and_the_clock_runs_on(self, office, make_office, writer):
        letter, other = await write(office, writer), await make_office()

        moved = await does(desk.transfer, letter, office.maker, Transfer(box_id=other.box, reason="属对方职责"))

        assert (moved.department, moved.state, moved.due_on) == (other.department, LetterState.RECEIVED, letter.due_on)
        assert "属对方职责" in (await inbox(writer))[0][1]
        with pytest.raises(LetterNotFound):
            await desk.read(letter.id, staff=office.maker)
        assert (await desk.read(letter.id, staff=other.maker)).transfers_left == 1

    async def test_nobody_is_sent_round(self, office, make_office, writer):
        letter, other = await write(office, writer), await make_office()
        await does(desk.transfer, letter, office.maker, Transfer(box_id=other.box, reason="x"))
        await does(desk.transfer, letter, other.maker, Transfer(box_id=office.box, reason="x"))

        with pytest.raises(TransferredTooOften):
            await does(desk.transfer, letter, office.maker, Transfer(box_id=other.box, reason="x"))

    async def test_not_to_the_same_office_and_not_to_nowhere(self, office, writer):
        letter = await write(office, writer)

        with pytest.raises(SameBox):
            await does(desk.transfer, letter, office.maker, Transfer(box_id=office.box, reason="x"))
        with pytest.raises(BoxUnknown):
            await does(desk.transfer, letter, office.maker, Transfer(box_id=uuid4(), reason="x"))

    async def test_a_refusal_says_why(self, office, writer):
        letter = await write(office, writer)

        shown = await does(desk.refuse, letter, office.maker, GiveReason(reason="已进入诉讼程序，请向法院了解"))

        assert (shown.state, shown.may) == (LetterState.REFUSED, [])
        assert "法院" in (await inbox(writer))[0][1]


class TestAfterTheAnswer:
    async def test_one_asks_again_once_with_a_clock_of_its_own(self, office, writer):
        letter = await answered(office, writer)
        again = await ask_again(letter, writer)
        assert (again.state, again.asked_again, again.may_ask_again) == (LetterState.RECEIVED, True, False)
        await does(desk.assign, letter, office.maker)
        await does(desk.propose, letter, office.maker, ProposeAnswer(text="再说一遍。"))
        await does(desk.approve, letter, office.checker)

        with pytest.raises(AskedAgainAlready):
            await ask_again(letter, writer)

    async def test_the_writer_says_whether_it_solved_it(self, office, writer):
        letter = await answered(office, writer)

        done = await settle(letter, writer, solved=False)

        assert (done.state, done.solved) == (LetterState.CLOSED, False)
        with pytest.raises(LetterMovedOn):
            await settle(letter, writer, solved=True)
        with pytest.raises(LetterNotFound):
            await settle(letter, await make_person(), solved=True)


class TestPublish:
    WORDS = PublishLetter(title="怎么办", question="怎么办？", answer="这样办。")

    async def test_a_second_person_publishes_it_without_the_writer(self, office, writer):
        letter = await answered(office, writer, publishable=True)
        with pytest.raises(SecondPersonNeeded):
            await does(desk.publish, letter, office.maker, self.WORDS)
        await does(desk.publish, letter, office.checker, self.WORDS)

        shown = await service.find_published(letter.id)
        page = await service.published(region_code="620102", kind=None, text="怎么办", limit=100, cursor=None)

        assert (shown.title, shown.answer) == ("怎么办", "这样办。")
        assert letter.id in {one.id for one in page.items}
        assert not {"person_id", "writer", "number"} & set(shown.__struct_fields__)
        with pytest.raises(NotForPublication):
            await does(desk.publish, letter, office.checker, self.WORDS)

    async def test_what_tells_who_wrote_is_refused(self, office, writer):
        letter = await answered(office, writer, publishable=True)

        for left in ("我是测试员", "电话 13800000001"):
            with pytest.raises(PersonalDataLeft):
                await does(desk.publish, letter, office.checker, PublishLetter(title="x", question=left, answer="y"))

    async def test_not_without_the_writers_leave_and_not_before_the_answer(self, office, writer):
        confidential = await answered(office, writer)
        waiting = await write(office, writer, publishable=True)

        for letter in (confidential, waiting):
            with pytest.raises(NotForPublication):
                await does(desk.publish, letter, office.checker, self.WORDS)


class TestCalendar:
    async def test_days_that_rest_on_law_alone_are_counted_again_when_the_notice_comes(self, office, writer):
        letter = await write(office, writer)
        await database.execute(
            "update interaction_letter set due_on = '2027-01-01', due_provisional = true where id = $1", letter.id
        )

        await service.recount(YearLoaded(year=2026))

        again = await service.find(letter.id, person_id=writer)
        assert (again.due_on, again.due_provisional) == (letter.due_on, letter.due_provisional)


class TestDemoWorld:
    async def test_letters_stand_at_every_station(self, database_url):
        rows = await database.fetch(
            "select state, published_at from interaction_letter where department = '兰州市民政局（演示）'"
        )

        assert len(rows) >= 6
        assert {"received", "proposed", "answered", "closed"} <= {row["state"] for row in rows}
        assert sum(row["published_at"] is not None for row in rows) >= 3
