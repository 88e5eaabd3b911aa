"""Which events a subject's attributes open and end, and when to look again. Pure.

Whoever keeps the plan's answer needs to come back only on `look_on`, or when an attribute has changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from profiles.attributes.conditions import Facts, Known
from profiles.events.catalogue import (
    Becomes,
    Case,
    Changes,
    Dated,
    EventKind,
    Retires,
    Rule,
    SchoolYear,
    Turns,
    Yearly,
)
from profiles.events.days import MONTHS, months_later, retirement, school_year

ONE: Final = ""  # what an event is about when there is only one of its kind at a time
Marks = Mapping[str, str]
"""By attribute a mark of its value: equal for equal values, and telling nothing else."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is kept already. `by_attribute`: an attribute opened it, so it goes with it."""

    id: UUID
    kind: str
    about: str
    day: date
    attribute: str | None

    @property
    def by_attribute(self) -> bool:
        """Whether an attribute opened it."""
        return self.attribute is not None


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is to be kept, and the value behind it."""

    kind: str
    about: str
    day: date
    attribute: str
    known: Known


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to do about a subject, and when to look again even if nothing changes."""

    openings: Sequence[Opening]
    closings: Sequence[UUID]
    look_on: date | None


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule says: openings of now; `fresh` when a change replaces an older one; days to look again."""

    openings: Sequence[Opening] = ()
    look_on: Sequence[date] = ()
    stays: bool = False
    fresh: bool = False


def plan(
    kinds: Sequence[EventKind], facts: Facts, *, marks: Marks, seen: Marks, standing: Sequence[Standing], on: date
) -> Plan:
    """Compare what attributes say with what is kept; `seen` are the marks of last time, `marks` those of now."""
    openings: list[Opening] = []
    closings: set[UUID] = set()
    look: list[date] = []
    for kind in kinds:
        mine = [one for one in standing if one.kind == kind.code]
        found = [_found(rule, kind, facts, marks=marks, seen=seen, on=on) for rule in kind.opened_by]
        wanted = {one.about: one for each in found for one in each.openings}
        look += [day for each in found for day in each.look_on]
        kept: set[str] = set()
        for one in mine:
            over = _moved(one.day, kind.shown_days + 1)
            if over <= on or (one.by_attribute and not _stays(one, kind, found, wanted)):
                closings.add(one.id)
            else:
                kept.add(one.about)
                look.append(over)
        openings += [one for what, one in wanted.items() if what not in kept and _moved(one.day, kind.shown_days) >= on]
    return Plan(
        openings=openings, closings=sorted(closings), look_on=min((day for day in look if day > on), default=None)
    )


def _stays(one: Standing, kind: EventKind, found: Sequence[_Found], wanted: Mapping[str, Opening]) -> bool:
    """Whether the rule that opened it still says so."""
    of_rule = [
        each
        for rule, each in zip(kind.opened_by, found, strict=True)
        if not isinstance(rule, Case) and rule.attribute == one.attribute
    ]
    if any(each.fresh for each in of_rule):
        return False
    return one.about in wanted or any(each.stays for each in of_rule)


def _found(rule: Rule, kind: EventKind, facts: Facts, *, marks: Marks, seen: Marks, on: date) -> _Found:
    match rule:
        case Case():
            return _Found()
        case Becomes() | Changes():
            return _by_change(rule, kind, facts, marks=marks, seen=seen)
        case _:
            return _by_day(rule, kind, facts, on=on)


def _by_change(rule: Becomes | Changes, kind: EventKind, facts: Facts, *, marks: Marks, seen: Marks) -> _Found:
    known = facts.get(rule.attribute)
    if known is None or known.value is None:
        return _Found()
    if isinstance(rule, Becomes) and known.value not in rule.values:
        return _Found()
    first = rule.attribute not in seen
    other = not first and seen[rule.attribute] != marks.get(rule.attribute)
    opens = other or (first and isinstance(rule, Becomes) and rule.at_first)
    if not opens:
        return _Found(stays=True)
    opening = _opening(kind, known.as_of, rule.attribute, known)
    return _Found(openings=[opening], stays=True, fresh=other)


def _by_day(rule: Dated | Turns | SchoolYear | Retires | Yearly, kind: EventKind, facts: Facts, *, on: date) -> _Found:
    known = facts.get(rule.attribute)
    if known is None:
        return _Found()
    ahead = 0 if isinstance(rule, Yearly) else rule.ahead
    openings, look = [], []
    for day in _days(rule, known, facts, on=on):
        begins, over = _moved(day, -ahead), _moved(day, min(rule.past, kind.shown_days) + 1)
        if begins <= on < over:
            openings.append(_opening(kind, day, rule.attribute, known))
        look += [begins, over]
    return _Found(openings=openings, look_on=look)


def _days(
    rule: Dated | Turns | SchoolYear | Retires | Yearly, known: Known, facts: Facts, *, on: date
) -> Iterator[date]:
    for day in _values(known):
        match rule:
            case Dated():
                yield day
            case Turns():
                yield months_later(day, rule.years * MONTHS)
            case SchoolYear():
                yield school_year(day, rule.age)
            case Yearly():
                yield from (date(year, rule.month, rule.day) for year in (on.year, on.year + 1) if year > day.year)
            case Retires():
                gender = facts.get(rule.gender)
                found = retirement(day, str(gender.value)) if gender is not None else None
                if found is not None:
                    yield found


def _values(known: Known) -> Iterator[date]:
    """The days that a value is; a value that is none says nothing."""
    values = known.value if isinstance(known.value, list | tuple) else (known.value,)
    for one in values:
        try:
            yield date.fromisoformat(one if isinstance(one, str) else "")
        except ValueError:
            continue


def _opening(kind: EventKind, day: date, attribute: str, known: Known) -> Opening:
    return Opening(kind=kind.code, about=about(kind, day), day=day, attribute=attribute, known=known)


def about(kind: EventKind, day: date) -> str:
    """What tells one event of a kind from another."""
    return day.isoformat() if kind.each else ONE


def _moved(day: date, days: int) -> date:
    return date.fromordinal(max(1, min(day.toordinal() + days, date.max.toordinal())))
