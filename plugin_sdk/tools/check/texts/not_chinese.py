"""Every text for people has a Chinese half, and it is Chinese."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import has_chinese, has_latin, place_of
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="texts.not-chinese",
    what=Words(
        zh="中文文字里没有汉字：{text}",
        en="The Chinese text has no Chinese character: {text}",
    ),
    cause=Words(
        zh="居民首先看中文；中英文写反或漏译时看不懂",
        en="Residents read Chinese first; halves that are swapped or missing leave them puzzled",
    ),
    fix=Words(
        zh="把中文写在 zh 中，英文写在 en 中",
        en="Put Chinese into zh and English into en",
    ),
)

NAMES = frozenset(("/name", "/short_name", "/description", "/gkb/department/name"))
"""Members that are shown to everybody as they stand."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Chinese halves, names and descriptions without Chinese characters."""
    for sentence in reviewed.sentences:
        is_name = sentence.file == MANIFEST and sentence.pointer in NAMES
        is_half = sentence.lang == "zh" and (sentence.file == MANIFEST or sentence.named)
        if (is_name or is_half) and has_latin(sentence.text) and not has_chinese(sentence.text):
            yield RULE.at(place_of(sentence), text=sentence.text)
