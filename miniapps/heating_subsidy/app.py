"""Screens and actions: `apply` asks for what the government does not know, `submit` accepts, `status` shows."""

from plugin_sdk.guest import Context, MiniApp, done, field_error, go_to, invalid, receipt, ui

from . import rates, season, texts
from .texts import say

Part = dict[str, object]

PURPOSE = "heating-subsidy-application"
MOST_SQUARE_METRES = 500
SHOWN_AT_EACH_END = 4
PHONE_DIGITS = 11  # shown as 138****0001, as everywhere in the product
# Without I, L, O and U, so that a number can be read out over the telephone.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS_IN_NUMBER = 10  # 50 bits of the host's id: a million applications a season collide once in two thousand seasons

app = MiniApp()


@app.screen("apply")
def apply(ctx: Context, _data: Part) -> Part:
    """The form, or why there is none."""
    if not season.is_open(ctx.now):
        return _page(ctx, "title", ui.notice(say(ctx, "closed"), say(ctx, "closed-text"), tone="warning"))
    if ctx.store.get(_key(ctx)) is not None:
        notice = ui.notice(say(ctx, "already"), say(ctx, "already-text"), tone="success")
        return _page(ctx, "title", notice, ui.button(say(ctx, "see-status"), screen="status", primary=True))
    person = ctx.person.read(purpose=PURPOSE, fields=["name", "idNumber", "regionName", "phone"])
    known = {
        "name": person["name"],
        "idNumber": masked(person["idNumber"]),
        "regionName": person["regionName"],
        "phone": masked(person["phone"]),
    }
    labels = {"name": "name", "idNumber": "id-number", "regionName": "region", "phone": "phone"}
    form = ui.form(
        ui.group(
            say(ctx, "known"),
            *[
                ui.field(field, ui.prefilled(say(ctx, label), source=person.source(field)), required=False)
                for field, label in labels.items()
            ],
        ),
        ui.group(say(ctx, "asked"), *_questions(ctx)),
        submit=say(ctx, "submit"),
        action="submit",
    )
    opening = ui.notice(f"{say(ctx, 'season')} {season.season_of(ctx.now)}", say(ctx, "season-text"))
    return ui.screen(say(ctx, "title"), _invented(ctx), opening, form, data=known)


@app.action("submit")
def submit(ctx: Context, data: Part) -> Part:
    """Accept an application once a season; the second time answers with the first receipt."""
    if not season.is_open(ctx.now):
        return go_to(apply(ctx, {}))
    earlier = ctx.store.get(_key(ctx))
    if isinstance(earlier, dict):
        return done(_receipt_of(ctx, earlier))
    errors = _errors(data)
    if errors:
        return invalid(*errors)
    kept = ctx.store.put_if_absent(_key(ctx), _application(ctx, data))
    application = kept if isinstance(kept, dict) else {}
    message_id = ctx.message.send(
        title=say(ctx, "receipt"), body=say(ctx, "receipt-text"), facts=_facts(ctx, application)
    )
    application = {**application, "messageId": message_id}
    ctx.store.put(_key(ctx), application)
    return done(_receipt_of(ctx, application))


@app.screen("status")
def status(ctx: Context, _data: Part) -> Part:
    """What was applied for this season."""
    application = ctx.store.get(_key(ctx))
    if not isinstance(application, dict):
        empty = ui.empty_state(say(ctx, "none"), say(ctx, "none-text"))
        return _page(ctx, "status-title", empty, ui.button(say(ctx, "apply"), screen="apply", primary=True))
    return _page(
        ctx,
        "status-title",
        ui.notice(say(ctx, "accepted"), say(ctx, "receipt-text"), tone="success"),
        ui.fact_table(*_facts(ctx, application)),
        ui.text(say(ctx, "next"), variant="h2"),
        ui.steps((say(ctx, "check"), say(ctx, "check-text")), (say(ctx, "pay"), say(ctx, "pay-text"))),
    )


