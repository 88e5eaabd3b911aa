"""调查模板：`questions` 提问，`answer` 保存匿名回答，`results` 公开结果。"""

from plugin_sdk.guest import CapabilityRefused, Context, MiniApp, field_error, go_to, invalid, ui

from .texts import SATISFIED, texts

Part = dict[str, object]

ANSWERS = "answers"  # 全应用的集合，不含身份
ANSWERED = "answered"  # 每人的标记，只记“答过”，不记答了什么
LONGEST_REMARK = 200
PAGE = 50
MOST_PAGES = 6  # 只统计最近的回答：一次调用的时间有限

app = MiniApp()


@app.screen("questions")
def questions(ctx: Context, _data: Part) -> Part:
    """没有答过才提问。"""
    if ctx.store.get(ANSWERED) is not None:
        return _thanks(ctx)
    satisfied = {value: ctx.words(zh=zh, en=en) for value, (zh, en) in SATISFIED.items()}
    remark = ui.long_text(texts.say(ctx, "remark"), max_length=LONGEST_REMARK, error=texts.say(ctx, "remark-wrong"))
    form = ui.form(
        ui.field(
            "satisfied", ui.choice(texts.say(ctx, "satisfied"), satisfied, error=texts.say(ctx, "satisfied-wrong"))
        ),
        ui.field("remark", remark, required=False),
        submit=texts.say(ctx, "answer"),
        action="answer",
    )
    return _page(ctx, "title", ui.notice(texts.say(ctx, "anonymous"), texts.say(ctx, "anonymous-text")), form)


@app.action("answer")
def answer(ctx: Context, data: Part) -> Part:
    """保存一份回答；同一个人第二次提交不再增加。"""
    errors = _errors(data)
    if errors:
        return invalid(*errors)
    if ctx.store.get(ANSWERED) is not None:
        return go_to(_thanks(ctx))
    try:
        ctx.records.create(ANSWERS, {"satisfied": data["satisfied"], "remark": str(data.get("remark") or "")})
    except CapabilityRefused as refused:
        return _refused(ctx, refused)
    # 两次点击同时进行时，后写标记的那一次由平台从头重来，回答不会多一份。
    ctx.store.put(ANSWERED, True)
    return go_to(_thanks(ctx))


@app.screen("results")
def results(ctx: Context, _data: Part) -> Part:
    """结果对所有人公开；建议原文只有部门能看到。"""
    counts = _counts(ctx)
    total = sum(counts.values())
    if not total:
        empty = ui.empty_state(texts.say(ctx, "none"), texts.say(ctx, "none-text"))
        to_questions = ui.button(texts.say(ctx, "to-questions"), screen="questions", primary=True)
        return _page(ctx, "results-title", empty, to_questions)
    bars = {ctx.words(zh=zh, en=en): float(counts[value]) for value, (zh, en) in SATISFIED.items()}
    chart = ui.bar_chart(texts.say(ctx, "counted", count=total), bars, unit=texts.say(ctx, "unit"))
    return _page(ctx, "results-title", chart)


def _counts(ctx: Context) -> dict[str, int]:
    counts = dict.fromkeys(SATISFIED, 0)
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = ctx.records.list(ANSWERS, cursor=cursor, limit=PAGE)
        for record in page.items:
            value = str(record.value.get("satisfied"))
            counts[value] = counts.get(value, 0) + 1
        cursor = page.next_cursor
        if cursor is None:
            break
    return counts


def _errors(data: Part) -> list[Part]:
    """任何人都可以绕过表单发送数据，所以每一项都要检查。"""
    satisfied, remark = data.get("satisfied"), data.get("remark") or ""
    right = {
        "satisfied": isinstance(satisfied, str) and satisfied in SATISFIED,
        "remark": isinstance(remark, str) and len(remark) <= LONGEST_REMARK,
    }
    wrong = [(field, texts.both(f"{field}-wrong")) for field, is_right in right.items() if not is_right]
    return [field_error(field, zh=zh, en=en) for field, (zh, en) in wrong]


def _refused(ctx: Context, refused: CapabilityRefused) -> Part:
    if refused.code == "host.record-personal":  # 公共记录里不能有身份证号、手机号
        zh, en = texts.both("remark-personal")
        return invalid(field_error("remark", zh=zh, en=en))
    if refused.code == "host.records-full":
        return go_to(_page(ctx, "title", ui.notice(texts.say(ctx, "closed"), texts.say(ctx, "closed-text"))))
    raise refused


def _thanks(ctx: Context) -> Part:
    thanks = ui.notice(texts.say(ctx, "thanks"), texts.say(ctx, "thanks-text"), tone="success")
    see_results = ui.button(texts.say(ctx, "see-results"), screen="results", primary=True)
    return _page(ctx, "title", thanks, see_results)


def _page(ctx: Context, title: str, *body: Part) -> Part:
    template = ui.notice(texts.say(ctx, "template"), texts.say(ctx, "template-text"), tone="warning")
    return ui.screen(texts.say(ctx, title), template, *body)
