"""`python -m tests.bench [--only PREFIX] [--scale full]`: every bench once, one JSON line per case.

A bench module is `bench_<topic>.py` with `run(scale) -> Iterable[dict]`; its cases are named `<topic>.<case>`.
"""

import argparse
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Result

FOLDER = Path(__file__).parent
SCALES = ("usual", "full")


def main() -> None:
    """Run what was asked for; a bench never fails on time."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", default="", help="cases whose name begins so")
    parser.add_argument("--scale", default=SCALES[0], choices=SCALES)
    asked = parser.parse_args()
    for line in results(only=asked.only, scale=asked.scale):
        print(json.dumps(line, ensure_ascii=False), flush=True)


def results(*, only: str, scale: str) -> Iterator[Result]:
    """The lines of all benches that may have a case of that name, without the cases that have another."""
    for module in sorted(FOLDER.glob("bench_*.py")):
        topic = f"{module.stem.removeprefix('bench_')}."
        if topic.startswith(only) or only.startswith(topic):
            bench = importlib.import_module(f"tests.bench.{module.stem}")
            yield from (line for line in bench.run(scale) if str(line["bench"]).startswith(only))


if __name__ == "__main__":
    main()
