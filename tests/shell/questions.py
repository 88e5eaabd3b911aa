"""Reference forms: every semantic field at least once."""

from plugin_sdk.guest import ui

Part = dict[str, object]

MANY = {
    "lz": "兰州市",
    "jyg": "嘉峪关市",
    "jc": "金昌市",
    "by": "白银市",
    "ts": "天水市",
    "ww": "武威市",
    "zy": "张掖市",
}
KNOWN: dict[str, object] = {"holder": "王小满", "idNumber": "6201**********1029"}


def typed() -> list[Part]:
    """What is typed."""
    return [
        ui.form(
            ui.field("applicant", ui.name("申请人姓名")),
            ui.field("phone", ui.phone("联系电话", description="结果会发到这个手机号")),
            ui.field("company", ui.credit_code("统一社会信用代码"), required=False),
            ui.field("area", ui.whole_number("采暖面积（平方米）", minimum=1, maximum=500)),
            ui.field("rent", ui.money("每月租金", maximum=1_000_000)),
            ui.field("bornOn", ui.date("出生日期")),
            ui.field("stay", ui.period("居住时间")),
            ui.field("street", ui.short_text("小区名称", max_length=20)),
            ui.field("reason", ui.long_text("申请理由", max_length=200), required=False),
            submit="提交申请",
            action="submit",
        )
    ]


def chosen() -> list[Part]:
    """What is chosen, below what is known."""
    source = "户籍登记"
    return [
        ui.form(
            ui.group(
                "已知信息",
                ui.field("holder", ui.prefilled("姓名", source=source), required=False),
                ui.field("idNumber", ui.prefilled("身份证号码", source=source), required=False),
            ),
            ui.group(
                "请选择",
                ui.field("fuel", ui.choice("采暖方式", {"coal": "燃煤", "gas": "燃气", "power": "用电"})),
                ui.field("city", ui.choice("办理城市", MANY)),
                ui.field(
                    "needs", ui.multi_choice("家庭情况", {"low": "低保户", "old": "有高龄老人", "ill": "有重病患者"})
                ),
                ui.field("alone", ui.yes_no("是否独居")),
                ui.field("since", ui.date("独居开始日期"), show_if=("alone", True)),
                ui.field("truth", ui.agreement("我承诺以上信息真实有效", error="请勾选承诺")),
            ),
            submit="下一步",
            action="submit",
        )
    ]


def given() -> list[Part]:
    """What is handed in."""
    return [
        ui.form(
            ui.field("relative", ui.id_document("被照护人的证件")),
            ui.field("home", ui.region("户籍所在地")),
            ui.field("address", ui.address("现住址")),
            ui.field(
                "proof", ui.attachment("房屋证明", most=3, media_types=("image/jpeg", "image/png", "application/pdf"))
            ),
            ui.field("signature", ui.signature("申请人签名")),
            submit="提交",
            action="submit",
            draft=False,
        )
    ]
