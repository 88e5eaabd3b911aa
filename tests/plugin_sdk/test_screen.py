import json
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin_sdk.contract import limits
from plugin_sdk.contract.form import FieldKind, Form, FormNotDrawable, kind_of, require_drawable
from plugin_sdk.contract.screen import COMPONENTS, VOCABULARY, Screen, ScreenTooComplex, ScreenUnsound, require_sound
from plugin_sdk.guest import ui

FACT = ui.fact("名", "值")
EVERY_COMPONENT = (
    ui.text("字", variant="h1"),
    ui.icon("flame", "采暖"),
    ui.divider(),
    ui.button("去", screen="home", primary=True),
    ui.button("做", action="submit"),
    ui.button("开", to=ui.to_launch("other_app", "show", id="a1")),
    ui.list_of(ui.item("一", "先", badge="已受理", tone="success", to=ui.to_screen("one", id="a1")), ui.item("二")),
    ui.notice("注意", "字", tone="warning"),
    ui.fact_table(FACT),
    ui.table("表", ["甲", "乙"], [["1", "2"]]),
    ui.steps(("一", "先")),
    ui.timeline(ui.station("受理", state="done", at="1月15日"), ui.station("办结")),
    ui.progress("进度", 1, 3),
    ui.empty_state("空", "无"),
    ui.amount("补贴", 123_456, note="演示"),
    ui.service_tile("采暖", "flame", ui.to_screen("home")),
    ui.map_points("附近", ui.map_point("大厅", longitude=103.8, latitude=36.1, to=ui.to_action("call", id="x"))),
    ui.qr_code("GK1.abc-1", "核验码"),
    ui.certificate("证明", "2026-1", FACT, state="revoked", check_code="GK1.x"),
    ui.contact("窗口", "12345"),
    ui.slot_picker(ui.slot_day("1月15日", ui.slot("s1", "9:00", free=3)), submit="预约", action="book"),
    ui.bar_chart("人数", {"甲": 1.0, "乙": 2.5}, unit="人"),
    ui.row(ui.text("左"), ui.text("右")),
    ui.column(ui.text("上")),
    ui.card(ui.text("内"), title="题", to=ui.to_screen("home")),
    ui.disclosure("问", ui.text("答")),
    ui.tabs(待办=[ui.text("一")], 已办=[]),
    ui.instead(ui.qr_code("GK1", "码"), fallback=ui.notice("请升级"), requires=("canvas",)),
    ui.instead(ui.divider(), fallback="drop"),
)
EVERY_FIELD = {
    "shortText": ui.short_text("行", error="错", description="说明"),
    "longText": ui.long_text("多行"),
    "name": ui.name("姓名"),
    "phone": ui.phone("手机"),
    "idDocument": ui.id_document("证件"),
    "creditCode": ui.credit_code("信用代码"),
    "number": ui.whole_number("面积", minimum=1, maximum=5),
    "money": ui.money("金额", maximum=100_00),
    "date": ui.date("日期"),
    "period": ui.period("期间"),
    "choice": ui.choice("种类", {"a": "甲"}),
    "multiChoice": ui.multi_choice("种类", {"a": "甲", "b": "乙"}),
    "yesNo": ui.yes_no("是否"),
    "agreement": ui.agreement("同意"),
    "region": ui.region("地区"),
    "standardAddress": ui.address("地址"),
    "attachment": ui.attachment("材料", most=3, media_types=("image/jpeg",)),
    "signature": ui.signature("签名"),
    "statement": ui.prefilled("姓名", source="户籍登记"),
}
FORM = ui.form(
    ui.group("组", *[ui.field(name, schema) for name, schema in EVERY_FIELD.items()]),
    ui.field("more", ui.short_text("其他"), required=False, show_if=("choice", "a")),
    submit="提交",
    action="submit",
)


def read(built):
    return msgspec.json.decode(json.dumps(built), type=Screen)


def screen(data=None, body=()):
    return msgspec.convert({"title": "题", "body": list(body), "data": data or {}}, Screen)


