"""All that an order needs to know besides cards and viewer: weights, and how everybody uses cards. Pure, immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from profiles.ranking import features
from profiles.ranking.library import Arm, prior_of
from profiles.ranking.structs import Weights
from profiles.ranking.using import COUNTY, PREFECTURE

PRIOR: Final = Weights(version=0, made_on=date(2026, 11, 28), learned_from=0, values=features.START)


NOTHING: Final[Mapping[str, int]] = {}


@dataclass(frozen=True)
class Model:
    """What a process has in memory; a new one replaces it whole. `version` moves whenever anything here does.

    `use_near` is by prefecture (four digits) and by county, `names` are of prefectures. `more_near` remembers what
    `near` found.
    """

    version: str
    weights: Weights = PRIOR
    use: Mapping[str, int] = field(default_factory=dict)
    use_near: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    more_near: dict[str, Mapping[str, int]] = field(default_factory=dict, compare=False, repr=False)

    def weights_for(self, arm: Arm) -> Weights:
        """The weights that this arm is about."""
        return self.weights if arm.weights == "in-force" else PRIOR

    def around(self, region: str) -> Mapping[str, int]:
        """How the prefecture in which a region lies uses cards; empty where it is not known."""
        return self.use_near.get(region[:PREFECTURE], NOTHING)

    def popularity(self, card: str, sector: str, region: str = "") -> int:
        """In thousandths: the use of the last month around there or else everywhere, where enough; else the prior."""
        known = self.around(region).get(card, self.use.get(card))
        return prior_of(card, sector) if known is None else known

    def near(self, region: str) -> Mapping[str, int]:
        """By how much more this county uses cards than all around do; none where too few did to say so."""
        county = region[:COUNTY]
        known = self.more_near.get(county)
        if known is None and county in self.use_near:
            around = {**self.use, **self.around(region)}
            shares = self.use_near[county].items()
            known = {card: more for card, share in shares if (more := share - around.get(card, 0)) > 0}
            self.more_near[county] = known
        return known or NOTHING


UNLEARNED: Final = Model(version="0")
