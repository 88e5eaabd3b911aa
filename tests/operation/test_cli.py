"""The operator's command, as an operator meets it: in a process of its own, with a plain environment."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]

pytestmark = pytest.mark.slow  # each command is a process that imports the house


def kuaiban(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HOUSE), **environ}
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *words], capture_output=True, text=True, env=plain, check=False
    )


def test_personas_for_programs_have_fixed_ids():
    ended = kuaiban("personas", "--json")

    ids = [one["id"] for one in json.loads(ended.stdout)]
    assert ended.returncode == 0
    assert ids[:3] == ["young-parent", "job-seeker", "elder"]
    assert len(ids) == 26


def test_personas_for_people_are_a_table():
    assert "young-parent" in kuaiban("personas").stdout


@pytest.mark.parametrize("command", [("check-config",), ("up",), ("web",), ("worker",), ("migrate",)])
def test_a_wrong_setting_is_said_with_its_name_and_an_example_and_no_traceback(command, tmp_path):
    ended = kuaiban(*command, KUAIBAN_PORT="no", KUAIBAN_DATA=str(tmp_path))

    assert ended.returncode == 2
    assert "KUAIBAN_PORT='no'" in ended.stderr
    assert "KUAIBAN_PORT=8000" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_production_does_not_start_with_a_demo(tmp_path):
    ended = kuaiban("check-config", KUAIBAN_MODE="production", KUAIBAN_DEMO="1")

    assert ended.returncode == 2
    assert "KUAIBAN_DEMO" in ended.stderr


def test_keys_are_made_private_and_never_overwritten(tmp_path):
    ring = tmp_path / "keys.json"

    first = kuaiban("keys", str(ring))
    content = ring.read_bytes()
    second = kuaiban("keys", str(ring))

    assert first.returncode == 0
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert json.loads(content)["demo"] is False
    assert second.returncode == 1
    assert ring.read_bytes() == content


def test_a_ring_of_an_older_version_is_completed_and_keeps_what_it_has(tmp_path):
    ring = tmp_path / "keys.json"
    kuaiban("keys", str(ring))
    whole = json.loads(ring.read_text())
    older = {**whole, "keys": [key for key in whole["keys"] if key["purpose"] != "gesture"]}
    ring.write_text(json.dumps(older))

    ended = kuaiban("complete-keys", str(ring))

    assert ended.returncode == 0
    completed = json.loads(ring.read_text())["keys"]
    assert completed[:-1] == older["keys"]
    assert completed[-1]["purpose"] == "gesture"


def test_what_is_no_ring_is_not_completed(tmp_path):
    ended = kuaiban("complete-keys", str(tmp_path / "none.json"))

    assert ended.returncode != 0
    assert "none.json" in ended.stderr


def test_production_refuses_demo_keys(tmp_path):
    ring = tmp_path / "keys.json"
    kuaiban("keys", str(ring))
    ring.write_text(ring.read_text().replace('"demo": false', '"demo": true'))

    ended = kuaiban(
        "check-config",
        KUAIBAN_MODE="production",
        KUAIBAN_KEYS=str(ring),
        DATABASE_URL="postgresql://a/b",
        REDIS_URL="redis://a",
        KUAIBAN_SCANNER="tcp://clamd:3310",
        KUAIBAN_METRICS_TOKEN="t",
        KUAIBAN_PUBLIC_URL="https://a.example",
    )

    assert ended.returncode == 1
    assert "demo key ring" in ended.stderr


@pytest.mark.parametrize("command", [("migrate",), ("worker",), ("demo",), ("backup", "x")])
def test_without_a_database_a_command_says_what_to_start_first(command, tmp_path):
    ended = kuaiban(*command, KUAIBAN_DATA=str(tmp_path))

    assert ended.returncode == 1
    assert "DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
