"""The order itself, made of nothing but what a card's reasons say; so that it can be made again from them. Pure.

Everything is whole numbers and names: the same reasons give the same order on every machine.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from profiles.ranking.structs import Place, Ranked

IN_A_ROW: Final = 2  # cards of one sector side by side: a third one looks like a page of that department
VARIED: Final = 60  # nobody scrolls further than this, and who does is looking for something
NEVER: Final = date.max.toordinal()


class Line(NamedTuple):
    """What the order looks at. Lines compare as cards stand: place, then day where that rules, then score, then id."""

    place: int
    day: int
    minus_score: int
    id: str
    sector: str
    at: int | None


def line(card: str, *, place: Place, score: int, sector: str, deadline: date | None, at: int | None) -> Line:
    """The line of a card; a deadline orders only those that rules put first for it."""
    day = deadline.toordinal() if place is Place.DUE and deadline is not None else NEVER
    return Line(place, day, -score, card, sector, at)


def line_of(card: Ranked) -> Line:
    """The line of a card that no lot was drawn for."""
    return line(card.id, place=card.place, score=card.score, sector=card.sector, deadline=card.deadline, at=None)


def ordered(lines: Iterable[Line]) -> tuple[list[Line], frozenset[str]]:
    """The lines in their order, and the ids of those that stand further back for the sake of variety."""
    return arranged(sorted(lines))


def arranged(every: list[Line]) -> tuple[list[Line], frozenset[str]]:
    """The same for lines that are sorted already."""
    first, last = bisect_left(every, (Place.USUAL,)), bisect_left(every, (Place.USUAL + 1,))
    usual = drawn(every[first:last])
    spread, passed = varied(usual, before=[one.sector for one in every[:first]])
    return every[:first] + spread + every[last:], frozenset(passed)


def drawn(usual: list[Line]) -> list[Line]:
    """The usual ones with those that were drawn by lot at their numbers, the smallest number first."""
    for one in sorted((one for one in usual if one.at is not None), key=lambda one: one.at or 0):
        usual.remove(one)
        usual.insert(one.at or 0, one)
    return usual


def varied(usual: Sequence[Line], *, before: Sequence[str]) -> tuple[list[Line], set[str]]:
    """No more than `IN_A_ROW` of one sector side by side among the first `VARIED`, as long as others are left.

    And the ids of those that were passed over for it.

    Always the first of those waiting that may stand there; `held` are those that were passed over, and are before all
    others.
    """
    found, held, passed = list[Line](), list[Line](), set[str]()
    (row, length), number, many = _row(before), 0, len(usual)
    while (held or number < many) and len(found) < VARIED:
        full = length >= IN_A_ROW and row != ""
        pick = next((place for place, one in enumerate(held) if not full or one.sector != row), None) if held else None
        if pick is not None:
            taken = held.pop(pick)
        else:
            begin = number
            while full and number < many and usual[number].sector == row:
                number += 1
            held += usual[begin:number]
            if number < many:
                passed.update(one.id for one in usual[begin:number])
                taken = usual[number]
                number += 1
            else:
                taken = held.pop(0)
        length = length + 1 if taken.sector == row else 1
        row = taken.sector
        found.append(taken)
    return [*found, *held, *usual[number:]], passed


def replay(cards: Iterable[Ranked]) -> list[str]:
    """The ids in the order that follows from the reasons and steps alone, whatever order the cards are given in.

    Raises:
        ValueError: a contribution is not its value times its weight.
    """
    lines = []
    for one in cards:
        score = 0
        for reason in one.reasons:
            if reason.contribution != reason.value * reason.weight:
                raise ValueError(f"{one.id}: {reason.feature} does not add up")
            score += reason.contribution
        places = [step.place for step in one.steps if step.place is not None]
        lots = [step.at for step in one.steps if step.at is not None]
        place = places[-1] if places else Place.USUAL
        at = lots[0] if lots else None
        lines.append(line(one.id, place=place, score=score, sector=one.sector, deadline=one.deadline, at=at))
    return [one.id for one in ordered(lines)[0]]


def _row(before: Sequence[str]) -> tuple[str, int]:
    """The sector of the last one before, and how many of it stand side by side."""
    row, length = (before[-1] if before else ""), 0
    for one in reversed(before):
        if one != row:
            break
        length += 1
    return row, length
