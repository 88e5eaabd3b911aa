import inspect
import json
import random
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin_sdk.contract import limits
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.request import CallContext, CallRequest, PackageSources
from plugin_sdk.contract.schemas import schemas
from plugin_sdk.contract.screen import Screen, ScreenTooComplex, require_simple
from plugin_sdk.guest import ui
from plugin_sdk.runtime.inside import call_state

IDENTITY = re.compile(r"person_?id|user|account|openid|subject|resident|tenant|token|caller", re.IGNORECASE)
MANIFEST = {
    "app_id": "demo",
    "name": "演示",
    "short_name": "演示",
    "description": "演示应用",
    "version": {"code": 1, "name": "0.1.0"},
    "platform_version": {"min_code": 1},
    "pages": ["home"],
    "lang": "zh-CN",
    "icons": [{"src": "flame"}],
    "gkb": {
        "department": {"name": "演示部门"},
        "actions": [],
        "contacts": [{"role": "咨询", "name": "窗口", "phone": "12345"}],
    },
}


def manifest(**changes):
    return msgspec.convert({**MANIFEST, **changes}, Manifest)


def screen(data=None, body=()):
    return msgspec.convert({"title": "题", "body": list(body), "data": data or {}}, Screen)


def nested(depth):
    value: dict[str, object] = {}
    for _ in range(depth - 1):
        value = {"x": value}
    return value


class TestManifest:
    def test_a_plain_manifest_is_accepted(self):
        assert manifest().pages == ["home"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"app_id": "../evil"},
            {"app_id": "Evil"},
            {"app_id": "evil\n"},
            {"name": ""},
            {"name": "两\n行"},
            {"name": "x" * 201},
            {"version": {"code": 0, "name": "0.1.0"}},
            {"version": {"code": 1, "name": "1"}},
            {"pages": []},
            {"pages": ["a/b"]},
            {"icons": [{"src": "https://evil.example/x.png"}]},
            {"req_permissions": []},
            {"gkb": {**MANIFEST["gkb"], "contacts": []}},
            {"gkb": {**MANIFEST["gkb"], "outbound_hosts": ["*"]}},
            {"gkb": {**MANIFEST["gkb"], "outbound_hosts": ["localhost"]}},
            {"gkb": {**MANIFEST["gkb"], "capabilities": [{"name": "person", "reason": {"zh": "因", "en": "why"}}]}},
            {"gkb": {**MANIFEST["gkb"], "quotas": {"calls_per_person_per_minute": 10**9}}},
        ],
    )
    def test_a_wrong_one_is_refused(self, changes):
        with pytest.raises(msgspec.ValidationError):
            manifest(**changes)


class TestRequest:
    def test_there_is_no_identity_anywhere(self):
        types = [CallRequest, CallContext, PackageSources, *CAPABILITIES.values()]

        names = [field.encode_name for one in types for field in msgspec.structs.fields(one)]

        assert [name for name in names if IDENTITY.search(name)] == []

    @pytest.mark.parametrize("now", ["2026-01-15", "2026-01-15T09:30:00", "now", "2026-01-15T09:30:00Z\n"])
    def test_time_without_a_zone_is_refused(self, now):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"now": now, "entropy": "0" * 64}, CallContext)

    @pytest.mark.parametrize("path", ["../app.py", "/app.py", "a/b.py", "app.pyc", "app", "App.py", "app.py\n"])
    def test_a_path_out_of_the_package_is_refused(self, path):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"app": "demo", "files": {path: ""}}, PackageSources)


