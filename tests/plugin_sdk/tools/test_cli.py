import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from plugin_sdk.tools import cli
from plugin_sdk.tools.commands import Command, all_commands
from plugin_sdk.tools.language import language_of
from plugin_sdk.tools.outcome import Exit, Outcome
from plugin_sdk.tools.problem import Words
from plugin_sdk.tools.version import UNINSTALLED

NAMES = [command.NAME for command in all_commands()]
PROJECT = Path(cli.__file__).parents[1] / "pyproject.toml"


class TestFrame:
    def test_a_module_in_the_folder_is_a_command(self):
        assert set(NAMES) >= {"new", "dev", "test", "run", "replay", "check", "doctor", "types", "completion"}

    def test_without_a_command_the_help_is_shown_and_the_use_was_wrong(self, said):
        code, _, shown = said("--lang", "zh")

        assert code == Exit.WRONG_USE
        assert "用法：gkb" in shown

    @pytest.mark.parametrize(("lang", "word"), [("zh", "选项"), ("en", "options")])
    @pytest.mark.parametrize("name", NAMES)
    def test_every_command_helps_in_both_languages(self, said, name, lang, word):
        code, shown, _ = said(name, "--help", "--lang", lang)

        assert code == Exit.FINE
        assert word in shown
        assert f"gkb {name}" in shown

    @pytest.mark.parametrize("name", NAMES)
    def test_help_is_one_json_object_when_asked(self, gkb, name):
        code, told = gkb(name, "--help")

        assert code == Exit.FINE
        assert f"gkb {name}" in told["data"]["text"]

    @pytest.mark.parametrize("name", NAMES)
    def test_an_unknown_option_is_wrong_use_in_every_command(self, gkb, name):
        code, told = gkb(name, "--no-such-option")

        assert code == Exit.WRONG_USE
        assert told["zh"] != told["en"]

    def test_an_unknown_command_names_those_that_there_are(self, gkb):
        code, told = gkb("fly")

        assert code == Exit.WRONG_USE
        assert all(name in told["zh"] for name in NAMES)

    def test_refusals_of_the_parser_speak_chinese(self, said):
        _, _, shown = said("run", "--lang", "zh")

        assert "缺少参数：kind, name" in shown

    def test_the_version_is_that_of_the_distribution(self, said):
        code, shown, _ = said("--version")

        assert code == Exit.FINE
        assert shown.startswith("gkb ")
        assert tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"] == UNINSTALLED

    @pytest.mark.parametrize(
        ("argv", "lang"),
        [(["check", "--lang", "en"], "en"), (["--lang=en"], "en"), (["--lang", "zh"], "zh"), (["--lang=zh_CN"], "zh")],
    )
    def test_the_option_decides_the_language(self, argv, lang):
        assert language_of(argv) == lang

    @pytest.mark.parametrize(("value", "lang"), [("en_GB.UTF-8", "en"), ("zh_CN.UTF-8", "zh"), ("C", "zh"), ("", "zh")])
    def test_else_the_terminal_does(self, monkeypatch, value, lang):
        monkeypatch.delenv("LC_ALL", raising=False)
        monkeypatch.delenv("LC_MESSAGES", raising=False)
        monkeypatch.setenv("LANG", value)

        assert language_of([]) == lang


class TestOurFault:
    @pytest.fixture
    def broken(self, monkeypatch):
        def run(_options):
            raise ZeroDivisionError("by 私密")

        command = Command(NAME="new", HELP=Words(zh="坏", en="broken"), arguments=lambda _: None, run=run)
        monkeypatch.setattr(cli, "all_commands", lambda: [command])

    def test_a_bug_says_what_where_and_whom_to_tell(self, said, broken):
        code, _, shown = said("new", "--lang", "zh")

        assert code == Exit.OUR_FAULT
        assert "ZeroDivisionError" in shown
        assert "test_cli.py:" in shown
        assert "gkb new" in shown
        assert "Traceback" not in shown

    def test_it_is_json_when_asked(self, gkb, broken):
        code, told = gkb("new")

        assert code == Exit.OUR_FAULT
        assert told["data"]["error"].startswith("ZeroDivisionError")

    def test_an_interrupt_is_told_to_the_shell(self, monkeypatch):
        def run(_options):
            raise KeyboardInterrupt

        command = Command(NAME="new", HELP=Words(zh="停", en="stop"), arguments=lambda _: None, run=run)
        monkeypatch.setattr(cli, "all_commands", lambda: [command])

        assert cli.main(["new"]) == 130


class TestOutput:
    def test_a_reader_that_leaves_early_is_no_error(self):
        command = ["bash", "-c", f"{sys.executable} -m plugin_sdk.tools completion bash | true"]

        ended = subprocess.run(command, cwd=PROJECT.parents[1], capture_output=True, text=True, check=False)

        assert ended.stderr == ""

    def test_a_terminal_that_cannot_show_chinese_gets_words_all_the_same(self):
        ended = subprocess.run(
            [sys.executable, "-m", "plugin_sdk.tools", "--help"],
            cwd=PROJECT.parents[1], env={"PYTHONIOENCODING": "ascii", "LANG": "C"}, capture_output=True, check=False,
        )  # fmt: skip

        assert ended.returncode == Exit.FINE
        assert "小程序" in ended.stdout.decode("utf-8")

    def test_an_outcome_that_was_told_is_not_told_again(self, monkeypatch, capsys):
        outcome = Outcome(said=Words(zh="一", en="one"), told=True)
        command = Command(NAME="new", HELP=Words(zh="一", en="one"), arguments=lambda _: None, run=lambda _: outcome)
        monkeypatch.setattr(cli, "all_commands", lambda: [command])

        cli.main(["new", "--json"])

        assert capsys.readouterr().out == ""


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_every_command_is_completed(self, gkb, shell):
        _, told = gkb("completion", shell)

        assert all(name in told["data"]["script"] for name in NAMES)

    def test_bash_reads_the_script_and_completes(self, gkb):
        _, told = gkb("completion", "bash")
        script = told["data"]["script"] + "\nCOMP_WORDS=(gkb che); COMP_CWORD=1; _gkb; echo ${COMPREPLY[0]}"

        ended = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)

        assert ended.stdout.strip() == "check"

    def test_another_shell_is_wrong_use(self, gkb):
        assert gkb("completion", "cmd")[0] == Exit.WRONG_USE


def test_json_is_printed_on_one_line(capsys):
    cli.main(["completion", "bash", "--json"])

    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["ok"] is True
