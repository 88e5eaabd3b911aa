"""There are no links in a mini-app, wherever the address came from."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on, words
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.check.texts.link import PATTERN
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.link-shown",
    what=Words(
        zh="页面上有网址：{text}",
        en="There is an address on the screen: {text}",
    ),
    cause=Words(
        zh="页面不解释链接，抄写网址会把人带到平台之外",
        en="Screens interpret no links; a copied address leads people away",
    ),
    fix=Words(
        zh="把内容写进页面；要打开其他应用用 ui.to_launch",
        en="Say it on the screen; use ui.to_launch for another mini-app",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Addresses and markup in drawn words."""
    for each in shown(reviewed.drawings):
        for pointer, text in words(each.screen):
            if PATTERN.search(text):
                yield RULE.at(place_on(each.drawing, each.pointer + pointer), text=text)
