import io
import json

import pytest

from plugin_sdk.tools.outcome import Exit

HOW = ("--engine", "python", "--now", "2026-01-15T09:30")
GOOD = {"area": 80, "heating": "central", "household": "low-income", "agreed": True}


class TestRun:
    def test_a_screen_is_told_with_its_cost(self, gkb, mini_app):
        code, told = gkb("run", "screen", "apply", mini_app, *HOW, "--persona", "elder")

        assert code == Exit.FINE
        assert told["data"]["answer"]["data"]["name"] == "张桂兰"
        assert told["data"]["figures"]["milliseconds"] > 0
        assert [call["capability"] for call in told["data"]["hostCalls"]] == ["store.get", "person.read"]

    def test_an_action_takes_its_input_from_a_file(self, gkb, mini_app, tmp_path):
        (tmp_path / "in.json").write_text(json.dumps(GOOD), "utf-8")

        code, told = gkb("run", "action", "submit", mini_app, *HOW, "--input", tmp_path / "in.json")

        assert code == Exit.FINE
        assert told["data"]["answer"]["outcome"] == "done"

    def test_or_from_standard_input(self, gkb, mini_app, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO("{}"))

        _, told = gkb("run", "action", "submit", mini_app, *HOW, "--input", "-")

        assert told["data"]["answer"]["outcome"] == "invalid"

    def test_without_consent_it_is_refused_as_on_the_platform(self, gkb, mini_app):
        code, told = gkb("run", "screen", "apply", mini_app, *HOW, "--no-consent")

        assert code == Exit.PROBLEMS
        assert told["data"]["refused"] == "host.consent-needed"

    def test_an_unknown_screen_is_refused_by_the_products_code(self, gkb, mini_app):
        code, told = gkb("run", "screen", "nowhere", mini_app, *HOW)

        assert code == Exit.PROBLEMS
        assert told["data"]["refused"] == "host.unknown-screen"

    def test_an_error_of_the_code_is_a_problem_with_file_and_line(self, gkb, mini_app):
        source = (mini_app / "app.py").read_text("utf-8")
        (mini_app / "app.py").write_text(source.replace('"""What was applied for this season."""', "1 / 0"), "utf-8")

        code, told = gkb("run", "screen", "status", mini_app, *HOW)

        assert code == Exit.PROBLEMS
        assert (told["problems"][0]["file"], told["data"]["error"]["type"]) == ("app.py", "ZeroDivisionError")

    @pytest.mark.parametrize(
        "words", [("--input", "nowhere.json"), ("--persona", "nobody"), ("--now", "soon"), ("--engine", "java")]
    )
    def test_what_cannot_be_meant_is_wrong_use(self, gkb, mini_app, words):
        assert gkb("run", "screen", "apply", mini_app, "--engine", "python", *words)[0] == Exit.WRONG_USE

    def test_input_that_is_no_object_is_wrong_use(self, gkb, mini_app, tmp_path):
        (tmp_path / "in.json").write_text("[1]", "utf-8")

        assert gkb("run", "screen", "apply", mini_app, *HOW, "--input", tmp_path / "in.json")[0] == Exit.WRONG_USE

    def test_a_record_that_cannot_be_written_is_the_machines_lack(self, gkb, mini_app, tmp_path):
        code, _ = gkb("run", "screen", "status", mini_app, *HOW, "--record", tmp_path)

        assert code == Exit.MACHINE_LACKS


class TestReplay:
    @pytest.fixture
    def record(self, gkb, mini_app, tmp_path):
        place = tmp_path / "record.json"
        gkb("run", "screen", "apply", mini_app, *HOW, "--record", place)
        return place

    def test_the_same_code_gives_the_same_answer(self, gkb, mini_app, record):
        code, told = gkb("replay", record, mini_app, "--engine", "python")

        assert code == Exit.FINE
        assert told["data"]["same"] is True

    def test_changed_code_shows_the_difference(self, gkb, mini_app, record):
        texts = (mini_app / "texts.py").read_text("utf-8")
        (mini_app / "texts.py").write_text(texts.replace("采暖补贴申请", "改过的名字"), "utf-8")

        code, told = gkb("replay", record, mini_app, "--engine", "python")

        assert code == Exit.PROBLEMS
        assert any(line.startswith("+") and "改过的名字" in line for line in told["data"]["difference"])

    def test_code_that_asks_differently_is_said_so(self, gkb, mini_app, record):
        source = (mini_app / "app.py").read_text("utf-8")
        (mini_app / "app.py").write_text(source.replace('f"application.', 'f"other.'), "utf-8")

        code, told = gkb("replay", record, mini_app, "--engine", "python")

        assert code == Exit.PROBLEMS
        assert "host call 1" in told["data"]["drift"]

    def test_a_call_that_was_stopped_for_consent_ends_there_again(self, gkb, mini_app, tmp_path):
        place = tmp_path / "record.json"
        gkb("run", "screen", "apply", mini_app, *HOW, "--no-consent", "--record", place)

        assert gkb("replay", place, mini_app, "--engine", "python")[0] == Exit.FINE

    def test_a_file_that_is_no_record_is_wrong_use(self, gkb, mini_app, tmp_path):
        (tmp_path / "record.json").write_text("{}", "utf-8")

        assert gkb("replay", tmp_path / "record.json", mini_app)[0] == Exit.WRONG_USE

    def test_a_record_of_another_mini_app_is_wrong_use(self, gkb, mini_app, record):
        record.write_text(record.read_text("utf-8").replace("heating_subsidy", "other_app"), "utf-8")

        assert gkb("replay", record, mini_app, "--engine", "python")[0] == Exit.WRONG_USE
