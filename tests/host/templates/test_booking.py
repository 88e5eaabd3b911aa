"""The booking template with what its department offers: the last place, the waiting line, and the person's own view."""

import asyncio
from datetime import datetime

import pytest

from backend.reference.regions.service import local_time
from tests.host.templates.conftest import COUNTER, DEPARTMENT, OFFERS
from tests.host.templates.visits import times


@pytest.fixture
async def hall(copy, publish, offer):
    """A booking mini-app with one place an hour: its id, what is offered, and who picks up a phone."""
    folder = copy("booking")
    pick = await publish(folder)
    return folder.name, await offer(folder.name, capacity=1), pick


async def chosen(phone, place=-1):
    """Choose a time that the page offers: the last one, which no clock passes meanwhile."""
    await phone.open("times")
    return await phone.act("choose", slot=times(phone)[place])


async def booked(phone):
    await chosen(phone)
    return (await phone.tap("确认预约"))["receipt"]


async def waiting(phone):
    await chosen(phone)
    return await phone.tap("加入候补")


def facts(part):
    return {fact["label"]: fact["value"] for fact in part["facts"]}


class TestOffer:
    async def test_the_departments_developer_offers_through_the_departments_mini_app(self, client, hall, developer):
        app_id, resource, _ = hall

        page = (await client.get(OFFERS, params={"owner": f"mini-app:{app_id}"}, headers=developer)).json()

        assert [one["id"] for one in page["items"]] == [resource]

    async def test_nobody_offers_through_another_departments_or_an_unknown_one(
        self, client, copy, publish, hall, developer
    ):
        elsewhere = copy("booking", department={"name": "示例市政务服务管理局"})
        await publish(elsewhere)
        terms = {
            "name": COUNTER, "regionCode": "620102", "horizonDays": 1,
            "plan": [{"weekday": 1, "opens": "09:00", "closes": "10:00", "slotMinutes": 60, "capacity": 1}],
        }  # fmt: skip

        for owner in (f"mini-app:{elsewhere.name}", "mini-app:no_such_app", f"hall:{hall[0]}"):
            answers = [
                await client.post(OFFERS, json=terms | {"owner": owner}, headers=developer),
                await client.get(OFFERS, params={"owner": owner}, headers=developer),
            ]
            assert {(one.status_code, one.json()["code"]) for one in answers} == {(403, "bookings.not-your-resource")}

    async def test_an_operator_does_not_act_for_the_department(self, client, sign_in, hall):
        answer = await client.get(OFFERS, params={"owner": f"mini-app:{hall[0]}"}, headers=await sign_in("operator"))

        assert (answer.status_code, answer.json()["code"]) == (403, "bookings.not-your-resource")


class TestPerson:
    async def test_what_is_confirmed_stands_in_the_persons_bookings_until_it_is_cancelled(self, client, sign_in, hall):
        phone, headers = await hall[2]("student"), await sign_in("student")

        receipt = await booked(phone)
        before = await mine(client, headers, resource=hall[1])
        await phone.open("mine")
        await phone.tap("取消")
        after = await mine(client, headers, resource=hall[1])

        [one] = before
        assert (one["state"], one["number"]) == ("booked", receipt["number"])
        starts = local_time(datetime.fromisoformat(one["startsAt"]))
        assert facts(receipt)["时间"].startswith(f"{starts:%Y-%m-%d %H:%M}-")
        assert [(each["id"], each["state"]) for each in after] == [(one["id"], "cancelled")]
        assert phone.titles()[-1] == "您还没有预约"

    async def test_the_department_sees_who_comes(self, client, hall, developer):
        receipt = await booked(await hall[2]("elder"))

        day = facts(receipt)["时间"].split()[0]
        page = (await client.get(f"{OFFERS}/{hall[1]}/bookings", params={"day": day}, headers=developer)).json()

        assert [(one["number"], one["name"]) for one in page["items"]] == [(receipt["number"], "张*兰")]

    async def test_with_as_many_open_as_one_may_have_the_page_says_why(self, hall):
        phone = await hall[2]("trader")
        for place in (0, 1, 2):
            await chosen(phone, place - 3)

        assert phone.parts("Notice")[1]["text"] == "您已有未完成的预约，请先取消。"

    async def test_one_who_meets_somebody_elses_booking_meets_none(self, hall):
        owner, other = await hall[2]("student"), await hall[2]("herder")
        await chosen(owner)
        theirs = owner.parts("Button")[0]["action"]["input"]["booking"]
        await chosen(other, -2)

        await other.act("confirm", booking=theirs)

        assert "没有办成" in other.titles()
        assert (await owner.tap("确认预约"))["outcome"] == "done"


class TestLastPlace:
    async def test_of_two_who_want_it_at_once_one_gets_it_and_the_other_may_wait(self, hall):
        phones = [await hall[2](persona) for persona in ("student", "herder")]
        for phone in phones:
            await phone.open("times")

        answers = await asyncio.gather(*(phone.act("choose", slot=times(phone)[-1]) for phone in phones))

        assert {answer["outcome"] for answer in answers} == {"screen"}
        assert sorted(phone.parts("Button")[0]["text"] for phone in phones) == ["加入候补", "确认预约"]

    async def test_a_place_given_back_belongs_to_the_first_in_line(self, client, sign_in, hall):
        owner, first, second = [await hall[2](persona) for persona in ("student", "herder", "trader")]
        await booked(owner)
        await waiting(first)
        await waiting(second)
        assert [facts(phone.parts("FactTable")[0])["候补第几位"] for phone in (first, second)] == ["1", "2"]

        await owner.open("mine")
        await owner.tap("取消")
        await first.open("mine")
        await second.open("mine")

        assert [one["text"] for one in first.parts("Button")] == ["确认预约", "取消"]
        assert facts(second.parts("FactTable")[0])["候补第几位"] == "1"
        inbox = (await client.get("/api/v1/messages", headers=await sign_in("herder"))).json()["items"]
        assert (inbox[0]["title"], inbox[0]["sender"]) == ("排到名额了，请确认", DEPARTMENT)
        assert (await first.tap("确认预约"))["outcome"] == "done"

    async def test_who_leaves_the_line_is_passed_over(self, hall):
        owner, first, second = [await hall[2](persona) for persona in ("student", "herder", "trader")]
        await chosen(owner)
        await waiting(first)
        await waiting(second)

        await first.tap("取消")
        await owner.tap("取消")
        await second.open("mine")

        assert "确认预约" in [one["text"] for one in second.parts("Button")]


async def mine(client, headers, *, resource):
    items = (await client.get("/api/v1/bookings", params={"limit": 100}, headers=headers)).json()["items"]
    return [one for one in items if one["resourceId"] == resource]
