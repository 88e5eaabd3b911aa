"""Every published scenario of every version, and what must be watched because of them; seeded from `data/`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import msgspec
from asyncpg import Record

from profiles.attributes import service as attributes
from profiles.attributes.conditions import Condition, Purpose, Sort, SubjectKind, attributes_of
from profiles.publishing import service as publishing
from profiles.publishing.structs import Body, Kind
from profiles.scenarios.definitions import Definition

DATA: Final = Path(__file__).parent / "data"


def definition(body: Body) -> Definition:
    """A scenario from its body.

    Raises:
        msgspec.ValidationError
    """
    return msgspec.convert(body, Definition)


def _files() -> list[Body]:
    decoder = msgspec.json.Decoder(list[Body])
    return [one for path in sorted(DATA.glob("*.json")) for one in decoder.decode(path.read_bytes())]


SHELF: Final = publishing.Shelf(Kind.SCENARIO, seed=_files(), read=definition)
SEEDS: Final[Sequence[Definition]] = SHELF.every


def every() -> Sequence[Definition]:
    """Every version of every scenario, as this process knows them."""
    return SHELF.every


def in_force(on: date) -> Mapping[str, Definition]:
    """Of each scenario the newest version that has begun, unless its term is over."""
    return _in_force(on, SHELF.revision)


def of_version(code: str, version: int, *, on: date) -> Definition | None:
    """The version that somebody began with; the one in force when it is no longer kept."""
    return _by_version(SHELF.revision).get((code, version)) or in_force(on).get(code)


async def fresh(rows: Iterable[Record] = ()) -> None:
    """Know what was published; the versions that these rows hold on to at once, everything else two seconds late."""
    await publishing.fresh()
    known = _by_version(SHELF.revision)
    if any((row["code"], row["version"]) not in known for row in rows):
        await publishing.refresh()


def opened_by(kind: str, *, on: date) -> list[Definition]:
    """The scenarios that an event of this kind opens."""
    return [one for one in in_force(on).values() if kind in one.events]


def looked_at(subject: SubjectKind) -> frozenset[str]:
    """The attributes that may change how a scenario of such subjects stands."""
    return _looked_at(subject, SHELF.revision)


def basic_codes() -> frozenset[str]:
    """The items whose cases do a step."""
    return _basic_codes(SHELF.revision)


@cache
def may_look_at(subject: SubjectKind, purpose: Purpose) -> frozenset[str]:
    """The attributes that scenarios for this use may look at: their own use's, and what personalisation may see."""
    return frozenset(sorts_for(subject, purpose))


def sorts_for(subject: SubjectKind, purpose: Purpose) -> Mapping[str, Sort]:
    """The same, as conditions are checked against it."""
    every_sort = attributes.sorts(subject, Purpose.PERSONALISATION, Purpose.CHILDREN, purpose)
    return {name: sort for name, sort in every_sort.items() if not sort.hidden}


def conditions_on_attributes(scenario: Definition) -> list[Condition]:
    """For whom it is, what fills its questions in, and what says that a step is done."""
    filled = [prefill.when for one in scenario.questions for prefill in one.prefill]
    return [scenario.when, *filled, *(one.done_when for one in scenario.steps if one.done_when is not None)]


# What follows is made once for each publication: the revision stands for all that is published.


@lru_cache(maxsize=8)
def _in_force(on: date, _revision: int) -> Mapping[str, Definition]:
    begun = sorted((one for one in every() if one.valid_from <= on), key=lambda one: (one.code, one.version))
    newest = {one.code: one for one in begun}
    return {code: one for code, one in newest.items() if on <= (one.valid_to or date.max)}


@lru_cache(maxsize=2)
def _by_version(_revision: int) -> Mapping[tuple[str, int], Definition]:
    return {(one.code, one.version): one for one in every()}


@lru_cache(maxsize=4)
def _looked_at(subject: SubjectKind, _revision: int) -> frozenset[str]:
    return frozenset(
        name
        for one in every()
        if one.subject is subject
        for condition in conditions_on_attributes(one)
        for name in attributes_of(condition)
    )


@lru_cache(maxsize=2)
def _basic_codes(_revision: int) -> frozenset[str]:
    return frozenset(code for one in every() for step in one.steps for code in step.granted_by())
