"""电子证明模板：没有时申领，有效时出示，过期后重新申领。"""

from datetime import date, timedelta

from plugin_sdk.guest import Context, MiniApp, done, receipt, ui

from .texts import texts

Part = dict[str, object]

PURPOSE = "volunteer-certificate"
KEY = "certificate"
VALID_FOR = timedelta(days=365)

app = MiniApp()


@app.screen("certificate")
def certificate(ctx: Context, _data: Part) -> Part:
    """按保存的内容出示证明；没有时说明怎样得到。"""
    kept = _kept(ctx)
    if not kept:
        empty = ui.empty_state(texts.say(ctx, "none"), texts.say(ctx, "none-text"))
        return _page(ctx, empty, ui.button(texts.say(ctx, "issue"), action="issue", primary=True))
    if _has_expired(ctx, kept):
        notice = ui.notice(texts.say(ctx, "expired"), texts.say(ctx, "expired-text"), tone="warning")
        renew = ui.button(texts.say(ctx, "renew"), action="issue", primary=True)
        return _page(ctx, _drawn(ctx, kept, state="expired"), notice, renew)
    how = ui.disclosure(texts.say(ctx, "how"), ui.text(texts.say(ctx, "how-text")))
    return _page(ctx, _drawn(ctx, kept, state="valid"), how)


@app.action("issue")
def issue(ctx: Context, _data: Part) -> Part:
    """开具一份；还有效时得到原来的那一份。"""
    kept = _kept(ctx)
    if not kept:
        # 两次点击可能同时进行，先写入的那一份算数。
        kept = _as_part(ctx.store.put_if_absent(KEY, _fresh(ctx)))
    elif _has_expired(ctx, kept):
        kept = _fresh(ctx)
        ctx.store.put(KEY, kept)
    return done(receipt(str(kept["number"]), texts.say(ctx, "issued"), *_facts(ctx, kept)))


def _fresh(ctx: Context) -> Part:
    today = ctx.now.date()
    unique = ctx.new_id().replace("-", "")[:12].upper()
    return {
        "number": f"ZY{today.year}-{unique}",
        "issuedOn": today.isoformat(),
        "validUntil": (today + VALID_FOR).isoformat(),
    }


def _drawn(ctx: Context, kept: Part, *, state: str) -> Part:
    # 姓名每次现读，不保存：改名后证明随之更新。
    name = ctx.person.read(purpose=PURPOSE, fields=["name"])["name"]
    facts = [ui.fact(texts.say(ctx, "name"), name), *_facts(ctx, kept)[1:]]
    number = str(kept["number"])
    return ui.certificate(texts.say(ctx, "title"), number, *facts, state=state, check_code=f"ZY:{number}")


def _facts(ctx: Context, kept: Part) -> list[Part]:
    return [
        ui.fact(texts.say(ctx, "number"), str(kept["number"])),
        ui.fact(texts.say(ctx, "issued-on"), str(kept["issuedOn"])),
        ui.fact(texts.say(ctx, "valid-until"), str(kept["validUntil"])),
    ]


def _has_expired(ctx: Context, kept: Part) -> bool:
    return ctx.now.date() > date.fromisoformat(str(kept["validUntil"]))


def _kept(ctx: Context) -> Part:
    return _as_part(ctx.store.get(KEY))


def _as_part(value: object) -> Part:
    """保存的内容是 JSON，取用前说明它是字典；没有时为空。"""
    return value if isinstance(value, dict) else {}


def _page(ctx: Context, *body: Part) -> Part:
    template = ui.notice(texts.say(ctx, "template"), texts.say(ctx, "template-text"), tone="warning")
    return ui.screen(texts.say(ctx, "title"), template, *body)
