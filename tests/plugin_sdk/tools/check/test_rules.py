"""The rules themselves: found by being there, named like their files, said in both languages, in step with the SDK."""

import inspect
import pkgutil
import string
from pathlib import Path

import pytest

from backend.host.broker.quotas import KEYS_MOST
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.guest import Context
from plugin_sdk.runtime.inside.allowed import ALLOWED_MODULES
from plugin_sdk.tools import check as package
from plugin_sdk.tools.check import check, rules
from plugin_sdk.tools.check.code.import_not_allowed import INSTEAD
from plugin_sdk.tools.check.facts.calls import OTHER_METHODS, OWN_MEMBERS, ROOMS
from plugin_sdk.tools.check.facts.icons import KEPT_ICONS
from plugin_sdk.tools.check.facts.sentences import has_chinese
from plugin_sdk.tools.check.manifest.quota_beyond import GRANTED
from plugin_sdk.tools.check.rule import SHELVES, Place, Rule, shortened
from plugin_sdk.tools.problem import Words
from plugin_sdk.tools.project import Project
from tests.plugin_sdk.tools.check.seeded import sound

HOUSE = Path(__file__).resolve().parents[4]
RULES = [rule for rule, _ in rules()]


def test_every_file_of_a_shelf_is_one_rule_named_like_it():
    files = [
        f"{shelf}.{found.name.replace('_', '-')}"
        for shelf in SHELVES
        for found in pkgutil.iter_modules([str(Path(package.__file__).parent / shelf)])
    ]

    assert [rule.code for rule in RULES] == files
    assert len(set(files)) == len(files)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_why_and_how_in_both_languages(rule):
    for words in (rule.what, rule.cause, rule.fix):
        places = [
            sorted(name.removesuffix("_en") for _, name, _, _ in string.Formatter().parse(said) if name)
            for said in (words.zh, words.en)
        ]
        assert places[0] or has_chinese(words.zh)
        assert not has_chinese(words.en)
        if rule.code != "code.forbidden-call":  # its fix is a pair of its own
            assert places[0] == places[1]


def test_the_kept_icons_are_those_of_the_shell():
    assert {icon.stem for icon in (HOUSE / "backend/shell/src/icons").glob("*.svg")} == KEPT_ICONS


def test_every_method_of_the_context_is_a_known_capability():
    ctx = Context(now="2026-01-15T09:30:00+08:00", locale="zh", entropy="0" * 64, host_call=lambda *_: "")
    members = {name for name in [*vars(ctx), *vars(Context)] if not name.startswith("_")}
    clients = {name: getattr(ctx, name) for name in ROOMS}
    called = {
        OTHER_METHODS.get((room, method), f"{room}.{method}")
        for room, client in clients.items()
        for method, _ in inspect.getmembers(client, inspect.ismethod)
        if not method.startswith("_")
    }

    assert members == OWN_MEMBERS | ROOMS
    assert called == set(CAPABILITIES)


def test_the_quota_that_is_named_is_the_one_that_the_platform_cuts():
    assert GRANTED == {"store_keys_per_person": KEYS_MOST}


def test_nothing_allowed_has_a_substitute():
    assert INSTEAD.keys() & ALLOWED_MODULES == set()


def test_a_rule_that_fails_is_a_finding_and_no_crash(monkeypatch):
    words = Words(zh="题", en="T")
    rule = Rule(code="a.b", what=words, cause=words, fix=words)

    def fails(_reviewed):
        yield rule.at(Place(file="a"))
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("plugin_sdk.tools.check.review.rules", lambda: ((rule, fails),))

    assert [problem.code for problem in check(sound(), draw=None)] == ["a.b", "check.rule-failed"]


def test_what_an_author_wrote_cannot_steer_a_terminal_or_a_template():
    words = Words(zh="{name}", en="{name}")
    rule = Rule(code="a.b", what=words, cause=words, fix=words)

    problem = rule.at(Place(file="a"), name="\x1b[31m{0.__class__}\n" + "x" * 500)

    assert problem.en.startswith("�[31m{0.__class__}�xxx")
    assert len(problem.en) == len(shortened("x" * 500))


def test_one_mistake_in_a_thousand_places_is_told_fifty_times():
    project = sound()
    project.files["rates.py"] = b"import requests\n" * 1_000

    assert len([each for each in check(project, draw=None) if each.code == "code.import-not-allowed"]) == 50


def test_a_package_that_cannot_be_drawn_is_named():
    problems = check(sound(), draw=lambda _project, _asked: "")

    assert [problem.code for problem in problems] == ["screens.endless"]


def test_an_empty_folder_is_told_what_it_needs():
    codes = {problem.code for problem in check(Project(name="form", files={}))}

    assert codes == {"manifest.not-there", "code.no-app-py"}


def test_findings_are_the_same_every_time():
    project = sound()
    project.files["app.py"] = project.files["app.py"].replace(b'tone="success"', b'tone="good"')

    first, second = check(project), check(Project(name="form", files=project.files))

    assert first == second
    assert first


def test_a_component_has_no_python_to_be_compared_with():
    project = sound()
    manifest = project.files["manifest.json"].replace(b'"actions"', b'"runtime": "component",\n    "actions"')
    files = {"manifest.json": manifest, "component.wasm": b"\0asm", "tests/test_app.py": b""}

    assert check(Project(name="form", files=files)) == []
