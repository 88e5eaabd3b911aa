"""`gkb run`: one screen or action, once, with its answer and what it cost."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from plugin_sdk.tools.outcome import Exit, Outcome, machine_lacks, wrong_use
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "run"
HELP = Words(zh="运行一个页面或操作，输出结果和耗用", en="Run one screen or action; prints the answer and what it cost")


def arguments(parser: CommandParser) -> None:
    """What to run, as whom, with what."""
    parser.add_argument("kind", choices=("screen", "action"), help=parser.say(zh="页面还是操作", en="which of the two"))
    parser.add_argument("name", help=parser.say(zh="名称", en="its name"))
    parser.add_folder()
    parser.add_engine()
    parser.add_argument(
        "--input",
        default="",
        help=parser.say(zh="输入数据的 JSON 文件，- 为标准输入", en="a JSON file, - for standard input"),
    )
    parser.add_argument("--persona", default="", help=parser.say(zh="以哪个虚构人物的身份", en="as which persona"))
    parser.add_argument("--now", default="", help=parser.say(zh="模拟时间", en="the moment of the call"))
    parser.add_argument(
        "--no-consent",
        action="store_true",
        help=parser.say(zh="本人尚未同意使用信息", en="the person has not consented"),
    )
    parser.add_argument(
        "--record",
        default="",
        help=parser.say(zh="把这次调用存为记录，供 gkb replay", en="keep the call for gkb replay"),
    )


def run(options: argparse.Namespace) -> Outcome:
    """One call; a refusal or an error of the code is 1."""
    from plugin_sdk.tools.opened import agree_to_everything, opened_world  # late: heavy

    given = _given(options.input)
    with opened_world(
        options.folder, wanted=options.engine, lang=options.lang, persona=options.persona, now=options.now
    ) as world:
        if not options.no_consent:
            agree_to_everything(world)
        answer, refused = _called(world, options.kind, options.name, given, options.lang)
        if not world.calls:  # refused before it ran
            return _outcome(answer, refused, {})
        entry = world.calls[0]
        if options.record:
            _keep(entry.record, Path(options.record))
        figures = msgspec.to_builtins(entry.record.figures) or {}
        data = {"figures": figures, "hostCalls": entry.host_calls, "log": entry.log, "error": entry.error,
                "engine": world.engine.name}  # fmt: skip
        return msgspec.structs.replace(_outcome(answer, refused, data), problems=list(world.run_problems.values()))


def _keep(record: msgspec.Struct, place: Path) -> None:
    try:
        place.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=2))
    except OSError as wrong:
        raise machine_lacks(zh=f"不能写入 {place}：{wrong}", en=f"cannot write {place}: {wrong}") from wrong


def _called(world: Any, kind: str, name: str, given: dict[str, Any], lang: str) -> tuple[dict[str, Any] | None, Any]:
    """The answer or the refusal. For an action the gesture is that of a screen which offers it."""
    from plugin_sdk.tools.simulator import runs  # late: heavy
    from plugin_sdk.tools.simulator.gestures import action_offer
    from plugin_sdk.tools.simulator.refusals import Refused

    app = world.ready().manifest.app_id
    try:
        if kind == "screen":
            return runs.open_screen(world, app, name, given, intent=None, lang=lang)["screen"], None
        offers = frozenset((action_offer(name),))
        gesture = world.tokens.mint_gesture(persona=world.persona.id, app=app, offers=offers)
        return runs.take_action(world, app, name, given, gesture=gesture, lang=lang), None
    except Refused as refused:
        return None, refused


def _outcome(answer: dict[str, Any] | None, refused: Any, data: dict[str, Any]) -> Outcome:
    if refused is not None:
        words = Words(zh=f"{refused.words.zh}（{refused.code}）", en=f"{refused.words.en} ({refused.code})")
        return Outcome(code=Exit.PROBLEMS, said=words, data={**data, "refused": refused.code, "params": refused.params})
    cost = data["figures"]
    fuel = f", fuel {cost['fuel']}" if cost.get("fuel") else ""
    shown = json.dumps(answer, ensure_ascii=False, indent=2)
    calls = len(data["hostCalls"])
    log = "".join(f"\n  | {line}" for line in data["log"])
    return Outcome(
        said=Words(
            zh=f"{shown}\n{cost['milliseconds']:.1f} 毫秒{fuel}，平台调用 {calls} 次，{data['engine']}{log}",
            en=f"{shown}\n{cost['milliseconds']:.1f} ms{fuel}, {calls} host calls, {data['engine']}{log}",
        ),
        data={**data, "answer": answer},
    )


def _given(source: str) -> dict[str, Any]:
    if not source:
        return {}
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
        given = json.loads(text)
    except (OSError, ValueError) as wrong:
        raise wrong_use(zh=f"读不了输入 {source}：{wrong}", en=f"cannot read the input {source}: {wrong}") from wrong
    if not isinstance(given, dict):
        raise wrong_use(zh=f"输入 {source} 要是一个 JSON 对象", en=f"the input {source} must be a JSON object")
    return given
