"""A page that raises shows people an error."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import named
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import ENTRY

RULE = Rule(
    code="screens.crashed",
    what=Words(
        zh="{which} 出错：{type}: {message}",
        en="The {which_en} raised: {type}: {message}",
    ),
    cause=Words(
        zh="用户打开时会看到“系统开小差”",
        en="People would see that something went wrong",
    ),
    fix=Words(
        zh="改正这一行；情形：{when}",
        en="Correct this line; the case was: {when_en}",
    ),
)

ELSEWHERE = frozenset(("TooManySteps", "DidNotFinish"))
"""Failures that `screens.endless` names."""

IMPORT = "mini-apps cannot import"
"""Said by the runtime, and named with a substitute by `code.import-not-allowed`."""

WHEN = {
    "fresh": ("第一次使用的人", "somebody who uses it for the first time"),
    "used": ("提交过表单的人", "somebody who sent the form"),
    "unknown": ("政府没有掌握其信息的人，各字段为空", "somebody of whom nothing is known: every field is empty"),
    "refused": (
        "部门接口不可用，ctx.http 抛出 CapabilityRefused",
        "the department's server is away: CapabilityRefused",
    ),
    "probe": ("提交了不合规的数据", "data that no form sends"),
}


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Author's exceptions while drawing, in any of the situations that real people are in; each place once."""
    told: set[tuple[str, int, str]] = set()
    for drawing in reviewed.drawings:
        failed = drawing.failed
        if failed is None or failed.type in ELSEWHERE or drawing.moment == "probe" or IMPORT in failed.message:
            continue
        file = failed.file or ENTRY
        if (file, failed.line, failed.type) not in told:
            told.add((file, failed.line, failed.type))
            when, when_en = WHEN[drawing.moment]
            which = named(drawing.kind, drawing.name)
            place = Place(file=file, line=failed.line)
            yield RULE.at(place, **which, type=failed.type, message=failed.message, when=when, when_en=when_en)
