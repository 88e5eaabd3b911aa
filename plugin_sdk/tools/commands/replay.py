"""`gkb replay`: play a recorded call again and compare."""

import argparse
import difflib
import json
from pathlib import Path
from typing import Any

import msgspec

from plugin_sdk.tools.outcome import Exit, Outcome, wrong_use
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "replay"
HELP = Words(zh="重放一条调用记录，结果不同时列出差别", en="Play a recorded call again; shows what differs")
LINES_MOST = 200


def arguments(parser: CommandParser) -> None:
    """The record, and the project that it is played on."""
    parser.add_argument("record", help=parser.say(zh="记录文件（JSON）", en="the record (JSON)"))
    parser.add_folder()
    parser.add_engine()


def run(options: argparse.Namespace) -> Outcome:
    """The same answer is 0, another one is 1."""
    from plugin_sdk.contract.record import replay  # late, as below: heavy
    from plugin_sdk.tools.opened import opened_world
    from plugin_sdk.tools.simulator.refusals import Refused

    record = _record(options.record)
    with opened_world(options.folder, wanted=options.engine, lang=options.lang) as world:
        package = world.ready()
        if record.request.app != package.manifest.app_id:
            raise wrong_use(
                zh=f"这条记录属于 {record.request.app}，这里是 {package.manifest.app_id}",
                en=f"the record is of {record.request.app}, and this is {package.manifest.app_id}",
            )
        try:
            played = replay(
                record,
                package.compiled,
                run=lambda compiled, request, host_call: world.engine.call(compiled, request, host_call).answer,
            )
        except Refused as stopped:
            return _stopped(stopped.code, record.failure)
    return _compared(record.answer, played.answer, same=played.same, drift=played.drift)


def _record(path: str) -> Any:
    from plugin_sdk.contract.record import CallRecord  # late: heavy

    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=CallRecord)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise wrong_use(zh=f"{path} 不是调用记录：{wrong}", en=f"{path} is no record of a call: {wrong}") from wrong


def _stopped(code: str, recorded: str) -> Outcome:
    same = code == recorded
    return Outcome(
        code=Exit.FINE if same else Exit.PROBLEMS,
        said=Words(
            zh=f"调用被停止：{code}，记录中：{recorded or '正常结束'}",
            en=f"The call was stopped: {code}; on record: {recorded or 'it went well'}",
        ),
        data={"same": same, "failure": code},
    )


def _compared(recorded: Any, played: Any, *, same: bool, drift: str) -> Outcome:
    if same:
        return Outcome(
            said=Words(zh="结果与记录相同", en="The same answer as on record"), data={"same": True, "answer": played}
        )
    before, after = (
        json.dumps(one, ensure_ascii=False, indent=2, sort_keys=True).splitlines() for one in (recorded, played)
    )
    lines = list(difflib.unified_diff(before, after, "record", "now", lineterm="", n=2))[:LINES_MOST]
    difference = "\n".join(lines)
    asked = (
        Words(zh=f"\n平台调用不同：{drift}", en=f"\nIt asked differently: {drift}") if drift else Words(zh="", en="")
    )
    return Outcome(
        code=Exit.PROBLEMS,
        said=Words(
            zh=f"结果与记录不同{asked.zh}\n{difference}", en=f"Another answer than on record{asked.en}\n{difference}"
        ),
        data={"same": False, "drift": drift, "difference": lines, "answer": played},
    )
