"""Runs a project's own tests: by pytest where that is installed, else by the few lines below. Both tell the same.

A script of its own process, because tests import the author's code: `python -m plugin_sdk.tools.author_tests <folder>
<result file> [--plain]`. Without pytest, a test is a function `test_*`, or a method of a class `Test*`, without
arguments, and `assert` is all it needs.
"""

import importlib
import importlib.util
import inspect
import json
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

Result = dict[str, Any]
MESSAGE_CHARACTERS = 2_000
NO_TESTS = 5
"""pytest's exit code when it found nothing."""


def results_of(folder: Path, *, plain: bool) -> list[Result]:
    """One entry per test: `name`, `outcome` (passed, failed, not-run), `file`, `line`, `message`."""
    _make_importable(folder)
    if not plain and importlib.util.find_spec("pytest") is not None:
        return _by_pytest(folder)
    return list(_by_ourselves(folder))


def _make_importable(folder: Path) -> None:
    """The project is a package of its folder's name, as in the component; a checkout's packages stay packages."""
    sys.path[:0] = [str(_top(folder)), str(folder.parent)]


def _top(folder: Path) -> Path:
    """The first folder above that is no package itself."""
    top = folder.parent
    while (top / "__init__.py").exists():
        top = top.parent
    return top


class Collector:
    """A plugin of pytest that notes what happened."""

    def __init__(self, folder: Path) -> None:
        self.results: list[Result] = []
        self._folder = folder

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note the end of a test, or a fixture that failed."""
        if report.when == "call" or report.outcome == "failed":
            self._note(report, name=report.nodeid.partition("::")[2] or report.nodeid)

    def pytest_collectreport(self, report: Any) -> None:
        """Note a file that could not be read."""
        if report.outcome == "failed":
            self._note(report, name=report.nodeid)

    def _note(self, report: Any, *, name: str) -> None:
        file, line = str(report.fspath), (report.location[1] or 0) + 1 if hasattr(report, "location") else 1
        message = ""
        if report.outcome == "failed":
            crash = getattr(report.longrepr, "reprcrash", None)
            if crash is not None:
                file, line = str(crash.path), int(crash.lineno)
            message = str(crash.message if crash is not None else report.longrepr)
        outcome = {"passed": "passed", "failed": "failed"}.get(report.outcome, "not-run")
        self.results.append(_result(self._folder, name, outcome, file=Path(file), line=line, message=message))


def _by_pytest(folder: Path) -> list[Result]:
    pytest = importlib.import_module("pytest")  # by name: the SDK does not need it
    collector = Collector(folder)
    arguments = ["-q", "--no-header", "-p", "no:cacheprovider", "--import-mode=importlib", str(folder / "tests")]
    pytest.main(arguments, plugins=[collector])
    return collector.results


def _by_ourselves(folder: Path) -> Iterator[Result]:
    for path in sorted((folder / "tests").rglob("test_*.py")):
        try:
            module = _imported(folder, path)
        except BaseException as error:  # noqa: BLE001  # whatever the author's file does
            wanted = isinstance(error, ModuleNotFoundError) and error.name == "pytest"
            yield _broken(folder, path.name, error, path, outcome="not-run" if wanted else "failed")
            continue
        for name, test in _tests_in(module):
            yield _ran(folder, name, test, path)


def _imported(folder: Path, path: Path) -> ModuleType:
    if (path.parent / "__init__.py").exists():  # tests that say `from ..app import app`
        return importlib.import_module(".".join(path.relative_to(_top(folder)).with_suffix("").parts))
    spec = importlib.util.spec_from_file_location(f"author_tests_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _tests_in(module: ModuleType) -> Iterator[tuple[str, Callable[..., object]]]:
    for name, value in list(vars(module).items()):
        if name.startswith("test_") and callable(value):
            yield name, value
        elif name.startswith("Test") and isinstance(value, type):
            for method in [each for each in vars(value) if each.startswith("test_")]:
                yield f"{name}::{method}", getattr(value(), method)


def _ran(folder: Path, name: str, test: Callable[..., object], path: Path) -> Result:
    line = getattr(getattr(test, "__code__", None), "co_firstlineno", 1)
    if inspect.signature(test).parameters:
        message = "this test takes arguments (fixtures), which only pytest gives"
        return _result(folder, name, "not-run", file=path, line=line, message=message)
    try:
        test()
    except BaseException as error:  # noqa: BLE001  # a failed assert, or whatever the author's code raises
        return _broken(folder, name, error, path, outcome="failed")
    return _result(folder, name, "passed", file=path, line=line, message="")


def _broken(folder: Path, name: str, error: BaseException, path: Path, *, outcome: str) -> Result:
    frames = [one for one in traceback.extract_tb(error.__traceback__) if str(folder) in one.filename]
    file, line = (Path(frames[-1].filename), frames[-1].lineno or 1) if frames else (path, 1)
    if isinstance(error, SyntaxError) and error.filename:
        file, line = Path(error.filename), error.lineno or 1
    source = f" — {frames[-1].line}" if frames and isinstance(error, AssertionError) else ""
    message = f"{type(error).__name__}: {error}{source}"
    return _result(folder, name, outcome, file=file, line=line, message=message)


def _result(folder: Path, name: str, outcome: str, *, file: Path, line: int, message: str) -> Result:
    place = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.name
    told = message[:MESSAGE_CHARACTERS]
    return {"name": name, "outcome": outcome, "file": place, "line": line, "message": told}


if __name__ == "__main__":
    PROJECT, RESULT = Path(sys.argv[1]), Path(sys.argv[2])
    RESULT.write_text(json.dumps(results_of(PROJECT, plain="--plain" in sys.argv[3:])), "utf-8")
