"""Reading a project: whatever lies there, it is read without an exception, and nothing outside is followed."""

import os

from plugin_sdk.tools.json_text import JsonText, at_pointer, escaped
from plugin_sdk.tools.project import MOST_BYTES, read_project


def test_a_project_is_read_with_tests_and_mocks(tmp_path):
    for path in ("manifest.json", "app.py", "tests/test_app.py", "mocks/a.example.cn/x.json"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("1")

    project = read_project(tmp_path)

    assert sorted(project.files) == ["app.py", "manifest.json", "mocks/a.example.cn/x.json", "tests/test_app.py"]
    assert [module.path for module in project.modules] == ["app.py"]


def test_what_is_hidden_linked_or_made_by_tools_is_passed_over(tmp_path):
    secret = tmp_path / "outside.txt"
    secret.write_text("outside")
    folder = tmp_path / "app"
    for path in (".git/config", "__pycache__/app.pyc", "node_modules/x.js", "dist/app.gkb"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("1")
    (folder / "link.py").symlink_to(secret)
    (folder / "all").symlink_to(tmp_path)

    assert read_project(folder).files == {}


def test_a_folder_that_is_not_there_has_no_files(tmp_path):
    assert read_project(tmp_path / "gone").files == {}


def test_a_pipe_and_a_huge_file_do_not_hold_reading_up(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    with (tmp_path / "huge.py").open("wb") as huge:
        huge.truncate(MOST_BYTES * 4)

    project = read_project(tmp_path)

    assert list(project.files) == ["huge.py"]
    assert len(project.files["huge.py"]) == MOST_BYTES


def test_every_pointer_has_its_line():
    text = JsonText('{\n "a": [\n  1,\n  {"b/c": null}\n ]\n}')

    assert text.value == {"a": [1, {"b/c": None}]}
    assert [text.line(pointer) for pointer in ("", "/a", "/a/0", "/a/1/b~1c", "/a/1/gone", "/gone")] == [
        1,
        2,
        3,
        4,
        4,
        1,
    ]
    assert at_pointer(text.value, f"/a/1/{escaped('b/c')}") is None
    assert at_pointer(text.value, "/a/0") == 1
    assert at_pointer(text.value, "/a/7/x") is None
