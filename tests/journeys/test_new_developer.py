"""Somebody new with one file, an empty folder and no network: from `gkb new` to a visible screen, and one edit."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugin_sdk.runtime.wheel import PartMissing, build_wheel
from tests.journeys.browser import chromium, phone

HOUSE = Path(__file__).parents[2]
FIRST_SCREEN_SECONDS = 60
RELOAD_SECONDS = 3
WIDE = {"width": 1280, "height": 900}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def built(folder):
    return build_wheel(folder, pages=HOUSE / "backend/shell/dist-simulator", component_dir=HOUSE / "build" / "runtime")


@pytest.fixture(scope="module")
def developer(tmp_path_factory):
    """A machine with Python and the wheel, and nothing else: no home, no registry, a proxy that leads nowhere."""
    folder = tmp_path_factory.mktemp("developer")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    uv = Path(sys.executable).with_name("uv")
    offline = ("--offline", "--no-index", "--quiet", "--python", str(folder / "venv/bin/python"))
    subprocess.run([uv, "pip", "install", *offline, built(folder / "wheel")], check=True)
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    (folder / "home").mkdir()
    return folder / "home", {"PATH": f"{folder}/venv/bin:{os.environ['PATH']}", "HOME": str(folder / "home"), **nowhere}


@pytest.mark.quiet
def test_one_wheel_shows_a_screen_within_a_minute_and_an_edit_within_three_seconds(developer):
    home, environment = developer
    began = time.monotonic()
    subprocess.run(["gkb", "new", "form", "first_app"], cwd=home, env=environment, check=True, capture_output=True)
    simulator = subprocess.Popen(
        ["gkb", "dev", "--port", "0", "--json"],
        cwd=home / "first_app",
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = json.loads(simulator.stdout.readline())["url"].rstrip("/")
        with chromium() as browser, phone(browser, url=url, viewport=WIDE, expected=("403",)) as (page, watch):
            page.goto("/")
            page.get_by_test_id("consent-agree").click()
            page.get_by_text("困难原因").first.wait_for()
            assert time.monotonic() - began < FIRST_SCREEN_SECONDS

            texts = home / "first_app" / "texts.py"
            texts.write_text(texts.read_text("utf-8").replace("困难原因", "遇到的困难", 1), "utf-8")
            edited = time.monotonic()
            page.get_by_text("遇到的困难").first.wait_for()
            assert time.monotonic() - edited < RELOAD_SECONDS
            assert watch.troubles == []
    finally:
        simulator.terminate()
        simulator.communicate(timeout=10)


def test_the_wheel_is_the_same_bytes_every_time(tmp_path):
    assert built(tmp_path / "a").read_bytes() == built(tmp_path / "b").read_bytes()


def test_missing_pages_are_said_with_what_to_do(tmp_path):
    with pytest.raises(PartMissing, match="make shell"):
        build_wheel(tmp_path, pages=tmp_path, component_dir=tmp_path)
