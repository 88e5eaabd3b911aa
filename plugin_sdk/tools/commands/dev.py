"""`gkb dev`: the simulator for the project in a folder, until Ctrl-C."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plugin_sdk.tools.outcome import Outcome, machine_lacks, wrong_use
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Problem, Words

if TYPE_CHECKING:
    from plugin_sdk.tools.simulator.server import Simulator

NAME = "dev"
HELP = Words(
    zh="启动模拟器：改代码即时刷新，只用虚构人物，不联网",
    en="Start the simulator: redraws on every change, invented people, no network",
)
PORT = 8710
PORTS_MOST = 65_535


def arguments(parser: CommandParser) -> None:
    """Where, on which port, with which engine, at which time."""
    parser.add_folder()
    parser.add_engine()
    parser.add_argument(
        "--port",
        type=int,
        default=PORT,
        help=parser.say(zh=f"端口，默认 {PORT}；0 表示任意空闲端口", en=f"port, default {PORT}; 0 takes any free one"),
    )
    parser.add_argument(
        "--now",
        default="",
        help=parser.say(zh="固定模拟时间，如 2026-01-15T09:30", en="hold the clock, 2026-01-15T09:30"),
    )


def run(options: argparse.Namespace) -> Outcome:
    """Serve until interrupted; a port that is taken is 3, a folder without a project is 1."""
    from plugin_sdk.tools.opened import engine, project_folder, set_clock  # late, as below: heavy
    from plugin_sdk.tools.simulator.server import Simulator

    if not 0 <= options.port <= PORTS_MOST:
        raise wrong_use(zh=f"端口是 0 到 {PORTS_MOST} 的整数", en=f"a port is a number from 0 to {PORTS_MOST}")
    folder = project_folder(options.folder)
    simulator = Simulator(
        folder, engine(options.engine, lang=options.lang), report=lambda world: _report(world.problems, options)
    )
    try:
        if options.now:
            set_clock(simulator.world, options.now)
        asyncio.run(_serve(simulator, options, folder))
    finally:
        simulator.world.engine.close()
    return Outcome(said=Words(zh="模拟器已停止", en="The simulator has stopped"), told=options.json)


async def _serve(simulator: "Simulator", options: argparse.Namespace, folder: Path) -> None:
    try:
        await simulator.start(options.port)
    except OSError as taken:
        raise machine_lacks(
            zh=f"端口 {options.port} 不能用（{taken.strerror}）。换一个：gkb dev --port 0",
            en=f"port {options.port} cannot be used ({taken.strerror}). Take another one: gkb dev --port 0",
        ) from taken
    _announce(simulator.http.port, simulator.world.engine.name, options, folder)
    running = asyncio.ensure_future(simulator.run())
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        try:
            loop.add_signal_handler(getattr(signal, name), running.cancel)
        except (RuntimeError, AttributeError):  # not on every system; there Ctrl-C raises instead
            continue
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await running
    finally:
        await simulator.stop()


def _announce(port: int, engine: str, options: argparse.Namespace, folder: Path) -> None:
    url = f"http://127.0.0.1:{port}/"
    if options.json:
        print(json.dumps({"command": NAME, "url": url, "port": port, "engine": engine, "folder": str(folder)}))  # noqa: T201
    else:
        words = Words(
            zh=f"模拟器已启动：{url}\n  用浏览器打开上面的地址，保存文件后页面自动刷新；按 Ctrl-C 停止。（{engine}）",
            en=f"The simulator runs: {url}\n  Open it in a browser; saving a file redraws. Ctrl-C stops. ({engine})",
        )
        print(words.say(options.lang))  # noqa: T201  # a command speaks
    sys.stdout.flush()


def _report(problems: list[Problem], options: argparse.Namespace) -> None:
    """What keeps the project from running, in the terminal as well."""
    for problem in [] if options.json else problems:
        print(problem.say(options.lang), file=sys.stderr, flush=True)  # noqa: T201  # a command speaks
