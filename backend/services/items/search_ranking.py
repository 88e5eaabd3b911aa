"""From a query to items, the likeliest first. Pure.

A query becomes groups: a pair of characters, an everyday word, a piece of pinyin. Each has alternatives, as typed
and as meant. Documents that share rare terms are candidates; the best of them are weighed phrase by phrase: how much
of the query a phrase answers, and how much of the phrase the query says.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from backend.services.items import search_words as words
from backend.services.items.search_index import Document, Index

READ_MOST: Final = 4_000  # numbers read per query: what keeps a common word within milliseconds
READ_LEAST: Final = 300
TERM_MOST: Final = 2_500  # numbers read of one term; lists follow the standing of items, so the likelier ones are read
ENOUGH: Final = 0.5
COMMON_MOST: Final = 400
WEIGHED_MOST: Final = 48
LETTER: Final = 2.0
MEANT, SOUNDS, BEGUN = 0.85, 0.7, 0.6  # how much an alternative counts against what was typed
HEARD_MOST: Final = 5.0  # a pair that nothing has may sound like a rare one by chance: it must not outweigh the rest
UNKNOWN: Final = 0.35  # a typed pair that nothing has: a slip or a word around the thing
EXPLAINED: Final = 0.8  # the sentence that explains an item speaks of neighbours, too
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


class Term(msgspec.Struct, frozen=True):
    """A term of a query, and the groups that it belongs to."""

    weight: float
    groups: frozenset[int]


NO_TERM: Final = Term(0.0, frozenset())


class Query(msgspec.Struct, frozen=True):
    """A query taken apart; `letters` are pieces that may be first letters."""

    text: str
    groups: tuple[Group, ...]
    letters: tuple[str, ...]


class Admission(msgspec.Struct, frozen=True):
    """Who may be found: flags of which a document must have one each; 0 asks for nothing."""

    audience: int
    levels: int

    def of(self, index: Index, numbers: Sequence[int]) -> Sequence[int]:
        """Those that may be found."""
        flags, audience, levels = index.flags, self.audience, self.levels
        if audience:
            numbers = [number for number in numbers if flags[number] & audience]
        return [number for number in numbers if flags[number] & levels] if levels else numbers


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
    scores = _candidates(index, query, Admission(index.flags_of(audience or ""), index.flags_of(levels=levels or ())))
    asked = sum(group.weight for group in query.groups)
    weighed = (_weigh(index, query, asked, number) for number in _best(scores, max(WEIGHED_MOST, limit)))
    return heapq.nlargest(limit, (one for one in weighed if one.score > 0), key=_score)


def _score(found: Found) -> float:
    return found.score


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
    known = [one for one in alternatives if _mass(index, one.terms) > 0]
    # What was typed says how much it matters; an official word is longer and must not drown the rest of the query.
    mean = [_mass(index, one.terms) / len(one.terms) * len(typed) for one in known]
    return Group(_mass(index, typed) or min(mean, default=0.0), tuple(known))


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


def _mass(index: Index, terms: Iterable[str]) -> float:
    return sum(index.idf(term) for term in terms)


def _candidates(index: Index, query: Query, admission: Admission) -> dict[int, float]:
    """Documents by what they share with the query.

    Rare terms are read from their lists. Once they make up most of the query, common ones only add to the documents
    already found: whoever has none of the rare terms would not come first anyway.
    """
    terms, scores = _terms(index, query), _lettered_candidates(index, query, admission)
    ordered = sorted(terms, key=lambda term: len(index.postings[term]))
    waiting = [sum(1 for term in terms.values() if place in term.groups) for place in range(len(query.groups))]
    whole, told, read = sum(group.weight for group in query.groups), 0.0, 0
    for at, name in enumerate(ordered):
        if (told >= ENOUGH * whole and read >= READ_LEAST) or read >= READ_MOST:
            _add_common(index, scores, [(one, terms[one].weight) for one in ordered[at:]])
            break
        term = terms[name]
        posting, weight = admission.of(index, index.postings[name][:TERM_MOST]), term.weight
        for number in posting:
            scores[number] = scores.get(number, 0.0) + weight
        read += len(posting)
        for place in term.groups:
            waiting[place] -= 1
            told += 0.0 if waiting[place] else query.groups[place].weight
    return scores


def _terms(index: Index, query: Query) -> dict[str, Term]:
    """Every term that a list is kept of. What sounds alike weighs alike: a rare word is not likelier for being rare."""
    terms: dict[str, Term] = {}
    for place, group in enumerate(query.groups):
        for one in group.alternatives:
            mass = _mass(index, one.terms)
            for name in one.terms:
                if idf := index.idf(name):
                    weight, before = group.weight * one.factor * idf / mass, terms.get(name, NO_TERM)
                    terms[name] = Term(max(weight, before.weight), before.groups | {place})
    return terms


def _lettered_candidates(index: Index, query: Query, admission: Admission) -> dict[int, float]:
    scores: dict[int, float] = {}
    for letters in query.letters:
        for number in admission.of(index, index.starting(letters)[:TERM_MOST]):
            scores[number] = scores.get(number, 0.0) + len(letters) * LETTER
    return scores


def _best(scores: dict[int, float], most: int) -> list[int]:
    """The numbers with the highest scores, between equals those that stand first. Faster than sorting pairs."""
    if len(scores) <= most:
        return list(scores)
    least = sorted(scores.values(), reverse=True)[most - 1]
    above = [number for number, score in scores.items() if score > least]
    equal = sorted(number for number, score in scores.items() if score == least)
    return above + equal[: most - len(above)]


def _add_common(index: Index, scores: dict[int, float], terms: Sequence[tuple[str, float]]) -> None:
    for number in _best(scores, COMMON_MOST):
        text = index.documents[number].text
        scores[number] += sum(weight for term, weight in terms if term in text)


def _weigh(index: Index, query: Query, asked: float, number: int) -> Found:
    document = index.documents[number]
    present = _present(index, query, document.text)
    best, best_phrase, phrases = 0.0, 0, document.text.split("\n")
    explanation = len(phrases) - 1 if document.explained else -1
    for at, phrase in enumerate(phrases):
        answered, said = 0.0, 0
        for weight, alternatives in present:
            value, matched = _answer(index, alternatives, phrase)
            answered += weight * value
            said += matched
        if answered:
            precision = min(1.0, said / max(1, len(phrase) - 1))
            value = answered / asked * (0.55 + 0.45 * precision) + (SAME if phrase == query.text else 0.0)
            if at == explanation:
                value *= EXPLAINED
            if value > best:
                best, best_phrase = value, 0 if at == explanation else at
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
