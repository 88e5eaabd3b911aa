"""Reference screens: every component and every semantic field of the contract, as a department would use them."""

from collections.abc import Callable
from typing import Any

import msgspec

from plugin_sdk.contract.screen import Screen, require_sound
from plugin_sdk.guest import ui
from tests.shell import questions

Part = dict[str, object]

OTHER_APP = "heating_subsidy"
PLACES = [
    ("城关区政务服务中心", 103.8343, 36.0580, "周一至周五 9:00–17:00"),
    ("七里河区政务服务中心", 103.7850, 36.0660, "周一至周五 9:00–17:00"),
    ("西固区政务服务中心", 103.6230, 36.0880, ""),
    ("安宁区政务服务中心", 103.7190, 36.1040, "周六上午也办理"),
    ("临夏路便民服务点", 103.8260, 36.0600, "社保、医保查询"),
]
LONG = "符合条件的家庭每年可申请一次采暖补贴。补贴按实际采暖面积计算，直接打到社保卡账户，不收取任何费用。"


def words() -> list[Part]:
    """Text in all variants."""
    return [
        ui.text("办理说明", variant="h1"),
        ui.text(LONG),
        ui.text("需要哪些材料", variant="h2"),
        ui.icon("file-check", "一份房屋证明"),
        ui.icon("users", "家庭成员信息（已为您填好）"),
        ui.divider(),
        ui.text("数据为演示用，人物与金额均为虚构。", variant="caption"),
    ]


def notices() -> list[Part]:
    """Boxes of all tones."""
    return [
        ui.notice("本季申请已开始", "受理至2026年12月31日。"),
        ui.notice("资料已经齐全", tone="success"),
        ui.notice("还缺一份证明", "请在11月30日前补交房屋证明。", tone="warning"),
        ui.notice("申请没有通过", "面积与登记不符，请核对后重新提交。", tone="danger"),
    ]


def empty() -> list[Part]:
    """Nothing yet."""
    return [
        ui.empty_state("还没有申请", "现在就可以申请，大约需要三分钟。"),
        ui.button("去申请", screen="apply", primary=True),
    ]


def facts() -> list[Part]:
    """Labels and values."""
    rows = [
        ("申请人", "王小满"),
        ("身份证号码", "6201**********1029"),
        ("住址", "兰州市城关区演示路一号院三单元四零二室"),
    ]
    return [ui.fact_table(*[ui.fact(*row) for row in rows], ui.fact("补贴金额", "440.00元"))]


def table() -> list[Part]:
    """As many columns as there may be."""
    columns = ["季度", "采暖面积", "每平方米标准", "补贴金额", "发放日期", "说明"]
    rows = [
        ["2025–2026", "88", "5.00元", "440.00元", "2026-01-15", "已到账"],
        ["2024–2025", "88", "4.50元", "396.00元", "", ""],
    ]
    return [
        ui.table("历年补贴", columns, rows),
        ui.table("窗口", ["地点", "时间"], [["城关区", "9:00–17:00"], ["西固区", ""]]),
    ]


def steps() -> list[Part]:
    """What happens next."""
    return [ui.steps(("提交申请", "在线填写，不用跑腿。"), ("部门核对", "三个工作日内完成。"), ("发放补贴", ""))]


def timeline() -> list[Part]:
    """All states of a station."""
    return [
        ui.timeline(
            ui.station("提交申请", "受理编号 2026-7K3QZ-9M2VD", state="done", at="11月20日 09:12"),
            ui.station("材料核对", "房屋证明看不清，请重新拍照。", state="failed", at="11月21日 10:30"),
            ui.station("重新核对", state="current"),
            ui.station("发放补贴", "预计11月30日前"),
        )
    ]


def amounts() -> list[Part]:
    """Sums and shares."""
    return [
        ui.amount("本季补贴", 44000, note="按88平方米计算"),
        ui.amount("需退回", -123456789),
        ui.progress("已完成核对", 3, 4),
        ui.progress("年度预算", 0, 1_000_000),
    ]


def lists() -> list[Part]:
    """Entries with and without somewhere to go."""
    go = ui.to_screen("facts", number="7K3QZ")
    return [
        ui.list_of(
            ui.item("采暖补贴申请", "2026年11月20日提交", badge="已受理", tone="success", to=go),
            ui.item("高龄津贴认证", "还差一步", badge="待补正", tone="warning", to=go),
            ui.item("老年卡年审", "没有通过，请看原因", badge="未通过", tone="danger", to=go),
            ui.item("社保缴费记录", badge="办理中"),
            ui.item("只有标题"),
        )
    ]


def tiles() -> list[Part]:
    """Somewhere to go, also to another department."""
    to = ui.to_screen("facts")
    return [
        ui.row(
            ui.service_tile("采暖补贴", "flame", to, content="按面积发放"),
            ui.service_tile("高龄津贴", "heart-handshake", to, content="八十岁以上"),
            ui.service_tile("公交年审", "bus", to),
            ui.service_tile("就业登记", "briefcase", to),
        ),
        ui.button("开始办理", screen="facts", primary=True),
        ui.button("撤销申请", action="cancel"),
        ui.button("查看我的采暖补贴", to=ui.to_launch(OTHER_APP, "status", season="2026", paid=True)),
    ]