def masked(value: str) -> str:
    """A number as it may stand on a screen that others can see; short and masked ones stay as they are."""
    first = 3 if len(value) == PHONE_DIGITS else SHOWN_AT_EACH_END
    hidden = len(value) - first - SHOWN_AT_EACH_END
    if hidden <= 0 or "*" in value:
        return value
    return value[:first] + "*" * hidden + value[-SHOWN_AT_EACH_END:]


def short_number(season_name: str, unique: str) -> str:
    """A number that a person can read out, from an id that nobody else gets: `2026-7K3QZ-9M2VD`."""
    left, letters = int(unique.replace("-", ""), 16), ""
    while len(letters) < LETTERS_IN_NUMBER:
        left, rest = divmod(left, len(LETTERS))
        letters += LETTERS[rest]
    return f"{season_name[:4]}-{letters[:5]}-{letters[5:]}"


def _page(ctx: Context, title: str, *body: Part) -> Part:
    return ui.screen(say(ctx, title), _invented(ctx), *body)


def _invented(ctx: Context) -> Part:
    return ui.notice(say(ctx, "invented"), say(ctx, "invented-text"), tone="warning")


def _key(ctx: Context) -> str:
    return f"application.{season.season_of(ctx.now)}"


def _questions(ctx: Context) -> list[Part]:
    area = ui.whole_number(
        say(ctx, "area"),
        minimum=1,
        maximum=MOST_SQUARE_METRES,
        description=say(ctx, "area-help"),
        error=say(ctx, "area-wrong"),
    )
    heating = texts.options(ctx, texts.HEATING_KINDS)
    household = texts.options(ctx, texts.HOUSEHOLD_KINDS)
    return [
        ui.field("area", area),
        ui.field("heating", ui.choice(say(ctx, "heating"), heating, error=say(ctx, "heating-wrong"))),
        ui.field("household", ui.choice(say(ctx, "household"), household, error=say(ctx, "household-wrong"))),
        ui.field("agreed", ui.agreement(say(ctx, "agreed"), error=say(ctx, "agreed-wrong"))),
    ]


def _errors(data: Part) -> list[Part]:
    area = data.get("area")
    right = {
        # A bool is an int in Python, and not an area.
        "area": isinstance(area, int) and not isinstance(area, bool) and 1 <= area <= MOST_SQUARE_METRES,
        "heating": isinstance(data.get("heating"), str) and data["heating"] in texts.HEATING_KINDS,
        "household": isinstance(data.get("household"), str) and data["household"] in texts.HOUSEHOLD_KINDS,
        "agreed": data.get("agreed") is True,
    }
    words = {field: texts.WORDS[f"{field}-wrong"] for field, is_right in right.items() if not is_right}
    return [field_error(field, zh=zh, en=en) for field, (zh, en) in words.items()]


def _application(ctx: Context, data: Part) -> Part:
    area, heating, household = int(str(data["area"])), str(data["heating"]), str(data["household"])
    return {
        "number": short_number(season.season_of(ctx.now), ctx.new_id()),
        "season": season.season_of(ctx.now),
        "acceptedOn": ctx.now.date().isoformat(),
        "area": area,
        "heating": heating,
        "household": household,
        "amountFen": rates.amount_fen(area=area, heating=heating, household=household),
    }


def _facts(ctx: Context, application: Part) -> list[Part]:
    heating = texts.of(ctx, texts.HEATING_KINDS[str(application["heating"])])
    household = texts.of(ctx, texts.HOUSEHOLD_KINDS[str(application["household"])])
    return [
        ui.fact(say(ctx, "number"), str(application["number"])),
        ui.fact(say(ctx, "season"), str(application["season"])),
        ui.fact(say(ctx, "accepted-on"), str(application["acceptedOn"])),
        ui.fact(say(ctx, "area"), str(application["area"])),
        ui.fact(say(ctx, "heating"), heating),
        ui.fact(say(ctx, "household"), household),
        ui.fact(say(ctx, "amount"), rates.yuan(int(str(application["amountFen"])))),
    ]


def _receipt_of(ctx: Context, application: Part) -> Part:
    message_id = application.get("messageId")
    return receipt(
        str(application["number"]),
        say(ctx, "receipt"),
        *_facts(ctx, application),
        message_id=str(message_id) if message_id else None,
    )
