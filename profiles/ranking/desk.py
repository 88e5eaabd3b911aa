"""Ranking as staff see it: weights and where they come from, features, experiments, seasons, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.structs import Page, now
from backend.identity.consents.structs import Bilingual
from backend.reference.regions import service as regions
from profiles.attributes.conditions import SubjectKind
from profiles.ranking import queries, sweeping, weighing
from profiles.ranking.errors import WeightsInForce, WeightsUnknown
from profiles.ranking.features import FEATURES, TITLES, bounded
from profiles.ranking.library import EXPERIMENTS, SEASONS
from profiles.ranking.model import PRIOR
from profiles.ranking.structs import (
    ArmView,
    Binding,
    BindWeights,
    ExperimentView,
    FeatureView,
    Figure,
    SeasonView,
    WeightsView,
    WeightView,
)

PPM: Final = 1_000_000
LAST: Final = (date.max, "")


async def weights_page(*, limit: int, cursor: str | None) -> Page[WeightsView]:
    """All versions, the newest first; the prior of the data file is the last.

    Raises:
        BadCursor
    """
    position = ground().cursors.read("profiles.weights", cursor)
    before = None if position is None else int(position)
    rows = await queries.weights_page(before=before, limit=limit + 1)
    bound = await _bound()
    found = [_view(row, in_force=row["version"] == bound) for row in rows]
    if before != PRIOR.version:
        found.append(_prior(in_force=bound == PRIOR.version))
    return ground().cursors.page(
        "profiles.weights",
        found[: limit + 1],
        limit=limit,
        item=lambda one: one,
        position=lambda one: str(one.version),
    )


async def weights(version: int) -> WeightsView:
    """One version.

    Raises:
        WeightsUnknown
    """
    bound = await _bound()
    if version == PRIOR.version:
        return _prior(in_force=bound == version)
    row = await queries.weights(version) if 0 < version <= weighing.VERSION_MOST else None
    if row is None:
        raise WeightsUnknown(version=version)
    return _view(row, in_force=bound == version)


async def bind(staff_id: str, *, version: int, command: BindWeights, attempt: Attempt) -> Binding:
    """Let these weights count from now on, older ones too.

    While they are not the newest, what is learned waits: binding the newest lets learning go on.

    Raises:
        WeightsUnknown, WeightsInForce, KeyReused
    """

    async def work() -> Binding:
        await queries.hold_bindings()
        await weighing.of_version(version)
        last = await queries.binding()
        if last is not None and last["version"] == version and last["by"] != sweeping.LEARNER:
            raise WeightsInForce(version=version)
        made = Binding(version=version, at=now(), by=staff_id, reason=command.reason)
        await queries.bind(version, at=made.at, by=made.by, reason=made.reason)
        await audit.record(action="profiles.weights-bound", actor=staff_id, subject=f"ranking-weights:{version}")
        return made

    return await once(attempt, Binding, work)


def features_page(*, limit: int) -> Page[FeatureView]:
    """Every feature, and what each may look at."""
    return Page(
        items=[
            FeatureView(
                name=one.name,
                title=TITLES[one.name],
                about=Bilingual(zh=one.about_zh, en=one.about_en),
                of_person=sorted(one.looks_at(SubjectKind.PERSON)),
                of_firm=sorted(one.looks_at(SubjectKind.FIRM)),
                use=one.use,
                low=one.low,
                high=one.high,
                source=one.source,
                evidence=one.evidence,
            )
            for one in FEATURES[:limit]
        ]
    )


def experiments_page(*, limit: int) -> Page[ExperimentView]:
    """Every experiment with its arms."""
    today = regions.today()
    return Page(
        items=[
            ExperimentView(
                code=one.code,
                title=Bilingual(zh=one.zh, en=one.en),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                arms=[
                    ArmView(code=arm.code, share=arm.share, explore=arm.explore, weights=arm.weights)
                    for arm in one.arms
                ],
                in_force=one.valid_from <= today <= one.valid_to,
                source=one.source,
                evidence=one.evidence,
            )
            for one in EXPERIMENTS[:limit]
        ]
    )


def seasons_page(*, limit: int) -> Page[SeasonView]:
    """Every season with the cards that it is about."""
    return Page(
        items=[
            SeasonView(
                code=one.code,
                title=Bilingual(zh=one.zh, en=one.en),
                first=one.first,
                last=one.last,
                cards=list(one.cards),
                sectors=list(one.sectors),
                source=one.source,
                evidence=one.evidence,
            )
            for one in SEASONS[:limit]
        ]
    )


async def figures_page(*, limit: int, cursor: str | None) -> Page[Figure]:
    """What came of each day in each arm, the latest first.

    Raises:
        BadCursor
    """
    position = ground().cursors.read("profiles.rank-figures", cursor)
    day, _, arm = (position or "").partition(" ")
    before = (date.fromisoformat(day), arm) if position else LAST
    rows = await queries.figures(before=before, limit=limit + 1)
    return ground().cursors.page(
        "profiles.rank-figures",
        rows,
        limit=limit,
        item=_figure,
        position=lambda row: f"{row['day'].isoformat()} {row['arm']}",
    )


def _figure(row: Record) -> Figure:
    return Figure(
        day=row["day"],
        arm=row["arm"],
        people=row["people"],
        shown=row["shown"],
        opened=row["opened"],
        started=row["started"],
        unwanted=row["unwanted"],
        open_rate=row["opened"] * PPM // row["shown"],
        weighted_open_rate=row["weighted_opened"] * PPM // row["weighted_shown"],
    )


async def _bound() -> int:
    last = await queries.binding()
    return PRIOR.version if last is None else int(last["version"])


def _prior(*, in_force: bool) -> WeightsView:
    return WeightsView(
        version=PRIOR.version, in_force=in_force, made_on=PRIOR.made_on, from_version=None, learned_from=0, examples=0,
        loss_before=None, loss_after=None, weights=_weights(PRIOR.values),
    )  # fmt: skip


def _view(row: Record, *, in_force: bool) -> WeightsView:
    return WeightsView(
        version=row["version"],
        in_force=in_force,
        made_on=regions.local_time(row["made_at"]).date(),
        from_version=row["from_version"],
        learned_from=row["learned_from"],
        examples=row["examples"],
        loss_before=row["loss_before"],
        loss_after=row["loss_after"],
        weights=_weights(row["values"]),
    )


def _weights(values: Mapping[str, int]) -> list[WeightView]:
    known = bounded(values)
    return [
        WeightView(feature=one.name, title=TITLES[one.name], weight=known[one.name], low=one.low, high=one.high)
        for one in FEATURES
    ]