class TestScreen:
    @pytest.mark.parametrize(
        "component",
        [
            {"component": "ConsentSheet", "text": "同意"},
            {"component": "Html", "text": "<b>"},
            {"component": "Text", "text": "字", "onClick": "x"},
            {"component": "Button", "text": "点", "action": {"kind": "url", "name": "javascript:1"}},
            {"component": "Button", "text": "点", "action": {"kind": "screen", "name": "https://evil.example"}},
            {"component": "Text", "text": "x" * 4_001},
            {"text": "没有名字"},
        ],
    )
    def test_a_component_outside_the_catalogue_is_refused(self, component):
        with pytest.raises(msgspec.ValidationError):
            screen(body=[component])

    def test_everything_the_builders_make_is_in_the_catalogue(self):
        form = ui.form(
            ui.group("组", ui.field("name", ui.prefilled("姓名", source="户籍登记"), required=False)),
            ui.field("line", ui.short_text("行", error="错", description="说明")),
            ui.field("area", ui.whole_number("面积", minimum=1, maximum=5, kind="money-fen")),
            ui.field("kind", ui.choice("种类", {"a": "甲"})),
            ui.field("agreed", ui.agreement("同意")),
            submit="提交",
            action="submit",
        )
        built = ui.screen(
            "题",
            ui.text("字", variant="h1"),
            ui.notice("注意", "字", tone="warning"),
            ui.fact_table(ui.fact("名", "值")),
            ui.steps(("一", "先")),
            ui.button("去", screen="home", primary=True),
            ui.button("做", action="submit"),
            ui.divider(),
            ui.empty_state("空", "无"),
            form,
            data={"name": "王"},
        )

        read = msgspec.json.decode(json.dumps(built), type=Screen)

        require_simple(read)
        assert msgspec.to_builtins(read) == built

    def test_nesting_is_accepted_up_to_the_limit(self):
        require_simple(screen(nested(limits.SCREEN_DEPTH - 2)))

        with pytest.raises(ScreenTooComplex):
            require_simple(screen(nested(limits.SCREEN_DEPTH - 1)))

    def test_nodes_are_accepted_up_to_the_limit(self):
        require_simple(screen({str(n): {} for n in range(limits.SCREEN_NODES - 2)}))

        with pytest.raises(ScreenTooComplex):
            require_simple(screen({str(n): {} for n in range(limits.SCREEN_NODES - 1)}))

    @given(st.recursive(st.none() | st.text(max_size=3), lambda inner: st.dictionaries(st.text(max_size=2), inner)))
    def test_a_verdict_is_reached_for_any_data(self, value):
        deep = depth_of(value)
        if deep > limits.SCREEN_DEPTH - 3:
            with pytest.raises(ScreenTooComplex):
                require_simple(screen({"x": value}))
        else:
            require_simple(screen({"x": value}))


class TestSchemas:
    def test_every_type_is_published_as_json_schema(self):
        published = schemas()

        assert {"manifest", "request", "answer", "screen"} <= set(published)
        assert {f"capabilities/{name}" for name in CAPABILITIES} <= set(published)
        assert all("$ref" in schema or "anyOf" in schema for schema in published.values())

    def test_patterns_are_understood_outside_python_too(self):
        r"""ECMA 262 has no \Z."""
        assert r"\\Z" not in json.dumps(schemas())


class TestLimits:
    def test_every_limit_says_its_reason(self):
        source = inspect.getsource(limits)
        names = re.findall(r"^([A-Z_]+) = ", source, re.MULTILINE)

        said = re.findall(r'^([A-Z_]+) = .*\n"""\S', source, re.MULTILINE)

        assert names == said

    def test_the_guest_repeats_the_limits_rightly(self):
        assert call_state.LOG_LINES == limits.LOG_LINES
        assert call_state.LOG_LINE_CHARACTERS == limits.LOG_LINE_CHARACTERS


def depth_of(value):
    if not isinstance(value, dict):
        return 0
    return 1 + max(map(depth_of, value.values()), default=0)


def test_the_log_stand_in_keeps_the_first_lines_however_they_are_cut():
    chance = random.Random(2026)
    text = "".join(f"line {n}\n" for n in range(250))
    log = call_state.Log()

    while text:
        cut = chance.randrange(1, 40)
        log.write(text[:cut])
        text = text[cut:]

    assert log.all_lines() == [*(f"line {n}" for n in range(limits.LOG_LINES)), "… 150 more lines were not kept"]
