import inspect
import json
import random
import re

import msgspec
import pytest

from plugin_sdk.contract import limits
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.manifest import Intent, Manifest
from plugin_sdk.contract.request import CallContext, CallRequest, PackageSources
from plugin_sdk.contract.schemas import schemas
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


class TestIntent:
    INTENT = msgspec.convert(
        {
            "name": "show",
            "screen": "home",
            "text": {"zh": "看", "en": "see"},
            "params": {"id": "string", "n": "integer"},
        },
        Intent,
    )

    def test_its_own_parameters_are_accepted(self):
        assert self.INTENT.accepts({"id": "a", "n": 1})

    @pytest.mark.parametrize(
        "given", [{}, {"id": "a"}, {"id": "a", "n": True}, {"id": 1, "n": 1}, {"id": "a", "n": 1, "x": 1}]
    )
    def test_anything_else_is_not(self, given):
        assert not self.INTENT.accepts(given)


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


def test_the_log_stand_in_keeps_the_first_lines_however_they_are_cut():
    chance = random.Random(2026)
    text = "".join(f"line {n}\n" for n in range(250))
    log = call_state.Log()

    while text:
        cut = chance.randrange(1, 40)
        log.write(text[:cut])
        text = text[cut:]

    assert log.all_lines() == [*(f"line {n}" for n in range(limits.LOG_LINES)), "… 150 more lines were not kept"]
