"""For whom an order is made: what may be used of them, ready for looking at many cards. Pure.

Whoever did not agree, and whoever is not signed in, is nobody: no facts, no use, no lot.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from profiles.attributes import service as attributes
from profiles.attributes.conditions import Facts, SourceKind, SubjectKind, Verdict, verdict_of
from profiles.ranking import features
from profiles.ranking.library import EVERYBODY, Arm
from profiles.ranking.model import Model
from profiles.ranking.structs import Basis, Usage

OWN_USE: Final = "甘快办使用记录（本人，30 天内）"
USE_ATTRIBUTE: Final = "use.cards"
"""What the person did here before: no attribute of the catalogue, and kept under the same consent."""
PLACES: Final[Mapping[SubjectKind, Sequence[str]]] = {
    SubjectKind.PERSON: ("preference.regionCode", "person.regionCode"),
    SubjectKind.FIRM: ("firm.regionCode",),
}
TOPICS: Final[Mapping[SubjectKind, str]] = {
    SubjectKind.PERSON: "preference.interests",
    SubjectKind.FIRM: "firm.wantedSupport",
}


class Viewer:
    """One viewer. `pseudonym` is None where nothing may be logged; `unwanted` are cards and topics."""

    def __init__(
        self,
        *,
        model: Model,
        audience: SubjectKind,
        facts: Facts | None = None,
        tags: frozenset[str] = frozenset(),
        unwanted_cards: frozenset[str] = frozenset(),
        unwanted_topics: frozenset[str] = frozenset(),
        usage: Sequence[Usage] = (),
        pseudonym: UUID | None = None,
        arm: Arm = EVERYBODY,
    ) -> None:
        """Keep only what a feature may look at, whatever was given."""
        self.model, self.audience, self.arm_of = model, audience, arm
        seen = features.visible(audience)
        self.facts: Facts = {name: one for name, one in (facts or {}).items() if name in seen}
        self.personal = bool(self.facts) or pseudonym is not None
        self.tags = tags if self.facts else frozenset()
        self.unwanted_cards, self.unwanted_topics = unwanted_cards, unwanted_topics
        self.hides = bool(unwanted_cards or unwanted_topics)
        self.usage = {one.card: one for one in usage}
        self.pseudonym = pseudonym
        self.weights = model.weights_for(arm)
        self._bases: dict[str, Basis] = {}

    @property
    def arm(self) -> str:
        """The arm of the experiment."""
        return self.arm_of.code

    @property
    def weights_version(self) -> int:
        """Of which version the weights are."""
        return self.weights.version

    @property
    def version(self) -> str:
        """Moves when the weights, what is known of everybody's use, or the arm change; for caches."""
        return f"{self.model.version}.{self.arm}"

    @cached_property
    def region(self) -> str:
        """Where the viewer wants to see services, or is registered; empty when that is not known."""
        return str(self.facts[self.region_name].value) if self.region_name else ""

    @cached_property
    def region_name(self) -> str:
        """The attribute that says so."""
        known = (one for one in PLACES[self.audience] if one in self.facts and isinstance(self.facts[one].value, str))
        return next(known, "")

    @cached_property
    def topics(self) -> frozenset[str]:
        """What the viewer cares about."""
        known = self.facts.get(TOPICS[self.audience])
        value = known.value if known is not None else None
        return frozenset(map(str, value)) if isinstance(value, list | tuple) else frozenset()

    @cached_property
    def sectors(self) -> Mapping[str, tuple[int, date]]:
        """By sector: on how many days something of it was opened, and the last of them."""
        found: dict[str, tuple[int, date]] = {}
        for one in self.usage.values():
            if one.opened and one.sector and one.opened_on is not None:
                days, last = found.get(one.sector, (0, date.min))
                found[one.sector] = (days + one.opened, max(last, one.opened_on))
        return found

    def tags_on(self, on: date) -> Mapping[str, tuple[Basis, ...]]:
        """The tags that are met by what may be used, each with what it rests on: a kept tag may lag behind."""
        defined = attributes.tags_in_force(self.audience, on=on)
        known = ((name, defined[name]) for name in self.tags if name in defined)
        met = ((name, one) for name, one in known if verdict_of(one.condition, self.facts, on=on) is Verdict.MET)
        return {name: self.bases(one.inputs) for name, one in met}

    def basis(self, name: str) -> Basis | None:
        """What is known under a name, as reasons say it; None when nothing is."""
        made = self._bases.get(name)
        if made is None and (known := self.facts.get(name)) is not None:
            made = self._bases[name] = Basis(
                attribute=name,
                title=attributes.title_of(self.audience, name),
                source=known.source,
                source_kind=known.source_kind,
                as_of=known.as_of,
            )
        return made

    def bases(self, names: Sequence[str]) -> tuple[Basis, ...]:
        """The same for several, those of which something is known."""
        return tuple(one for name in names if (one := self.basis(name)) is not None)


def own_use(on: date) -> Basis:
    """A reason that rests on what the person did here, last on that day."""
    return Basis(attribute=USE_ATTRIBUTE, title=None, source=OWN_USE, source_kind=SourceKind.DERIVED, as_of=on)
