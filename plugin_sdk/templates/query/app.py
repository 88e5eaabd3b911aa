"""查询模板：`search` 输入编号，`find` 检查编号，`case` 向部门查询并显示进度。"""

import re

from plugin_sdk.guest import Context, MiniApp, field_error, go_to, invalid, ui

from . import department
from .texts import texts

Part = dict[str, object]

RECENT = "recent"
MOST_RECENT = 5
DIGITS = 8

app = MiniApp()


@app.screen("search")
def search(ctx: Context, _data: Part) -> Part:
    """只问编号；查过的不用再输入。"""
    number = ui.short_text(
        texts.say(ctx, "number"),
        max_length=DIGITS + 2,
        description=texts.say(ctx, "number-help"),
        error=texts.say(ctx, "number-wrong"),
    )
    form = ui.form(ui.field("number", number), submit=texts.say(ctx, "find"), action="find")
    recent = _recent(ctx)
    if not recent:
        return _page(ctx, form)
    items = [ui.item(each, to=ui.to_screen("case", number=each)) for each in recent]
    return _page(ctx, form, ui.text(texts.say(ctx, "recent"), variant="h2"), ui.list_of(*items))


@app.action("find")
def find(ctx: Context, data: Part) -> Part:
    """编号写对了才去查，查到的记下来。"""
    number = _number(data)
    if not number:
        zh, en = texts.both("number-wrong")
        return invalid(field_error("number", zh=zh, en=en))
    screen = case(ctx, {"number": number})
    recent = [number, *(each for each in _recent(ctx) if each != number)]
    ctx.store.put(RECENT, recent[:MOST_RECENT])
    return go_to(screen)


@app.screen("case")
def case(ctx: Context, data: Part) -> Part:
    """办到哪一步；查不到和接口不可用是两回事，分开说。"""
    number = _number(data)
    try:
        found = department.case(ctx, number) if number else None
    except department.DepartmentAway:
        away = ui.notice(texts.say(ctx, "away"), texts.say(ctx, "away-text"), tone="warning")
        return _page(ctx, away, ui.contact(texts.say(ctx, "office"), "12345"), _again(ctx))
    if found is None:
        not_found = ui.empty_state(texts.say(ctx, "not-found"), texts.say(ctx, "not-found-text"))
        return _page(ctx, not_found, _again(ctx))
    facts = ui.fact_table(
        ui.fact(texts.say(ctx, "number"), number),
        ui.fact(texts.say(ctx, "item"), department.words(ctx, found.get("item"))),
    )
    stations = [
        ui.station(
            department.words(ctx, station.get("name")), state=str(station["state"]), at=str(station.get("on") or "")
        )
        for station in department.stations(found)
    ]
    return _page(ctx, facts, *([ui.timeline(*stations)] if stations else []), _again(ctx))


def _number(data: Part) -> str:
    """规整后的编号；不像编号时为空。输入可能来自任何人。"""
    number = str(data.get("number") or "").strip().upper()
    return number if re.fullmatch(r"SL[0-9]{8}", number) else ""


def _recent(ctx: Context) -> list[str]:
    kept = ctx.store.get(RECENT)
    return [str(each) for each in kept] if isinstance(kept, list) else []


def _again(ctx: Context) -> Part:
    return ui.button(texts.say(ctx, "again"), screen="search")


def _page(ctx: Context, *body: Part) -> Part:
    template = ui.notice(texts.say(ctx, "template"), texts.say(ctx, "template-text"), tone="warning")
    return ui.screen(texts.say(ctx, "title"), template, *body)
