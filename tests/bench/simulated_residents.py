"""Residents who look at a home: what the ranker may know of them, and tastes that it cannot see.

The cards are real items of the catalogue; tags, topics, seasons and life events are those of the product. What people
really want is drawn here and told to nobody: how strongly each card helps somebody in a situation, how much they care
about a topic whether they have said so or not, what their place is used to, and a taste in four dimensions. Three models
say what weighs how much and how people look: by need, by habit, and mixed with much noise. The numbers were chosen once,
before anything was learned on them.
"""

import copy
import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from profiles.attributes.conditions import Known, SourceKind, SubjectKind
from profiles.attributes.tags import SHELF
from profiles.ranking import library, using
from profiles.ranking.features import NUMBER, ONE
from profiles.ranking.structs import Basis, Candidate, CardKind, Usage
from profiles.ranking.using import PREFECTURE, Counted

ON = date(2026, 6, 25)
ITEMS = Path(__file__).parents[2] / "backend/services/items/data/items.csv"
CARDS, EVENTS, EVENT_CARDS, TASTES = 150, 12, 4, 4
LIVES = {  # tag -> (share of residents, facts that make it so)
    "new-parent": (0.05, {"household.childBirthDates": ["2026-02-01"]}),
    "child-before-school": (0.06, {"household.childBirthDates": ["2020-09-01"]}),
    "parent-of-minor": (0.15, {"household.childBirthDates": ["2013-05-01"]}),
    "elder": (0.17, {"person.birthDate": "1960-03-01"}),
    "very-old": (0.03, {"person.birthDate": "1940-03-01"}),
    "job-seeker": (0.06, {"person.employmentStatus": "失业", "person.birthDate": "1990-03-01"}),
    "student": (0.12, {"person.employmentStatus": "在校学生"}),
    "farmer-or-herder": (0.20, {"person.employmentStatus": "务农"}),
    "nothing": (0.16, {}),
}
ALSO = {"new-parent": ["parent-of-minor"], "child-before-school": ["parent-of-minor"], "very-old": ["elder"]}
REGIONS = ("620102", "620200", "620302", "620403", "620502", "620602", "620702", "620802", "620902", "621002",
           "621102", "621202", "622901", "623001")  # fmt: skip
TOPICS = ("生育", "入学", "就业", "创业", "社保", "医保", "住房", "养老", "助残", "农牧业", "交通出行", "文化旅游")
DEADLINES = (5, 40, None)
DECLARE, WRONG, EVENT_RATE, PAST_USES = 0.4, 0.2, 0.3, 3.0


@dataclass(frozen=True)
class Behaviour:
    """What weighs how much in what people want, and how they look at a list of ten."""

    name: str
    popular: float
    situation: float
    event: float
    due: float
    season: float
    topic: float
    place: float
    taste: float
    habit: float
    looks: float  # the exponent with which looking falls with the place; 0: everything is looked at
    noise: float  # share of taps that mean nothing


NEED = Behaviour("need", 0.6, 1.3, 2.0, 0.8, 1.0, 0.7, 0.3, 0.5, 0.5, looks=0.0, noise=0.0)
HABIT = Behaviour("habit", 1.2, 0.6, 1.0, 0.4, 0.5, 0.4, 0.8, 0.5, 2.0, looks=1.0, noise=0.05)
MIXED = Behaviour("mixed", 0.9, 0.9, 1.5, 0.6, 0.8, 0.5, 0.5, 0.6, 1.0, looks=0.5, noise=0.3)
MODELS = (NEED, HABIT, MIXED)


