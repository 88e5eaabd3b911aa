"""Simulated residents look at homes, weights are learned from what they open, and others judge the result.

Homes that are learned from are ordered for many people at once; the homes that are judged are made by the product's own
engine, rules and lots included.
"""

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from profiles.attributes.conditions import SubjectKind
from profiles.ranking import features, learning, lots
from profiles.ranking.engine import Engine
from profiles.ranking.features import FEATURES, ONE
from profiles.ranking.learning import Example, Learned, State
from profiles.ranking.library import EVERYBODY
from profiles.ranking.model import PRIOR, Model
from profiles.ranking.structs import Weights
from profiles.ranking.using import PREFECTURE
from profiles.ranking.viewer import Viewer
from tests.bench import simulated_bound
from tests.bench import simulated_residents as simulated
from tests.bench.simulated_residents import CARDS, ON, PAST_USES, REGIONS, Behaviour, Residents, Use

SHOWN = 10
BATCH = 2_000
FITTED, FIT_STEPS, RIDGE = 1_000, 20, 0.1
BOUND_BY, BOUND_SEED = 300, 900
DISCOUNT = 1 / np.log2(np.arange(2, SHOWN + 2))
BEGIN = State(values=features.bounded(PRIOR.values))


@dataclass(frozen=True)
class Quality:
    """NDCG@10 on people that nothing was learned from; `closed` is the share of the gap from popularity to the oracle.

    `ceiling`: as much of the gap is closed by weights that were fitted on what people want, without any rules or lots:
    more cannot be learned with these features. `bound`: more could nobody close who sees what the product sees.
    """

    ndcg: dict[str, float]
    closed: float
    ceiling: float
    bound: float
    losses: list[tuple[int, int]]
    weights: dict[str, int]


