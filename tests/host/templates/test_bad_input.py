"""Whatever is sent to a template's action is answered in words for a person, never with an error of the author's."""

import asyncio

import pytest

from backend.core import database
from plugin_sdk.templates.form.tests.test_app import GOOD
from tests.host.templates.visits import times

ODD = (
    None, -1, 10**18, 1.5, "", "长" * 1_000, "<b>", "../..", ["x"], {"a": 1}, "00000000-0000-4000-8000-000000000000",
)  # fmt: skip
PERSONAL = ("打 13800000001", "622926200503120124", "我的号码是622926200503120124。")
OFTEN = {"calls_per_person_per_minute": 600}
FORMS = [
    ("form", "apply", "submit", GOOD, "reason"),
    ("form", "apply", "submit", GOOD, "people"),
    ("form", "apply", "submit", GOOD, "agreed"),
    ("query", "search", "find", {}, "number"),
    ("survey", "questions", "answer", {}, "satisfied"),
]


@pytest.mark.parametrize(
    ("template", "screen", "action", "good", "field"), FORMS, ids=[f"{f[0]} {f[4]}" for f in FORMS]
)
async def test_an_odd_value_is_named_with_its_field(template, screen, action, good, field, copy, publish):
    phone = await (await publish(copy(template, quotas=OFTEN)))("student")
    await phone.open(screen)

    answers = [await phone.act(action, **good | {field: odd}) for odd in ODD]

    assert [[error["field"] for error in answer["errors"]] for answer in answers] == [[field]] * len(ODD)
    assert await kept(phone.app_id) == []


async def test_an_odd_time_or_booking_is_answered_on_a_page(copy, publish, offer):
    folder = copy("booking", quotas=OFTEN)
    phone = await (await publish(folder))("student")
    await offer(folder.name)

    for odd in ODD:
        await phone.open("times")
        await phone.act("choose", slot=odd)
        assert "没有办成" in phone.titles()
    for odd in ODD:
        for action in ("confirm", "cancel"):
            await phone.open("mine")
            if not phone.parts("FactTable"):
                await phone.open("times")
                await phone.act("choose", slot=times(phone)[-1])
            await phone.act(action, booking=odd)
            assert "没有办成" in phone.titles()


async def test_a_personal_number_in_a_remark_is_asked_to_be_left_out(copy, publish):
    phone = await (await publish(copy("survey", quotas=OFTEN)))("student")
    await phone.open("questions")

    answers = [await phone.act("answer", satisfied="very", remark=remark) for remark in PERSONAL]
    kept_before = await kept(phone.app_id)
    accepted = await phone.act("answer", satisfied="very", remark="电话很难打通")

    assert [[error["field"] for error in answer["errors"]] for answer in answers] == [["remark"]] * len(PERSONAL)
    assert kept_before == []
    assert accepted["outcome"] == "screen"
    assert [row["value"]["remark"] for row in await records(phone.app_id)] == ["电话很难打通"]


async def test_a_full_survey_says_that_it_is_closed(copy, publish):
    words = {"zh": "匿名回答", "en": "Anonymous answers"}
    collection = {"name": "answers", "text": words, "most_records": 1, "department_view": True}
    pick = await publish(copy("survey", collections=[collection]))
    first, second = await pick("student"), await pick("herder")
    for phone in (first, second):
        await phone.open("questions")

    await first.act("answer", satisfied="very")
    await second.act("answer", satisfied="not")

    assert "调查已经结束" in second.titles()
    assert len(await records(first.app_id)) == 1


async def test_two_answers_of_one_person_at_once_are_one(copy, publish):
    pick = await publish(copy("survey"))
    phones = [await pick("student") for _ in range(4)]
    for phone in phones:
        await phone.open("questions")

    answers = await asyncio.gather(*(phone.act("answer", satisfied="very") for phone in phones))

    assert {answer["outcome"] for answer in answers} == {"screen"}
    assert len(await records(phones[0].app_id)) == 1


async def test_two_applications_of_one_person_at_once_are_one(copy, publish):
    pick = await publish(copy("form"))
    phones = [await pick("student") for _ in range(3)]
    for phone in phones:
        await phone.open("apply")

    answers = await asyncio.gather(*(phone.act("submit", **GOOD) for phone in phones))

    assert len({answer["receipt"]["number"] for answer in answers}) == 1
    sent = await database.fetch("select 1 from messages_message where app_id = $1", phones[0].app_id)
    assert len(sent) == 1


async def records(app_id):
    return await database.fetch("select value from host_record where app_id = $1", app_id)


async def kept(app_id):
    stored = await database.fetch("select value from host_stored where id like $1 || ' %'", app_id)
    return [*stored, *await records(app_id)]
