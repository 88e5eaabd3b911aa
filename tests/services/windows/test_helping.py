"""帮办代办: asked by a person, taken by one worker of the region, and every step is told."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from backend.core.pages import BadCursor
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.services.windows import help_view, helping
from backend.services.windows.errors import (
    HelpMovedOn,
    HelpNotFound,
    HelpNotHere,
    HelpNotYours,
    RegionUnknown,
    TooManyHelpRequests,
    WishOutOfReach,
)
from backend.services.windows.help_structs import Arrange, HelpState, SayUnable, WriteMessage
from tests.services.windows.conftest import MONDAY, actions_about, asking, attempt, enrol_stranger, inbox

VILLAGE, TOWNSHIP = "620102001001", "620102001"


async def ask(person, *, at=MONDAY, **what_matters):
    return await helping.ask(asking(**what_matters), person_id=person, attempt=attempt(), at=at)


async def step(what, request, worker, *command, at=MONDAY):
    return await what(request.id, *command, worker=worker, attempt=attempt(), at=at)


async def write(request, author, text):
    return await helping.write(request.id, WriteMessage(text=text), author=author, attempt=attempt(), at=MONDAY)


async def withdraw(request, person):
    return await helping.withdraw(request.id, person_id=person, attempt=attempt(), at=MONDAY)


@pytest.fixture
async def person(database_url):
    somebody = uuid4()
    await enrol_stranger(somebody)
    return somebody


@pytest.fixture
def make_worker(database_url):
    """A community worker of a region."""

    async def make(region=VILLAGE, *, role=Role.COMMUNITY_WORKER):
        worker = uuid4()
        await enrol_stranger(worker)
        await people.appoint(worker, department="某社区", region_code=region, roles=[role])
        return worker

    return make


@pytest.fixture
async def worker(make_worker):
    return await make_worker()


@pytest.fixture
async def taken(person, worker):
    request = await ask(person)
    await step(helping.take, request, worker)
    return request


class TestAsk:
    async def test_is_open_and_shown_to_its_person(self, person):
        request = await ask(person, wished_at=MONDAY + timedelta(days=1), basic_code="000111015000")

        assert (request.state, request.mine, request.region_name) == (
            HelpState.OPEN, True, "甘肃省兰州市城关区酒泉路街道畅家巷社区居委会",
        )  # fmt: skip
        assert await help_view.find(request.id, reader=person) == request
        assert await actions_about(person) == ["windows.help-asked"]

    @pytest.mark.parametrize(
        ("what", "refusal"),
        [
            ({"region_code": "620102"}, HelpNotHere),
            ({"region_code": "620102999"}, RegionUnknown),
            ({"wished_at": MONDAY - timedelta(minutes=1)}, WishOutOfReach),
            ({"wished_at": MONDAY + timedelta(days=61)}, WishOutOfReach),
        ],
    )
    async def test_refuses_what_no_helper_can_do(self, person, what, refusal):
        with pytest.raises(refusal):
            await ask(person, **what)

    async def test_a_person_has_three_open_ones_also_when_asking_at_once(self, person):
        done = await asyncio.gather(*(ask(person) for _ in range(6)), return_exceptions=True)

        assert Counter(type(one).__name__ for one in done) == {"HelpRequest": 3, "TooManyHelpRequests": 3}
        await withdraw(next(one for one in done if not isinstance(one, TooManyHelpRequests)), person)
        await ask(person)


class TestFind:
    async def test_strangers_workers_elsewhere_and_officers_find_nothing(self, person, make_worker):
        request = await ask(person)
        others = [uuid4(), await make_worker("620102002"), await make_worker(role=Role.CASE_OFFICER)]

        for reader in others:
            with pytest.raises(HelpNotFound):
                await help_view.find(request.id, reader=reader)
        with pytest.raises(HelpNotFound):
            await help_view.find(uuid4(), reader=person)

    async def test_who_asks_is_shown_to_the_helper_alone(self, person, worker, make_worker):
        request, colleague = await ask(person), await make_worker(TOWNSHIP)
        await step(helping.take, request, worker)
        await write(request, person, "下午在家")

        helper, other = [await help_view.find(request.id, reader=one) for one in (worker, colleague)]

        assert "*" in helper.person_name
        assert [one.text for one in helper.messages] == ["下午在家"]
        assert (other.person_name, other.helper_name, other.messages) == (None, None, [])


class TestLists:
    async def test_mine_page_by_page(self, person):
        requests = [await ask(person) for _ in range(3)]

        first = await help_view.mine(person, limit=2, cursor=None)
        second = await help_view.mine(person, limit=2, cursor=first.next_cursor)

        assert [one.id for one in (*first.items, *second.items)] == [one.id for one in reversed(requests)]
        with pytest.raises(BadCursor):
            await help_view.mine(uuid4(), limit=2, cursor=first.next_cursor)

    async def test_of_my_region_and_below_the_oldest_first(self, person, make_worker):
        above, elsewhere = await make_worker("620104002"), await make_worker("620104003")
        above_all = await make_worker("620104")
        first = await ask(person, region_code="620104002")
        second = await ask(person, region_code="620104002")
        await withdraw(second, person)

        async def ids(worker, **what_matters):
            usual = {"state": None, "limit": 10, "cursor": None}
            return [one.id for one in (await help_view.of_my_region(worker, **usual | what_matters)).items]

        assert await ids(above) == await ids(above_all) == [first.id]
        assert await ids(above, state=HelpState.WITHDRAWN) == [second.id]
        assert await ids(elsewhere) == await ids(uuid4()) == []


class TestTake:
    async def test_of_many_workers_one_helps(self, person, make_worker):
        request, workers = await ask(person), [await make_worker() for _ in range(8)]

        done = await asyncio.gather(*(step(helping.take, request, one) for one in workers), return_exceptions=True)

        assert Counter(type(one).__name__ for one in done) == {"HelpRequest": 1, "HelpTaken": 7}
        assert await inbox(person) == ["已有帮办员接单"]

    async def test_workers_elsewhere_find_nothing(self, person, make_worker):
        request, elsewhere = await ask(person), await make_worker("620102002")

        with pytest.raises(HelpNotFound):
            await step(helping.take, request, elsewhere)

    async def test_what_was_withdrawn_is_not_taken(self, person, worker):
        request = await ask(person)
        await withdraw(request, person)

        with pytest.raises(HelpMovedOn):
            await step(helping.take, request, worker)


class TestHelp:
    async def test_is_arranged_again_and_done(self, taken, person, worker):
        for days in (1, 2):
            visit = MONDAY + timedelta(days=days)
            arranged = await step(helping.arrange, taken, worker, Arrange(visit_at=visit))
        done = await step(helping.done, taken, worker)

        assert (arranged.state, arranged.visit_at) == (HelpState.ARRANGED, visit)
        assert (done.state, (await help_view.find(taken.id, reader=person)).state) == (HelpState.DONE, HelpState.DONE)
        assert await inbox(person) == ["帮办已完成", "上门时间已约定", "上门时间已约定", "已有帮办员接单"]
        assert (await actions_about(person))[-1] == "windows.help-done"

    async def test_is_handed_back_to_the_others(self, taken, person, worker, make_worker):
        colleague = await make_worker(TOWNSHIP)
        await step(helping.arrange, taken, worker, Arrange(visit_at=MONDAY + timedelta(days=1)))

        back = await step(helping.hand_back, taken, worker)
        again = await step(helping.take, taken, colleague)

        assert (back.state, back.visit_at, back.person_name) == (HelpState.OPEN, None, None)
        assert again.state is HelpState.TAKEN

    async def test_ends_with_a_reason_when_it_cannot_be_done(self, taken, person, worker):
        ended = await step(helping.unable, taken, worker, SayUnable(reason="需本人到户籍地办理"))

        assert (ended.state, ended.reason) == (HelpState.UNABLE, "需本人到户籍地办理")
        assert (await inbox(person))[0] == "帮办未能办理"

    async def test_a_visit_lies_in_the_future(self, taken, worker):
        for visit in (MONDAY, datetime.max.replace(tzinfo=UTC)):
            with pytest.raises(WishOutOfReach):
                await step(helping.arrange, taken, worker, Arrange(visit_at=visit))

    @pytest.mark.parametrize(
        ("what", "command"),
        [
            (helping.hand_back, ()),
            (helping.arrange, (Arrange(visit_at=MONDAY + timedelta(days=1)),)),
            (helping.done, ()),
            (helping.unable, (SayUnable(reason="不能"),)),
        ],
    )
    async def test_belongs_to_one_helper_and_ends_once(self, taken, worker, make_worker, what, command):
        with pytest.raises(HelpNotYours):
            await step(what, taken, await make_worker(), *command)
        await step(helping.done, taken, worker)
        with pytest.raises(HelpMovedOn):
            await step(what, taken, worker, *command)

    async def test_the_same_attempt_is_done_once(self, taken, person, worker):
        again = attempt("once")

        for _ in range(2):
            await helping.done(taken.id, worker=worker, attempt=again, at=MONDAY)

        assert (await inbox(person)).count("帮办已完成") == 1


class TestWithdraw:
    async def test_tells_the_helper(self, taken, person, worker):
        gone = await withdraw(taken, person)

        assert gone.state is HelpState.WITHDRAWN
        assert (await inbox(worker))[0] == "帮办请求已撤回"
        with pytest.raises(HelpMovedOn):
            await withdraw(taken, person)

    async def test_is_the_persons_own(self, taken, worker):
        with pytest.raises(HelpNotFound):
            await withdraw(taken, worker)


class TestWrite:
    async def test_goes_to_the_other_one(self, taken, person, worker):
        await write(taken, person, "下午在家")
        seen = await write(taken, worker, "三点到")

        assert [(one.mine, one.text) for one in seen.messages] == [(False, "下午在家"), (True, "三点到")]
        assert (await inbox(person))[0] == (await inbox(worker))[0] == "帮办代办有新留言"

    async def test_is_for_the_two_and_while_it_lasts(self, taken, person, worker, make_worker):
        with pytest.raises(HelpNotYours):
            await write(taken, await make_worker(), "我来")
        with pytest.raises(HelpNotFound):
            await write(taken, uuid4(), "谁")
        await step(helping.done, taken, worker)
        with pytest.raises(HelpMovedOn):
            await write(taken, person, "谢谢")

    async def test_taken_twice_by_the_same_worker_says_where_it_stands(self, taken, worker):
        with pytest.raises(HelpMovedOn):
            await step(helping.take, taken, worker)
