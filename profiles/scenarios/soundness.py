"""Whether a scenario makes sense: every fault with its place, for the test of the seed and for the desk. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from profiles.attributes.conditions import Condition, Sort, ValueKind, check
from profiles.scenarios.definitions import Definition, Step, fact_name

CHOICES_LEAST: Final = 2  # with one there is nothing to answer


def faults(
    scenario: Definition, attributes: Mapping[str, Sort], *, items: Mapping[str, frozenset[str]], apps: frozenset[str]
) -> list[str]:
    """What is wrong, in the editor's words; an empty list is a scenario that may be published.

    `attributes`: what conditions may look at. `items` and bundles: by code the items in it, an item being in itself.
    """
    return [
        *_doubles(scenario),
        *_of_attributes("when", scenario.when, attributes),
        *_of_questions(scenario, attributes),
        *(
            fault
            for place, _ in enumerate(scenario.steps)
            for fault in _of_step(scenario, place, attributes, items, apps)
        ),
    ]


def answer_sorts(scenario: Definition, *, before: str | None = None) -> dict[str, Sort]:
    """What conditions on answers may look at: all questions, or those before one."""
    found: dict[str, Sort] = {}
    for one in scenario.questions:
        if one.id == before:
            break
        found[fact_name(one.id)] = Sort(kind=ValueKind.TEXT, choices=[choice.value for choice in one.choices])
    return found


def _doubles(scenario: Definition) -> Iterator[str]:
    for what, names in (
        ("question", [one.id for one in scenario.questions]),
        ("step", [one.id for one in scenario.steps]),
        *((f"choice of {one.id}", [choice.value for choice in one.choices]) for one in scenario.questions),
    ):
        yield from (f"{what} {name} stands twice" for name in set(names) if names.count(name) > 1)


def _of_questions(scenario: Definition, attributes: Mapping[str, Sort]) -> Iterator[str]:
    for one in scenario.questions:
        if len(one.choices) < CHOICES_LEAST:
            yield f"question {one.id} has nothing to choose"
        if one.when is not None:
            yield from _of_attributes(f"question {one.id}", one.when, answer_sorts(scenario, before=one.id))
        for prefill in one.prefill:
            if all(choice.value != prefill.answer for choice in one.choices):
                yield f"question {one.id}: {prefill.answer} is no answer"
            yield from _of_attributes(f"question {one.id}", prefill.when, attributes)


def _of_step(
    scenario: Definition,
    place: int,
    attributes: Mapping[str, Sort],
    items: Mapping[str, frozenset[str]],
    apps: frozenset[str],
) -> Iterator[str]:
    step = scenario.steps[place]
    earlier = {one.id for one in scenario.steps[:place]}
    yield from (
        f"step {step.id} waits for {name}, which is not before it" for name in step.after if name not in earlier
    )
    if step.when is not None:
        yield from _of_attributes(f"step {step.id}", step.when, answer_sorts(scenario))
    if step.done_when is not None:
        yield from _of_attributes(f"step {step.id}", step.done_when, attributes)
    yield from _of_doer(step, items, apps)


def _of_doer(step: Step, items: Mapping[str, frozenset[str]], apps: frozenset[str]) -> Iterator[str]:
    named = [one for one in (step.item, step.bundle, step.app) if one is not None]
    if len(named) > 1:
        yield f"step {step.id} is done by several"
    if step.app is not None and step.app not in apps:
        yield f"step {step.id}: no mini-app {step.app}"
    doer = step.item or step.bundle
    if doer is None:
        return
    if doer not in items:
        yield f"step {step.id}: no item or bundle {doer}"
    elif not step.granted_by() or not set(step.granted_by()) <= items[doer]:
        yield f"step {step.id}: granted by {list(step.granted_by())}, which {doer} has not"


def _of_attributes(place: str, condition: Condition, sorts: Mapping[str, Sort]) -> Iterator[str]:
    yield from (f"{place}: {one.path} {one.code} {one.attribute or ''}" for one in check(condition, sorts))
