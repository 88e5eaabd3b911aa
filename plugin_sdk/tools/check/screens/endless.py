"""A call has two seconds; what runs on is stopped."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.endless",
    what=Words(
        zh="{name} 没有结束：{message}",
        en="{name} did not end: {message}",
    ),
    cause=Words(
        zh="每次调用最多 2 秒，超时会被终止",
        en="A call has 2 seconds and is stopped then",
    ),
    fix=Words(
        zh="检查这一行所在的循环是否会结束",
        en="See whether the loop at this line ends",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Calls that were stopped."""
    for drawing in reviewed.drawings:
        failed = drawing.failed
        if failed is not None and failed.type in {"TooManySteps", "DidNotFinish"}:
            place = Place(file=failed.file or "app.py", line=failed.line)
            yield RULE.at(place, name=drawing.name or "app.py", message=failed.message)
