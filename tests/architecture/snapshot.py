"""The published contracts as text: what clients and departments build against.

`make snapshots` writes the HTTP contract anew; the difference belongs into the same commit as its cause. The contract of
mini-apps is frozen once it was published: `python -m tests.architecture.snapshot v0_2` starts the next version from the
code of today, which is then listed in `plugin_sdk.contract.schemas` and `tests/plugin_sdk/test_frozen.py`.
"""

import json
import sys

from plugin_sdk.contract.schemas import schemas
from tests.architecture.house import house
from tests.architecture.source import ROOT

FOLDER = ROOT / "tests" / "architecture" / "snapshots"
CONTRACT = ROOT / "plugin_sdk" / "contract"
REFRESH = "make snapshots"


def openapi() -> str:
    """The HTTP contract of an installation without demo routes."""
    return _text(house(demo=False).openapi_schema.to_schema())


SNAPSHOTS = {"openapi.json": openapi}


def freeze(version: str) -> None:
    """Write today's schemas as a version of the contract of mini-apps.

    Raises:
        FileExistsError: that version was published; it is never written again.

    """
    folder = CONTRACT / f"since_{version}"
    folder.mkdir()
    for name, schema in schemas().items():
        file = folder / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_text(schema), "utf-8")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for version in sys.argv[1:]:
        freeze(version)
    FOLDER.mkdir(exist_ok=True)
    for name, made in SNAPSHOTS.items():
        (FOLDER / name).write_text(made(), "utf-8")
        sys.stdout.write(f"wrote {FOLDER / name}\n")
