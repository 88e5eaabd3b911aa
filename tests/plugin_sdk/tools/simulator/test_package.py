import json

import pytest

from plugin_sdk.tools.simulator.package import load
from tests.plugin_sdk.tools.simulator.conftest import manifest


@pytest.fixture
def problem(project, engine):
    """The first problem of a project with these files changed; None takes a file away."""

    def find(**files):
        for name, text in files.items():
            place = project / name.replace("_json", ".json").replace("_py", ".py")
            if text is None:
                place.unlink()
            else:
                place.write_text(text, "utf-8")
        package, problems = load(project, engine)
        assert package is None
        return problems[0]

    return find


class TestWhatDoesNotRun:
    def test_no_manifest(self, problem):
        assert problem(manifest_json=None).code == "run.no-manifest"

    def test_a_manifest_that_is_no_json_says_the_line(self, problem):
        found = problem(manifest_json='{\n "app_id": "asker",\n oops\n}')

        assert (found.code, found.line) == ("run.bad-manifest", 3)

    def test_a_member_that_is_wrong_says_line_and_pointer(self, problem):
        text = json.dumps(manifest(actions=["Do It"]), ensure_ascii=False, indent=1)

        found = problem(manifest_json=text)

        assert found.pointer == "/gkb/actions/0"
        assert "Do It" in text.splitlines()[found.line - 1]

    def test_no_entry(self, problem):
        assert problem(app_py=None).code == "run.no-entry"

    def test_code_that_does_not_compile(self, problem):
        found = problem(app_py="x = 1\nif x\n")

        assert (found.code, found.place) == ("run.not-compiled", "app.py:2")

    def test_a_component_of_the_authors_own_says_where_it_runs(self, problem):
        found = problem(manifest_json=json.dumps(manifest(runtime="component"), ensure_ascii=False, indent=1))

        assert (found.code, found.pointer) == ("run.not-python", "/gkb/runtime")
        assert found.line > 1

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"null", b"{" * 10_000])
    def test_bytes_that_are_anything_are_a_problem_and_no_exception(self, project, engine, content):
        (project / "manifest.json").write_bytes(content)

        package, [found] = load(project, engine)

        assert package is None
        assert found.fix_zh
        assert found.fix_en


def test_a_good_project_has_a_package_and_no_problem(project, engine):
    package, problems = load(project, engine)

    assert package is not None
    assert problems == []
