"""Scenario questions: what is left of an item when some of them are answered. Pure.

Conditions are in the form any-of all-of: an item's own are one list, a bundle's one for each member that asks. Each
clause holds, fails or is open; it fails as well when its question can no longer be asked. Only what certainly holds is
shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Protocol, TypeVar

import msgspec

from backend.services.items.errors import NoSuchAnswer
from backend.services.items.structs import Item, Narrowed, Question, When

Terms = Sequence[Sequence[When]]
SHOWN_MOST = 40  # of an answer that does not exist, what a refusal repeats


class Truth(Enum):
    """What is known of a condition so far."""

    HOLDS = 1
    OPEN = 2
    FAILS = 3


class Conditional(Protocol):
    """Something that applies only when its conditions hold."""

    @property
    def when(self) -> list[When]:
        """All must hold."""
        ...


C = TypeVar("C", bound=Conditional)


class Asked(msgspec.Struct, frozen=True):
    """A question and when it is asked; its terms name only questions that stand before it."""

    question: Question
    terms: Terms


class Scene:
    """Questions in their order with the answers that count.

    Raises:
        NoSuchAnswer: an answer to no question, or one that is no choice.
    """

    def __init__(self, asked: Sequence[Asked], answers: Mapping[str, str]) -> None:
        _require_choices(asked, answers)
        self._asked = asked
        self._values: dict[str, str] = {}
        self._reach: dict[str, Truth] = {}
        for one in asked:
            name = one.question.id
            self._reach[name] = self.truth(one.terms)
            if self._reach[name] is Truth.HOLDS and name in answers:
                self._values[name] = answers[name]

    @property
    def answers(self) -> dict[str, str]:
        """The answers that count: those to questions that are really asked."""
        return dict(self._values)

    def truth(self, terms: Terms) -> Truth:
        """Whether any of the alternatives holds, or may still."""
        found = [self._all_of(alternative) for alternative in terms]
        return min(found, key=lambda one: one.value, default=Truth.FAILS)

    def next_question(self, decided: Iterable[Terms]) -> Question | None:
        """The first question that is asked, not answered, and could still change any of `decided`."""
        open_terms = [terms for terms in decided if self.truth(terms) is Truth.OPEN]
        matters: set[str] = set()
        for one in reversed(self._asked):
            name = one.question.id
            if name not in self._values and self._decides(name, open_terms):
                matters.add(name)
                if self._reach[name] is Truth.OPEN:
                    open_terms.append(one.terms)
        ready = (one.question for one in self._asked if one.question.id in matters)
        return next((question for question in ready if self._reach[question.id] is Truth.HOLDS), None)

    def _decides(self, name: str, open_terms: Iterable[Terms]) -> bool:
        return any(
            self._all_of(alternative) is Truth.OPEN and any(clause.question == name for clause in alternative)
            for terms in open_terms
            for alternative in terms
        )

    def _all_of(self, alternative: Sequence[When]) -> Truth:
        return max((self._clause(one) for one in alternative), key=lambda one: one.value, default=Truth.HOLDS)

    def _clause(self, clause: When) -> Truth:
        value = self._values.get(clause.question)
        if value is not None:
            return Truth.HOLDS if value in clause.one_of else Truth.FAILS
        return Truth.FAILS if self._reach.get(clause.question, Truth.FAILS) is Truth.FAILS else Truth.OPEN


def narrow(item: Item, answers: Mapping[str, str]) -> Narrowed:
    """The item for somebody who has given these answers, and what to ask next.

    Raises:
        NoSuchAnswer
    """
    scene = Scene([Asked(question, (question.when,)) for question in item.questions], answers)
    elements: list[Conditional] = [*item.conditions, *item.steps, *item.materials, *item.fees, *item.fields]
    return Narrowed(
        next_question=scene.next_question([(one.when,) for one in elements]),
        answers=scene.answers,
        conditions=_holding(scene, item.conditions),
        steps=_holding(scene, item.steps),
        materials=_holding(scene, item.materials),
        fees=_holding(scene, item.fees),
        fields=_holding(scene, item.fields),
    )


def _holding(scene: Scene, elements: Sequence[C]) -> list[C]:
    return [one for one in elements if scene.truth((one.when,)) is Truth.HOLDS]


def _require_choices(asked: Sequence[Asked], answers: Mapping[str, str]) -> None:
    choices = {one.question.id: {choice.value for choice in one.question.choices} for one in asked}
    for name, value in answers.items():
        if value not in choices.get(name, ()):
            raise NoSuchAnswer(question=name[:SHOWN_MOST], answer=value[:SHOWN_MOST])
