"""The tutorial, word by word: every command is run, every edit made, every printed line looked for."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from plugin_sdk.tools.simulator import component_image
from tests import built
from tests.built import HOUSE

TUTORIAL = HOUSE / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELLIPSIS = "…"
GKB = f'#!/bin/sh\nexec "{sys.executable}" -m plugin_sdk.tools "$@"\n'


class Reader:
    """Does what the tutorial says, in a folder of its own, as somebody whose home holds the compiled runtime and no more.

    How long the first start takes, when that is not there either, is for `test_dev.py`.
    """

    def __init__(self, folder: Path) -> None:
        self.here = folder / "work"
        self.here.mkdir()
        programs = folder / "bin"
        programs.mkdir()
        (programs / "gkb").write_text(GKB)
        (programs / "gkb").chmod(0o755)
        built.lend_simulator(folder / component_image.CACHE)
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "zh_CN.UTF-8",
            "PYTHONPATH": str(HOUSE),
            "PYTHONUTF8": "1",
        }
        self.background: list[subprocess.Popen[str]] = []
        self.awaited = ""

    def console(self, text: str, how: str) -> None:
        """Run each `$` line, and look for the lines below it in what it prints."""
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            if command.startswith("cd "):
                self.here = self.here / command[3:]
            elif how == "background":
                self.start(command, expected)
            else:
                ended = self.run(command)
                assert (ended.returncode != 0) == (how == "fails"), f"$ {command}\n{ended.stdout}{ended.stderr}"
                require_lines(expected, ended.stdout, command)

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        given = ["sh", "-c", command]
        return subprocess.run(
            given, cwd=self.here, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )

    def start(self, command: str, expected: str) -> None:
        """A command that goes on; what it prints is compared when the reading ends."""
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command}"],
            cwd=self.here,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.background.append(process)
        address = re.search(r"http://[0-9.:]+", expected)
        self.awaited = address[0] if address else ""
        wait_for(self.awaited, process)

    def edit(self, file: str, what: str, text: str) -> None:
        """`原来` must stand in the file exactly once; `改成` replaces it."""
        path = self.here / file
        text = text.removesuffix("\n")
        if what == "原来":
            assert path.read_text("utf-8").count(text) == 1, f"{file} does not hold once:\n{text}"
            self.before = text
        else:
            path.write_text(path.read_text("utf-8").replace(self.before, text), "utf-8")

    def close(self) -> None:
        """End what still runs."""
        for process in self.background:
            process.terminate()
            process.communicate(timeout=20)


def wait_for(address: str, process: subprocess.Popen[str], seconds: float = 60) -> None:
    """Until the simulator answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()[0]
        try:
            urllib.request.urlopen(f"{address}/api/simulator/state", timeout=2).close()  # noqa: S310  # our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} did not answer")


def require_lines(expected: str, printed: str, command: str) -> None:
    """Every expected line stands in the output, in order; `…` is anything within a line, or any lines."""
    lines, place = printed.splitlines(), 0
    for line in expected.splitlines():
        if line.strip() in ("", ELLIPSIS):
            continue
        wanted = re.compile(".*".join(re.escape(piece) for piece in line.split(ELLIPSIS)))
        found = next((n for n in range(place, len(lines)) if wanted.search(lines[n])), None)
        assert found is not None, f"$ {command}\nprinted:\n{printed}\nwithout: {line}"
        place = found + 1


@pytest.fixture
def reader(tmp_path):
    made = Reader(tmp_path)
    yield made
    made.close()


@pytest.mark.slow
def test_everything_in_the_tutorial_works_as_it_stands(reader):
    blocks = BLOCK.findall(TUTORIAL.read_text("utf-8"))
    assert len(blocks) > 15

    for language, rest, text in blocks:
        if language == "console":
            reader.console(text, rest.strip())
        else:
            file, what = rest.split()
            reader.edit(file, what, text)

    wait_for(reader.awaited, reader.background[0])
