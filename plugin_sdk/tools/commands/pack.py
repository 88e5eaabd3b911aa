"""`gkb pack`: the package file of a project, the same bytes for the same project, wherever it is made."""

import argparse
from pathlib import Path

from plugin_sdk.tools.check import check
from plugin_sdk.tools.outcome import Outcome, with_problems
from plugin_sdk.tools.package import archive, signing
from plugin_sdk.tools.package.archive import CARRIED
from plugin_sdk.tools.package.errors import PackageRefused
from plugin_sdk.tools.package.files import refusal_of
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words
from plugin_sdk.tools.project import Project, read_project

NAME = "pack"
HELP = Words(
    zh="检查并打包成 .gkb 文件（同样的内容，同样的字节）",
    en="check, and pack into a .gkb file (same input, same bytes)",
)


def arguments(parser: CommandParser) -> None:
    """Which project, and where the file goes."""
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        help=parser.say(zh="项目文件夹（默认当前）", en="project folder (default: here)"),
    )
    parser.add_argument("--out", type=Path, help=parser.say(zh="输出文件", en="file to write"))


def run(options: argparse.Namespace) -> Outcome:
    """Refuses a project with errors: the platform's review would find the same ones."""
    project = read_project(options.folder)
    problems = check(project)
    if any(problem.severity == "error" for problem in problems):
        return with_problems(problems)
    try:
        content = archive.written(carried(project))
        package = signing.open_package(content)
    except PackageRefused as refused:
        raise refusal_of(refused) from refused
    out = options.out or options.folder / "dist" / f"{package.manifest.app_id}-{package.manifest.version.name}.gkb"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    size = len(content)
    return Outcome(
        said=Words(
            zh=f"{out}（{size} 字节）\n摘要 {package.digest}\n下一步：gkb sign {out}",
            en=f"{out} ({size} bytes)\ndigest {package.digest}\nnext: gkb sign {out}",
        ),
        data={"file": str(out), "bytes": size, "digest": package.digest, "files": sorted(package.files)},
        problems=problems,
    )


def carried(project: Project) -> dict[str, bytes]:
    """The files of a project that travel in its package."""
    return {path: content for path, content in project.files.items() if CARRIED.fullmatch(path)}
