"""From a query to items, the likeliest first. Pure.

A query becomes groups: a pair of characters, an everyday word, a piece of pinyin. Each has alternatives, as typed
and as meant. Documents that share rare terms are candidates; the best of them are weighed phrase by phrase: how much
of the query a phrase answers, and how much of the phrase the query says.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from backend.services.items import search_words as words
from backend.services.items.search_index import Document, Index

READ_MOST: Final = 24_000  # postings read per query: what keeps a common word within milliseconds
TERM_MOST: Final = 8_000
CANDIDATES_MOST: Final = 160
MEANT, SOUNDS, BEGUN = 0.85, 0.7, 0.6  # how much an alternative counts against what was typed
UNKNOWN: Final = 0.35  # a typed pair that nothing has: a slip or a word around the thing
SAME: Final = 0.25  # for a phrase that is the query, whole
STANDING: Final = 0.03  # what being asked for often counts: it decides only between equals
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


class Found(msgspec.Struct, frozen=True):
    """A document that fits, how well from 0 to about 1.3, and the phrase that fits best."""

    document: Document
    score: float
    phrase: int


def search(
    index: Index, text: str, *, limit: int, audience: str | None = None, levels: frozenset[str] | None = None
) -> list[Found]:
    """The documents that fit, the likeliest first; nothing for a text without words."""
    query = taken_apart(index, text)
    if not query.groups and not query.letters:
        return []
    scores = _candidates(index, query)
    documents = index.documents
    if audience is not None or levels is not None:
        scores = {
            number: score
            for number, score in scores.items()
            if (audience is None or audience in documents[number].audiences)
            and (levels is None or any(level in levels for level in documents[number].levels))
        }
    best = heapq.nlargest(CANDIDATES_MOST, scores, key=lambda number: (scores[number], -number))
    asked = sum(group.weight for group in query.groups)
    weighed = (_weigh(index, query, asked, number) for number in best)
    return heapq.nlargest(limit, (one for one in weighed if one.score > 0), key=lambda one: one.score)


def taken_apart(index: Index, text: str) -> Query:
    """The groups of a query."""
    cleaned = words.meant(words.cleaned(text))
    groups: list[Group] = []
    letters = list[str]()
    for run in words.runs(cleaned):
        if words.is_latin(run):
            if words.is_spoken(run) and len(run) >= 2 and run not in index.postings:
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
    weights = [_mass(index, one.terms) for one in alternatives]
    return Group(max(weights), tuple(one for one, weight in zip(alternatives, weights, strict=True) if weight > 0))


def _pair(index: Index, pair: str, share: float) -> Group:
    if weight := index.idf(pair):
        return Group(weight * share, (Alternative(1.0, (pair,)),))
    alike = [one for one in index.sounding(words.sound(pair)) if one != pair and len(one) == len(pair)]
    if alike:
        weight = max(index.idf(one) for one in alike)
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
    for spoken in [pieces[0]] if len(pieces) == 1 else [" ".join(two) for two in zip(pieces, pieces[1:], strict=False)]:
        factor = BEGUN if spoken.endswith("*") else MEANT
        alike = index.sounding(spoken)
        weight = max((index.idf(one) for one in alike), default=0.0)
        yield Group(weight or UNKNOWN, tuple(Alternative(factor, (one,)) for one in alike))


def _mass(index: Index, terms: Iterable[str]) -> float:
    return sum(index.idf(term) for term in terms)


def _candidates(index: Index, query: Query) -> dict[int, float]:
    """Documents by what they share with the query: rare terms are read first, common ones only as far as time allows."""
    terms: dict[str, float] = {}
    for group in query.groups:
        for one in group.alternatives:
            for term in one.terms:
                terms[term] = max(terms.get(term, 0.0), index.idf(term) * one.factor)
    scores: dict[int, float] = {}
    left = READ_MOST
    for term in sorted(terms, key=lambda term: len(index.postings.get(term, ()))):
        posting, weight = index.postings.get(term), terms[term]
        if posting is None:
            continue
        part = posting if len(posting) <= TERM_MOST else posting[:TERM_MOST]
        if left <= 0:
            break
        left -= len(part)
        for number in part:
            scores[number] = scores.get(number, 0.0) + weight
    for letters in query.letters:
        for number in index.starting(letters)[:TERM_MOST]:
            scores[number] = scores.get(number, 0.0) + len(letters) * 2.0
    return scores


def _weigh(index: Index, query: Query, asked: float, number: int) -> Found:
    document = index.documents[number]
    present = _present(index, query, document.text)
    best, best_phrase = 0.0, 0
    for at, phrase in enumerate(document.text.split("\n")):
        answered, said = 0.0, 0
        for weight, alternatives in present:
            value, matched = _answer(index, alternatives, phrase)
            answered += weight * value
            said += matched
        if answered:
            precision = min(1.0, said / max(1, len(phrase) - 1))
            value = answered / asked * (0.55 + 0.45 * precision) + (SAME if phrase == query.text else 0.0)
            if value > best:
                best, best_phrase = value, at
    coverage = sum(weight * max(one.factor for one in alternatives) for weight, alternatives in present)
    score = 0.6 * best + (0.4 * coverage / asked if asked else 0.0)
    if (lettered := _lettered(index, query, number)) > score:
        score, best_phrase = lettered, 0
    return Found(document, score + STANDING / (1 + number / 50), best_phrase)


def _present(index: Index, query: Query, text: str) -> list[tuple[float, list[Alternative]]]:
    """What of the query stands anywhere in the document; the factor is lowered by what of an alternative is missing."""
    found = []
    for group in query.groups:
        here = []
        for one in group.alternatives:
            terms = tuple(term for term in one.terms if term in text)
            if len(terms) == len(one.terms):
                here.append(one)
            elif terms:
                here.append(Alternative(one.factor * _mass(index, terms) / _mass(index, one.terms), terms))
        if here:
            found.append((group.weight, here))
    return found


def _answer(index: Index, alternatives: Sequence[Alternative], phrase: str) -> tuple[float, int]:
    """How far the phrase answers a group, and with how many pairs."""
    best, pairs = 0.0, 0
    for one in alternatives:
        terms = one.terms
        if len(terms) == 1:
            if one.factor > best and terms[0] in phrase:
                best, pairs = one.factor, max(1, len(terms[0]) - 1)
        elif one.factor > best and (hit := [term for term in terms if term in phrase]):
            value = one.factor * _mass(index, hit) / _mass(index, terms)
            if value > best:
                best, pairs = value, len(hit)
    return best, pairs


def _lettered(index: Index, query: Query, number: int) -> float:
    """How well first letters fit: a whole phrase best, then its beginning, then its middle."""
    best = 0.0
    for letters in query.letters:
        for phrase in index.initials[number].split("\n"):
            if letters in phrase:
                share = len(letters) / len(phrase)
                best = max(best, 0.55 + 0.3 * share + (0.1 if phrase.startswith(letters) else 0.0))
    return best
