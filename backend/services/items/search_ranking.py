"""From a query to items, the likeliest first. Pure.

Documents that share rare terms are candidates; the best of them are weighed phrase by phrase: how much
of the query a phrase answers, and how much of the phrase the query says.
"""

import heapq
from collections.abc import Sequence
from typing import Final

import msgspec

from backend.services.items.search_index import Document, Index
from backend.services.items.search_query import Alternative, Query, mass, taken_apart

READ_MOST: Final = 4_000  # numbers read per query: what keeps a common word within milliseconds
READ_LEAST: Final = 300
TERM_MOST: Final = 2_500  # numbers read of one term; lists follow the standing of items, so the likelier ones are read
ENOUGH: Final = 0.5
COMMON_MOST: Final = 400
WEIGHED_MOST: Final = 48
LETTER: Final = 2.0
EXPLAINED: Final = 0.8  # the sentence that explains an item speaks of neighbours, too
SAME: Final = 0.25  # for a phrase that is the query, whole
STANDING: Final = 0.03  # what being asked for often counts: it decides only between equals


class Term(msgspec.Struct, frozen=True):
    """A term of a query, and the groups that it belongs to."""

    weight: float
    groups: frozenset[int]


NO_TERM: Final = Term(0.0, frozenset())


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
            whole = mass(index, one.terms)
            for name in one.terms:
                if idf := index.idf(name):
                    weight, before = group.weight * one.factor * idf / whole, terms.get(name, NO_TERM)
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
                here.append(Alternative(one.factor * mass(index, terms) / mass(index, one.terms), terms))
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
            value = one.factor * mass(index, hit) / mass(index, terms)
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
