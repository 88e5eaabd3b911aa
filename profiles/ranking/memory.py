"""What ranking remembers of a day: cards as they stand for somebody of whom nothing is known.

Most cards stand so for most people; for one person only those are looked at that something personal may touch.
"""

from collections.abc import Callable, Sequence
from typing import Final

from profiles.attributes.conditions import SubjectKind
from profiles.ranking import order, speaking
from profiles.ranking.structs import Candidate, LeftOut, Ranked
from profiles.ranking.viewer import Viewer

NOTHING: Final[frozenset[str]] = frozenset()
Remember = Callable[["Memory", Candidate, speaking.About], speaking.Plain]


class Whole:
    """A list of candidates for one audience; `special` are those that may have to be left out for a person."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.plain: dict[str, speaking.Plain] = {}
        self.ranked: dict[str, Ranked] = {}
        self.lines: list[order.Line] = []
        self.special: list[Candidate] = []
        self.left_out: list[LeftOut] = []
        self._special: set[str] = set()

    def add(self, one: Candidate, audience: SubjectKind, plain_of: Callable[[Candidate], speaking.Plain]) -> None:
        """Put a candidate where it belongs, in the order in which they come."""
        if one.audience is not audience:
            self.left_out.append(LeftOut(id=one.id, rule="audience"))
        elif one.because or one.deadline_final or one.id in self._special:
            self._special.add(one.id)
            self.special.append(one)
        elif one.id not in self.plain:
            made = self.plain[one.id] = plain_of(one)
            self.ranked[one.id] = made.ranked
            self.lines.append(made.line)


class Memory:
    """Cards of one day under one set of weights, and which of them something personal may touch."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.plain: dict[str, speaking.Plain] = {}
        self._wholes: dict[SubjectKind, tuple[Sequence[Candidate], Whole]] = {}
        self._by: dict[tuple[str, str], set[str]] = {}
        self._singular: set[str] = set()

    def keep(self, plain: speaking.Plain) -> None:
        """Remember a card, and under which words it is to be found."""
        one = plain.candidate
        self.plain[one.id] = plain
        for sort, words in (("topic", one.topics), ("tag", one.tags), ("sector", (one.sector,))):
            for word in words:
                self._by.setdefault((sort, word), set()).add(one.id)
        if plain.regional or one.because or one.region is not None or one.when is not None or one.verdict is not None:
            self._singular.add(one.id)

    def touched(self, viewer: Viewer, about: speaking.About) -> set[str]:
        """The cards of which something may be said for this viewer: never too few, sometimes too many."""
        if not viewer.personal:
            return set()
        words = [("topic", one) for one in viewer.topics | viewer.unwanted_topics]
        words += [("tag", one) for one in about.tags]
        words += [("sector", one) for one in viewer.sectors]
        found = self._singular.union(viewer.unwanted_cards, viewer.usage, about.near)
        return found.union(*(self._by.get(one, NOTHING) for one in words))

    def whole(self, candidates: Sequence[Candidate], about: speaking.About, remember: Remember) -> Whole:
        """These candidates as they stand for everybody; the last tuple of each audience is kept, as none changes."""
        audience = about.viewer.audience
        known = self._wholes.get(audience)
        if known is not None and known[0] is candidates:
            return known[1]
        made = Whole()
        for one in candidates:
            made.add(one, audience, lambda one: remember(self, one, about))
        made.lines.sort()
        if isinstance(candidates, tuple):
            self._wholes[audience] = candidates, made
        return made