class World:
    """Cards with what is known of them, and what nobody knows."""

    def __init__(self, *, seed: int) -> None:
        luck = np.random.default_rng(seed)
        self.candidates = _cards()
        self.sectors = sorted({one.sector for one in self.candidates})
        self.sector = np.array([self.sectors.index(one.sector) for one in self.candidates])
        self.topics = np.array([[topic in one.topics for topic in TOPICS] for one in self.candidates])
        self.lives = tuple(LIVES)
        self.tags = np.array([[life in one.tags or not set(ALSO.get(life, [])).isdisjoint(one.tags)
                               for life in self.lives] for one in self.candidates])  # fmt: skip
        self.season = np.array([[_season(one, region) for one in self.candidates] for region in REGIONS])
        self.events = np.array([luck.choice(CARDS, EVENT_CARDS, replace=False) for _ in range(EVENTS)])
        prior = np.array([library.prior_of(one.id, one.sector) for one in self.candidates]) / ONE
        self.popular = 2 * (prior - prior.mean()) + luck.normal(0, 0.8, CARDS)
        self.helps = np.abs(luck.normal(0, 1, (len(self.lives), CARDS))) + 0.2
        self.matters = np.abs(luck.normal(0, 1, (EVENTS, EVENT_CARDS))) + 0.2
        self.place = luck.normal(0, 1, (len(REGIONS), len(self.sectors)))
        self.taste = luck.normal(0, 1, (CARDS, TASTES)) / np.sqrt(TASTES)

    @cached_property
    def variants(self) -> dict[tuple[int, int, int], Candidate]:
        """The cards of life events, by event, place in it and deadline."""
        basis = Basis(attribute=None, title=None, source="本人填写", source_kind=None, as_of=ON)
        return {
            (event, place, late): _with(self.candidates[self.events[event, place]], basis, days)
            for event in range(EVENTS) for place in range(EVENT_CARDS) for late, days in enumerate(DEADLINES)
        }  # fmt: skip


def said(cares: np.ndarray, luck: np.random.Generator) -> np.ndarray:
    """Two topics of those who say any: what they care about most, and sometimes anything else."""
    many = len(cares)
    found = np.zeros((many, len(TOPICS)), bool)
    wished = cares + np.where(luck.random((many, 1)) < WRONG, luck.normal(0, 3, cares.shape), 0)
    for place in np.argsort(-wished, axis=1)[:, :2].T:
        found[np.arange(many), place] = True
    return found & (luck.random((many, 1)) < DECLARE)


