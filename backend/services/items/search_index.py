"""An inverted index of the catalogue in memory: character pairs, how they sound, first letters. Pure.

A document is an item with its phrases (its name, what people say for it, result, sector). Postings hold document
numbers; numbers follow the standing of items, so that a list that is cut short keeps the likelier ones.
"""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from backend.services.items import search_words as words

LETTERS_TOGETHER: Final = 3  # two first letters fit thousands of names, three fit dozens
ALIKE_MOST: Final = 12  # pairs that sound alike: more of them is noise
HEARD_AT_ONCE: Final = 100
LEVEL_BITS: Final = 10


class Document(msgspec.Struct, frozen=True, gc=False):
    """What is indexed of an item. `text` holds cleaned phrases in lines: its name, what people say, what it is about.

    `summary` is what a hit shows, encoded: a hundred thousand of them must fit into a process.
    """

    code: str
    text: str
    audiences: str
    levels: str
    summary: bytes
    explained: bool = False  # whether the last line says what the item is about: it is read, not named


class Index:
    """Everything that a query needs; documents are added once, in the order of their standing."""

    def __init__(self, synonyms: Mapping[str, Sequence[str]] | None = None) -> None:
        self.documents: list[Document] = []
        self.synonyms = dict(synonyms or {})
        self.longest_synonym = max(map(len, self.synonyms), default=0)
        self.postings: dict[str, array[int]] = {}
        self.letters: dict[str, array[int]] = {}
        self.initials: list[str] = []
        self.flags = array("I")
        self._sounds: dict[str, list[str]] = {}
        self._sorted_sounds: list[str] = []
        self._syllables: set[str] = set()
        self._idf: dict[str, float] = {}

    def add(self, document: Document) -> None:
        """Put a document behind the others."""
        number = len(self.documents)
        self.documents.append(document)
        self.flags.append(self.flags_of(document.audiences, document.levels))
        cleaned = document.text.split("\n")
        named = cleaned[:-1] if document.explained else cleaned
        first = "\n".join(words.initials(phrase) for phrase in named)
        self.initials.append("\n" + first)
        for pair in {pair for phrase in cleaned for pair in words.phrase_pairs(phrase)}:
            _note(self.postings, pair, number)
        for one in {one for phrase in cleaned for one in phrase if not one.isascii()}:
            _note(self.postings, one, number)
        for piece in _pieces("\n" + first):
            _note(self.letters, piece, number)

    def closing(self) -> Iterator[None]:
        """Nothing more comes: note how the words sound, with a rest after every few."""
        for number, pair in enumerate(self.postings):
            if number % HEARD_AT_ONCE == 0:
                yield
            if not pair.isascii():
                self._hear(pair)
        self._sorted_sounds = sorted(self._sounds)

    @staticmethod
    def flags_of(audiences: Iterable[str] = "", levels: Iterable[str] = "") -> int:
        """One bit for each audience and level, both single digits."""
        return sum(1 << int(one) for one in set(audiences)) | sum(1 << LEVEL_BITS + int(one) for one in set(levels))

    def idf(self, term: str) -> float:
        """How much a term tells: rare ones more; 0 for what no document has."""
        found = self._idf.get(term)
        if found is None:
            count = len(self.postings.get(term, ()))
            found = math.log(1 + len(self.documents) / count) if count else 0.0
            self._idf[term] = found
        return found

    def sounding(self, spoken: str) -> list[str]:
        """Known pairs (or characters) that are heard so; a `*` at the end stands for any end."""
        if not spoken.endswith("*"):
            return self._sounds.get(spoken, [])[:ALIKE_MOST]
        begun, found = spoken[:-1], list[str]()
        for at in range(bisect_left(self._sorted_sounds, begun), len(self._sorted_sounds)):
            if not self._sorted_sounds[at].startswith(begun) or len(found) >= ALIKE_MOST:
                break
            found += self._sounds[self._sorted_sounds[at]]
        return found[:ALIKE_MOST]

    def readings(self, letters: str) -> list[tuple[str, ...]]:
        """The ways to read letters as pinyin of words that the catalogue has."""
        return words.readings(letters, self._syllables)

    def starting(self, letters: str) -> "array[int]":
        """Documents that have these first letters somewhere in a phrase, or two of them at its beginning."""
        if len(letters) < LETTERS_TOGETHER:
            return self.letters.get("\n" + letters, array("I"))
        rarest = min((self.letters.get(one, array("I")) for one in _pieces(letters)), key=len)
        return array("I", (number for number in rarest if letters in self.initials[number]))

    def _hear(self, pair: str) -> None:
        spoken = words.sound(pair)
        self._sounds.setdefault(spoken, []).append(pair)
        for one in pair:
            read = words.syllable(one)
            self._syllables.update((read, words.heard(read)))


def built(documents: Iterable[Document], synonyms: Mapping[str, Sequence[str]] | None = None) -> Index:
    """An index of all these documents at once."""
    index = Index(synonyms)
    for document in documents:
        index.add(document)
    for _ in index.closing():
        pass
    return index


def _note(postings: dict[str, "array[int]"], term: str, number: int) -> None:
    if term in postings:
        postings[term].append(number)
    else:
        postings[term] = array("I", (number,))


def _pieces(letters: str) -> set[str]:
    """Three letters that stand together in one phrase, its beginning counted as one."""
    together = (letters[at : at + LETTERS_TOGETHER] for at in range(len(letters) - LETTERS_TOGETHER + 1))
    return {piece for piece in together if "\n" not in piece[1:]}
