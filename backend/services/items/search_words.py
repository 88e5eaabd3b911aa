"""Words as people type them: cleaned, without what carries no meaning, and read aloud. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

WORDS_MOST: Final = 60  # a question, not an essay: what stands behind is not looked at
# What people say around the thing they want. Longer ones first, so that none leaves half of another behind.
FILLERS: Final = (
    "怎么才能", "怎么办理", "怎么申请", "如何办理", "如何申请", "在什么地方", "需要什么材料", "需要什么手续",
    "要什么手续", "需要哪些材料", "什么条件", "有什么", "怎么办", "怎么样", "怎么领", "怎么交", "怎么弄", "怎么",
    "如何", "咋办", "咋弄", "在哪儿", "在哪里", "在哪", "哪儿", "哪里", "去哪", "为什么", "是什么", "要什么", "要啥",
    "带什么", "什么", "多少", "我想要", "我要", "我想", "想要", "我的", "需要", "请问", "你好", "可以", "能不能",
    "是不是", "一下", "手续", "流程", "材料", "想", "我", "你", "吗", "呢", "啊", "吧", "么", "咋", "啥", "了", "的",
)  # fmt: skip
_FILLER: Final = re.compile("|".join(map(re.escape, FILLERS)))
_CHINESE: Final = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003134f"
_RUNS: Final = re.compile(f"[{_CHINESE}]+|[a-z0-9]+")
_LETTERS: Final = re.compile(r"[a-z]+")
SYLLABLE_LONGEST: Final = 6  # zhuang
WAYS_MOST: Final = 12  # `xian` is one syllable or two; more readings than this of one query help nobody


def cleaned(text: str, *, most: int = WORDS_MOST) -> str:
    """One spelling for all: full-width letters narrow, small letters, no controls, marks or pictures."""
    return " ".join(_RUNS.findall(unicodedata.normalize("NFKC", text[: most * 4]).lower()))[:most]


def meant(text: str) -> str:
    """The cleaned text without what is said around it; unchanged when nothing would be left."""
    left = " ".join(_FILLER.sub(" ", text).split())
    return left or text


def runs(text: str) -> list[str]:
    """Pieces of Chinese, and of letters and digits, in their order."""
    return _RUNS.findall(text)


def is_latin(run: str) -> bool:
    """Whether the piece was typed in letters and digits."""
    return run.isascii()


def is_spoken(run: str) -> bool:
    """Whether the piece is only letters, so that it may be pinyin."""
    return _LETTERS.fullmatch(run) is not None


def pairs(run: str) -> list[str]:
    """Neighbouring characters; a lone character is itself."""
    return [one + other for one, other in pairwise(run)] or [run]


def phrase_pairs(phrase: str) -> Iterator[str]:
    """The pairs of every piece of a phrase; letters stay whole, as people type them whole."""
    for run in runs(phrase):
        if is_latin(run):
            yield run
        else:
            yield from pairs(run)


@lru_cache(maxsize=16_384)
def syllable(character: str) -> str:
    """How a character is read; empty when it is none."""
    read = lazy_pinyin(character, errors="ignore")
    return read[0] if read else ""


@lru_cache(maxsize=65_536)
def sound(pair: str) -> str:
    """How a pair is heard: `deng ji`, the differences that many do not make left out.

    Only words of the dictionary are read as words (银行, 会计): asking for every pair would take minutes.
    """
    read = lazy_pinyin(pair) if pair in phrases_dict else [syllable(one) for one in pair]
    return " ".join(heard(one) for one in read)


@lru_cache(maxsize=4_096)
def heard(read: str) -> str:
    """A syllable without what is often not told apart: zh z, ch c, sh s, ng n."""
    softened = read[0] + read[2:] if read[:2] in ("zh", "ch", "sh") else read
    return softened.removesuffix("g") if softened.endswith("ng") else softened


def initials(phrase: str) -> str:
    """The first letters of the readings, letters and digits as they are."""
    letters = (one if one.isascii() else syllable(one)[:1] for run in runs(phrase) for one in run)
    return "".join(letters)


def readings(letters: str, known: Iterable[str]) -> list[tuple[str, ...]]:
    """The ways to cut letters into known syllables, longest first; the last piece may be the beginning of one.

    An unfinished last piece carries a `*`.
    """
    table = known if isinstance(known, (set, frozenset, dict)) else frozenset(known)
    found: list[tuple[str, ...]] = []
    _cut(letters, (), table, found)
    return found or [cut for cut in [_begun(letters, table)] if cut]


def _cut(rest: str, before: tuple[str, ...], table: object, found: list[tuple[str, ...]]) -> None:
    if not rest:
        found.append(before)
        return
    for length in range(min(SYLLABLE_LONGEST, len(rest)), 0, -1):
        if len(found) >= WAYS_MOST:
            return
        if rest[:length] in table:  # type: ignore[operator]
            _cut(rest[length:], (*before, rest[:length]), table, found)


def _begun(letters: str, table: object) -> tuple[str, ...]:
    """The longest beginning that can be read, and what was typed of the next syllable."""
    for end in range(len(letters) - 1, max(0, len(letters) - SYLLABLE_LONGEST), -1):
        found: list[tuple[str, ...]] = []
        _cut(letters[:end], (), table, found)
        if found:
            return (*found[0], letters[end:] + "*")
    return ()
