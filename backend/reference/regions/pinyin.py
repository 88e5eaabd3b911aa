"""Place names in Latin letters, as people type them: syllables without tones, and their first letters.

Characters are read one by one and remembered: 19,000 names use fewer than 3,000 of them, and the phrase dictionary
of pypinyin, made for prose, reads many of them wrongly in place names (长 in 长庆桥, 藏 in 藏族村).
"""

from functools import lru_cache

from pypinyin import lazy_pinyin

# How characters with several readings are read in the province's place names.
READINGS = {
    "藏": "zang", "长": "chang", "乐": "le", "重": "chong", "都": "du", "朝": "chao", "曾": "zeng", "什": "shi",
    "柏": "bai", "堡": "bao", "贾": "jia", "冯": "feng", "佛": "fo", "卜": "bu", "勒": "le", "落": "luo",
    "尾": "wei", "扎": "zha", "行": "xing", "巷": "xiang", "和": "he", "车": "che",
    "会": "hui", "碡": "zhou",
}  # fmt: skip
# Names whose characters are read so nowhere else.
NAMES = {"宕昌": ("tan", "chang")}


def syllables(name: str) -> tuple[str, ...]:
    """The reading of every Chinese character of the name; brackets and the like are not read."""
    for written, read in NAMES.items():
        before, found, after = name.partition(written)
        if found:
            return (*syllables(before), *read, *syllables(after))
    return tuple(syllable for character in name if (syllable := _syllable(character)))


def initials(spoken: tuple[str, ...]) -> str:
    """The first letters: what people type who do not want to type."""
    return "".join(syllable[0] for syllable in spoken)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    read = READINGS.get(character) or lazy_pinyin(character, errors="ignore")
    return read if isinstance(read, str) else "".join(read)
