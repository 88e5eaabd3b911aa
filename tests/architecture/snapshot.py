"""The published contracts as text: what clients and departments build against.

`python -m tests.architecture.snapshot` writes them anew; the difference belongs into the same commit as its cause.
"""

import json
import sys

from plugin_sdk.contract.schemas import schemas
from tests.architecture.house import house
from tests.architecture.source import ROOT

FOLDER = ROOT / "tests" / "architecture" / "snapshots"
REFRESH = "make snapshots"


def openapi() -> str:
    """The HTTP contract of an installation without demo routes."""
    return _text(house(demo=False).openapi_schema.to_schema())


def contract() -> str:
    """Every schema between host and mini-app."""
    return _text(schemas())


SNAPSHOTS = {"openapi.json": openapi, "mini-app-contract.json": contract}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, made in SNAPSHOTS.items():
        (FOLDER / name).write_text(made(), "utf-8")
        sys.stdout.write(f"wrote {FOLDER / name}\n")
