"""Seasons, experiments, and what is known of cards beforehand: data, read once. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from backend.core.structs import Evidence
from profiles.attributes.conditions import SubjectKind

DATA: Final = Path(__file__).parent / "data"
SOON_DAYS: Final = 14  # so that whatever has a season can be prepared before it
NOW, SOON = 1000, 500  # values of the feature `season`
PROVINCE_LENGTH: Final = 2
DayOfYear = Annotated[str, Meta(pattern=r"^\d\d-\d\d$(?!\n)", max_length=5)]


class _Row(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of the rows of `data/`."""


class Elsewhere(_Row, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Other days of the same season in a division."""

    region: str
    first: DayOfYear
    last: DayOfYear


class Season(_Row, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A time of the year in which these cards, or all of these sectors, matter more."""

    code: str
    zh: str
    en: str
    first: DayOfYear
    last: DayOfYear
    cards: Sequence[str]
    sectors: Sequence[str]
    source: str
    evidence: Evidence
    elsewhere: Sequence[Elsewhere] = ()


class Arm(_Row, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One way of an experiment: for `share` of ten thousand people; `explore` in ppm."""

    code: str
    share: int
    explore: int
    weights: Literal["in-force", "prior"]


class Experiment(_Row, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """People are assigned by a hash; the shares of all arms are ten thousand."""

    code: str
    zh: str
    en: str
    valid_from: date
    valid_to: date
    arms: Sequence[Arm]
    source: str
    evidence: Evidence


class Hints(_Row, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """For whom cards are, and how popular they are before anybody has used them, in thousandths."""

    prior: int
    tags: Sequence[str] = ()
    topics: Sequence[str] = ()
    firm_topics: Sequence[str] = ()


class Known(_Row, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The whole of `data/cards.json`."""

    source: str
    evidence: Evidence
    usual_prior: int
    sectors: Mapping[str, Hints]
    cards: Mapping[str, Hints]


SEASONS: Final[Sequence[Season]] = tuple(msgspec.json.decode((DATA / "seasons.json").read_bytes(), type=list[Season]))
EXPERIMENTS: Final[Sequence[Experiment]] = tuple(
    msgspec.json.decode((DATA / "experiments.json").read_bytes(), type=list[Experiment])
)
CARDS: Final = msgspec.json.decode((DATA / "cards.json").read_bytes(), type=Known)
EVERYBODY: Final = Arm(code="usual", share=10_000, explore=100_000, weights="in-force")
"""When there is no experiment."""


def topics_of(sector: str, audience: SubjectKind = SubjectKind.PERSON) -> tuple[str, ...]:
    """The topics that people, or firms, may choose for cards of this sector."""
    hints = CARDS.sectors.get(sector)
    if hints is None:
        return ()
    return tuple(hints.topics if audience is SubjectKind.PERSON else hints.firm_topics)


def tags_of(card: str, sector: str) -> tuple[str, ...]:
    """The tags for whom a card is meant: its own, or those of its sector."""
    hints = CARDS.cards.get(card) or CARDS.sectors.get(sector)
    return () if hints is None else tuple(hints.tags)


def prior_of(card: str, sector: str) -> int:
    """How popular a card is thought to be before anybody used it."""
    hints = CARDS.cards.get(card) or CARDS.sectors.get(sector)
    return CARDS.usual_prior if hints is None else hints.prior


def seasons_of(card: str, sector: str, codes: Sequence[str] = ()) -> list[Season]:
    """The seasons that name the card or its sector, and those that the card names."""
    return [one for one in SEASONS if one.code in codes or card in one.cards or (sector and sector in one.sectors)]


def season_value(season: Season, on: date, region: str = "") -> int:
    """How much it is the season on that day, in the region or, without one, in most of the province."""
    first, last = season.first, season.last
    for other in season.elsewhere:
        if within(region, other.region):
            first, last = other.first, other.last
    if _inside(on, first, last):
        return NOW
    return SOON if _inside(on + timedelta(days=SOON_DAYS), first, last) else 0


def has_own_days(season: Season, region: str) -> bool:
    """Whether the season has other days there than in most of the province."""
    return any(within(region, other.region) for other in season.elsewhere)


def season_region(region: str) -> str:
    """The division with seasons of its own in which the region lies; empty where they are the usual ones."""
    every = {other.region for one in SEASONS for other in one.elsewhere}
    return next((one for one in sorted(every) if within(region, one)), "")


def trunk(code: str) -> str:
    """A division's code without the pairs of noughts that stand for everything in it."""
    head = code[:6]
    while len(head) > PROVINCE_LENGTH and head.endswith("00"):
        head = head[:-2]
    rest = code[6:].rstrip("0") if len(head) == len(code[:6]) else ""
    return head + rest


def within(code: str, area: str) -> bool:
    """Whether a division lies in another, or is it. An empty code lies nowhere."""
    return bool(code) and code.startswith(trunk(area))


def experiment_on(on: date) -> Experiment | None:
    """The experiment that runs on that day; there is one at a time."""
    return next((one for one in EXPERIMENTS if one.valid_from <= on <= one.valid_to), None)


def _inside(on: date, first: str, last: str) -> bool:
    day = f"{on:%m-%d}"
    return first <= day <= last if first <= last else day >= first or day <= last
