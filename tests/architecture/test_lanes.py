"""`make test` runs every test once: its lanes are told by markers, and the markers leave no test out."""

import itertools
import re
import sys
import tomllib

import pytest
from _pytest.mark.expression import Expression

from tests import lanes
from tests.architecture.source import ROOT

LANES = lanes.SIDE_BY_SIDE | lanes.ALONE
MARKS = sorted({word for marks in LANES.values() for word in re.findall(r"\w+", marks)} - {"and", "or", "not"})
SAYS = [sys.executable, "-c", "import sys; print(sys.argv[1]); sys.exit(int(sys.argv[2]))"]


@pytest.mark.parametrize("marked", list(itertools.product([False, True], repeat=len(MARKS))), ids=str)
def test_whatever_its_marks_a_test_runs_in_one_lane_and_the_soak_in_none(marked):
    has = dict(zip(MARKS, marked, strict=True))

    chosen = [name for name, marks in LANES.items() if Expression.compile(marks).evaluate(lambda one, **_: has[one])]

    assert len(chosen) == (0 if has["soak"] else 1), chosen


def test_the_marks_of_the_lanes_are_known():
    """A word that no test can carry would leave a lane empty."""
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["markers"]

    assert set(MARKS) <= {one.partition(":")[0] for one in known}


def test_make_test_runs_the_lanes_and_nothing_else_of_pytest():
    script = (ROOT / "deploy" / "test").read_text("utf-8").splitlines()

    assert "exec python -m tests.lanes" in script
    assert not [line for line in script if "pytest" in line and not line.startswith("#")]


@pytest.mark.parametrize("together", [True, False])
def test_one_failed_lane_is_told_and_the_other_still_shown(together, capsys):
    ended = lanes.run({"one": [*SAYS, "first", "0"], "two": [*SAYS, "second", "5"]}, together=together)

    assert {name: how.status for name, how in ended.items()} == {"one": 0, "two": 5}
    assert sorted(capsys.readouterr().out.splitlines()) == ["[one] first", "[two] second"]


def test_any_failure_fails_the_whole(monkeypatch, capsys):
    monkeypatch.setattr(lanes.built, "installation", lambda: None)
    statuses = iter(["0", "1", "0"])
    broken = "FAILED tests/x.py::test_it - AssertionError"
    monkeypatch.setattr(lanes, "commands", lambda of: {name: [*SAYS, broken, next(statuses)] for name in of})

    assert lanes.main() == 1
    said = capsys.readouterr().out
    assert "FAILED (1)" in said
    assert said.splitlines().count(broken) == len(LANES)  # beside the lines of the lanes themselves, which bear a name
