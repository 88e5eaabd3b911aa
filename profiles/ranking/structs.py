"""Cards, their order with its reasons, and what people and staff say about it: on the wire and between rooms."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.core.structs import Command, Evidence, Moment, Wire
from backend.identity.consents.structs import Bilingual
from profiles.attributes.conditions import Condition, SourceKind, SubjectKind, Verdict

CARD_MOST = 80
SEEN_MOST = 50  # cards of one report: a long scroll on a phone; the phone sends the rest in the next one
TOKEN_MOST = 8_000
CardId = Annotated[str, Meta(pattern=r"^[a-z]{1,9}:[A-Za-z0-9_.:-]{1,70}$(?!\n)", max_length=CARD_MOST)]
Weight = int
"""In thousandths. Values of features are whole thousandths, too, so that sums are exact and nothing is rounded."""


class CardKind(StrEnum):
    """What a card leads to."""

    ITEM = "item"
    BUNDLE = "bundle"
    SCENARIO = "scenario"
    APP = "app"
    POLICY = "policy"
    PLACE = "place"
    NOTICE = "notice"
    TASK = "task"


class Place(IntEnum):
    """Where rules put a card: all of one place stand before all of the next. From `NOT_FOR_YOU` on not on the home."""

    DUE = 0
    USUAL = 1
    STALE = 2
    WORN = 3
    NOT_FOR_YOU = 4
    UNWANTED = 5


class Outcome(IntEnum):
    """What somebody did with a card on a day; the greatest counts, but for unwanted, which counts before all."""

    UNWANTED = -1
    SHOWN = 0
    OPEN = 1
    START = 2


class Basis(Wire, frozen=True, kw_only=True):
    """Something known that a reason rests on: who says so, as of when. No attribute: the person's word, or a case."""

    attribute: str | None
    title: Bilingual | None
    source: str
    source_kind: SourceKind | None
    as_of: date


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A card that may be shown. The same object again is cheaper than an equal one: see `engine.Engine`.

    `sector` counts for diversity, none for nothing. `region` is the division where it is offered, None everywhere.
    `when` says who may have it, `verdict` is the judgement when somebody has judged already. `because` is what a card
    exists for; with a value gone, the card goes. `deadline_final`: nothing is left to do afterwards. `popularity` in
    thousandths; None: what is known of the card's use.
    """

    id: str
    kind: CardKind
    audience: SubjectKind = SubjectKind.PERSON
    sector: str = ""
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    region: str | None = None
    when: Condition | None = None
    verdict: Verdict | None = None
    because: tuple[Basis, ...] = ()
    deadline: date | None = None
    deadline_final: bool = False
    fresh_on: date | None = None
    seasons: tuple[str, ...] = ()
    popularity: int | None = None


class FeatureReason(Wire, frozen=True, kw_only=True):
    """What one feature adds to the score: `contribution` is value times weight, in millionths. `about`: which one."""

    feature: str
    title: Bilingual
    about: str
    value: int
    weight: Weight
    contribution: int
    basis: Sequence[Basis] = ()


class RuleStep(Wire, frozen=True, kw_only=True):
    """What a rule did with the card. `place`: where it was put by it; `at`: to which number among the usual ones."""

    rule: str
    title: Bilingual
    place: Place | None = None
    at: int | None = None
    basis: Sequence[Basis] = ()


class Ranked(Wire, frozen=True, kw_only=True):
    """A card in its order with everything that the order was made of; `propensity` in ppm."""

    id: str
    place: Place
    score: int
    sector: str
    deadline: date | None
    propensity: int
    reasons: Sequence[FeatureReason]
    steps: Sequence[RuleStep]


class LeftOut(Wire, frozen=True, kw_only=True):
    """A card that is not shown at all: for others, over, or what it rested on is gone."""

    id: str
    rule: Literal["audience", "over", "basis-gone"]


class Ranking(Wire, frozen=True, kw_only=True):
    """An order of cards."""

    cards: list[Ranked]
    left_out: list[LeftOut]
    personal: bool
    on: date
    weights_version: int
    arm: str


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """Weights of all features by name, and where they come from: version 0 is the prior of the data file."""

    version: int
    made_on: date
    learned_from: int
    values: Mapping[str, Weight]


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What the person did with a card before today: days with it opened, days shown since it was opened last.

    `seen_on` is the last day on which it was shown.
    """

    card: str
    sector: str
    shown: int
    opened: int
    opened_on: date | None
    seen_on: date


