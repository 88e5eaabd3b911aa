"""A query taken apart into groups. Pure.

A group is one thing that is asked for: a pair of characters, an everyday word, a piece of pinyin. Its alternatives are
what was typed and what may have been meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from backend.services.items import search_words as words
from backend.services.items.search_index import Index

MEANT, SOUNDS, BEGUN = 0.85, 0.7, 0.6  # how much an alternative counts against what was typed
HEARD_MOST: Final = 5.0  # a pair that nothing has may sound like a rare one by chance: it must not outweigh the rest
UNKNOWN: Final = 0.35  # a typed pair that nothing has: a slip or a word around the thing
ACROSS: Final = 0.3  # a pair that reaches over the edge of an everyday word


class Alternative(msgspec.Struct, frozen=True):
    """Terms that stand for a group, and how much they count together."""

    factor: float
    terms: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """One thing that the query asks for."""

    weight: float
    alternatives: tuple[Alternative, ...]


class Query(msgspec.Struct, frozen=True):
    """A query taken apart; `letters` are pieces that may be first letters."""

    text: str
    groups: tuple[Group, ...]
    letters: tuple[str, ...]


def taken_apart(index: Index, text: str) -> Query:
    """The groups of a query."""
    cleaned = words.meant(words.cleaned(text))
    groups: list[Group] = []
    letters = list[str]()
    for run in words.runs(cleaned):
        if words.is_latin(run):
            if words.is_spoken(run) and run not in index.postings:
                letters.append(run)
            groups += _latin(index, run)
        else:
            groups += _chinese(index, run)
    return Query(cleaned.replace(" ", ""), tuple(group for group in groups if group.weight > 0), tuple(letters))


def _chinese(index: Index, run: str) -> Iterator[Group]:
    """Everyday words, the longest first, and the pairs of what stands between and across."""
    spans = list(_spans(index, run))
    edges = {end for _, end, _ in spans} | {start for start, _, _ in spans}
    covered = {at for start, end, _ in spans for at in range(start, end - 1)}
    for start, end, means in spans:
        yield _group(index, tuple(words.pairs(run[start:end])), means)
    for at, pair in enumerate(words.pairs(run)):
        if at not in covered:
            share = ACROSS if at + 1 in edges else 1.0
            yield _pair(index, pair, share)


def _spans(index: Index, run: str) -> Iterator[tuple[int, int, Sequence[str]]]:
    at = 0
    while at < len(run):
        for length in range(min(index.longest_synonym, len(run) - at), 0, -1):
            if means := index.synonyms.get(run[at : at + length]):
                yield at, at + length, means
                at += length
                break
        else:
            at += 1


def _group(index: Index, typed: tuple[str, ...], means: Iterable[str]) -> Group:
    alternatives = [Alternative(1.0, typed)]
    alternatives += [Alternative(MEANT, tuple(words.phrase_pairs(words.cleaned(one)))) for one in means]
    known = [one for one in alternatives if mass(index, one.terms) > 0]
    # What was typed says how much it matters; an official word is longer and must not drown the rest of the query.
    mean = [mass(index, one.terms) / len(one.terms) * len(typed) for one in known]
    return Group(mass(index, typed) or min(mean, default=0.0), tuple(known))


def _pair(index: Index, pair: str, share: float) -> Group:
    if weight := index.idf(pair):
        return Group(weight * share, (Alternative(1.0, (pair,)),))
    alike = [one for one in index.sounding(words.sound(pair)) if len(one) == len(pair)] if share == 1.0 else []
    if alike:
        weight = min(HEARD_MOST, *(index.idf(one) for one in alike))
        return Group(weight * share * SOUNDS, tuple(Alternative(SOUNDS, (one,)) for one in alike))
    return Group(UNKNOWN * share, (Alternative(1.0, (pair,)),))


def _latin(index: Index, run: str) -> Iterator[Group]:
    """A word in letters as it stands, or pinyin: each pair of syllables is a group of what sounds so."""
    if weight := index.idf(run):
        yield Group(weight, (Alternative(1.0, (run,)),))
    elif words.is_spoken(run):
        ways = index.readings(run)
        yield from max((list(_spoken(index, way)) for way in ways), key=_told, default=[])


def _told(groups: Sequence[Group]) -> tuple[int, float]:
    """The reading that says most: few unheard pairs first, then weight."""
    return -sum(1 for group in groups if not group.alternatives), sum(group.weight for group in groups)


def _spoken(index: Index, way: tuple[str, ...]) -> Iterator[Group]:
    pieces = [words.heard(one) if not one.endswith("*") else one for one in way]
    for spoken in [" ".join(two) for two in pairwise(pieces)] or pieces:
        factor = BEGUN if spoken.endswith("*") else MEANT
        alike = index.sounding(spoken)
        weight = min((index.idf(one) for one in alike), default=0.0)
        yield Group(weight or UNKNOWN, tuple(Alternative(factor, (one,)) for one in alike))


def mass(index: Index, terms: Iterable[str]) -> float:
    """How much the terms tell together."""
    return sum(index.idf(term) for term in terms)
