import pytest

from plugin_sdk.tools.outcome import Exit

PLAIN = '''"""Tests without pytest."""

from ..season import FIRST_MONTH


def test_good():
    assert FIRST_MONTH == 11


class TestMore:
    def test_method(self):
        assert FIRST_MONTH
'''


@pytest.fixture
def with_tests(mini_app):
    """Replace the tests of the copy by these."""

    def write(text):
        for old in (mini_app / "tests").iterdir():
            old.unlink()
        (mini_app / "tests" / "__init__.py").write_text("", "utf-8")
        (mini_app / "tests" / "test_one.py").write_text(text, "utf-8")
        return mini_app

    return write


@pytest.mark.slow
@pytest.mark.parametrize("how", [[], ["--plain"]])
class TestAuthorsTests:
    def test_good_tests_pass_and_every_page_is_drawn(self, gkb, with_tests, how):
        code, told = gkb("test", with_tests(PLAIN), "--engine", "python", *how)

        assert code == Exit.FINE
        assert told["data"]["counts"] == {"passed": 2, "failed": 0, "not-run": 0}
        assert told["data"]["drawn"] == ["apply", "status"]

    def test_a_failed_test_is_told_with_its_line(self, gkb, with_tests, how):
        folder = with_tests(PLAIN.replace("FIRST_MONTH == 11", "FIRST_MONTH == 12"))

        code, told = gkb("test", folder, "--engine", "python", *how)

        [problem] = told["problems"]
        assert code == Exit.PROBLEMS
        assert (problem["code"], problem["file"], problem["line"]) == ("test.failed", "tests/test_one.py", 7)
        assert problem["fix_zh"]

    def test_a_test_file_that_cannot_be_read_is_a_failure(self, gkb, with_tests, how):
        code, told = gkb("test", with_tests("def test_x(:\n"), "--engine", "python", *how)

        assert code == Exit.PROBLEMS
        assert told["data"]["counts"]["failed"] == 1

    def test_a_page_that_raises_is_told_with_the_authors_line(self, gkb, with_tests, how):
        folder = with_tests(PLAIN)
        source = (folder / "app.py").read_text("utf-8")
        (folder / "app.py").write_text(source.replace('"""What was applied for this season."""', "1 / 0"), "utf-8")

        code, told = gkb("test", folder, "--engine", "python", *how)

        [problem] = told["problems"]
        assert code == Exit.PROBLEMS
        assert (problem["code"], problem["file"]) == ("run.failed", "app.py")
        assert "1 / 0" in (folder / "app.py").read_text("utf-8").splitlines()[problem["line"] - 1]


class TestWithoutPytest:
    def test_a_test_that_needs_it_is_not_run_and_that_is_the_machines_lack(self, gkb, with_tests):
        folder = with_tests("def test_x(tmp_path):\n    assert tmp_path\n")

        code, told = gkb("test", folder, "--engine", "python", "--plain")

        assert code == Exit.MACHINE_LACKS
        assert told["data"]["counts"]["not-run"] == 1

    def test_tests_that_end_the_process_are_told(self, gkb, with_tests):
        code, told = gkb("test", with_tests("import os\nos._exit(0)\n"), "--engine", "python", "--plain")

        assert code == Exit.PROBLEMS
        assert told["problems"][0]["code"] == "test.broke-off"


def test_a_folder_without_a_project_is_a_problem(gkb, tmp_path):
    code, told = gkb("test", tmp_path)

    assert code == Exit.PROBLEMS
    assert told["problems"][0]["code"] == "run.no-manifest"


def test_no_folder_is_wrong_use(gkb, tmp_path):
    assert gkb("test", tmp_path / "nowhere")[0] == Exit.WRONG_USE
