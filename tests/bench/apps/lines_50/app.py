"""Residence certificate by post: a form, an acceptance, a page that says where it stands. Fifty lines."""

from plugin_sdk.guest import MiniApp, done, field_error, invalid, receipt, ui

app = MiniApp()
COPIES = {"1": "一份", "2": "两份", "3": "三份"}
REASONS = {"school": "子女入学", "work": "就业", "other": "其他"}


@app.screen("home")
def home(ctx, data):
    if ctx.store.get("request") is not None:
        return ui.screen(
            "居住证明邮寄",
            ui.notice("已经申请", "本季度已经申请过一次，可以查看办理进度。", tone="success"),
            ui.button("查看进度", screen="status", primary=True),
        )
    return ui.screen("居住证明邮寄", ui.text("证明将寄到您登记的地址，全程免费。"), form(ctx))


def form(ctx):
    return ui.form(
        ui.field("reason", ui.choice("用途", REASONS, error="请选择用途")),
        ui.field("copies", ui.choice("份数", COPIES, error="请选择份数")),
        ui.field("note", ui.short_text("备注", max_length=50), required=False),
        ui.field("agreed", ui.agreement("我承诺以上信息属实", error="请先勾选承诺")),
        submit="提交申请",
        action="submit",
    )


@app.action("submit")
def submit(ctx, data):
    if data.get("reason") not in REASONS:
        return invalid(field_error("reason", zh="请选择用途", en="Please choose a purpose"))
    number = f"JZ{ctx.now:%Y%m%d}{ctx.new_id()[:6].upper()}"
    ctx.store.put("request", {"number": number, "copies": data["copies"]})
    ctx.message.send(title="申请已受理", body="证明将在三个工作日内寄出。", facts=[ui.fact("受理编号", number)])
    return done(receipt(number, "申请已受理", ui.fact("受理编号", number), ui.fact("份数", COPIES[data["copies"]])))


@app.screen("status")
def status(ctx, data):
    kept = ctx.store.get("request")
    if kept is None:
        return ui.screen("办理进度", ui.empty_state("还没有申请", "您还没有提交过申请。"))
    return ui.screen(
        "办理进度", ui.fact_table(ui.fact("受理编号", kept["number"])), ui.steps(("制证", ""), ("寄出", ""))
    )
