"""`gkb doctor`: what this machine and this folder lack, each with how to get it."""

import argparse
import os
import platform
import socket
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from plugin_sdk.tools.outcome import Exit, Outcome
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "doctor"
HELP = Words(
    zh="检查这台机器和当前项目，说明缺什么、怎么补", en="Look at this machine and project: what is missing, and the fix"
)
OLDEST = (3, 11)
ENOUGH_BYTES = 200 * 1024 * 1024
"""The compiled image is 40 MB, its component 20 MB; the rest is for editors and tests."""


class Finding(NamedTuple):
    """One thing looked at. `needed`: nothing works without it; else something works less well."""

    name: str
    good: bool
    words: Words
    fix: Words | None = None
    needed: bool = True


def arguments(parser: CommandParser) -> None:
    """Which project and which port."""
    from plugin_sdk.tools.commands.dev import PORT  # late: one number of another command

    parser.add_folder()
    parser.add_argument(
        "--port", type=int, default=PORT, help=parser.say(zh="gkb dev 的端口", en="the port of gkb dev")
    )


def run(options: argparse.Namespace) -> Outcome:
    """0 when all that is needed is here, 3 when something is missing."""
    findings = list(_findings(Path(options.folder).resolve(), options.port))
    missing = [one for one in findings if one.needed and not one.good]
    said = Words(zh=_lines(findings, "zh"), en=_lines(findings, "en"))
    return Outcome(
        code=Exit.MACHINE_LACKS if missing else Exit.FINE,
        said=said,
        data={"findings": [_told(one) for one in findings], "missing": [one.name for one in missing]},
    )


def _findings(folder: Path, port: int) -> Iterator[Finding]:
    yield _python()
    yield _sdk()
    yield from _runtime()
    yield _pages()
    yield _pytest()
    yield _port(port)
    yield _space()
    yield from _project(folder)


def _python() -> Finding:
    here = platform.python_version()
    return Finding(
        "python",
        sys.version_info[:2] >= OLDEST,
        Words(zh=f"Python {here}", en=f"Python {here}"),
        Words(zh="需要 Python 3.11 或更新版本", en="Python 3.11 or newer is needed"),
    )


def _sdk() -> Finding:
    from plugin_sdk.tools.commands.new import templates  # late: looks at files
    from plugin_sdk.tools.version import version

    count = len(templates())
    return Finding(
        "sdk",
        count > 0,
        Words(zh=f"SDK {version()}，{count} 个模板", en=f"SDK {version()}, {count} templates"),
        Words(zh="SDK 不完整，请重新安装", en="The SDK is incomplete; install it again"),
    )


def _runtime() -> Iterator[Finding]:
    if find_spec("wasmtime") is None:
        yield Finding(
            "wasmtime",
            False,
            Words(
                zh="没有 wasmtime：用普通 Python 运行，与平台略有不同",
                en="no wasmtime: mini-apps run on plain Python, which differs a little",
            ),
            Words(zh="安装完整的 SDK 安装包（内含 wasmtime）", en="Install the SDK's whole wheel, which carries it"),
            needed=False,
        )
        return
    yield Finding("wasmtime", True, Words(zh="wasmtime 已安装", en="wasmtime is installed"))
    from plugin_sdk.tools.simulator.component_image import SHIPPED, is_here  # late: as above

    yield Finding(
        "component",
        is_here(),
        Words(zh=f"运行时组件：{SHIPPED.name}", en=f"runtime component: {SHIPPED.name}"),
        Words(
            zh="安装完整的 SDK 安装包，或在源码目录构建", en="Install the SDK's whole wheel, or build it in a checkout"
        ),
        needed=False,
    )


def _pages() -> Finding:
    from plugin_sdk.tools.simulator.pages import pages_folder  # late: looks at files

    return Finding(
        "pages",
        pages_folder() is not None,
        Words(zh="模拟器页面", en="the simulator's pages"),
        Words(zh="安装完整的 SDK 安装包，或在源码目录运行 make shell", en="Install the whole wheel, or run make shell"),
        needed=False,
    )


def _pytest() -> Finding:
    return Finding(
        "pytest",
        find_spec("pytest") is not None,
        Words(zh="pytest", en="pytest"),
        Words(zh="可选：没有 pytest 时，gkb test 只运行不带参数的测试", en="Optional: without it only plain tests run"),
        needed=False,
    )


def _port(port: int) -> Finding:
    with socket.socket() as probe:
        free = probe.connect_ex(("127.0.0.1", port)) != 0
    return Finding(
        "port",
        free,
        Words(zh=f"端口 {port}", en=f"port {port}"),
        Words(zh="端口被占用，用 gkb dev --port 0", en="It is taken; use gkb dev --port 0"),
        needed=False,
    )


def _space() -> Finding:
    from plugin_sdk.tools.simulator.component_image import cache_folder  # late: as above

    folder = Path("?")
    try:
        wanted = cache_folder()
        folder = next(place for place in (wanted, *wanted.parents) if place.exists())
        status = os.statvfs(folder)
        free = status.f_bavail * status.f_frsize
    except AttributeError:  # not on every system
        free = ENOUGH_BYTES
    except (OSError, RuntimeError):  # nobody's home
        free = 0
    good = os.access(folder, os.W_OK) and free >= ENOUGH_BYTES
    return Finding(
        "cache",
        good,
        Words(zh=f"缓存文件夹 {folder}", en=f"cache folder {folder}"),
        Words(
            zh="不能写入或空间不足 200 MB：每次启动会多等几秒", en="Not writable, or nearly full: each start is slower"
        ),
        needed=False,
    )


def _project(folder: Path) -> Iterator[Finding]:
    if not (folder / "manifest.json").is_file():
        yield Finding(
            "project",
            False,
            Words(zh=f"{folder} 不是小程序项目", en=f"{folder} is no mini-app project"),
            Words(zh="进入项目文件夹，或用 gkb new 新建", en="Go to a project, or make one with gkb new"),
            needed=False,
        )
        return
    from plugin_sdk.tools.project import read_project  # late: as above

    project = read_project(folder)
    yield Finding(
        "project",
        project.manifest is not None,
        Words(zh=f"项目 {project.app_id}", en=f"project {project.app_id}"),
        Words(zh="manifest.json 有问题，运行 gkb check 查看", en="manifest.json has problems; run gkb check"),
    )
    yield Finding(
        "writable",
        _can_write(folder),
        Words(zh="项目文件夹可写", en="the project can be written"),
        Words(zh="没有写入权限，请检查文件夹的所有者", en="No permission to write; look at the folder's owner"),
    )


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _lines(findings: list[Finding], lang: str) -> str:
    lines = []
    for one in findings:
        mark = "✓" if one.good else ("✗" if one.needed else "!")
        fix = f" — {one.fix.say(lang)}" if one.fix and not one.good else ""
        lines.append(f"{mark} {one.words.say(lang)}{fix}")
    return "\n".join(lines)


def _told(one: Finding) -> dict[str, Any]:
    fix = {"zh": one.fix.zh, "en": one.fix.en} if one.fix and not one.good else None
    return {
        "name": one.name,
        "good": one.good,
        "needed": one.needed,
        "zh": one.words.zh,
        "en": one.words.en,
        "fix": fix,
    }
