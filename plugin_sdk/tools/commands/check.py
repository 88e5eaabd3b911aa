"""`gkb check`: the machine review, the same code that the platform runs."""

import argparse

from plugin_sdk.tools.outcome import Outcome, with_problems
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "check"
HELP = Words(
    zh="检查小程序，与平台机审用同一套规则", en="Review the mini-app by the very rules of the platform's machine review"
)


def arguments(parser: CommandParser) -> None:
    """Which project, and whether its screens are drawn."""
    parser.add_folder()
    parser.add_argument(
        "--no-draw",
        action="store_true",
        help=parser.say(zh="不运行代码、不绘制页面", en="run no code, draw no screens"),
    )


def run(options: argparse.Namespace) -> Outcome:
    """Every problem with its place, cause and fix; an error is 1, warnings alone are 0."""
    from plugin_sdk.tools.check.review import check  # late: heavy
    from plugin_sdk.tools.opened import project_folder
    from plugin_sdk.tools.project import read_project

    project = read_project(project_folder(options.folder))
    found = check(project, draw=None) if options.no_draw else check(project)
    return with_problems(found, data={"app": project.app_id})
