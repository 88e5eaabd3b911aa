"""Learning weights from what people opened: logistic regression over the very features that the order is made of.

Every example counts by the inverse of the chance that it had to stand where it stood, clipped, so that what was always
on top does not teach most. The place on the screen is learned beside the features and then left out: it says how far
people look, not what they need. A step is bounded, weights keep their bounds and signs. Pure, but for taking seconds.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from profiles.ranking import features
from profiles.ranking.features import FEATURES, ONE

RATE: Final = 0.01
CLIP: Final = 5  # an example drawn by lot counts for at most so many: beyond, a few clicks would decide
STEP_MOST: Final = 500  # thousandths that a weight may move in one version
LOSS_UNIT: Final = 1_000_000
CERTAIN: Final = 1_000_000  # ppm
INTERCEPT, POSITION = "intercept", "position"
BEGINNING: Final[Mapping[str, float]] = {INTERCEPT: -4.0, POSITION: -0.5}
"""Few cards are opened, and fewer further down: learning need not find that out from nothing.

A place counts by its logarithm: people look at the tenth card some times less often than at the first, and hardly less
often at the twentieth than at the nineteenth.
"""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A card that was shown: the features' values by number, where it stood, how likely, and whether it was opened."""

    vector: Sequence[int]
    position: int
    propensity: int
    opened: bool
    held_out: bool = False


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What learning goes on from: weights in thousandths, and what ranking never sees."""

    values: Mapping[str, int]
    nuisance: Mapping[str, float] = msgspec.field(default_factory=lambda: dict(BEGINNING))


class Learned(msgspec.Struct, frozen=True, kw_only=True):
    """A new state, from how many examples, and the mean log loss on those held out, with the old one and with it."""

    state: State
    examples: int
    loss_before: int
    loss_after: int


def learn(state: State, examples: Sequence[Example]) -> Learned:
    """Go once through the examples that are not held out."""
    from river import linear_model, optim

    first = _First()
    model = linear_model.LogisticRegression(
        optimizer=optim.SGD(RATE),
        initializer=first,  # type: ignore[arg-type]
        intercept_init=state.nuisance[INTERCEPT],
        intercept_lr=RATE,
    )
    begin = {one.name: state.values[one.name] / ONE for one in FEATURES} | {POSITION: state.nuisance[POSITION]}
    for name, weight in begin.items():
        first.value = weight
        model.learn_one({name: 0.0}, True, w=0.0)
    taught = [one for one in examples if not one.held_out]
    for one in taught:
        model.learn_one(_measured(one), one.opened, w=_counts(one))
    after = _bounded(state, model.weights, model.intercept)
    tried = [one for one in examples if one.held_out]
    return Learned(
        state=after, examples=len(taught), loss_before=loss_of(state, tried), loss_after=loss_of(after, tried)
    )


def loss_of(state: State, examples: Sequence[Example]) -> int:
    """The mean log loss in millionths; nought without examples."""
    if not examples:
        return 0
    total = math.fsum(-math.log(_chance(state, one) if one.opened else 1 - _chance(state, one)) for one in examples)
    return round(LOSS_UNIT * total / len(examples))


class _First:
    """Gives river the weight to begin with: it asks for one whenever it meets a name for the first time."""

    value = 0.0

    def __call__(self, shape: int = 1) -> float:
        """The weight of the one name that is being met.

        Raises:
            ValueError: several at once, so that nobody knows which.
        """
        if shape != 1:
            raise ValueError("one name at a time")
        return self.value


def _measured(one: Example) -> dict[str, float]:
    found = {feature.name: value / ONE for feature, value in zip(FEATURES, one.vector, strict=False) if value}
    found[POSITION] = math.log1p(one.position)
    return found


def _counts(one: Example) -> float:
    return min(float(CLIP), CERTAIN / one.propensity)


def _chance(state: State, one: Example) -> float:
    measured = _measured(one)
    place = measured.pop(POSITION)
    score = state.nuisance[INTERCEPT] + state.nuisance[POSITION] * place
    score += math.fsum(value * state.values[name] / ONE for name, value in measured.items())
    return min(1 - 1e-9, max(1e-9, 1 / (1 + math.exp(-score))))


def _bounded(state: State, weights: Mapping[str, float], intercept: float) -> State:
    """Whole thousandths, no further from before than a step, and within the bounds of their meaning."""
    moved = {}
    for one in FEATURES:
        before = state.values[one.name]
        wanted = round(weights[one.name] * ONE)
        moved[one.name] = max(before - STEP_MOST, min(before + STEP_MOST, wanted))
    nuisance = {INTERCEPT: float(intercept), POSITION: float(weights[POSITION])}
    return State(values=features.bounded(moved), nuisance=nuisance)
