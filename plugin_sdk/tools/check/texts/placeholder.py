"""A word left over from the template tells people that nobody looked."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import place_of
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="texts.placeholder",
    severity="warning",
    what=Words(
        zh="还留着占位文字：{text}",
        en="A placeholder was left over: {text}",
    ),
    cause=Words(
        zh="用户会看到没有写完的页面",
        en="People would see a page that nobody finished",
    ),
    fix=Words(
        zh="写上真实的文字，或删除",
        en="Write the real words, or delete it",
    ),
)

PATTERN = re.compile(
    r"lorem ipsum|\b(TO[D]O|FIX[M]E|TBD|X{3})\b|待补充|待完善|占位|测试测试|此处填写|请在此|某某某|敬请期待",
    re.IGNORECASE,
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Filler text, and marks of unfinished work, where people could read them."""
    for sentence in reviewed.sentences:
        if PATTERN.search(sentence.text) and not (sentence.text.isascii() and sentence.text.isidentifier()):
            yield RULE.at(place_of(sentence), text=sentence.text)
