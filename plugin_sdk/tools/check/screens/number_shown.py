"""A whole identity number on a screen is read by whoever stands near."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on, words
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.drawing.sample_person import ID_NUMBER, PHONE
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.number-shown",
    severity="warning",
    what=Words(
        zh="页面 {name} 显示了完整的{what}",
        en="The screen {name} shows a whole {what_en}",
    ),
    cause=Words(
        zh="旁人能看到，截图会泄露",
        en="Whoever stands near can read it, and screenshots carry it away",
    ),
    fix=Words(
        zh="遮住中间几位再显示，例如 6201**********1232",
        en="Mask the middle before showing it, for example 6201**********1232",
    ),
)

NUMBERS = {ID_NUMBER: ("身份证号码", "identity number"), PHONE: ("手机号码", "phone number")}
"""What the drawn person is called by the registers."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """The sample person's identity number or phone number, unmasked, in words or in what fills a form."""
    for each in shown(reviewed.drawings):
        inside = [(f"/data/{name}", str(value)) for name, value in dict(each.screen.get("data") or {}).items()]
        for pointer, text in [*words(each.screen), *inside]:
            for number, (what, what_en) in NUMBERS.items():
                if number in text:
                    place = place_on(each.drawing, each.pointer + pointer)
                    yield RULE.at(place, name=each.drawing.name, what=what, what_en=what_en)