def judged(by: Behaviour, *, people: int, held_out: int, versions: int, seed: int, uses: float = PAST_USES) -> Quality:
    """Learn `versions` of weights from these people, and let others judge the last one.

    `uses`: how often somebody used the product in the month before, on average.
    """
    world = simulated.World(seed=seed)
    taught = Residents(world, many=people, seed=seed + 1)
    used = taught.used(by, uses=uses)
    use = Use.counted(taught, used)
    state, losses = BEGIN, []
    for number in range(versions):
        part = slice(number * people // versions, (number + 1) * people // versions)
        learned = learned_from(by, taught, used, use, part, state, seed=seed + 2 + number)
        losses.append((learned.loss_before, learned.loss_after))
        state = learned.state if learned.loss_after <= learned.loss_before else state
    judges = Residents(world, many=held_out, seed=seed + 1_000)
    ndcg = _ndcg(by, judges, judges.used(by, uses=uses), use, state)
    best = _ceiling(by, taught, used, use)
    return Quality(ndcg, _closed(ndcg, "ours"), best, _bound(by, world, use, uses), losses, dict(state.values))


def _bound(by: Behaviour, world: simulated.World, use: Use, uses: float) -> float:
    people = Residents(world, many=BOUND_BY, seed=BOUND_SEED)
    wanted, scores = people.wants(by, slice(None)), simulated_bound.scores(by, people, people.used(by, uses=uses))
    return _closed_by(scores, wanted, use)


def _closed_by(scores: np.ndarray, wanted: np.ndarray, use: Use) -> float:
    popular = np.tile(use.everywhere, (len(wanted), 1))
    orders = {"ours": np.argsort(-scores, axis=1), "popularity": np.argsort(-popular, axis=1)}
    return _closed({"oracle": 1.0} | {name: _of(order, wanted) for name, order in orders.items()}, "ours")


def _closed(ndcg: dict[str, float], of: str) -> float:
    return (ndcg[of] - ndcg["popularity"]) / (ndcg["oracle"] - ndcg["popularity"])


def _ceiling(by: Behaviour, residents: Residents, used: np.ndarray, use: Use) -> float:
    """Newton's method on the wants themselves, which nobody could know; the first ones teach, the next ones judge."""
    taught, judges = slice(0, FITTED), slice(FITTED, 2 * FITTED)
    values = simulated.features(residents, used, use, taught).reshape(-1, len(FEATURES)) / ONE
    seen = values.any(axis=0)
    measured = np.c_[values[:, seen], np.ones(len(values))]
    wants = residents.wants(by, taught).reshape(-1)
    weights = np.zeros(measured.shape[1])
    weights[-1] = learning.BEGINNING[learning.INTERCEPT]
    for _ in range(FIT_STEPS):
        chance = 1 / (1 + np.exp(-measured @ weights))
        slope = measured.T @ (wants - chance) - RIDGE * weights
        curve = (measured.T * (chance * (1 - chance))) @ measured + RIDGE * np.eye(len(weights))
        move = np.linalg.solve(curve, slope)
        weights += move * min(1.0, 1 / np.abs(move).max())
    score = simulated.features(residents, used, use, judges)[:, :, seen] / ONE @ weights[:-1]
    return _closed_by(score, residents.wants(by, judges), use)


def _of(order: np.ndarray, wants: np.ndarray) -> float:
    best = (np.take_along_axis(wants, np.argsort(-wants, axis=1)[:, :SHOWN], axis=1) * DISCOUNT).sum(axis=1)
    return float(np.mean((np.take_along_axis(wants, order[:, :SHOWN], axis=1) * DISCOUNT).sum(axis=1) / best))


def learned_from(
    by: Behaviour, residents: Residents, used: np.ndarray, use: Use, part: slice, state: State, *, seed: int
) -> Learned:
    """Show homes to these people and learn from what they open."""
    luck = np.random.default_rng(seed)
    examples: list[Example] = []
    for begin in range(part.start, part.stop, BATCH):
        some = slice(begin, min(begin + BATCH, part.stop))
        values = simulated.features(residents, used, use, some)
        score = values.astype(np.int64) @ weights_of(state) + np.where(simulated.due(residents, some), 10**9, 0)
        cards, chances = _shown(np.argsort(-score, axis=1, kind="stable"), luck)
        opened = _opened(by, residents.wants(by, some), cards, luck)
        examples += _examples(values, cards, chances, opened, luck)
    return learning.learn(state, examples)


def weights_of(state: State) -> np.ndarray:
    """By the features' numbers."""
    return np.array([state.values[one.name] for one in FEATURES], np.int64)


def _shown(order: np.ndarray, luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The first ten, some drawn up by lot as the product draws them, and the chance of each."""
    order, many = order.copy(), len(order)
    chances = np.full((many, SHOWN), lots.CERTAIN)
    for number in lots.NUMBERS:
        drawn = luck.integers(0, lots.CERTAIN, many) < EVERYBODY.explore
        chances[:, number] = np.where(drawn, EVERYBODY.explore // lots.REACH, lots.CERTAIN - EVERYBODY.explore)
        for row in np.flatnonzero(drawn):
            place = number + 1 + luck.integers(0, lots.REACH)
            order[row, number : place + 1] = np.roll(order[row, number : place + 1], 1)
    return order[:, :SHOWN], chances


def _opened(by: Behaviour, wants: np.ndarray, cards: np.ndarray, luck: np.random.Generator) -> np.ndarray:
    """Who opens what of the ten: looked at, and wanted; or tapped without a meaning."""
    looked = luck.random(cards.shape) < (1.0 / np.arange(1, SHOWN + 1)) ** by.looks
    wanted = luck.random(cards.shape) < np.take_along_axis(wants, cards, axis=1)
    by_chance = luck.random(cards.shape) < by.noise * wants.mean()
    return np.asarray(looked & (wanted | by_chance))


def _examples(
    values: np.ndarray, cards: np.ndarray, chances: np.ndarray, opened: np.ndarray, luck: np.random.Generator
) -> list[Example]:
    rows = np.take_along_axis(values, cards[:, :, None], axis=1).tolist()
    held_out = (luck.random(len(rows)) < 0.1).tolist()
    return [
        Example(vector=vector, position=place, propensity=chance, opened=was, held_out=out)
        for person, some, was_opened, out in zip(rows, chances.tolist(), opened.tolist(), held_out, strict=True)
        for place, (vector, chance, was) in enumerate(zip(person, some, was_opened, strict=True))
    ]


def model_of(use: Use, state: State) -> Model:
    """The model that a process of the product would have in memory."""
    ids = [one.id for one in simulated._cards()]
    return Model(
        version="simulated",
        weights=Weights(version=1, made_on=ON, learned_from=1, values=state.values),
        use=dict(zip(ids, use.everywhere.tolist(), strict=True)),
        use_near={
            region: dict(zip(ids, shares.tolist(), strict=True))
            for place, each in enumerate(REGIONS)
            for region, shares in ((each[:PREFECTURE], use.around[place]), (each, use.near[place]))
        },
    )


def viewer_of(residents: Residents, used: np.ndarray, person: int, model: Model) -> Viewer:
    """A resident as the product sees them."""
    return Viewer(
        model=model,
        audience=SubjectKind.PERSON,
        facts=simulated.facts_of(residents, person),
        tags=simulated.tags_of(residents, person),
        usage=simulated.usage_of(residents, used, person),
        pseudonym=UUID(int=person),
    )


def _ndcg(by: Behaviour, residents: Residents, used: np.ndarray, use: Use, state: State) -> dict[str, float]:
    model = model_of(use, state)
    wants = np.concatenate(
        [residents.wants(by, slice(begin, begin + BATCH)) for begin in range(0, residents.many, BATCH)]
    )
    places = {one.id: number for number, one in enumerate(residents.world.candidates)}
    popular = np.argsort(-use.everywhere, kind="stable")
    luck = np.random.default_rng(7)
    orders = {
        "popularity": np.tile(popular[:SHOWN], (residents.many, 1)),
        "random": np.array([luck.permutation(CARDS)[:SHOWN] for _ in range(residents.many)]),
        "prior": _engine_orders(residents, used, model_of(use, BEGIN), places),
        "ours": _engine_orders(residents, used, model, places),
        "oracle": np.argsort(-wants, axis=1)[:, :SHOWN],
    }
    return {name: _of(order, wants) for name, order in orders.items()}


def _engine_orders(residents: Residents, used: np.ndarray, model: Model, places: dict[str, int]) -> np.ndarray:
    engine = Engine(model)
    found = []
    for person in range(residents.many):
        viewer = viewer_of(residents, used, person, model)
        cards = engine.rank(simulated.candidates_of(residents, person), viewer, on=ON).cards
        found.append([places[one.id] for one in cards[:SHOWN]])
    return np.array(found)
