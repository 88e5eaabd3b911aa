"""One visit to each template: every page, and every action with what is right and what is wrong.

The first phone is the visitor's; the others belong to people who come in between. What is right stands in the
template's own tests, so that a template that changes takes its visit along.
"""

from collections.abc import Awaitable, Callable

from plugin_sdk.templates.form.tests.test_app import GOOD
from tests.host.templates.phone import Phone

Visit = Callable[..., Awaitable[None]]
NO_TIME = "00000000-0000-4000-8000-099999999999"


async def form(phone: Phone, *_others: Phone) -> None:
    """An application, refused and accepted."""
    await phone.open("status")
    await phone.tap("去申请")
    await phone.act("submit", **GOOD | {"people": 0, "reason": ["illness"], "agreed": "yes"})
    await phone.act("submit", **GOOD)
    await phone.open("apply")
    await phone.tap("查看进度")


async def query(phone: Phone, *_others: Phone) -> None:
    """A case looked up, and what is no number."""
    await phone.open("search")
    await phone.act("find", number="SL2026000１")
    await phone.act("find", number=" sl20260001 ")
    await phone.tap("查另一件")
    await phone.open("case", number="SL20260001")
    await phone.open("case", number=["SL20260001"])


async def booking(phone: Phone, first: Phone, second: Phone) -> None:
    """A time held, confirmed and cancelled; and one that is full, with its line."""
    await phone.open("mine")
    await phone.tap("去预约")
    await phone.act("choose", slot="slot-9")
    await phone.tap("去预约")
    await phone.act("choose", slot=NO_TIME)
    await phone.tap("去预约")
    await phone.act("choose", slot=times(phone)[-1])
    await phone.act("confirm", booking="booking-9")
    await phone.open("mine")
    await phone.tap("确认预约")
    await phone.open("mine")
    await phone.act("cancel", booking=NO_TIME)
    await phone.open("mine")
    await phone.tap("取消")

    for other in (first, second):
        await other.open("times")
        await other.act("choose", slot=times(other)[-1])
        await other.tap("确认预约")
    await phone.open("times")
    await phone.act("choose", slot=times(phone)[-1])
    await phone.tap("加入候补")
    await first.open("mine")
    await first.tap("取消")
    await phone.open("mine")
    await phone.tap("确认预约")


async def booking_wait_for_nothing(phone: Phone, first: Phone, second: Phone) -> None:
    """Whoever would wait for a time that does not exist, or that became free in between."""
    for other in (first, second):
        await other.open("times")
        await other.act("choose", slot=times(other)[-1])
    await phone.open("times")
    await phone.act("choose", slot=times(phone)[-1])
    await phone.act("wait", slot=NO_TIME)
    await phone.open("times")
    await phone.act("choose", slot=times(phone)[-1])
    await first.tap("取消")
    await phone.tap("加入候补")


async def booking_twice(phone: Phone, *_others: Phone) -> None:
    """The same time again, and then another one."""
    for place in (-1, -1, -2):
        await phone.open("times")
        await phone.act("choose", slot=times(phone)[place])


async def certificate(phone: Phone, *_others: Phone) -> None:
    """A certificate issued; what is sent with it is nobody's business."""
    await phone.open("certificate")
    await phone.act("issue", name="别人", number="ZY-1")
    await phone.open("certificate")


async def list_map(phone: Phone, *_others: Phone) -> None:
    """Places as a list, on the map and alone; and one that is none."""
    await phone.open("places")
    await phone.tap("看地图")
    await phone.open("place", place="west")
    await phone.open("place", place=["west"])


async def survey(phone: Phone, first: Phone, *_others: Phone) -> None:
    """Answers, right and wrong, and their results."""
    await phone.open("results")
    await phone.tap("去回答")
    await phone.act("answer", satisfied=[], remark="长" * 201)
    await phone.act("answer", satisfied="very", remark="电话 13800000001")
    await phone.act("answer", satisfied="very", remark="很快")
    await first.open("questions")
    await first.act("answer", satisfied="not")
    await phone.open("questions")
    await phone.tap("查看结果")


def times(phone: Phone) -> list[str]:
    """The times that the shown screen offers."""
    [picker] = phone.parts("SlotPicker")
    return [slot["id"] for day in picker["days"] for slot in day["slots"]]


VISITS: dict[str, Visit] = {
    "form": form,
    "query": query,
    "booking": booking,
    "certificate": certificate,
    "list_map": list_map,
    "survey": survey,
}