class Residents:
    """People of a world: arrays with a row for each."""

    def __init__(self, world: World, *, many: int, seed: int) -> None:
        luck = np.random.default_rng(seed)
        self.world, self.many = world, many
        self.life = luck.choice(len(world.lives), many, p=[share for share, _ in LIVES.values()])
        self.region = luck.integers(0, len(REGIONS), many)
        self.cares = luck.normal(0, 1, (many, len(TOPICS)))
        self.says = said(self.cares, luck)
        self.event = np.where(luck.random(many) < EVENT_RATE, luck.integers(0, EVENTS, many), -1)
        self.late = luck.integers(0, len(DEADLINES), (many, EVENT_CARDS))
        self.taste = luck.normal(0, 1, (many, TASTES))
        self.habits = self._used_to(luck)
        self.luck = luck

    def like(self, person: int, cares: np.ndarray, *, luck: np.random.Generator) -> "Residents":
        """Others who look just like one of these, who care so (a row for each), and whose tastes and habits are drawn."""
        alike, many = copy.copy(self), len(cares)
        alike.many, alike.luck, alike.cares = many, luck, cares
        for name in ("life", "region", "says", "event", "late"):
            setattr(alike, name, np.repeat(getattr(self, name)[person : person + 1], many, axis=0))
        alike.taste = luck.normal(0, 1, (many, TASTES))
        alike.habits = alike._used_to(luck)
        return alike

    def _used_to(self, luck: np.random.Generator) -> np.ndarray:
        """The cards that each is used to."""
        habits = np.zeros((self.many, CARDS), bool)
        lasting = self._lasting(MIXED, slice(None))
        for _ in range(2):
            taken = np.argmax(1.5 * lasting + luck.gumbel(0, 1, lasting.shape), axis=1)
            habits[np.arange(self.many), taken] = True
        return habits

    def chances(self, by: Behaviour, some: slice = slice(None)) -> np.ndarray:
        """How likely each card is to be the one that is used, when one is."""
        lasting = np.exp(self._usual(by, some))
        return np.asarray(lasting / lasting.sum(axis=1, keepdims=True))

    def _lasting(self, by: Behaviour, some: slice) -> np.ndarray:
        """What somebody wants at any time."""
        world = self.world
        situation = world.tags.T[self.life[some]] * world.helps[self.life[some]]
        topic = np.maximum(0, self.cares[some]) @ world.topics.T
        place = world.place[self.region[some]][:, world.sector]
        taste = self.taste[some] @ world.taste.T
        return (by.popular * world.popular + by.situation * situation + by.topic * topic + by.place * place
                + by.taste * taste)  # fmt: skip

    def _usual(self, by: Behaviour, some: slice) -> np.ndarray:
        """The same, and what they are used to."""
        return self._lasting(by, some) + by.habit * self.habits[some]

    def wants(self, by: Behaviour, some: slice) -> np.ndarray:
        """The chance that each card is what somebody needs today; nobody but the oracle knows it."""
        logit = self._usual(by, some) - 3.5
        logit += by.season * self.world.season[self.region[some]] / ONE
        rows = np.flatnonzero(self.event[some] >= 0)
        events, late = self.event[some][rows], self.late[some][rows]
        for place in range(EVENT_CARDS):
            cards = self.world.events[events, place]
            logit[rows, cards] += by.event * self.world.matters[events, place] + by.due * (late[:, place] == 0)
        return 1 / (1 + np.exp(-logit))

    def used(self, by: Behaviour, *, uses: float = PAST_USES) -> np.ndarray:
        """On how many days each card was opened in the month before: a few cards, by what is wanted at any time."""
        found = np.zeros((self.many, CARDS), np.int8)
        for begin in range(0, self.many, 5_000):
            some = slice(begin, min(begin + 5_000, self.many))
            lasting = self._usual(by, some)
            uses_of_people = self.luck.poisson(uses, lasting.shape[0])
            for number in range(uses_of_people.max(initial=0)):
                rows = np.flatnonzero(uses_of_people > number)
                taken = np.argmax(lasting[rows] + self.luck.gumbel(0, 1, (len(rows), CARDS)), axis=1)
                found[begin + rows, taken] += 1
        return found


@dataclass(frozen=True)
class Use:
    """How everybody used the cards, as the product counts it; nought where a county says nothing."""

    everywhere: np.ndarray
    around: np.ndarray
    near: np.ndarray

    @classmethod
    def counted(cls, residents: Residents, used: np.ndarray) -> "Use":
        cards, opened = residents.world.candidates, used > 0
        here = {region: opened[residents.region == one].sum(axis=0) for one, region in enumerate(REGIONS)}
        every = {"": opened.sum(axis=0), **here, **{region[:PREFECTURE]: many for region, many in here.items()}}
        shares = using.shares(
            Counted(card.id, card.sector, region, many)
            for region, counts in every.items() for card, many in zip(cards, counts.tolist(), strict=True)
        )  # fmt: skip

        def of(region: str) -> list[int]:
            return [shares[region].get(card.id, 0) for card in cards]

        return cls(
            np.array(of("")),
            np.array([of(one[:PREFECTURE]) for one in REGIONS]),
            np.array([of(one) for one in REGIONS]),
        )


