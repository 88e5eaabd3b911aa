"""申请表模板：`apply` 显示表单，`submit` 受理，`status` 显示进度。"""

from plugin_sdk.guest import Context, MiniApp, done, field_error, invalid, receipt, ui

from .texts import REASONS, texts

Part = dict[str, object]

PURPOSE = "hardship-application"
KEY = "application"  # 每人一份，键名固定，重复提交也只有一份
MOST_PEOPLE = 20

app = MiniApp()


@app.screen("apply")
def apply(ctx: Context, _data: Part) -> Part:
    """已知信息自动带出，只问政府不知道的。"""
    if ctx.store.get(KEY) is not None:
        notice = ui.notice(texts.say(ctx, "already"), texts.say(ctx, "already-text"), tone="success")
        return _page(ctx, "title", notice, ui.button(texts.say(ctx, "see-status"), screen="status", primary=True))
    person = ctx.person.read(purpose=PURPOSE, fields=["name", "regionName"])
    known = ui.group(
        texts.say(ctx, "known"),
        ui.field("name", ui.prefilled(texts.say(ctx, "name"), source=person.source("name")), required=False),
        ui.field("region", ui.prefilled(texts.say(ctx, "region"), source=person.source("regionName")), required=False),
    )
    form = ui.form(known, _questions(ctx), submit=texts.say(ctx, "submit"), action="submit")
    filled = {"name": person["name"], "region": person["regionName"]}
    return ui.screen(texts.say(ctx, "title"), _template(ctx), form, data=filled)


@app.action("submit")
def submit(ctx: Context, data: Part) -> Part:
    """检查后受理；再次提交得到第一次的回执。"""
    errors = _errors(data)
    if errors:
        return invalid(*errors)
    application = {"number": ctx.new_id()[:8].upper(), "acceptedOn": ctx.now.date().isoformat(), **_kept(data)}
    kept = ctx.store.put_if_absent(KEY, application)
    if kept == application:  # 第一次提交才发消息
        ctx.message.send(title=texts.say(ctx, "receipt"), body=texts.say(ctx, "receipt-text"), facts=_facts(ctx, kept))
    return done(receipt(str(_of(kept)["number"]), texts.say(ctx, "receipt"), *_facts(ctx, kept)))


@app.screen("status")
def status(ctx: Context, _data: Part) -> Part:
    """受理了什么，接下来会怎样。"""
    application = ctx.store.get(KEY)
    if application is None:
        empty = ui.empty_state(texts.say(ctx, "none"), texts.say(ctx, "none-text"))
        return _page(ctx, "status-title", empty, ui.button(texts.say(ctx, "apply"), screen="apply", primary=True))
    stations = ui.timeline(
        ui.station(texts.say(ctx, "receipt"), state="done", at=str(_of(application)["acceptedOn"])),
        ui.station(texts.say(ctx, "check"), texts.say(ctx, "check-text"), state="current"),
        ui.station(texts.say(ctx, "decide")),
    )
    return _page(ctx, "status-title", ui.fact_table(*_facts(ctx, application)), stations)


def _questions(ctx: Context) -> Part:
    reasons = {value: ctx.words(zh=zh, en=en) for value, (zh, en) in REASONS.items()}
    people = ui.whole_number(
        texts.say(ctx, "people"), minimum=1, maximum=MOST_PEOPLE, error=texts.say(ctx, "people-wrong")
    )
    return ui.group(
        texts.say(ctx, "asked"),
        ui.field("reason", ui.choice(texts.say(ctx, "reason"), reasons, error=texts.say(ctx, "reason-wrong"))),
        ui.field("people", people),
        ui.field("agreed", ui.agreement(texts.say(ctx, "agreed"), error=texts.say(ctx, "agreed-wrong"))),
    )


def _errors(data: Part) -> list[Part]:
    """任何人都可以绕过表单发送数据，所以每一项都要检查。"""
    people, reason = data.get("people"), data.get("reason")
    right = {
        "reason": isinstance(reason, str) and reason in REASONS,
        "people": type(people) is int and 1 <= people <= MOST_PEOPLE,
        "agreed": data.get("agreed") is True,
    }
    wrong = [(field, texts.both(f"{field}-wrong")) for field, is_right in right.items() if not is_right]
    return [field_error(field, zh=zh, en=en) for field, (zh, en) in wrong]


def _kept(data: Part) -> Part:
    return {"reason": data["reason"], "people": data["people"]}


def _facts(ctx: Context, application: object) -> list[Part]:
    zh, en = REASONS[str(_of(application)["reason"])]
    return [
        ui.fact(texts.say(ctx, "number"), str(_of(application)["number"])),
        ui.fact(texts.say(ctx, "accepted-on"), str(_of(application)["acceptedOn"])),
        ui.fact(texts.say(ctx, "reason"), ctx.words(zh=zh, en=en)),
        ui.fact(texts.say(ctx, "people"), str(_of(application)["people"])),
    ]


def _of(application: object) -> Part:
    """保存的内容是 JSON，取用前说明它是字典。"""
    return application if isinstance(application, dict) else {}


def _template(ctx: Context) -> Part:
    return ui.notice(texts.say(ctx, "template"), texts.say(ctx, "template-text"), tone="warning")


def _page(ctx: Context, title: str, *body: Part) -> Part:
    return ui.screen(texts.say(ctx, title), _template(ctx), *body)
