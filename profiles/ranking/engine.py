"""Which card stands where, and why: rules decide who is placed where, features and weights order within a place.

What looks at nobody (popularity, season, deadline, freshness) is worked out once a day for each card and kept with that
very object; for a person only what is known of them is added. Everything is whole numbers, so that `order.replay` makes
the same order from the reasons.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final

from profiles.ranking import library, lots, order, rules, speaking
from profiles.ranking.lots import CERTAIN
from profiles.ranking.memory import Memory
from profiles.ranking.model import Model
from profiles.ranking.structs import Candidate, Place, Ranked, Ranking
from profiles.ranking.using import PREFECTURE
from profiles.ranking.viewer import Viewer

KEPT_MOST: Final = 20_000  # cards of some days, weights and regions; more than ever are at once
TOP: Final = 12  # no screen shows more: further down popularity need not say that it is that of a place
Key = tuple[date, int, str, str]


class Engine:
    """Orders cards under one model; a new model takes a new engine."""

    def __init__(self, model: Model) -> None:
        """Begin with an empty memory."""
        self.model = model
        self._kept: dict[Key, Memory] = {}
        self._count = 0

    def rank(self, candidates: Sequence[Candidate], viewer: Viewer, *, on: date) -> Ranking:
        """The order of the cards on that day; of two with one id the first counts. A tuple known already is quick."""
        about, memory = speaking.About(viewer, on=on), self._memory(viewer, on)
        whole = memory.whole(candidates, about, self._remember)
        left_out, mine = list(whole.left_out), dict[str, Ranked]()
        for card in memory.touched(viewer, about):
            plain = whole.plain.get(card)
            if plain is not None and (ranked := about.ranked(plain)) is not plain.ranked:
                mine[card] = ranked
        found = whole.ranked | mine
        for each in whole.special:
            gone = rules.left_out(each, viewer, on=on)
            if gone is not None:
                left_out.append(gone)
            elif each.id not in found:
                found[each.id] = mine[each.id] = about.ranked(self._remember(memory, each, about))
        lines = [line for line in whole.lines if line.id not in mine] if mine else list(whole.lines)
        lines += [order.line_of(card) for card in mine.values()]
        lines.sort()
        cards = _cards(found, lines, viewer, on)
        for number, one in enumerate(cards[:TOP] if self.model.around(viewer.region) else ()):
            if one.id in memory.plain and memory.plain[one.id].local:
                cards[number] = about.with_popularity_here(one)
        return Ranking(
            cards=cards,
            left_out=left_out,
            personal=viewer.personal,
            on=on,
            weights_version=viewer.weights_version,
            arm=viewer.arm,
        )

    def _remember(self, memory: Memory, one: Candidate, about: speaking.About) -> speaking.Plain:
        known = memory.plain.get(one.id)
        if known is not None and known.candidate is one:
            return known
        self._count += 1
        made = speaking.plain(one, about, self.model)
        memory.keep(made)
        return made

    def _memory(self, viewer: Viewer, on: date) -> Memory:
        if self._count > KEPT_MOST:
            self._kept.clear()
            self._count = 0
        region = library.season_region(viewer.region)
        around = viewer.region[:PREFECTURE] if self.model.around(viewer.region) else ""
        return self._kept.setdefault((on, viewer.weights_version, region, around), Memory())


def _cards(found: Mapping[str, Ranked], lines: list[order.Line], viewer: Viewer, on: date) -> list[Ranked]:
    numbers, chances = _lots(lines, viewer, on)
    if numbers:
        lines = [one._replace(at=numbers[one.id]) if one.id in numbers else one for one in lines]
    every, passed = order.arranged(lines)
    told = passed.union(chances)
    return [
        _told(found[one.id], one, chances, back=one.id in passed) if one.id in told else found[one.id] for one in every
    ]


def rests_on(card: Ranked) -> frozenset[str]:
    """The attributes that speak for a card, and what the person did before; empty: it is there for everybody."""
    spoken = [basis for reason in card.reasons if reason.contribution > 0 for basis in reason.basis]
    return frozenset(one.attribute for one in spoken if one.attribute is not None)


def _lots(lines: Sequence[order.Line], viewer: Viewer, on: date) -> tuple[dict[str, int], dict[str, int]]:
    """Which of the lines, in their order, are drawn where; none for nobody, from whom nothing is learned."""
    if viewer.pseudonym is None or not viewer.arm_of.explore:
        return {}, {}
    usual = [one.id for one in islice((one for one in lines if one.place == Place.USUAL), lots.LOOKED_AT)]
    luck = random.Random(f"{viewer.pseudonym}{on}{viewer.arm}")
    return lots.draw(usual, explore=viewer.arm_of.explore, luck=luck)


def _told(card: Ranked, line: order.Line, chances: Mapping[str, int], *, back: bool) -> Ranked:
    """The card with what the lot and the rule of variety did."""
    steps = list(card.steps)
    if line.at is not None:
        steps.append(rules.drawn_to(line.at))
    if back:
        steps.append(rules.VARIETY)
    return Ranked(
        id=card.id, place=card.place, score=card.score, sector=card.sector, deadline=card.deadline,
        propensity=chances.get(card.id, CERTAIN), reasons=card.reasons, steps=tuple(steps),
    )  # fmt: skip
