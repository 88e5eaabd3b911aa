"""Consent withdrawn while others read: every read is wholly before it, or is refused."""

import asyncio
import random

import pytest

from backend.core import database
from backend.identity.consents.errors import ConsentMissing
from backend.supports.exchange import service
from tests.supports.exchange.conftest import PARENT, new_case, person, withdraw

NAMES = ["person.name", "person.address"]
READERS = 4
SPREAD_SECONDS = 0.02  # about as long as a few reads take, so that some come before and some after


async def race(give, chance):
    """Some read while one withdraws; how many were let in, and how many reads are kept after the withdrawal."""
    consent, who = await give(case_ref=(case := new_case()))

    async def read(*, after=0.0):
        await asyncio.sleep(after)
        try:
            return bool(await service.facts(subject=person(PARENT), names=NAMES, reader=who))
        except ConsentMissing:
            return False

    async def end():
        await asyncio.sleep(chance.random() * SPREAD_SECONDS)
        await withdraw(PARENT, consent)

    readers = [read(after=chance.random() * SPREAD_SECONDS) for _ in range(READERS)]
    answers = await asyncio.gather(end(), *readers)
    late = await read()
    rows = await database.fetch(
        """
        select x.outcome, x.at >= c.withdrawn_at as after from exchange_access x, identity_consent c
        where x.case_ref = $1 and c.id = $2
        """,
        case,
        consent.id,
    )
    told = [one for one in answers if one is True]
    assert not late
    assert len(rows) == READERS + 1
    assert sum(row["outcome"] == "read" for row in rows) == len(told)
    return len(told), sum(row["after"] for row in rows if row["outcome"] == "read")


@pytest.mark.parametrize(
    "rounds",
    [
        12,
        pytest.param(200, marks=pytest.mark.slow),
        pytest.param(20_000, marks=[pytest.mark.soak, pytest.mark.timeout(7200)]),
    ],
)
async def test_no_read_after_the_withdrawal_commits(give, rounds):
    read, after, chance = 0, 0, random.Random(rounds)
    for _ in range(rounds):
        told, late = await race(give, chance)
        read, after = read + told, after + late

    assert after == 0
    assert 0 < read < rounds * READERS, "the race was none: nobody was first, or everybody"


async def test_a_withdrawal_waits_for_the_command_that_reads(give):
    consent, who = await give()
    began, may_end = asyncio.Event(), asyncio.Event()

    async def command():
        async with database.transaction():
            await service.facts(subject=person(PARENT), names=NAMES, reader=who)
            began.set()
            await may_end.wait()

    reading = asyncio.create_task(command())
    await began.wait()
    withdrawing = asyncio.create_task(withdraw(PARENT, consent))
    done, _ = await asyncio.wait({withdrawing}, timeout=0.3)
    assert not done
    may_end.set()

    await asyncio.gather(reading, withdrawing)
    with pytest.raises(ConsentMissing):
        await service.facts(subject=person(PARENT), names=NAMES, reader=who)
