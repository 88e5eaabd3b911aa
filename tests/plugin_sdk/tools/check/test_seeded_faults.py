"""UX-05: every seeded fault is found with file, line, cause and fix, in both languages, and never as a stack trace."""

import pytest

from plugin_sdk.tools.check import check, rules
from plugin_sdk.tools.drawing.drawings import draw_here
from tests.plugin_sdk.tools.check.seeded import (
    CODE_FAULTS,
    MANIFEST_FAULTS,
    SCREEN_FAULTS,
    TEXT_FAULTS,
    broken,
    line_of,
    sound,
)

FAULTS = [*MANIFEST_FAULTS, *TEXT_FAULTS, *CODE_FAULTS, *SCREEN_FAULTS]
SEEDED = 60


def name_of(fault):
    return f"{fault.code}: {fault.new.strip()[:30]!r}"


def test_a_sound_project_has_no_problem():
    assert check(sound()) == []


def test_there_are_at_least_sixty_seeded_faults():
    assert len(FAULTS) >= SEEDED


@pytest.mark.parametrize("fault", FAULTS, ids=name_of)
def test_a_seeded_fault_is_found_at_its_line_with_cause_and_fix(fault):
    project = broken(fault)

    found = check(project, draw=draw_here if fault in SCREEN_FAULTS else None)

    problems = [problem for problem in found if problem.code == fault.code]
    places = [(problem.file, problem.line) for problem in problems]
    assert (fault.place or fault.file, line_of(fault, project)) in places, [problem.say("zh") for problem in found]
    for problem in found:
        words = (problem.zh, problem.en, problem.cause_zh, problem.cause_en, problem.fix_zh, problem.fix_en)
        assert all(words)
        assert "Traceback" not in problem.say("zh") + problem.say("en")
        assert problem.code != "check.rule-failed"
        assert problem.doc.endswith(problem.code.replace(".", ""))
        if problem.file == "manifest.json" and problem.code not in {"manifest.not-json", "budgets.no-tests"}:
            assert problem.pointer.startswith("/")


def test_every_rule_has_a_seeded_fault():
    tried = {fault.code for fault in FAULTS}
    elsewhere = {"manifest.not-there", "code.no-app-py", "code.not-text", "budgets.no-tests", "budgets.pages"}

    assert {rule.code for rule, _ in rules()} - tried - elsewhere == set()


@pytest.mark.parametrize(
    ("gone", "code"),
    [("manifest.json", "manifest.not-there"), ("app.py", "code.no-app-py"), ("tests/test_app.py", "budgets.no-tests")],
)
def test_a_missing_file_is_named(gone, code):
    project = sound()
    del project.files[gone]

    assert code in [problem.code for problem in check(project, draw=None)]


def test_a_file_that_is_no_text_is_named():
    project = sound()
    project.files["texts.py"] = b"\xff\xfe\x00"

    problems = check(project)

    assert [(problem.code, problem.place) for problem in problems if problem.file == "texts.py"] == [
        ("code.not-text", "texts.py:1")
    ]


def test_more_pages_than_anybody_looks_through_are_named():
    project = sound()
    pages = ", ".join(f'"page-{number}"' for number in range(41))
    project.files["manifest.json"] = project.files["manifest.json"].replace(b'"apply", "status"', pages.encode())

    assert "budgets.pages" in [problem.code for problem in check(project, draw=None)]