class SeenCard(Command, frozen=True, kw_only=True):
    """A card that was on the screen, where, and what came of it."""

    card: CardId
    position: Annotated[int, Meta(ge=0, le=999)]
    outcome: Literal["shown", "open", "start"] = "shown"


class ReportSeen(Command, frozen=True, kw_only=True):
    """Cards of one home that was shown; `seen` is the text that came with it."""

    seen: Annotated[str, Meta(min_length=1, max_length=TOKEN_MOST)]
    cards: Annotated[list[SeenCard], Meta(min_length=1, max_length=SEEN_MOST)]


class SeenKept(Wire, frozen=True, kw_only=True):
    """How many were kept: none without the consent."""

    kept: int


class Unwanted(Wire, frozen=True, kw_only=True):
    """A card or a topic that one does not want to see."""

    kind: Literal["card", "topic"]
    name: str
    since: Moment


class WeightView(Wire, frozen=True, kw_only=True):
    """One weight with the bounds that its meaning sets."""

    feature: str
    title: Bilingual
    weight: Weight
    low: Weight
    high: Weight


class WeightsView(Wire, frozen=True, kw_only=True):
    """A version of weights. Losses are mean log losses in millionths on examples that were held out."""

    version: int
    in_force: bool
    made_on: date
    from_version: int | None
    learned_from: int
    examples: int
    loss_before: int | None
    loss_after: int | None
    weights: list[WeightView]


class BindWeights(Command, frozen=True, kw_only=True):
    """Let these weights count from now on."""

    reason: Annotated[str, Meta(min_length=1, max_length=400)]


class Binding(Wire, frozen=True, kw_only=True):
    """Which weights count from when on, and who said so."""

    version: int
    at: Moment
    by: str
    reason: str


class FeatureView(Wire, frozen=True, kw_only=True):
    """A feature and what it may look at: attributes of persons, of firms, what the person did before; or nothing."""

    name: str
    title: Bilingual
    about: Bilingual
    of_person: list[str]
    of_firm: list[str]
    use: bool
    low: Weight
    high: Weight
    source: str
    evidence: Evidence


class ArmView(Wire, frozen=True, kw_only=True):
    """One way of an experiment: for how many of ten thousand, how much is explored (ppm), with which weights."""

    code: str
    share: int
    explore: int
    weights: Literal["in-force", "prior"]


class ExperimentView(Wire, frozen=True, kw_only=True):
    """An experiment: people are assigned by a hash, so that everybody stays where they are."""

    code: str
    title: Bilingual
    valid_from: date
    valid_to: date
    arms: list[ArmView]
    in_force: bool
    source: str
    evidence: Evidence


class SeasonView(Wire, frozen=True, kw_only=True):
    """A time of the year in which cards matter more; days are `MM-DD`, the last may lie in the next year."""

    code: str
    title: Bilingual
    first: str
    last: str
    cards: list[str]
    sectors: list[str]
    source: str
    evidence: Evidence


class OfflineModel(Wire, frozen=True, kw_only=True):
    """One model of how people behave: NDCG@10 of each order in ten-thousandths, the oracle knowing every taste."""

    code: str
    title: Bilingual
    ours: int
    popularity: int
    random: int
    oracle: int


class OfflineFigures(Wire, frozen=True, kw_only=True):
    """What the bench measured on simulated people, on which day and of how many; it says nothing of real ones."""

    as_of: date
    learned_from: int
    held_out: int
    cards: int
    versions: int
    models: list[OfflineModel]
    source: str
    evidence: Evidence


class Figure(Wire, frozen=True, kw_only=True):
    """What came of one day in one arm. `weighted_open_rate` is by inverse propensity, in ppm."""

    day: date
    arm: str
    people: int
    shown: int
    opened: int
    started: int
    unwanted: int
    open_rate: int
    weighted_open_rate: int
