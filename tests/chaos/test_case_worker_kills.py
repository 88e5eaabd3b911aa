"""The job worker killed while it works off what a case caused: delivered at least once, done once.

The job is a bundle that follows: when its first part is concluded, the next parts become cases with trail, letters and
leaves. One job is killed again and again, each time at a later word, until it is done; then it is delivered once more.
"""

import asyncio
import json
import time
from collections.abc import Sequence

import pytest

from tests.chaos import behind
from tests.chaos.behind import Behind
from tests.chaos.case_kills import COMMIT, acknowledged, commit_of, steps_of
from tests.chaos.case_lives import JOB, Said, Town, Write, for_a_newborn
from tests.chaos.case_reckoning import in_the_end
from tests.chaos.wire import Cut, Moment, Unit, Word

MARK = f"-- {JOB}"  # the first thing that this job does in its transaction; others hear of the case, too
DONE = "WITH job_status AS"  # how the queue learns of it
CAUSE = "conclude part"
STRIDE = 4  # of the steps, in the quick test; the soak takes all
REACHED_SECONDS = 60.0
# As if the ten seconds had passed after which a killed worker's jobs are taken over.
TIME_PASSES = "update pgqueuer set heartbeat = heartbeat - interval '1 minute' where status = 'picked'"

pytestmark = pytest.mark.slow


async def test_worker_killed_at_steps_of_a_job(town: Town, worker: Behind):
    async with behind.still(town.product):
        said, words = await rehearsed(town, worker, unit=Unit.STATEMENT)
        cuts = [Cut(one, since=MARK) for one in steps_of(words)[::STRIDE]]
        await suffered(town, worker, words, cuts, said)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("unit", list(Unit))
async def test_worker_killed_at_every_word_of_a_job(town: Town, worker: Behind, unit: Unit):
    async with behind.still(town.product):
        said, words = await rehearsed(town, worker, unit=unit)
        cuts = [Cut(one, unit=unit, since=MARK) for one in range(commit_of(words) + 1)]
        await suffered(town, worker, words, cuts, said)


async def rehearsed(town: Town, worker: Behind, *, unit: Unit) -> tuple[list[Said], Sequence[Word]]:
    """Let a worker that has just started do the job unharmed; what it says."""
    said: list[Said] = []

    async def cause(write: Write) -> None:
        await worker.kill()
        worker.wire.listen(unit=unit, since=MARK)
        await conclude(town, write, said)
        assert await in_the_end(town, said) == []

    await up_to_the_cause(town, said)
    await up_to_the_cause(town, said, cause)
    # What the connection is used for after the job's own commit is other work.
    words = list(worker.wire.said)
    first = next(number for number, word in enumerate(words) if word.sql.startswith(COMMIT))
    return said, words[: first + 1]


async def suffered(town: Town, worker: Behind, words: Sequence[Word], cuts: Sequence[Cut], said: list[Said]) -> None:
    """Let the job of another bundle meet these cuts one after the other, the commit unanswered and the end untold.

    Message by message it has less to say on a connection that knows its statements already: then it ends before the
    last cuts.
    """
    began, last, by_message = time.monotonic(), commit_of(words), cuts[0].unit is Unit.MESSAGE
    ends = [
        Cut(last, since=MARK),
        Cut(last, Moment.UNANSWERED, since=MARK),
        Cut(0, since=DONE),
        Cut(0, Moment.UNANSWERED, since=DONE),
    ]
    found: list[str] = []
    kills = 0

    async def cause(write: Write) -> None:
        nonlocal kills
        await worker.kill()
        done = await times_done(town)
        for number, cut in enumerate(cuts if by_message else [*cuts, *ends]):
            worker.wire.arm(cut)
            if number == 0:
                await conclude(town, write, said)
            async with asyncio.timeout(REACHED_SECONDS):
                while not worker.wire.reached.is_set() and not (by_message and await times_done(town) > done):
                    await asyncio.sleep(0.05)
            if not worker.wire.reached.is_set():
                break
            kills += 1
            if not by_message and cut.since == MARK and worker.wire.said[-1].sql != words[cut.number].sql:
                found.append(f"{cut}: {worker.wire.said[-1].sql[:60]}, at the rehearsal {words[cut.number].sql[:60]}")
            backends = worker.wire.backends
            await worker.kill()
            await behind.gone(town.product, backends)
            await time_passes(town)

    await up_to_the_cause(town, said, cause)
    found += await in_the_end(town, said)
    report = {"chaos": "worker-kills", "kills": kills, "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(report))
    assert found == []
    assert kills >= (len(words) // 2 if by_message else len(cuts) + len(ends))


async def up_to_the_cause(town: Town, said: list[Said], cause: object = None) -> None:
    """Live a bundle; what its first part's end causes is somebody else's to watch."""
    life = for_a_newborn(town)
    write = await anext(life)
    while True:
        if write.name == CAUSE and callable(cause):
            assert await in_the_end(town, said) == []
            await cause(write)
            answer = said[-1].case
        else:
            answer = await conclude(town, write, said)
        try:
            write = await life.asend(answer)
        except StopAsyncIteration:
            return


async def conclude(town: Town, write: Write, said: list[Said]) -> dict[str, object]:
    """A write, and its answer into the journal."""
    answer = await acknowledged(town.product.url, write)
    said.append(Said(write, answer))
    return answer


async def times_done(town: Town) -> int:
    """How often this job was worked off to its end."""
    connection = await behind.connected(town.product)
    try:
        return int(await connection.fetchval("select count(*) from core_handled where name = $1", JOB))
    finally:
        await connection.close()


async def time_passes(town: Town) -> None:
    """What the killed worker held is free."""
    connection = await behind.connected(town.product)
    try:
        await connection.execute(TIME_PASSES)
    finally:
        await connection.close()
