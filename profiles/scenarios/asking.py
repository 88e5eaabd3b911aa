"""Which questions are answered, by whom, which are still to be asked, and which settles most. Pure.

An answer counts while its question applies; a question that does not apply has the answer "none", which is knowledge,
too. Answers only ever settle: one more answer turns nothing known into something unknown (see `conditions`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from profiles.attributes.conditions import (
    Condition,
    Facts,
    Known,
    Reason,
    SourceKind,
    Verdict,
    attributes_of,
    judge,
    verdict_of,
)
from profiles.scenarios.definitions import ANSWER_PREFIX, Definition, Question, fact_name

SAID: Final = "本人填写"


class Asked(StrEnum):
    """How a question stands."""

    KNOWN = "known"  # attributes answer it: it is not asked
    ANSWERED = "answered"
    OPEN = "open"
    LATER = "later"  # whether it applies depends on an answer that is still open
    NOT_NEEDED = "not-needed"  # it does not apply, or its answer would change nothing


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it stands, with what the answer rests on when attributes gave it."""

    question: Question
    asked: Asked
    answer: str | None = None
    reasons: Sequence[Reason] = ()


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known of a scenario's questions: `facts` is what conditions of steps are judged on."""

    facts: Facts
    standings: Mapping[str, Standing]


def answered(scenario: Definition, facts: Facts, answers: Mapping[str, str], *, on: date) -> Answered:
    """Go through the questions once, in their order: each looks only at answers before it.

    What the person says counts before what attributes say: registers err, and the wizard must not argue.
    """
    found: dict[str, Known] = {}
    standings: dict[str, Standing] = {}
    for one in scenario.questions:
        applies = verdict_of(one.when, found, on=on) if one.when is not None else Verdict.MET
        standing = _standing(one, applies, facts, answers.get(one.id), on=on)
        standings[one.id] = standing
        if applies is Verdict.NOT_MET:
            found[fact_name(one.id)] = Known(value=None, as_of=on, source_kind=SourceKind.DERIVED, source=SAID)
        elif standing.answer is not None:
            found[fact_name(one.id)] = _known(standing, on=on)
    return Answered(facts=found, standings=standings)


def relevant(scenario: Definition, known: Answered, conditions: Iterable[Condition], *, on: date) -> frozenset[str]:
    """The questions whose answers may still settle one of these conditions, those they depend on included."""
    waiting = {name for one in conditions for name in judge(one, known.facts, on=on).missing}
    found: set[str] = set()
    while waiting:
        question_id = waiting.pop().removeprefix(ANSWER_PREFIX)
        question = scenario.question(question_id)
        if question is None or question_id in found:
            continue
        found.add(question_id)
        if question.when is not None:
            waiting |= set(judge(question.when, known.facts, on=on).missing)
    return frozenset(found)


def next_question(
    scenario: Definition, known: Answered, conditions: Sequence[Condition], *, wanted: frozenset[str], on: date
) -> str | None:
    """The open question whose answer settles most of these conditions on average; the earlier one when equal."""
    best, most = None, -1.0
    for one in scenario.questions:
        if known.standings[one.id].asked is Asked.OPEN and one.id in wanted:
            settled = _settled_on_average(one, known.facts, conditions, on=on)
            if settled > most:
                best, most = one.id, settled
    return best


def _settled_on_average(question: Question, facts: Facts, conditions: Sequence[Condition], *, on: date) -> float:
    name = fact_name(question.id)
    touched = [one for one in conditions if name in attributes_of(one)]
    settled = 0
    for choice in question.choices:
        tried = {**facts, name: Known(value=choice.value, as_of=on, source_kind=SourceKind.PERSON, source=SAID)}
        settled += sum(verdict_of(one, tried, on=on) is not Verdict.UNKNOWN for one in touched)
    return settled / len(question.choices)


def _standing(question: Question, applies: Verdict, facts: Facts, answer: str | None, *, on: date) -> Standing:
    if applies is Verdict.NOT_MET:
        return Standing(question=question, asked=Asked.NOT_NEEDED)
    if applies is Verdict.UNKNOWN:
        return Standing(question=question, asked=Asked.LATER)
    if answer is not None and any(one.value == answer for one in question.choices):
        return Standing(question=question, asked=Asked.ANSWERED, answer=answer)
    for one in question.prefill:
        judged = judge(one.when, facts, on=on)
        if judged.verdict is Verdict.MET:
            return Standing(question=question, asked=Asked.KNOWN, answer=one.answer, reasons=judged.reasons)
    return Standing(question=question, asked=Asked.OPEN)


def _known(standing: Standing, *, on: date) -> Known:
    """The answer as conditions see it: as reliable as what it rests on."""
    first = standing.reasons[0] if standing.reasons else None
    if first is None or first.source_kind is None:
        return Known(value=standing.answer, as_of=on, source_kind=SourceKind.PERSON, source=SAID)
    return Known(
        value=standing.answer, as_of=first.as_of or on, source_kind=first.source_kind, source=first.source or SAID
    )
