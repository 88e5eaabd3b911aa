"""From one department's mini-app to another's and back: the sheet, the intent, and the screen that knows who sent."""

import json

import pytest

from tests.host.templates.conftest import DEPARTMENT

WORDS = {"zh": "从这里去另一项服务", "en": "From here to another service"}
ELSEWHERE = "示例市政务服务管理局"


@pytest.fixture
def pair(copy):
    """Two copies that launch each other: an application leads to a service point, and a service point to it."""
    form, places = copy("form"), copy("list_map", department={"name": ELSEWHERE})
    change(
        form,
        ("form, data=filled)", 'ui.text(ctx.launch.app if ctx.launch else "自己来的"), form, data=filled)'),
        (
            "stations)",
            f'stations, ui.button("去服务点", to=ui.to_launch("{places.name}", "show-place", place="west")))',
        ),
        intents=[{"name": "apply", "screen": "apply", "text": WORDS}],
        launches=[{"app": places.name, "intent": "show-place", "reason": WORDS}],
    )
    change(
        places,
        ("point, office)", f'point, office, ui.button("申请补助", to=ui.to_launch("{form.name}", "apply")))'),
        launches=[{"app": form.name, "intent": "apply", "reason": WORDS}],
    )
    return form, places


def change(folder, *replaced, **gkb):
    """What an author changes: words of the program, and members of the manifest."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["gkb"] |= gkb
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    source = (folder / "app.py").read_text("utf-8")
    for old, new in replaced:
        assert old in source
        source = source.replace(old, new)
    (folder / "app.py").write_text(source, "utf-8")


async def to_the_place(phone):
    """Apply, and tap the button that leads away."""
    await phone.open("apply")
    await phone.act("submit", reason="illness", people=3, agreed=True)
    await phone.open("status")
    return await phone.tap("去服务点")


async def test_the_target_is_drawn_with_the_launch_and_the_sheet_says_whose_it_is(pair, publish):
    form, places = pair
    await publish(places)
    phone = await (await publish(form))("student")

    allowed = await to_the_place(phone)
    there = await phone.arrive(allowed)

    assert (allowed["app"], allowed["screen"], allowed["departmentName"]) == (places.name, "place", ELSEWHERE)
    assert allowed["name"] == "便民服务点（模板）"
    assert there.screen["title"] == "西站便民服务站"


async def test_the_way_back_asks_for_consent_first_and_still_knows_who_sent(pair, publish):
    form, places = pair
    await publish(form)
    phone = await (await publish(places))("herder")
    await phone.open("place", place="east")

    allowed = await phone.tap("申请补助")
    there = await phone.arrive(allowed)

    assert allowed["departmentName"] == DEPARTMENT
    assert [told.get("code") for _, _, told in there.told] == ["host.consent-needed", None]
    assert places.name in [part.get("text") for part in there.parts("Text")]
    assert (await there.act("submit", reason="illness", people=1, agreed=True))["outcome"] == "done"


async def test_the_simulator_shows_authors_the_same_sheet(pair, publish, simulate):
    form, places = pair
    await publish(places)
    real, played = await (await publish(form))("student"), simulate(form)("student")

    allowed, shown = await to_the_place(real), await to_the_place(played)

    assert shown | {"intent": ""} == allowed | {"intent": ""}
