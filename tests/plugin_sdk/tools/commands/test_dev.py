"""`gkb dev` as authors run it: a process of its own, an empty environment, no way out of the machine."""

import json
import signal
import socket
import time

import httpx
import pytest

from plugin_sdk.tools.outcome import Exit


def url_of(process):
    line = process.stdout.readline()
    assert line, process.stderr.read()
    return json.loads(line)["url"]


def draw(url, app, screen):
    """Draw a screen as the page does: agree when the shell's sheet asks, then draw again."""
    path = f"/api/v1/mini-apps/{app}/screens/{screen}"
    with httpx.Client(base_url=url, timeout=10) as http:
        answer = http.post(path, json={"input": {}})
        if answer.status_code == 403:
            sheet = answer.json()["params"]["consent"]
            agreed = {name: sheet[name] for name in ("recipient", "purpose", "textVersion")}
            http.post("/api/v1/me/consents", json={**agreed, "fields": [one["name"] for one in sheet["fields"]]})
            answer = http.post(path, json={"input": {}})
        return answer.json()["screen"]


@pytest.mark.quiet
def test_an_edit_is_seen_within_three_seconds(start, mini_app):
    process = start("dev", mini_app, "--port", 0, "--engine", "python", "--now", "2026-01-15T09:30", "--json")
    url = url_of(process)
    assert draw(url, "heating_subsidy", "apply")["title"] == "采暖补贴申请"

    texts = (mini_app / "texts.py").read_text("utf-8")
    (mini_app / "texts.py").write_text(texts.replace("采暖补贴申请", "改过的标题", 1), "utf-8")

    edited = time.monotonic()
    while draw(url, "heating_subsidy", "apply")["title"] != "改过的标题":
        assert time.monotonic() - edited < 3, "the edit was not seen within 3 s"
        time.sleep(0.1)  # politely: every look is a call of the person, of which there are 30 a minute


def test_it_stops_when_asked_and_leaves_no_process(start, mini_app):
    process = start("dev", mini_app, "--port", 0, "--engine", "python", "--json")
    draw(url_of(process), "heating_subsidy", "status")

    process.send_signal(signal.SIGINT)

    assert process.wait(10) == Exit.FINE
    assert process.stderr.read() == ""


def test_people_read_the_address(start, mini_app):
    process = start("dev", mini_app, "--port", 0, "--engine", "python", "--lang", "en")

    assert "http://127.0.0.1:" in process.stdout.readline()


def test_it_listens_on_this_machine_only(start, mini_app):
    port = int(url_of(start("dev", mini_app, "--port", 0, "--engine", "python", "--json")).rsplit(":", 1)[1].strip("/"))
    with socket.socket() as probe:
        probe.settimeout(1)

        # Another address of the same machine: a server on all addresses would answer there.
        with pytest.raises(OSError):
            probe.connect(("127.0.0.2", port))


def test_a_taken_port_is_the_machines_lack(gkb, mini_app):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, told = gkb("dev", mini_app, "--port", taken.getsockname()[1], "--engine", "python")

    assert code == Exit.MACHINE_LACKS
    assert "--port 0" in told["zh"]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--port", "70000"), Exit.WRONG_USE), (("--port", "x"), Exit.WRONG_USE), (("--now", "soon"), Exit.WRONG_USE)],
)
def test_what_cannot_be_meant_is_wrong_use(gkb, mini_app, words, code):
    assert gkb("dev", mini_app, "--engine", "python", *words)[0] == code


def test_a_folder_without_a_project_is_a_problem(gkb, tmp_path):
    code, told = gkb("dev", tmp_path)

    assert code == Exit.PROBLEMS
    assert told["problems"][0]["fix_zh"]


@pytest.mark.slow
@pytest.mark.quiet
def test_from_nothing_to_a_screen_in_a_minute_and_two_commands(start, tmp_path):
    """A new developer: an empty folder, nothing made ready on this machine, the whole runtime."""
    began = time.monotonic()

    made = start("new", "form", "my_service", "--json")
    assert json.loads(made.communicate(timeout=20)[0])["ok"] is True
    process = start("dev", "my_service", "--port", 0, "--json")
    screen = draw(url_of(process), "my_service", "apply")

    assert screen["body"]
    assert time.monotonic() - began < 60
    assert {path.name for path in tmp_path.iterdir()} <= {"my_service", ".cache"}
