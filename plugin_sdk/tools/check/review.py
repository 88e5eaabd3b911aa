"""Run every rule over one project. Nothing that a package holds makes this raise."""

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Find, Place, Rule, rules
from plugin_sdk.tools.drawing.drawings import Draw, draw_here
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST, Project

BROKEN = Rule(
    code="check.rule-failed",
    what=Words(zh="检查规则 {code} 自身出错：{error}", en="The rule {code} failed itself: {error}"),
    cause=Words(zh="这是检查工具的缺陷，不是您的错误", en="This is a defect of the review, not your mistake"),
    fix=Words(
        zh="请把这条信息和应用包发给平台维护人员", en="Send this line and the package to the platform's maintainers"
    ),
)
MOST_PER_RULE = 50
"""Findings of one rule that are told: who has more has one mistake in many places."""


def check(project: Project, *, draw: Draw | None = draw_here) -> list[Problem]:
    """Everything that is wrong with a project, manifest first; an empty list means that it may be handed in.

    `draw` runs the screens: on this machine for an author, in the sandbox for the platform, None to leave them out.
    """
    reviewed = Reviewed(project, draw=draw)
    return [problem for rule, find in rules() for problem in _found(reviewed, rule, find)]


def _found(reviewed: Reviewed, rule: Rule, find: Find) -> list[Problem]:
    found: dict[tuple[str, int, str, str], Problem] = {}
    try:
        for problem in find(reviewed):
            found.setdefault((problem.file, problem.line, problem.pointer, problem.zh), problem)
            if len(found) >= MOST_PER_RULE:
                break
    except Exception as error:  # noqa: BLE001  # the author gets a finding, never a stack trace
        broken = BROKEN.at(Place(file=MANIFEST), code=rule.code, error=f"{type(error).__name__}: {error}")
        return [*found.values(), broken]
    return list(found.values())
