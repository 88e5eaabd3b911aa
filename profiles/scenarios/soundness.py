"""Whether a scenario makes sense: every fault with place, cause and fix, for the seed's test and for the desk. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from backend.identity.consents.structs import Bilingual
from profiles.attributes.conditions import Purpose, Sort, SubjectKind, ValueKind, flaws_of
from profiles.publishing.structs import Flaw
from profiles.scenarios.definitions import Definition, Step, fact_name
from profiles.scenarios.engine import StepState, follow
from profiles.scenarios.flaw_words import flaw
from profiles.scenarios.structs import ANSWERS_MOST, STEPS_MOST

CHOICES_LEAST: Final = 2  # with one there is nothing to answer
TITLE_MOST, STEP_TITLE_MOST, TEXT_MOST = 12, 20, 45  # Chinese characters: one line of a card, of a step, two of a phone
WAYS_MOST: Final = 1_000  # ways through the questions that are walked: half a second, and more than anybody oversees


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario may name: attributes, items and bundles with the items in each, events by code, mini-apps.

    An item is in itself. `events` says of whom each is, and for which use.
    """

    attributes: Mapping[str, Sort]
    items: Mapping[str, frozenset[str]]
    events: Mapping[str, tuple[SubjectKind, Purpose]]
    apps: frozenset[str]


def faults(scenario: Definition, around: Surroundings) -> list[Flaw]:
    """What is wrong, in the editor's words; an empty list is a scenario that may be published."""
    found = [
        *_doubles(scenario),
        *_of_itself(scenario, around),
        *flaws_of("when", scenario.when, around.attributes),
        *_of_questions(scenario, around.attributes),
        *(fault for place in range(len(scenario.steps)) for fault in _of_step(scenario, place, around)),
        *_of_words(scenario),
    ]
    return found or list(_unreachable(scenario))


def answer_sorts(scenario: Definition, *, before: str | None = None) -> dict[str, Sort]:
    """What conditions on answers may look at: all questions, or those before one."""
    found: dict[str, Sort] = {}
    for one in scenario.questions:
        if one.id == before:
            break
        found[fact_name(one.id)] = Sort(kind=ValueKind.TEXT, choices=[choice.value for choice in one.choices])
    return found


def named_items(scenario: Definition) -> frozenset[str]:
    """The items and bundles that its steps name."""
    return frozenset(name for one in scenario.steps for name in (one.item, one.bundle) if name is not None)


def _doubles(scenario: Definition) -> Iterator[Flaw]:
    for path, names in (
        ("questions", [one.id for one in scenario.questions]),
        ("steps", [one.id for one in scenario.steps]),
        *((f"questions[{one.id}].choices", [choice.value for choice in one.choices]) for one in scenario.questions),
    ):
        yield from (flaw(path, "twice", name) for name in sorted(set(names)) if names.count(name) > 1)


def _of_itself(scenario: Definition, around: Surroundings) -> Iterator[Flaw]:
    if not scenario.events:
        yield flaw("events", "no-event")
    known = {code: around.events.get(code, (None, None)) for code in scenario.events}
    yield from (
        flaw("events", "no-such-event", code) for code, (kind, _) in known.items() if kind is not scenario.subject
    )
    if scenario.purpose not in {Purpose.PERSONALISATION, *(purpose for _, purpose in known.values())}:
        yield flaw("purpose", "other-purpose", scenario.purpose)
    if not scenario.steps:
        yield flaw("steps", "no-step")
    if len(scenario.steps) > STEPS_MOST:
        yield flaw("steps", "too-many", STEPS_MOST)
    if len(scenario.questions) > ANSWERS_MOST:
        yield flaw("questions", "too-many", ANSWERS_MOST)
    if (scenario.valid_to or date.max) < scenario.valid_from:
        yield flaw("validTo", "ends-before")