def form(**changes):
    return msgspec.convert({**FORM, **changes}, Form)


def nested(depth):
    value: dict[str, object] = {}
    for _ in range(depth - 1):
        value = {"x": value}
    return value


def depth_of(value):
    if not isinstance(value, dict):
        return 0
    return 1 + max(map(depth_of, value.values()), default=0)


class TestVocabulary:
    def test_it_is_small_enough_to_be_known_by_heart_and_has_no_second_versions(self):
        assert len(VOCABULARY) == len(set(VOCABULARY)) <= 45
        assert not [name for name in VOCABULARY if name[-1].isdigit()]

    def test_there_is_a_builder_for_every_component_and_every_field(self):
        built = {part["component"] for part in (*EVERY_COMPONENT, FORM)}

        assert built == set(COMPONENTS)
        assert {kind_of(schema) for schema in EVERY_FIELD.values()} == set(FieldKind.__args__)

    def test_only_the_shell_draws_consent_payment_and_identity(self):
        forbidden = ("consent", "pay", "login", "identity", "password", "html", "web", "script", "image", "link")

        assert not [name for name in VOCABULARY if any(word in name.lower() for word in forbidden)]


class TestScreen:
    @pytest.mark.parametrize(
        "component",
        [
            {"component": "ConsentSheet", "text": "同意"},
            {"component": "Html", "text": "<b>"},
            {"component": "Text", "text": "字", "onClick": "x"},
            {"component": "Button", "text": "点", "action": {"kind": "url", "name": "javascript:1"}},
            {"component": "Button", "text": "点", "action": {"kind": "screen", "name": "https://evil.example"}},
            {
                "component": "Button",
                "text": "点",
                "action": {"kind": "launch", "app": "b", "intent": "x", "token": "t"},
            },
            {"component": "QrCode", "label": "码", "content": "https://evil.example"},
            {"component": "ContactCard", "name": "窗口", "phone": "tel:1;x"},
            {"component": "Divider", "fallback": {"component": "Card", "children": []}},
            {"component": "Text", "text": "x" * 4_001},
            {"text": "没有名字"},
        ],
    )
    def test_a_component_outside_the_catalogue_is_refused(self, component):
        with pytest.raises(msgspec.ValidationError):
            screen(body=[component])

    def test_everything_the_builders_make_is_in_the_catalogue(self):
        whole = read(ui.screen("题", *EVERY_COMPONENT, FORM, data={"name": "王"}))

        require_sound(whole)
        assert len(whole.body) == len(EVERY_COMPONENT) + 1

    def test_a_table_whose_rows_do_not_fit_is_refused_inside_a_card_too(self):
        table = {"component": "Table", "caption": "表", "columns": ["甲"], "rows": [["1", "2"]]}

        with pytest.raises(ScreenUnsound, match="表"):
            require_sound(screen(body=[{"component": "Card", "children": [table]}]))

    def test_a_form_that_cannot_be_drawn_is_refused_inside_tabs_too(self):
        broken = {**FORM, "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
        tabs = {"component": "Tabs", "tabs": [{"title": "一", "children": [broken]}]}

        with pytest.raises(ScreenUnsound, match="/schema/properties/a/title"):
            require_sound(screen(body=[tabs]))

    def test_nesting_is_accepted_up_to_the_limit(self):
        require_sound(screen(nested(limits.SCREEN_DEPTH - 1)))

        with pytest.raises(ScreenTooComplex):
            require_sound(screen(nested(limits.SCREEN_DEPTH)))

    def test_nodes_are_accepted_up_to_the_limit(self):
        itself = 3  # the screen, its body and its data

        require_sound(screen({str(n): {} for n in range(limits.SCREEN_NODES - itself)}))

        with pytest.raises(ScreenTooComplex):
            require_sound(screen({str(n): {} for n in range(limits.SCREEN_NODES - itself + 1)}))

    @given(st.recursive(st.none() | st.text(max_size=3), lambda inner: st.dictionaries(st.text(max_size=2), inner)))
    def test_a_verdict_is_reached_for_any_data(self, value):
        if depth_of(value) > limits.SCREEN_DEPTH - 2:
            with pytest.raises(ScreenTooComplex):
                require_sound(screen({"x": value}))
        else:
            require_sound(screen({"x": value}))


class TestForm:
    def test_every_field_can_be_drawn(self):
        require_drawable(form())

    @pytest.mark.parametrize(
        ("schema", "pointer"),
        [
            ({"type": "array"}, "/schema"),
            ({"type": "object", "properties": {"a b": {}}}, "/schema/properties/a b"),
            ({"type": "object", "properties": {"a": []}}, "/schema/properties/a"),
            ({"type": "object", "properties": {"a": {"type": "string", "title": "题", "$ref": "x"}}}, "/a/$ref"),
            (
                {"type": "object", "properties": {"a": {"type": "string", "title": "题", "x-field": "Html"}}},
                "/a/x-field",
            ),
            ({"type": "object", "properties": {"a": {"type": "string", "title": "题", "x-field": "Money"}}}, "/a/type"),
            ({"type": "object", "properties": {"a": {"type": "string"}}}, "/schema/properties/a/title"),
            ({"type": "object", "properties": {}, "required": ["a"]}, "/schema/required"),
            ({"type": "object", "properties": {f"f{n}": {} for n in range(101)}}, "/schema/properties"),
        ],
    )
    def test_a_schema_outside_what_a_phone_draws_is_named(self, schema, pointer):
        with pytest.raises(FormNotDrawable) as refused:
            require_drawable(form(schema=schema, uischema={"type": "VerticalLayout", "elements": []}))

        assert pointer in str(refused.value)

    @pytest.mark.parametrize(
        "element",
        [
            {"type": "Html"},
            {"type": "Label", "text": "字", "onchange": "x"},
            {"type": "Control", "scope": "#/properties/nobody"},
            {"type": "Group", "elements": "x"},
            "text",
        ],
    )
    def test_a_layout_outside_what_a_phone_draws_is_named(self, element):
        with pytest.raises(FormNotDrawable, match="/uischema/elements/0"):
            require_drawable(form(uischema={"type": "VerticalLayout", "elements": [element]}))


def any_tree(chance, depth=0):
    """A component as a hostile or careless author might make it: mostly right, often not."""
    kind = chance.choice([*COMPONENTS, "Html", "ConsentSheet", "Script", ""])
    part = dict(chance.choice([*EVERY_COMPONENT, FORM, {"component": kind}]))
    for _ in range(chance.randrange(3)):
        part[chance.choice([*part, "children", "onClick", "href", "action", "fallback"])] = chance.choice(
            ["javascript:alert(1)", "<b>", None, 1, [], {}, "x" * 5_000, {"kind": "url", "name": "x"}, dict(part)]
        )
    if "children" in part and depth < 20:
        part["children"] = [any_tree(chance, depth + 1) for _ in range(chance.randrange(3))]
    return part


def count_forbidden(trees, *, seed):
    """Draw that many trees; how many were accepted, and how many of those hold something outside the catalogue."""
    chance, accepted, forbidden = random.Random(seed), 0, 0
    for _ in range(trees):
        try:
            whole = msgspec.convert({"title": "题", "body": [any_tree(chance)]}, Screen)
            require_sound(whole)
        except (msgspec.ValidationError, ScreenTooComplex, ScreenUnsound):
            continue
        accepted += 1
        names = {value for key, value in walk(msgspec.to_builtins(whole.body)) if key == "component"}
        forbidden += not names <= set(COMPONENTS)
    return accepted, forbidden


def walk(value):
    """Every key and value below."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def test_ten_thousand_trees_are_drawn_or_refused_and_none_brings_a_foreign_node():
    accepted, forbidden = count_forbidden(10_000, seed=2026)

    assert accepted > 1_000
    assert forbidden == 0


@pytest.mark.soak
def test_a_million_trees_are_drawn_or_refused_and_none_brings_a_foreign_node():
    accepted, forbidden = count_forbidden(1_000_000, seed=69)

    assert accepted > 100_000
    assert forbidden == 0
