"""Work beside everything else ends with its block, also when a cancellation was lost on the way."""

import asyncio
import sys

import pytest

from backend.core.beside import beside

pytestmark = pytest.mark.timeout(10)


async def test_it_runs_while_the_block_runs_and_no_longer():
    ticks = []

    async def work():
        while True:
            ticks.append(len(ticks))
            await asyncio.sleep(0.001)

    async with beside(work(), name="ticking"):
        while len(ticks) < 3:
            await asyncio.sleep(0.001)
    seen = len(ticks)
    await asyncio.sleep(0.02)

    assert len(ticks) == seen


async def test_a_cancellation_that_a_library_loses_is_said_again():
    lost = 0

    async def work():
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost > 2:
                    raise

    async with beside(work(), name="deaf"):
        await asyncio.sleep(0.01)

    assert lost == 3


async def test_the_standard_librarys_own_loss_is_survived():
    """`wait_for` before 3.12 gives the answer back although it was cancelled: as a cache does that has just answered."""
    answer, answers = asyncio.get_running_loop().create_future(), 0

    async def work():
        nonlocal answers
        while True:
            await asyncio.wait_for(answer, 60)
            answers += 1
            await asyncio.sleep(60)

    async with beside(work(), name="asking"):
        await asyncio.sleep(0.01)
        answer.set_result(None)  # and in the same moment the block ends

    assert answers == (1 if sys.version_info < (3, 12) else 0)


async def test_what_failed_by_itself_fails_nobody_else():
    async def work():
        raise ValueError

    async with beside(work(), name="failing"):
        await asyncio.sleep(0.01)


async def test_an_error_of_the_block_comes_through_and_the_work_is_over():
    ended = asyncio.Event()

    async def work():
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    with pytest.raises(KeyError):
        async with beside(work(), name="working"):
            await asyncio.sleep(0.01)
            raise KeyError

    assert ended.is_set()
