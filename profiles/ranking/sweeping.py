"""What goes on by itself: learning, counting how cards are used, and letting go of what was kept long enough."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.structs import now
from backend.identity.consents.structs import ConsentWithdrawn
from backend.reference.regions import service as regions
from profiles.attributes.conditions import Purpose
from profiles.ranking import features, learning, pseudonyms, queries, seeing, using, weighing
from profiles.ranking.learning import CLIP, Example, Learned, State
from profiles.ranking.model import PRIOR

LEARNER: Final = "learner"
EXAMPLES_LEAST: Final = 500  # fewer would move weights by chance
EXAMPLES_MOST: Final = 50_000  # some seconds of a worker
HELD_OUT: Final = 10  # of so many people one only judges what the others taught
PEOPLE_LEAST: Final = 20  # behind every figure about a card's use
SUMMED: Final = timedelta(days=3)  # reports of yesterday still come in
OLD: Final = 5_000
ROUNDS: Final = 200  # a million rows an hour


async def learn() -> int:
    """Make the next version of weights from what was shown until yesterday; from how many examples.

    It counts at once, unless it explains what was held out worse than the present one, or somebody has gone back to
    older weights by hand: then it waits for them to bind the newest.
    """
    async with database.transaction():
        await queries.hold_bindings()
        rows = await queries.take_up(regions.today(), limit=EXAMPLES_MOST)
        if len(rows) < EXAMPLES_LEAST:
            return 0
        bound = await queries.binding()
        version = PRIOR.version if bound is None else bound["version"]
        # River takes seconds to be imported and holds the loop meanwhile; only this worker pays for it.
        done = await asyncio.to_thread(learning.learn, await _state(version), _examples(rows))
        await _keep(done, version, rows, by_hand=bound is not None and bound["by"] != LEARNER)
    return len(rows)


async def count() -> int:
    """Sum up the last days, and once a day count how cards are used, because that makes every home anew.

    How many figures were made.
    """
    today, used = regions.today(), 0
    async with database.transaction():
        last = await queries.epoch()
        counted = None if last is None else last["counted_at"]
        since = today - timedelta(days=seeing.KEPT_DAYS)
        if counted is None or regions.local_time(counted).date() < today:
            used = await _count_use(since)
        return used + await queries.sum_days(today - SUMMED, today + timedelta(days=1), most=CLIP)


async def _count_use(since: date) -> int:
    rows = await queries.count_use(since, least=PEOPLE_LEAST)
    people = {(row["region"], row["card"]): row["people"] for row in rows}
    counted = [using.Counted(row["card"], row["sector"], row["region"], row["opened"]) for row in rows]
    kept = [
        (card, region, people.get((region, card), 0), share)
        for region, cards in using.shares(counted).items()
        for card, share in cards.items()
    ]
    return await queries.keep_use(kept, at=now())


async def tidy() -> int:
    """Let go of what was shown too long ago; how many rows."""
    done = 0
    for _ in range(ROUNDS):
        gone = await queries.forget_old(regions.today() - timedelta(days=seeing.KEPT_DAYS), limit=OLD)
        done += gone
        if gone < OLD:
            break
    return done


async def hear_withdrawal(event: ConsentWithdrawn) -> None:
    """The consent was taken back: what the person saw, did and does not want goes, unless it was given again."""
    if event.purpose != Purpose.PERSONALISATION or await seeing.agrees(event.person_id):
        return
    await forget(event.person_id)


async def forget(person_id: UUID) -> None:
    """Let go of everything that ranking keeps about a person."""
    async with database.transaction():
        if await queries.forget(person_id, pseudonyms=pseudonyms.pseudonyms_of(person_id)):
            await audit.record(
                action="profiles.ranking-forgotten", actor="system", subject=f"person:{person_id}", about=person_id
            )


async def _state(version: int) -> State:
    if version == PRIOR.version:
        return State(values=features.bounded(PRIOR.values))
    row = await queries.weights(version)
    if row is None:
        raise LookupError(f"weights {version} are bound and not there")
    return State(values=features.bounded(row["values"]), nuisance=row["nuisance"])


def _examples(rows: Sequence[Record]) -> list[Example]:
    return [
        Example(
            vector=row["vector"],
            position=row["position"],
            propensity=row["propensity"],
            opened=row["outcome"] > 0,
            held_out=row["subject"].int % HELD_OUT == 0,
        )
        for row in rows
    ]


async def _keep(done: Learned, before: int, rows: Sequence[Record], *, by_hand: bool) -> None:
    newest = await queries.newest_weights()
    last = PRIOR.version if newest is None else newest["version"]
    version = last + 1
    learned_from = (await weighing.of_version(before)).learned_from + done.examples
    at = now()
    await queries.insert_weights(
        version, from_version=before, at=at, learned_from=learned_from, examples=done.examples,
        values=done.state.values, nuisance=done.state.nuisance, losses=(done.loss_before, done.loss_after),
    )  # fmt: skip
    await queries.mark_learned([row["id"] for row in rows], at=at)
    waits = by_hand and before != last
    if not waits and done.loss_after <= done.loss_before:
        await queries.bind(version, at=at, by=LEARNER, reason=f"{done.loss_before} -> {done.loss_after}")
        await audit.record(action="profiles.weights-bound", actor="system", subject=f"ranking-weights:{version}")
