"""Screens and actions: `apply` asks for a confirmation, `submit` hands in a true case, `status` follows it."""

from datetime import date

from plugin_sdk.guest import Context, MiniApp, done, field_error, go_to, invalid, receipt, ui
from plugin_sdk.guest.cases import Case

from . import texts
from .texts import say

Part = dict[str, object]

ITEM = "002011001000"  # 老年人优待证（电子）申领
PURPOSE = "elder-card"
AGE = 60
PHONE_DIGITS = 11
ADDRESS_MOST = 100
ENDED = frozenset(("not-accepted", "denied", "withdrawn", "void"))
"""States after which one may apply again."""

app = MiniApp()


@app.screen("apply")
def apply(ctx: Context, _data: Part) -> Part:
    """What will happen and one box to tick, or why there is none."""
    if _open_case(ctx) is not None:
        notice = ui.notice(say(ctx, "open"), say(ctx, "open-text"), tone="success")
        return ui.screen(say(ctx, "title"), notice, ui.button(say(ctx, "see-status"), screen="status", primary=True))
    region, refusal = _region(ctx)
    if refusal is not None:
        return ui.screen(say(ctx, "title"), refusal)
    guide = ctx.item.read(ITEM, region=region)
    facts = ui.fact_table(
        ui.fact(say(ctx, "department"), guide.department),
        ui.fact(say(ctx, "days"), str(guide.promised["amount"])),
    )
    known = ui.notice(say(ctx, "known-title"), say(ctx, "known"))
    return ui.screen(say(ctx, "title"), facts, known, _form(ctx, []))


@app.action("submit")
def submit(ctx: Context, data: Part) -> Part:
    """Hand the application in; when registers do not know everything, ask for just that."""
    if data.get("agreed") is not True:
        return invalid(_error("agreed"))
    region, refusal = _region(ctx)
    if refusal is not None:
        return go_to(ui.screen(say(ctx, "title"), refusal))
    typed = {name: str(data[name]).strip() for name in _QUESTIONS if data.get(name)}
    told = ctx.case.submit(ITEM, purpose=PURPOSE, region=region, values=dict(typed))
    if told.case is not None:
        return done(receipt(told.case.number, say(ctx, "receipt"), *_facts(ctx, told.case)))
    wrong = [str(one["key"]) for one in told.missing if one["key"] in typed]
    if wrong:
        return invalid(*(_error(name) for name in wrong))
    return go_to(_what_is_missing(ctx, told.missing))


@app.screen("status")
def status(ctx: Context, _data: Part) -> Part:
    """The newest application and what comes next."""
    cases = ctx.case.status(purpose=PURPOSE)
    if not cases:
        empty = ui.empty_state(say(ctx, "none"), say(ctx, "none-text"))
        return ui.screen(say(ctx, "status-title"), empty, ui.button(say(ctx, "apply"), screen="apply", primary=True))
    return ui.screen(say(ctx, "status-title"), *(ui.card(*_told(ctx, one), title=one.item_name) for one in cases))


def age_on(today: date, born: str) -> int:
    """Whole years; the birthday counts."""
    day = date.fromisoformat(born)
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _open_case(ctx: Context) -> Case | None:
    """An application that stands in the way of another one."""
    return next((one for one in ctx.case.status(purpose=PURPOSE) if one.state not in ENDED), None)


def _region(ctx: Context) -> tuple[str, Part | None]:
    """Where it is applied for, and why it cannot be."""
    person = ctx.person.read(purpose=PURPOSE, fields=["birthDate", "regionCode"])
    if not person["birthDate"] or not person["regionCode"]:
        return "", ui.notice(say(ctx, "unknown"), say(ctx, "unknown-text"), tone="warning")
    if age_on(ctx.now.date(), person["birthDate"]) < AGE:
        return "", ui.notice(say(ctx, "too-young"), say(ctx, "too-young-text"))
    return person["regionCode"], None


def _form(ctx: Context, asked: list[str]) -> Part:
    questions = [ui.field(name, _question(ctx, name)) for name in asked]
    agreed = ui.agreement(say(ctx, "agreed"), error=say(ctx, "agreed-wrong"))
    return ui.form(*questions, ui.field("agreed", agreed), submit=say(ctx, "submit"), action="submit")


_QUESTIONS = {"applicantPhone": "phone", "applicantAddress": "address"}
"""What one may be asked here; who somebody is, only registers say."""


def _question(ctx: Context, name: str) -> Part:
    key = _QUESTIONS[name]
    label, error = say(ctx, key), say(ctx, f"{key}-wrong")
    return (
        ui.phone(label, error=error) if key == "phone" else ui.short_text(label, max_length=ADDRESS_MOST, error=error)
    )


def _error(name: str) -> Part:
    zh, en = texts.WORDS[f"{_QUESTIONS.get(name, name)}-wrong"]
    return field_error(name, zh=zh, en=en)


def _what_is_missing(ctx: Context, missing: list[Part]) -> Part:
    asked = [str(one["key"]) for one in missing if one["key"] in _QUESTIONS]
    others = [str(one["title"]) for one in missing if one["key"] not in _QUESTIONS]
    if others:
        notice = ui.notice(say(ctx, "missing"), say(ctx, "by-hand") + "、".join(others), tone="warning")
        return ui.screen(say(ctx, "missing-title"), notice)
    return ui.screen(
        say(ctx, "missing-title"), ui.notice(say(ctx, "missing"), say(ctx, "missing-text")), _form(ctx, asked)
    )


def _facts(ctx: Context, case: Case) -> list[Part]:
    found = [
        ui.fact(say(ctx, "number"), case.number),
        ui.fact(say(ctx, "state"), ctx.words(**case.words)),
        ui.fact(say(ctx, "department"), case.department),
    ]
    if case.promised_on:
        found.append(ui.fact(say(ctx, "promised-on"), case.promised_on))
    if case.remaining_days is not None:
        found.append(ui.fact(say(ctx, "remaining"), str(case.remaining_days)))
    return found


def _told(ctx: Context, case: Case) -> list[Part]:
    words: dict[str, str] = case.next["words"]  # type: ignore[assignment]  # JSON from the host
    wanted: list[Part] = case.next["wanted"]  # type: ignore[assignment]
    told = "\n".join([ctx.words(**words), *(str(one["what"]) for one in wanted)])
    urgent = case.next["kind"] in {"supplement", "later-materials"}
    facts = [*_facts(ctx, case), *([ui.fact(say(ctx, "by"), str(case.next["by"]))] if case.next["by"] else [])]
    return [ui.fact_table(*facts), ui.notice(say(ctx, "next"), told, tone="warning" if urgent else "info")]
