"""Characters that are not seen change what is read: reviewers would judge another text than people see."""

import re
import unicodedata
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import place_of
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="texts.hidden-characters",
    what=Words(
        zh="文字里有看不见的字符：{what}",
        en="There is an invisible character: {what}",
    ),
    cause=Words(
        zh="控制符、零宽字符和改变文字方向的字符会让显示的内容与审核的不一致",
        en="Control, zero-width and direction characters make what is shown differ from what was reviewed",
    ),
    fix=Words(
        zh="删除这个字符，重新输入这一行",
        en="Delete the character and type the line again",
    ),
)

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""Controls (but not tab and line feed), zero width, direction, fillers, variation selectors and tags."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Control, zero-width and bidirectional characters, in the manifest and in every line of code."""
    for sentence in reviewed.sentences:
        if found := HIDDEN.search(sentence.text):
            yield RULE.at(place_of(sentence), what=_name(found[0]))
    for module in reviewed.project.modules:
        for number, line in enumerate(module.lines, start=1):
            if found := HIDDEN.search(line.rstrip("\r")):
                yield RULE.at(Place(file=module.path, line=number), what=_name(found[0]))


def _name(letter: str) -> str:
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".strip()
