"""What the features say of a card, each with its value, weight and what it rests on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from profiles.attributes import service as attributes
from profiles.attributes.conditions import Verdict
from profiles.ranking import features, library, order, rules
from profiles.ranking.features import ONE, TITLES
from profiles.ranking.library import within
from profiles.ranking.lots import CERTAIN
from profiles.ranking.model import Model
from profiles.ranking.structs import Basis, Candidate, FeatureReason, Ranked
from profiles.ranking.using import PREFECTURE
from profiles.ranking.viewer import Viewer, own_use

DEADLINE_DAYS: Final = 60
FRESH_DAYS: Final = 30
EACH_OPENING: Final = 500  # two days of using a card make it a habit
EACH_OF_SECTOR: Final = 250


@dataclass(frozen=True, slots=True)
class Plain:
    """What may be said of a card without looking at anybody; `candidate` is the very object it was said of.

    `regional`: its season has other days in the viewer's place, so that this reason rests on the place, too.
    `local`: and so does its popularity, which is that of the prefecture.
    """

    candidate: Candidate
    ranked: Ranked
    line: order.Line
    regional: bool
    local: bool


class About:
    """What features say for one viewer on one day; equal reasons of many cards are one object."""

    def __init__(self, viewer: Viewer, *, on: date) -> None:
        """Work out once what every card is compared with."""
        self.viewer, self.on = viewer, on
        self._weights = viewer.weights.values
        self._personal = viewer.personal
        self.tags = viewer.tags_on(on) if viewer.personal else {}
        self._topics = viewer.topics
        self.near = viewer.model.near(viewer.region) if viewer.region else {}
        self._usage = viewer.usage
        self._sectors = viewer.sectors
        self._hides = viewer.hides
        self._made: dict[tuple[str, str], FeatureReason] = {}

    def ranked(self, plain: Plain) -> Ranked:
        """The card with all that speaks for it and where rules put it: the plain one when nothing is known to add."""
        one = plain.candidate
        if not self._personal:
            return plain.ranked
        found = self._of_attributes(one)
        if one.id in self._usage or one.sector in self._sectors:
            found += self._used(one)
        verdict = None
        if one.when is not None or one.verdict is not None:
            verdict = rules.judged(one, self.viewer, on=self.on)
            if verdict is not None and verdict.verdict is Verdict.MET and verdict.basis:
                found.append(self.reason("fits", ONE, "", verdict.basis))
        ruled = verdict is not None or one.region is not None or self._hides or one.id in self._usage
        if not (found or ruled or plain.regional):
            return plain.ranked
        base = plain.ranked
        place, steps = base.place, base.steps
        if ruled:
            place, steps = rules.placed(one, self.viewer, place, steps, verdict)
        reasons = [*(self._with_place("season", base.reasons) if plain.regional else base.reasons), *found]
        reasons.sort(key=_weight, reverse=True)
        return Ranked(
            id=base.id, place=place, score=base.score + sum([each.contribution for each in found]), sector=base.sector,
            deadline=base.deadline, propensity=CERTAIN, reasons=tuple(reasons), steps=tuple(steps),
        )  # fmt: skip

    def _of_attributes(self, one: Candidate) -> list[FeatureReason]:
        found: list[FeatureReason] = []
        if one.topics and self._topics and not self._topics.isdisjoint(one.topics):
            found.append(self._interest(next(each for each in one.topics if each in self._topics)))
        if one.tags and self.tags:
            tag = next((each for each in one.tags if each in self.tags), None)
            if tag is not None:
                found.append(self._tag(tag))
        if one.because:
            found += self._life_event(one)
        if one.region is not None or one.id in self.near:
            found += self._of_place(one)
        return found

    def reason(self, feature: str, value: int, about: str = "", basis: Sequence[Basis] = ()) -> FeatureReason:
        """What a feature adds."""
        weight = self._weights[feature]
        return FeatureReason(
            feature=feature, title=TITLES[feature], about=about, value=value, weight=weight,
            contribution=value * weight, basis=basis,
        )  # fmt: skip

    def with_popularity_here(self, card: Ranked) -> Ranked:
        """The card, whose popularity is that of the viewer's place and says so."""
        return msgspec.structs.replace(card, reasons=tuple(self._with_place("popularity", card.reasons)))

    def _with_place(self, feature: str, reasons: Sequence[FeatureReason]) -> Sequence[FeatureReason]:
        basis = self.viewer.bases([self.viewer.region_name])
        return [self.reason(feature, one.value, one.about, basis) if one.feature == feature else one for one in reasons]

    def _interest(self, topic: str) -> FeatureReason:
        made = self._made.get(("interest", topic))
        if made is None:
            names = sorted(features.BY_NAME["interest"].looks_at(self.viewer.audience))
            made = self._made["interest", topic] = self.reason("interest", ONE, topic, self.viewer.bases(names))
        return made

    def _tag(self, tag: str) -> FeatureReason:
        made = self._made.get(("tag", tag))
        if made is None:
            made = self._made["tag", tag] = self.reason("tag", ONE, self._title_of(tag), self.tags[tag])
        return made

    def _title_of(self, tag: str) -> str:
        return attributes.tags_in_force(self.viewer.audience, on=self.on)[tag].title.zh

    def _life_event(self, one: Candidate) -> list[FeatureReason]:
        """An event counts through what may be used here: one's own word, a case, or an attribute that is known."""
        basis = tuple(each for each in one.because if each.attribute is None or each.attribute in self.viewer.facts)
        title = next((each.title.zh for each in basis if each.title is not None), "")
        return [self.reason("life-event", ONE, title, basis)] if basis else []

    def _of_place(self, one: Candidate) -> list[FeatureReason]:
        found, basis = [], self.viewer.bases([self.viewer.region_name])
        narrow = one.region is not None and len(library.trunk(one.region)) > library.PROVINCE_LENGTH
        if narrow and within(self.viewer.region, one.region or ""):
            found.append(self.reason("my-region", ONE, "", basis))
        if one.id in self.near:
            found.append(self.reason("neighbours", min(ONE, self.near[one.id]), "", basis))
        return found

    def _used(self, one: Candidate) -> list[FeatureReason]:
        found = []
        used = self.viewer.usage.get(one.id)
        if used is not None and used.opened and used.opened_on is not None:
            value = min(ONE, used.opened * EACH_OPENING)
            found.append(self.reason("used-before", value, "", (own_use(used.opened_on),)))
        elif one.sector in self._sectors:
            days, last = self._sectors[one.sector]
            found.append(self.reason("usual-sector", min(ONE, days * EACH_OF_SECTOR), one.sector, (own_use(last),)))
        return found


