"""预约模板：`times` 选时间，`choose` 先留住，`confirm` 再确认；约满可以候补，`mine` 里可以取消。"""

from plugin_sdk.guest import CapabilityRefused, Context, MiniApp, done, go_to, receipt, ui
from plugin_sdk.guest.bookings import Booked, Slot

from .texts import REFUSALS, texts

Part = dict[str, object]

DAYS = 7
OPEN = ("held", "booked", "waiting")

app = MiniApp()


@app.screen("times")
def times(ctx: Context, _data: Part) -> Part:
    """还可以预约的时间，按天分组。"""
    see_mine = ui.button(texts.say(ctx, "see-mine"), screen="mine")
    for counter in ctx.booking.resources():
        days = _days(ctx.booking.slots(counter.id, from_date=ctx.now.date(), days=DAYS))
        if days:
            where = ui.fact(texts.say(ctx, "where"), f"{ctx.words(**counter.name)}，{counter.address}")
            picker = ui.slot_picker(*days, submit=texts.say(ctx, "choose"), action="choose")
            return _page(ctx, "title", ui.fact_table(where), picker, see_mine)
    return _page(ctx, "title", ui.empty_state(texts.say(ctx, "no-times"), texts.say(ctx, "no-times-text")), see_mine)


@app.action("choose")
def choose(ctx: Context, data: Part) -> Part:
    """先留住几分钟，让人看清楚再确认；约满了可以候补。"""
    slot = str(data.get("slot"))
    try:
        held = ctx.booking.hold(slot)
    except CapabilityRefused as refused:
        if refused.code != "bookings.slot-full":
            return _refused(ctx, refused)
        full = ui.notice(texts.say(ctx, "full"), texts.say(ctx, "full-text"), tone="warning")
        wait = ui.button(texts.say(ctx, "wait"), to=ui.to_action("wait", slot=slot), primary=True)
        return go_to(_page(ctx, "title", full, wait, ui.button(texts.say(ctx, "see-times"), screen="times")))
    seconds = (held.expires_at - ctx.now).total_seconds() if held.expires_at else 0
    kept = ui.notice(texts.say(ctx, "kept", minutes=max(1, int(seconds) // 60)))
    return go_to(_page(ctx, "title", kept, *_shown(ctx, held)))


@app.action("confirm")
def confirm(ctx: Context, data: Part) -> Part:
    """留住的变成预约，得到预约号。"""
    try:
        booked = ctx.booking.confirm(str(data.get("booking")))
    except CapabilityRefused as refused:
        return _refused(ctx, refused)
    return done(receipt(booked.number or booked.id, texts.say(ctx, "booked"), *_facts(ctx, booked)))


@app.action("wait")
def wait(ctx: Context, data: Part) -> Part:
    """排队候补；轮到时平台发消息。"""
    try:
        ctx.booking.wait(str(data.get("slot")))
    except CapabilityRefused as refused:
        return _refused(ctx, refused)
    return go_to(mine(ctx, {}))


@app.action("cancel")
def cancel(ctx: Context, data: Part) -> Part:
    """把名额让给别人。"""
    try:
        ctx.booking.cancel(str(data.get("booking")))
    except CapabilityRefused as refused:
        return _refused(ctx, refused)
    return go_to(mine(ctx, {}))


@app.screen("mine")
def mine(ctx: Context, _data: Part) -> Part:
    """还有效的预约，每一个都可以取消。"""
    bookings = [booking for booking in ctx.booking.mine() if booking.state in OPEN]
    if not bookings:
        empty = ui.empty_state(texts.say(ctx, "none"), texts.say(ctx, "none-text"))
        return _page(ctx, "mine-title", empty, ui.button(texts.say(ctx, "see-times"), screen="times", primary=True))
    # 一个页面只有一个主要按钮：要确认的排在最前面，只有它突出显示。
    bookings.sort(key=lambda booking: booking.state != "held")
    cards = [ui.card(*_shown(ctx, booking, main=booking is bookings[0])) for booking in bookings]
    return _page(ctx, "mine-title", *cards)


def _shown(ctx: Context, booking: Booked, *, main: bool = True) -> list[Part]:
    parts = [ui.text(texts.say(ctx, booking.state), variant="h2"), ui.fact_table(*_facts(ctx, booking))]
    if booking.state == "held":
        to_confirm = ui.to_action("confirm", booking=booking.id)
        parts.append(ui.button(texts.say(ctx, "confirm"), to=to_confirm, primary=main))
    return [*parts, ui.button(texts.say(ctx, "cancel"), to=ui.to_action("cancel", booking=booking.id))]


def _facts(ctx: Context, booking: Booked) -> list[Part]:
    when = f"{booking.starts_at:%Y-%m-%d %H:%M}-{booking.ends_at:%H:%M}"
    facts = [ui.fact(texts.say(ctx, "where"), ctx.words(**booking.name)), ui.fact(texts.say(ctx, "when"), when)]
    if booking.number:
        facts.insert(0, ui.fact(texts.say(ctx, "number"), booking.number))
    if booking.place_in_line:
        facts.append(ui.fact(texts.say(ctx, "line"), str(booking.place_in_line)))
    return facts


def _days(slots: list[Slot]) -> list[Part]:
    days: dict[str, list[Part]] = {}
    for slot in slots:
        shown = ui.slot(slot.id, f"{slot.starts_at:%H:%M}-{slot.ends_at:%H:%M}", free=slot.free)
        days.setdefault(f"{slot.starts_at:%Y-%m-%d}", []).append(shown)
    return [ui.slot_day(day, *inside) for day, inside in days.items()]


def _refused(ctx: Context, refused: CapabilityRefused) -> Part:
    why = texts.say(ctx, REFUSALS.get(refused.code, "refused"))
    notice = ui.notice(texts.say(ctx, "sorry"), why, tone="warning")
    return go_to(_page(ctx, "title", notice, ui.button(texts.say(ctx, "see-times"), screen="times", primary=True)))


def _page(ctx: Context, title: str, *body: Part) -> Part:
    template = ui.notice(texts.say(ctx, "template"), texts.say(ctx, "template-text"), tone="warning")
    return ui.screen(texts.say(ctx, title), template, *body)
