"""UX-02: every template is whole, passes the machine review without a finding, and its own tests where it lands."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import plugin_sdk
from plugin_sdk.tools.check import check
from plugin_sdk.tools.drawing.drawings import draw_here, drawings
from plugin_sdk.tools.project import read_project

SDK = Path(plugin_sdk.__file__).parent
TEMPLATES = SDK / "templates"
NAMES = ["booking", "certificate", "form", "list_map", "query", "survey"]
FILES = {"__init__.py", "manifest.json", "app.py", "texts.py", "quality.yaml", "README.md", "tests/test_app.py"}
SHORTEST, LONGEST = 50, 130
MINUTES_TO_READ, CHARACTERS_A_MINUTE = 5, 300


def test_these_are_the_templates():
    assert sorted(folder.name for folder in TEMPLATES.iterdir() if (folder / "manifest.json").exists()) == NAMES


@pytest.mark.parametrize("name", [*NAMES, "../../miniapps/heating_subsidy"])
def test_the_machine_review_finds_nothing(name):
    found = check(read_project(TEMPLATES / name))

    assert found == [], [problem.say("zh") for problem in found]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_and_action_is_reached_when_it_is_drawn(name):
    project = read_project(TEMPLATES / name)

    drawn = {(each.kind, each.name) for each in drawings(project, draw_here) if each.moment in {"fresh", "used"}}

    assert drawn >= {("screen", page) for page in project.manifest.pages}
    assert drawn >= {("action", action) for action in project.manifest.gkb.actions}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_its_tests_pass_in_a_folder_of_their_own(name, tmp_path):
    shutil.copytree(TEMPLATES / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))

    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "-p", "no:asyncio"],
        cwd=tmp_path / name,
        env={**os.environ, "PYTHONPATH": str(SDK.parent)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout
    assert "passed" in ended.stdout


@pytest.mark.parametrize("name", NAMES)
def test_it_has_every_file_and_is_short_enough_to_learn_from(name):
    project = read_project(TEMPLATES / name)
    readme = project.files["README.md"].decode()

    assert set(project.files) >= FILES
    assert SHORTEST <= len(project.sources["app.py"].splitlines()) <= LONGEST
    assert len(readme) <= MINUTES_TO_READ * CHARACTERS_A_MINUTE
    assert project.manifest.name.endswith("（模板）")
