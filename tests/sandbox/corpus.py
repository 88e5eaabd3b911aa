"""The hostile mini-apps and what their first lines promise."""

from pathlib import Path

HOSTILE = Path(__file__).parent / "hostile"


def promise_of(file):
    """The `# name: value` lines at the head of a hostile mini-app."""
    head = [line[2:].partition(": ") for line in file.read_text("utf-8").splitlines() if line.startswith("# ")]
    return {name: value for name, _, value in head}


def source_of(file):
    """Its source; a file that only says how its source is written is written out."""
    promise = promise_of(file)
    return eval(promise["written"]) if "written" in promise else file.read_text("utf-8")  # noqa: S307  # our own corpus


ALL = sorted(HOSTILE.glob("*.py"))
ALONE = [file for file in ALL if "capabilities" not in promise_of(file)]
IN_THE_HOUSE = [file for file in ALL if "capabilities" in promise_of(file)]