def cards() -> list[Part]:
    """What belongs together."""
    return [
        ui.card(ui.text("三个工作日内有结果。"), ui.button("查看进度", screen="timeline"), title="我的申请"),
        ui.card(ui.text("整张卡片都可以点。"), ui.progress("资料", 2, 3), title="继续填写", to=ui.to_screen("facts")),
        ui.card(ui.row(ui.text("左边"), ui.text("右边")), ui.card(ui.text("卡片里的卡片"))),
        ui.column(ui.text("第一行"), ui.text("第二行", variant="caption")),
    ]


def folded() -> list[Part]:
    """Behind a heading."""
    asked = ui.disclosure("没有房产证怎么办？", ui.text("社区可以出具居住证明。"), ui.button("看样本", screen="facts"))
    return [asked, ui.disclosure("多久能到账？", ui.text(LONG))]


def tabs() -> list[Part]:
    """Several views."""
    return [
        ui.tabs(待办=[ui.text("还有一件事要办。"), *lists()], 已办=[ui.empty_state("还没有办结的事项")], 说明=steps())
    ]


def places() -> list[Part]:
    """A map without tiles."""
    points = [
        ui.map_point(
            name, longitude=east, latitude=north, content=content, to=ui.to_screen("facts") if content else None
        )
        for name, east, north, content in PLACES
    ]
    return [ui.map_points("附近的服务网点", *points)]


def code() -> list[Part]:
    """For somebody else's scanner."""
    return [
        ui.qr_code("KB1.7K3QZ9M2VD.eyJzdWIiOiJkZW1vIn0.c2lnbmF0dXJl", "取件码", words="请向窗口出示，五分钟内有效。")
    ]


def certificates() -> list[Part]:
    """A document in each state."""
    rows = [ui.fact("持有人", "王小满"), ui.fact("有效期至", "2027年11月23日")]
    return [
        ui.certificate("老年人优待证", "GS-62-000123", *rows, check_code="7K3QZ-9M2VD"),
        ui.certificate("临时通行证", "GS-62-000124", *rows, state="expired"),
        ui.certificate("摊位许可", "GS-62-000125", state="revoked"),
    ]


def contacts() -> list[Part]:
    """Who answers."""
    return [
        ui.contact("兰州市民政局（演示）", "12345", content="周一至周五 9:00–17:00"),
        ui.contact("社区网格员", "0931-1234567"),
    ]


def chart() -> list[Part]:
    """Values as bars."""
    return [ui.bar_chart("各区申请数量", {"城关区": 1280, "七里河区": 640.5, "西固区": 310, "红古区": 0}, unit="件")]


def slots() -> list[Part]:
    """Times to choose from."""
    day = [
        ui.slot("a", "09:00–09:30", free=3),
        ui.slot("b", "09:30–10:00", free=0),
        ui.slot("c", "10:00–10:30", free=12),
    ]
    later = [ui.slot("d", "14:00–14:30", free=1)]
    return [
        ui.slot_picker(
            ui.slot_day("11月24日 星期二", *day), ui.slot_day("11月25日 星期三", *later), submit="预约", action="book"
        )
    ]


SCREENS: dict[str, tuple[str, Callable[[], list[Part]]]] = {
    "words": ("采暖补贴", words),
    "notices": ("提示", notices),
    "empty": ("我的申请", empty),
    "facts": ("申请详情", facts),
    "table": ("历年记录", table),
    "steps": ("办理流程", steps),
    "timeline": ("办理进度", timeline),
    "amounts": ("金额", amounts),
    "lists": ("我的事项", lists),
    "tiles": ("全部服务", tiles),
    "cards": ("我的主页", cards),
    "folded": ("常见问题", folded),
    "tabs": ("待办与已办", tabs),
    "places": ("服务网点", places),
    "code": ("出示取件码", code),
    "certificates": ("我的证照", certificates),
    "contacts": ("联系我们", contacts),
    "chart": ("公开数据", chart),
    "slots": ("预约时间", slots),
    "typed": ("填写申请", questions.typed),
    "chosen": ("选择情况", questions.chosen),
    "given": ("身份与材料", questions.given),
}


def screen(name: str) -> dict[str, Any]:
    """The screen on the wire: sound by the contract, what equals its default left out.

    Raises:
        KeyError: there is no such reference screen.
    """
    title, body = SCREENS[name]
    drawn = msgspec.convert(ui.screen(title, *body(), data=questions.KNOWN if name == "chosen" else None), Screen)
    require_sound(drawn)
    wire: dict[str, Any] = msgspec.to_builtins(drawn)
    return wire


def newer() -> dict[str, Any]:
    """A screen of a newer catalogue, and one that is not what it says it is: nothing of it may stay blank."""
    fallback = {"component": "Text", "text": "旧版本看到的文字"}
    body = [
        {"component": "Hologram", "fallback": fallback},
        {"component": "Hologram", "fallback": "drop"},
        {"component": "Hologram"},
        {"component": "Text", "text": "要有全息投影", "requires": ["hologram"], "fallback": fallback},
        {"component": "Text", "text": "要有全息投影", "requires": ["hologram"]},
        {"component": "FactTable"},
        {
            "component": "Form",
            "schema": {
                "type": "object",
                "properties": {"iris": {"type": "string", "title": "虹膜", "x-field": "Iris"}},
            },
            "submit": {"text": "提交", "action": "submit"},
        },
    ]
    return {"catalogId": "https://kuaiban.gansu.example/catalog/v9", "version": 1, "title": "更新的页面", "body": body}