def plain(one: Candidate, about: About, model: Model) -> Plain:
    """What may be said of a card without looking at anybody, but for the region's own use and days of a season."""
    on, found = about.on, list[FeatureReason]()
    here = about.viewer.region
    popular = one.popularity if one.popularity is not None else model.popularity(one.id, one.sector, here)
    local = one.popularity is None and one.id in model.around(here)
    if popular > 0:
        where = model.names.get(here[:PREFECTURE], "") if local else ""
        found.append(about.reason("popularity", min(ONE, popular), where))
    seasons = library.seasons_of(one.id, one.sector, one.seasons)
    region = library.season_region(here)
    found += _season(seasons, about, region)
    if one.deadline is not None and 0 <= (left := (one.deadline - on).days) <= DEADLINE_DAYS:
        value = ONE - left * ONE // (DEADLINE_DAYS + 1)
        found.append(about.reason("deadline", value, one.deadline.isoformat()))
    if one.fresh_on is not None and 0 <= (age := (on - one.fresh_on).days) < FRESH_DAYS:
        found.append(about.reason("fresh", ONE - age * ONE // FRESH_DAYS, one.fresh_on.isoformat()))
    place, steps = rules.plain_steps(one, on=on)
    regional = any(library.has_own_days(each, region) for each in seasons)
    found.sort(key=_weight, reverse=True)
    ranked = Ranked(
        id=one.id, place=place, score=sum(each.contribution for each in found), sector=one.sector,
        deadline=one.deadline, propensity=CERTAIN, reasons=tuple(found), steps=steps,
    )  # fmt: skip
    return Plain(one, ranked, order.line_of(ranked), regional, local)


def _weight(reason: FeatureReason) -> int:
    return reason.contribution


def _season(seasons: Sequence[library.Season], about: About, region: str) -> list[FeatureReason]:
    if not seasons:
        return []
    valued = ((library.season_value(each, about.on, region), each) for each in seasons)
    value, season = max(valued, key=lambda one: one[0])
    return [about.reason("season", value, season.zh)] if value else []
