"""School enrolment: form, acceptance, progress, rules and a list of schools. Three hundred lines with its neighbours."""

from plugin_sdk.guest import MiniApp, done, field_error, go_to, invalid, receipt, ui

from . import rules, texts
from .texts import say

app = MiniApp()
KEY_OF_FIELD = {
    "childName": "child-name",
    "childAge": "child-age",
    "childKind": "child-kind",
    "homeKind": "home-kind",
    "homeYears": "home-years",
    "first": "first",
    "second": "second",
    "agreed": "agreed",
}


@app.screen("home")
def home(ctx, data):
    """The form, or why there is none."""
    if not rules.is_open(ctx.now):
        return page(ctx, "title", ui.notice(say(ctx, "closed"), say(ctx, "closed-text"), tone="warning"))
    if ctx.store.get(key(ctx)) is not None:
        notice = ui.notice(say(ctx, "already"), say(ctx, "already-text"), tone="success")
        return page(ctx, "title", notice, ui.button(say(ctx, "see"), screen="status", primary=True))
    return page(
        ctx,
        "title",
        ui.text(say(ctx, "intro")),
        enrolment_form(ctx),
        ui.button(say(ctx, "see-rules"), screen="rules"),
        ui.button(say(ctx, "see-schools"), screen="schools"),
    )


@app.action("submit")
def submit(ctx, data):
    """Accept a registration once a year."""
    if not rules.is_open(ctx.now):
        return go_to(home(ctx, {}))
    wrong = rules.wrong_fields(data)
    if wrong:
        return invalid(*[wrong_field(field) for field in wrong])
    kept = ctx.store.put_if_absent(key(ctx), registration(ctx, data))
    ctx.message.send(title=say(ctx, "receipt"), body=say(ctx, "receipt-text"), facts=facts(ctx, kept))
    return done(receipt(kept["number"], say(ctx, "receipt"), *facts(ctx, kept)))


@app.action("withdraw")
def withdraw(ctx, data):
    """Take the registration back."""
    ctx.store.put(key(ctx), None)
    return go_to(page(ctx, "withdrawn", ui.text(say(ctx, "withdrawn-text"))))


@app.screen("status")
def status(ctx, data):
    """Where the registration stands."""
    kept = ctx.store.get(key(ctx))
    if kept is None:
        empty = ui.empty_state(say(ctx, "none"), say(ctx, "none-text"))
        return page(ctx, "status", empty, ui.button(say(ctx, "start"), screen="home", primary=True))
    return page(
        ctx,
        "status",
        ui.notice(say(ctx, "accepted"), say(ctx, "receipt-text"), tone="success"),
        ui.fact_table(*facts(ctx, kept)),
        next_steps(ctx),
        ui.button(say(ctx, "withdraw"), action="withdraw"),
    )


@app.screen("rules")
def show_rules(ctx, data):
    """How points are counted."""
    homes = [ui.fact(words, str(rules.points_of_home(kind))) for kind, words in texts.options(ctx, texts.HOMES).items()]
    kinds = [ui.fact(words, str(rules.POINTS_OF_KIND[kind])) for kind, words in texts.options(ctx, texts.KINDS).items()]
    return page(
        ctx,
        "rules",
        ui.text(say(ctx, "rules-text")),
        ui.text(say(ctx, "home-kind"), variant="h2"),
        ui.fact_table(*homes),
        ui.text(say(ctx, "child-kind"), variant="h2"),
        ui.fact_table(*kinds),
        ui.button(say(ctx, "back"), screen="home"),
    )


@app.screen("schools")
def schools(ctx, data):
    """Every school and its places."""
    names = texts.options(ctx, texts.SCHOOLS)
    rows = [ui.fact(words, f"{say(ctx, 'places')} {rules.PLACES[school]}") for school, words in names.items()]
    return page(ctx, "schools", ui.fact_table(*rows), ui.button(say(ctx, "back"), screen="home"))


def page(ctx, title, *body):
    """Every screen says that nothing here is real."""
    return ui.screen(say(ctx, title), invented(ctx), *body)


def invented(ctx):
    return ui.notice(say(ctx, "invented"), say(ctx, "invented-text"), tone="warning")


def key(ctx):
    """One registration a year."""
    return f"registration.{ctx.now.year}"


def enrolment_form(ctx):
    """Three groups and a confirmation."""
    return ui.form(
        ui.group(say(ctx, "child"), *child_fields(ctx)),
        ui.group(say(ctx, "home"), *home_fields(ctx)),
        ui.group(say(ctx, "school"), *school_fields(ctx)),
        ui.field("agreed", ui.agreement(say(ctx, "agreed"), error=say(ctx, "agreed-wrong"))),
        submit=say(ctx, "submit"),
        action="submit",
    )


def child_fields(ctx):
    kinds = texts.options(ctx, texts.KINDS)
    age = ui.whole_number(
        say(ctx, "child-age"), minimum=rules.YOUNGEST, maximum=rules.OLDEST, error=say(ctx, "child-age-wrong")
    )
    return [
        ui.field("childName", ui.short_text(say(ctx, "child-name"), max_length=50, error=say(ctx, "child-name-wrong"))),
        ui.field("childAge", age),
        ui.field("childKind", ui.choice(say(ctx, "child-kind"), kinds, error=say(ctx, "child-kind-wrong"))),
    ]


def home_fields(ctx):
    homes = texts.options(ctx, texts.HOMES)
    years = ui.whole_number(
        say(ctx, "home-years"), minimum=0, maximum=rules.MOST_YEARS, error=say(ctx, "home-years-wrong")
    )
    return [
        ui.field("homeKind", ui.choice(say(ctx, "home-kind"), homes, error=say(ctx, "home-kind-wrong"))),
        ui.field("homeYears", years),
    ]


def school_fields(ctx):
    offered = texts.options(ctx, texts.SCHOOLS)
    return [
        ui.field(place, ui.choice(say(ctx, place), offered, error=say(ctx, f"{place}-wrong")))
        for place in ("first", "second")
    ]


def wrong_field(field):
    zh, en = texts.WORDS[f"{KEY_OF_FIELD[field]}-wrong"]
    return field_error(field, zh=zh, en=en)


def registration(ctx, data):
    """What is kept."""
    return {
        "number": f"RX{ctx.now:%Y%m%d}{ctx.new_id()[:6].upper()}",
        "day": f"{ctx.now:%Y-%m-%d}",
        "points": rules.points(data),
        "choices": [data["first"], data["second"]],
    }


def facts(ctx, kept):
    """The registration in words."""
    names = texts.options(ctx, texts.SCHOOLS)
    return [
        ui.fact(say(ctx, "number"), kept["number"]),
        ui.fact(say(ctx, "day"), kept["day"]),
        ui.fact(say(ctx, "points"), str(kept["points"])),
        ui.fact(say(ctx, "choices"), "、".join(names[school] for school in kept["choices"])),
    ]


def next_steps(ctx):
    return ui.steps(*[(say(ctx, step), say(ctx, f"{step}-text")) for step in ("check", "rank", "tell")])
