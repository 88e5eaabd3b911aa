"""What has no words cannot be read aloud."""

from collections.abc import Iterator
from typing import Any

from plugin_sdk.tools.check.facts.on_screen import place_on, words
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.json_text import at_pointer
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.label-empty",
    what=Words(
        zh="这里没有文字：{member}",
        en="There are no words here: {member}",
    ),
    cause=Words(
        zh="读屏软件读不出来，看的人也不知道是什么",
        en="A screen reader has nothing to say, and nobody knows what it is",
    ),
    fix=Words(
        zh="写上简短的文字",
        en="Write a few words",
    ),
)

LABELS = frozenset(("label", "title", "name", "caption", "submit", "description"))


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Labels, titles and names that are blank."""
    for each in shown(reviewed.drawings):
        for pointer, text in words(each.screen):
            member = pointer.rpartition("/")[2]
            if member in LABELS and not text.strip() and not _may_be_empty(each.screen, pointer):
                yield RULE.at(place_on(each.drawing, each.pointer + pointer), member=member)


def _may_be_empty(screen: dict[str, Any], pointer: str) -> bool:
    """A card may do without a title as long as nobody taps it."""
    owner = at_pointer(screen, pointer.rpartition("/")[0])
    return isinstance(owner, dict) and owner.get("component") == "Card" and not owner.get("action")