def _of_questions(scenario: Definition, attributes: Mapping[str, Sort]) -> Iterator[Flaw]:
    for one in scenario.questions:
        path = f"questions[{one.id}]"
        if len(one.choices) < CHOICES_LEAST:
            yield flaw(f"{path}.choices", "one-choice")
        if one.when is not None:
            yield from flaws_of(f"{path}.when", one.when, answer_sorts(scenario, before=one.id))
        for number, prefill in enumerate(one.prefill):
            if all(choice.value != prefill.answer for choice in one.choices):
                yield flaw(f"{path}.prefill[{number}]", "no-such-answer", prefill.answer)
            yield from flaws_of(f"{path}.prefill[{number}].when", prefill.when, attributes)


def _of_step(scenario: Definition, place: int, around: Surroundings) -> Iterator[Flaw]:
    step = scenario.steps[place]
    path, earlier = f"steps[{step.id}]", {one.id for one in scenario.steps[:place]}
    yield from (flaw(f"{path}.after", "not-before", name) for name in step.after if name not in earlier)
    if step.when is not None:
        yield from flaws_of(f"{path}.when", step.when, answer_sorts(scenario))
    if step.done_when is not None:
        yield from flaws_of(f"{path}.doneWhen", step.done_when, around.attributes)
    yield from _of_doer(path, step, around)


def _of_doer(path: str, step: Step, around: Surroundings) -> Iterator[Flaw]:
    named = [one for one in (step.item, step.bundle, step.app) if one is not None]
    if len(named) > 1:
        yield flaw(path, "several-doers")
    if step.app is not None and step.app not in around.apps:
        yield flaw(f"{path}.app", "no-such-app", step.app)
    doer = step.item or step.bundle
    if doer is None:
        return
    if doer not in around.items:
        yield flaw(f"{path}.{'item' if step.item else 'bundle'}", "no-such-item", doer)
    elif not step.granted_by() or not set(step.granted_by()) <= around.items[doer]:
        yield flaw(f"{path}.doneBy", "not-granted-by", "、".join(step.granted_by()) or "-")


def _of_words(scenario: Definition) -> Iterator[Flaw]:
    for path, words, most in _words(scenario):
        if not words.zh.strip() or not words.en.strip():
            yield flaw(path, "no-words")
        if len(words.zh) > most:
            yield flaw(path, "too-long", most)
    for path, source in _sources(scenario):
        if not source.strip():
            yield flaw(path, "no-source")


def _words(scenario: Definition) -> Iterator[tuple[str, Bilingual, int]]:
    yield "title", scenario.title, TITLE_MOST
    yield "about", scenario.about, TEXT_MOST
    for question in scenario.questions:
        yield f"questions[{question.id}].text", question.text, TEXT_MOST
        for choice in question.choices:
            yield f"questions[{question.id}].choices[{choice.value}].title", choice.title, TEXT_MOST
    for step in scenario.steps:
        path = f"steps[{step.id}]"
        yield f"{path}.title", step.title, STEP_TITLE_MOST
        yield f"{path}.about", step.about, TEXT_MOST
        if step.place is not None:
            yield f"{path}.place", step.place, TEXT_MOST
        for number, need in enumerate(step.needs):
            yield f"{path}.needs[{number}]", need, TEXT_MOST


def _sources(scenario: Definition) -> Iterable[tuple[str, str]]:
    yield "source", scenario.source
    for step in scenario.steps:
        yield f"steps[{step.id}].source", step.source
        if step.deadline is not None:
            yield f"steps[{step.id}].deadline.source", step.deadline.source


def _unreachable(scenario: Definition) -> Iterator[Flaw]:
    """Steps that no answers lead to; nothing is said of a scenario with more ways through than are walked."""
    waiting: list[dict[str, str]] = [{}]
    reached: set[str] = set()
    for _ in range(WAYS_MOST):
        if not waiting:
            break
        answers = waiting.pop()
        progress = follow(scenario, {}, answers, on=scenario.valid_from)
        reached |= {one.step.id for one in progress.steps if one.state in {StepState.MISSING, StepState.BLOCKED}}
        if len(reached) == len(scenario.steps):
            return
        question = scenario.question(progress.next_question) if progress.next_question is not None else None
        if question is not None:
            waiting += [{**answers, question.id: choice.value} for choice in question.choices]
    if not waiting:
        yield from (flaw(f"steps[{one.id}]", "never") for one in scenario.steps if one.id not in reached)
