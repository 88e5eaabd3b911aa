"""Every scenario of every version, read from `data/`, and what must be watched because of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from profiles.attributes import service as attributes
from profiles.attributes.conditions import Condition, Purpose, Sort, SubjectKind, attributes_of
from profiles.scenarios.definitions import Definition

DATA: Final = Path(__file__).parent / "data"


def _read() -> list[Definition]:
    decoder = msgspec.json.Decoder(list[Definition])
    return [one for path in sorted(DATA.glob("*.json")) for one in decoder.decode(path.read_bytes())]


SCENARIOS: Final[Sequence[Definition]] = tuple(_read())
BY_VERSION: Final[Mapping[tuple[str, int], Definition]] = {(one.code, one.version): one for one in SCENARIOS}


def in_force(on: date) -> Mapping[str, Definition]:
    """By code the newest version that counts on that day."""
    valid = [one for one in SCENARIOS if one.valid_from <= on <= (one.valid_to or date.max)]
    return {one.code: one for one in sorted(valid, key=lambda one: (one.code, one.version))}


def of_version(code: str, version: int, *, on: date) -> Definition | None:
    """The version that somebody began with; the one in force when it is no longer kept."""
    return BY_VERSION.get((code, version)) or in_force(on).get(code)


def opened_by(kind: str, *, on: date) -> list[Definition]:
    """The scenarios that an event of this kind opens."""
    return [one for one in in_force(on).values() if kind in one.events]


@cache
def looked_at(subject: SubjectKind) -> frozenset[str]:
    """The attributes that may change how a scenario of such subjects stands."""
    return frozenset(
        name
        for one in SCENARIOS
        if one.subject is subject
        for condition in conditions_on_attributes(one)
        for name in attributes_of(condition)
    )


@cache
def may_look_at(subject: SubjectKind, purpose: Purpose) -> frozenset[str]:
    """The attributes that scenarios for this use may look at: their own use's, and what personalisation may see."""
    return frozenset(sorts_for(subject, purpose))


def sorts_for(subject: SubjectKind, purpose: Purpose) -> Mapping[str, Sort]:
    """The same, as conditions are checked against it."""
    every = attributes.sorts(subject, Purpose.PERSONALISATION, Purpose.CHILDREN, purpose)
    return {name: sort for name, sort in every.items() if not sort.hidden}


@cache
def basic_codes() -> frozenset[str]:
    """The items whose cases do a step."""
    return frozenset(code for one in SCENARIOS for step in one.steps for code in step.granted_by())


def conditions_on_attributes(scenario: Definition) -> list[Condition]:
    """For whom it is, what fills its questions in, and what says that a step is done."""
    filled = [prefill.when for one in scenario.questions for prefill in one.prefill]
    return [scenario.when, *filled, *(one.done_when for one in scenario.steps if one.done_when is not None)]
