"""Letters of other alphabets that look like ours are how a name pretends to be another."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import place_of
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="texts.homoglyphs",
    what=Words(
        zh="{text} 混有形似的异国字母 {letter}",
        en="{text} mixes in look-alike letters: {letter}",
    ),
    cause=Words(
        zh="用西里尔、希腊等形近字母可以冒充别的名称",
        en="Cyrillic, Greek and full-width letters that look alike let a name pretend to be another",
    ),
    fix=Words(
        zh="用普通的汉字和英文字母重写",
        en="Write it with ordinary Chinese and Latin letters",
    ),
)

WORD = re.compile(r"\w+")
LOOK_ALIKE = (
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x0530, 0x058F),  # Armenian
    (0x13A0, 0x13FF),  # Cherokee
    (0x2C80, 0x2CFF),  # Coptic
    (0x2E80, 0x2FDF),  # radicals that look like Chinese characters
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFF21, 0xFF3A),  # full-width capitals
    (0xFF41, 0xFF5A),  # full-width small letters
    (0x1D400, 0x1D7FF),  # mathematical letters
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Words in which letters of a look-alike alphabet stand beside Latin or Chinese ones, or alone in a name."""
    for sentence in reviewed.sentences:
        for word in WORD.findall(sentence.text):
            strange = [letter for letter in word if _is_strange(letter)]
            is_name = sentence.pointer in {"/name", "/short_name", "/gkb/department/name"}
            if strange and (is_name or len(strange) < len(word)):
                yield RULE.at(place_of(sentence), text=word, letter=f"{strange[0]} U+{ord(strange[0]):04X}")


def _is_strange(letter: str) -> bool:
    point = ord(letter)
    return any(first <= point <= last for first, last in LOOK_ALIKE)
