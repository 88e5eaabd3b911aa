"""A page is there at once, or people tap again."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import named, place_on
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="budgets.call-time",
    severity="warning",
    what=Words(
        zh="{which} 执行了 {steps} 行代码，预算是 {most} 行",
        en="The {which_en} runs {steps} lines, the budget is {most}",
    ),
    cause=Words(
        zh="超过预算的页面在繁忙时会明显变慢",
        en="Over the budget a page becomes noticeably slow at busy hours",
    ),
    fix=Words(
        zh="减少循环，分页显示，或提前算好",
        en="Loop less, show pages, or write results down",
    ),
)

MOST_STEPS = 300_000
"""Some 30 ms on a plain interpreter, of the 2 seconds that a call has at most."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Executed lines of one call."""
    functions = {(handler.kind, handler.name): handler for handler in reviewed.handlers}
    for drawing in reviewed.drawings:
        if drawing.steps > MOST_STEPS and drawing.failed is None:
            told = {**named(drawing.kind, drawing.name), "steps": drawing.steps, "most": MOST_STEPS}
            handler = functions.get((drawing.kind, drawing.name))
            place = in_code(handler.module, handler.function) if handler else place_on(drawing, "")
            yield RULE.at(place, **told)
