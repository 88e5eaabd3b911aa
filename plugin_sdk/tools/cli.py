"""`gkb`, the department's command: finds its commands, runs one, prints its outcome, never a bare stack trace."""

import argparse
import contextlib
import io
import json
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from plugin_sdk.tools.commands import Command, all_commands
from plugin_sdk.tools.language import language_of
from plugin_sdk.tools.outcome import Exit, Outcome, Stop
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words
from plugin_sdk.tools.version import version

PROGRAM = "gkb"
ABOUT = Words(
    zh="甘快办小程序开发工具：新建、调试、测试、检查、打包，全程不联网。",
    en="The mini-app tool of 甘快办: new, dev, test, check, pack. Nothing of it needs a network.",
)
INTERRUPTED = 130  # 128 + SIGINT, as shells say it


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and print its outcome; the exit code says how it ended."""
    _speak_utf8()
    given = list(sys.argv[1:] if argv is None else argv)
    lang = language_of(given)
    try:
        name, outcome = _run(given, lang)
        _print(name, outcome, lang=lang, as_json="--json" in given)
    except BrokenPipeError:  # the reader, `head` for example, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    return outcome.code


def parser_of(commands: Sequence[Command], *, lang: str) -> tuple[CommandParser, dict[str, CommandParser]]:
    """The parser of the whole command and of each command; completion reads them, too."""
    top = CommandParser(prog=PROGRAM, lang=lang, description=ABOUT)
    top.add_usual()
    top.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {version()}",
        help=top.say(zh="显示版本", en="show the version"),
    )
    places = top.add_subparsers(dest="command", metavar="<command>", title=top.say(zh="命令", en="commands"))
    parsers: dict[str, CommandParser] = {}
    for command in commands:
        words = command.HELP
        made = places.add_parser(
            command.NAME,
            prog=f"{PROGRAM} {command.NAME}",
            lang=lang,
            description=words,  # type: ignore[arg-type]  # goes to our own class, which takes words
            help=words.say(lang),
        )
        made.add_usual()
        command.arguments(made)
        parsers[command.NAME] = made
    return top, parsers


def _run(given: list[str], lang: str) -> tuple[str, Outcome]:
    name = ""
    try:
        commands = all_commands()
        top, _ = parser_of(commands, lang=lang)
        options, printed = _parsed(top, given)
        if printed is not None:
            return name, Outcome(said=Words(zh=printed, en=printed), data={"text": printed})
        name = str(options.command or "")
        if not name:
            return name, Outcome(code=Exit.WRONG_USE, said=Words(zh=top.format_help(), en=top.format_help()))
        options.lang = lang
        options.json = getattr(options, "json", False)
        return name, next(command for command in commands if name == command.NAME).run(options)
    except Stop as stop:
        return name, stop.outcome
    except BrokenPipeError:
        raise
    except Exception as bug:  # noqa: BLE001  # whatever it is, the author gets words and not a stack trace
        return name, _our_fault(bug, given)


def _parsed(top: CommandParser, given: list[str]) -> tuple[argparse.Namespace, str | None]:
    """The options, or the text that `--help` and `--version` print instead."""
    kept = io.StringIO()
    with contextlib.redirect_stdout(kept):
        try:
            return top.parse_args(given), None
        except SystemExit:
            return argparse.Namespace(), kept.getvalue().rstrip("\n")


def _our_fault(bug: Exception, given: list[str]) -> Outcome:
    """A bug of ours: what happened, where, and what to send us."""
    frames = traceback.extract_tb(bug.__traceback__)
    ours = [frame for frame in frames if "plugin_sdk" in frame.filename] or frames
    last = ours[-1] if ours else None
    where = f"{Path(last.filename).name}:{last.lineno} {last.name}" if last else "?"
    what = f"{type(bug).__name__}: {bug}"[:500]
    machine = f"gkb {version()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Outcome(
        code=Exit.OUR_FAULT,
        said=Words(
            zh=f"这是 gkb 自身的错误，不是您的代码的问题。\n  {what}\n  位置：{where}\n"
            f"请把以上内容、命令 `{PROGRAM} {' '.join(given)}` 和版本（{machine}）"
            "发给平台技术支持（开放平台的“问题反馈”）。",
            en=f"This is a bug of gkb, not of your code.\n  {what}\n  at {where}\n"
            f"Please send this, the command `{PROGRAM} {' '.join(given)}` and the versions ({machine}) to the "
            "platform's developer support.",
        ),
        data={"error": what, "where": where, "machine": machine, "trace": [str(frame) for frame in frames][-20:]},
    )


def _print(name: str, outcome: Outcome, *, lang: str, as_json: bool) -> None:
    if outcome.told:
        return
    if as_json:
        print(json.dumps(outcome.as_json(name), ensure_ascii=False))  # noqa: T201  # a command speaks
    else:
        to = sys.stderr if outcome.code in {Exit.WRONG_USE, Exit.MACHINE_LACKS, Exit.OUR_FAULT} else sys.stdout
        print(outcome.say(lang), file=to)  # a command speaks
    sys.stdout.flush()


def _speak_utf8() -> None:
    """A terminal that cannot show a character gets its number, never an exception."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
