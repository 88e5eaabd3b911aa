"""`gkb test`: the author's tests, then every page drawn once where it will run."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from plugin_sdk.tools.outcome import Exit, Outcome
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Problem, Words

NAME = "test"
HELP = Words(zh="运行 tests/ 里的测试，再把每个页面画一遍", en="Run the tests in tests/, then draw every page once")
OUTPUT_CHARACTERS = 20_000


def arguments(parser: CommandParser) -> None:
    """Which project, and by what."""
    parser.add_folder()
    parser.add_engine()
    parser.add_argument(
        "--plain",
        action="store_true",
        help=parser.say(zh="不用 pytest，即使已安装", en="without pytest, even if it is here"),
    )


def run(options: argparse.Namespace) -> Outcome:
    """0 when all passed, 1 when a test or a page failed, 3 when tests need pytest and it is not here."""
    from plugin_sdk.tools.opened import project_folder  # late: heavy

    folder = project_folder(options.folder)
    results, output = _tested(folder, plain=options.plain)
    drawn, problems, engine = _drawn(folder, options.engine, lang=options.lang)
    count = {outcome: sum(one["outcome"] == outcome for one in results) for outcome in ("passed", "failed", "not-run")}
    problems = [*(_problem(one) for one in results if one["outcome"] != "passed"), *problems]
    data = {"tests": results, "counts": count, "drawn": drawn, "engine": engine}
    if output is not None:
        data["output"] = output
        problems = [*problems, _did_not_run(output)]
    code = Exit.PROBLEMS if problems else Exit.FINE
    if problems and count["not-run"] == len(problems):
        code = Exit.MACHINE_LACKS
    words = Words(
        zh=f"测试：通过 {count['passed']}，失败 {count['failed']}，未运行 {count['not-run']}；"
        f"页面：画出 {len(drawn)} 个（{engine}）",
        en=f"tests: {count['passed']} passed, {count['failed']} failed, {count['not-run']} not run; "
        f"pages: {len(drawn)} drawn ({engine})",
    )
    return Outcome(code=code, said=words, data=data, problems=problems)


def _tested(folder: Path, *, plain: bool) -> tuple[list[dict[str, Any]], str | None]:
    """What each test did; with its output when the run itself broke off."""
    if not (folder / "tests").is_dir():
        return [], None
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch) / "results.json"
        command = [sys.executable, "-m", "plugin_sdk.tools.author_tests", str(folder), str(result)]
        sdk = Path(__file__).resolve().parents[3]
        ended = subprocess.run(
            [*command, "--plain"] if plain else command, cwd=sdk, capture_output=True, check=False, text=True,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
        if not result.is_file():
            return [], (ended.stdout + ended.stderr)[-OUTPUT_CHARACTERS:]
        results: list[dict[str, Any]] = json.loads(result.read_text("utf-8"))
        return results, None


def _drawn(folder: Path, wanted: Any, *, lang: str) -> tuple[list[str], list[Problem], str]:
    from plugin_sdk.tools.opened import agree_to_everything, engine  # late: heavy
    from plugin_sdk.tools.simulator import runs
    from plugin_sdk.tools.simulator.refusals import Refused
    from plugin_sdk.tools.simulator.world import World

    running = engine(wanted, lang=lang)
    try:
        world = World(folder, running)
        if not world.reload():
            return [], world.load_problems, running.name
        agree_to_everything(world)
        manifest = world.ready().manifest
        drawn = []
        for page in manifest.pages:
            try:
                runs.open_screen(world, manifest.app_id, page, {}, intent=None, lang=lang)
                drawn.append(page)
            except Refused:  # stands among the world's problems, with its place
                continue
        return drawn, list(world.run_problems.values()), running.name
    finally:
        running.close()


def _problem(result: dict[str, Any]) -> Problem:
    failed = result["outcome"] == "failed"
    return Problem(
        code="test.failed" if failed else "test.not-run",
        file=result["file"],
        line=max(1, result["line"]),
        zh=f"测试 {result['name']} {'没有通过' if failed else '没有运行'}：{result['message']}",
        en=f"the test {result['name']} {'failed' if failed else 'was not run'}: {result['message']}",
        cause_zh="代码做的和测试写的不一样" if failed else "这台机器没有安装 pytest",
        cause_en="The code does not do what the test says" if failed else "pytest is not installed on this machine",
        fix_zh="改代码或改测试，再运行 gkb test" if failed else "安装 pytest，或写成不带参数、只用 assert 的测试",
        fix_en="Correct the code or the test, then gkb test again"
        if failed
        else "Install pytest, or write the test without arguments, with assert alone",
    )


def _did_not_run(output: str) -> Problem:
    last = (output.strip().splitlines() or ["?"])[-1]
    return Problem(
        code="test.broke-off",
        file="tests",
        zh=f"测试没有跑完：{last}",
        en=f"the tests broke off: {last}",
        cause_zh="某个测试文件结束了整个进程",
        cause_en="Some test file ended the whole process",
        fix_zh="去掉 sys.exit、os._exit 一类的调用；完整输出见 --json 的 data.output",
        fix_en="Take out calls such as sys.exit or os._exit; the whole output stands in data.output of --json",
    )
