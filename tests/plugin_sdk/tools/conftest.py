"""Runs `gkb` in this process and as a process of its own, on a copy of a whole mini-app."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from plugin_sdk.tools.cli import main
from plugin_sdk.tools.outcome import Told

ROOT = Path(__file__).parents[3]
OFFLINE = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.sendto"} and arguments[1][0] != "127.0.0.1":
        raise RuntimeError(f"tried to leave the machine: {arguments[1]}")
    if event == "socket.getaddrinfo" and arguments[0] not in {"127.0.0.1", None}:
        raise RuntimeError(f"asked for a name: {arguments[0]}")

sys.addaudithook(refuse)
sys.path.insert(0, sys.argv.pop(1))
from plugin_sdk.tools.cli import main
sys.exit(main())
"""


@pytest.fixture
def gkb(capsys):
    """Run a command here: its exit code and the one object that `--json` prints."""

    def run(*words):
        code = main([*map(str, words), "--json"])
        printed = capsys.readouterr().out
        told = json.loads(printed)
        assert msgspec.convert(told, Told).exit_code == code
        return code, told

    return run


@pytest.fixture
def said(capsys):
    """Run a command here: its exit code, and what people read on both streams."""

    def run(*words):
        code = main([*map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def mini_app(tmp_path):
    """A copy of the heating subsidy, alone in a folder."""
    folder = tmp_path / "heating_subsidy"
    shutil.copytree(ROOT / "miniapps" / "heating_subsidy", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def start(tmp_path):
    """Start `gkb` as a process with an empty environment that cannot leave the machine; ended with the test."""
    running = []

    def begin(*words, cwd=tmp_path):
        process = subprocess.Popen(
            [sys.executable, "-B", "-c", OFFLINE, str(ROOT), *map(str, words)],
            cwd=cwd, env={"HOME": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        process.terminate()
        process.communicate(timeout=20)
