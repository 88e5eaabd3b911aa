import pytest

from plugin_sdk.tools.simulator.watch import look


def write(folder, name, text="x"):
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


@pytest.mark.parametrize("name", ["app.py", "manifest.json", "mocks/data.example.gov.cn/a.json"])
def test_what_a_run_depends_on_is_seen(tmp_path, name):
    before = look(tmp_path)

    write(tmp_path, name)

    assert look(tmp_path) != before


@pytest.mark.parametrize("name", [".git/x.json", "tests/test_app.py", "__pycache__/a.py", "README.md", ".app.py.swp"])
def test_what_no_run_depends_on_is_not(tmp_path, name):
    before = look(tmp_path)

    write(tmp_path, name)

    assert look(tmp_path) == before


def test_a_file_that_is_gone_is_a_change(tmp_path):
    write(tmp_path, "app.py")
    before = look(tmp_path)

    (tmp_path / "app.py").unlink()

    assert look(tmp_path) != before


def test_a_folder_that_is_gone_holds_nothing(tmp_path):
    assert look(tmp_path / "nowhere") == {}
