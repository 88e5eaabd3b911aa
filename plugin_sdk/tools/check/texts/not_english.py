"""Every text for people has an English half, and it is not the Chinese once more."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import has_chinese, place_of
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="texts.not-english",
    what=Words(
        zh="英文文字里有汉字：{text}",
        en="The English text holds Chinese: {text}",
    ),
    cause=Words(
        zh="选择英文的用户会看到没有翻译的文字",
        en="People who chose English would see what was never translated",
    ),
    fix=Words(
        zh="在 en 中写英文；法律名称、地名可用拼音或意译",
        en="Write English in en; names of laws and places may be translated or in pinyin",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """English halves with Chinese characters, or with nothing to read."""
    for sentence in reviewed.sentences:
        if sentence.lang == "en" and has_chinese(sentence.text):
            yield RULE.at(place_of(sentence), text=sentence.text)