def features(residents: Residents, used: np.ndarray, use: Use, some: slice) -> np.ndarray:
    """The values of all features as the product's engine computes them, for many people at once."""
    world, rows = residents.world, len(residents.life[some])
    found = np.zeros((rows, CARDS, len(NUMBER)), np.int16)
    found[:, :, NUMBER["popularity"]] = use.around[residents.region[some]]
    found[:, :, NUMBER["season"]] = world.season[residents.region[some]]
    found[:, :, NUMBER["interest"]] = ONE * ((residents.says[some].astype(int) @ world.topics.T.astype(int)) > 0)
    found[:, :, NUMBER["tag"]] = ONE * world.tags.T[residents.life[some]]
    found[:, :, NUMBER["neighbours"]] = np.maximum(0, (use.near - use.around)[residents.region[some]])
    days = used[some]
    before = np.minimum(ONE, 500 * days.astype(int))
    found[:, :, NUMBER["used-before"]] = before
    in_sector = np.zeros((rows, len(world.sectors)), int)
    np.add.at(in_sector.T, world.sector, days.T)
    found[:, :, NUMBER["usual-sector"]] = np.where(before > 0, 0, np.minimum(ONE, 250 * in_sector[:, world.sector]))
    with_event = np.flatnonzero(residents.event[some] >= 0)
    events, late = residents.event[some][with_event], residents.late[some][with_event]
    values = np.array([0 if days is None else ONE - days * ONE // 61 for days in DEADLINES])
    for place in range(EVENT_CARDS):
        cards = world.events[events, place]
        found[with_event, cards, NUMBER["life-event"]] = ONE
        found[with_event, cards, NUMBER["deadline"]] = values[late[:, place]]
    return found


def due(residents: Residents, some: slice) -> np.ndarray:
    """Which cards are due so soon that rules put them first."""
    found = np.zeros((len(residents.life[some]), CARDS), bool)
    rows = np.flatnonzero(residents.event[some] >= 0)
    for place in range(EVENT_CARDS):
        cards = residents.world.events[residents.event[some][rows], place]
        found[rows, cards] = residents.late[some][rows, place] == 0
    return found


def facts_of(residents: Residents, person: int) -> dict[str, Known]:
    """What registers and the person say, as the product knows it."""
    values: dict[str, object] = dict(LIVES[residents.world.lives[residents.life[person]]][1])
    values["person.regionCode"] = REGIONS[residents.region[person]]
    topics = [topic for topic, yes in zip(TOPICS, residents.says[person], strict=True) if yes]
    if topics:
        values["preference.interests"] = topics
    return {
        name: Known(value=value, as_of=ON, source_kind=SourceKind.REGISTER, source="模拟")
        for name, value in values.items()
    }


def tags_of(residents: Residents, person: int) -> frozenset[str]:
    """The tags that are met."""
    life = residents.world.lives[residents.life[person]]
    return frozenset({life, *ALSO.get(life, [])} & {one.id for one in SHELF.every})


def usage_of(residents: Residents, used: np.ndarray, person: int) -> list[Usage]:
    """What the person did before."""
    day = ON - timedelta(days=3)
    cards = residents.world.candidates
    return [
        Usage(
            card=cards[one].id,
            sector=cards[one].sector,
            shown=0,
            opened=int(used[person, one]),
            opened_on=day,
            seen_on=day,
        )
        for one in np.flatnonzero(used[person])
    ]


def candidates_of(residents: Residents, person: int) -> list[Candidate]:
    """The cards for one person: those of their life event with its day."""
    found = list(residents.world.candidates)
    event = residents.event[person]
    if event >= 0:
        for place in range(EVENT_CARDS):
            late = residents.late[person, place]
            found[residents.world.events[event, place]] = residents.world.variants[event, place, late]
    return found


def _cards() -> list[Candidate]:
    with ITEMS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if "1" in row["audiences"].split(";")]
    return [
        Candidate(
            id=(card := f"item:{row['basic_code']}"),
            kind=CardKind.ITEM,
            sector=row["sector"],
            topics=library.topics_of(row["sector"], SubjectKind.PERSON),
            tags=library.tags_of(card, row["sector"]),
        )
        for row in rows[:CARDS]
    ]


def _season(one: Candidate, region: str) -> int:
    found = library.seasons_of(one.id, one.sector, one.seasons)
    return max((library.season_value(each, ON, region) for each in found), default=0)


def _with(one: Candidate, basis: Basis, days: int | None) -> Candidate:
    deadline = None if days is None else ON + timedelta(days=days)
    return Candidate(
        id=one.id,
        kind=one.kind,
        sector=one.sector,
        topics=one.topics,
        tags=one.tags,
        because=(basis,),
        deadline=deadline,
    )
