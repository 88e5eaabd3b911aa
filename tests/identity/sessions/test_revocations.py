"""A kill reaches every process within a second, whatever becomes of the feed."""

import asyncio
import time
from uuid import uuid4

import pytest

from backend.core import database
from backend.identity.sessions import queries, revocations
from backend.identity.sessions.revocations import Feed
from tests.identity.conftest import claims_of


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def session_id(make_person, start_session):
    return claims_of(await start_session(await make_person())).sid


@pytest.fixture
async def running():
    """Two processes' feeds, polling."""
    feeds = (Feed(), Feed())
    tasks = [asyncio.create_task(one.follow()) for one in feeds]
    await asyncio.sleep(0.1)
    yield feeds
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class TestFeed:
    async def test_a_kill_is_seen_within_a_second_by_every_other_process(self, make_person, start_session, running):
        person, slowest = await make_person(), 0.0
        for _ in range(5):
            session_id = claims_of(await start_session(person)).sid
            for feed in running:
                assert not await feed.has_ended(session_id)

            await queries.end(session_id, reason="test")
            killed = time.monotonic()
            for feed in running:
                while not await feed.has_ended(session_id):
                    await asyncio.sleep(0.01)
            slowest = max(slowest, time.monotonic() - killed)

        assert slowest <= 1.0

    async def test_a_fresh_feed_answers_without_the_database(self, session_id, monkeypatch):
        feed = Feed()
        await feed.poll()

        async def no_question(_session_id):
            raise AssertionError("asked the database")

        monkeypatch.setattr(queries, "is_live", no_question)

        assert not await feed.has_ended(session_id)

    async def test_a_stale_feed_asks_for_the_row(self, session_id):
        clock = Clock()
        feed = Feed(clock=clock)
        await feed.poll()
        await queries.end(session_id, reason="test")
        assert not await feed.has_ended(session_id)

        clock.seconds += 0.91

        assert await feed.has_ended(session_id)

    async def test_a_feed_that_never_polled_asks_for_the_row(self, session_id):
        assert not await Feed().has_ended(session_id)
        assert await Feed().has_ended(uuid4())

    async def test_a_failed_poll_makes_it_stale_and_the_next_one_fresh(self, session_id, monkeypatch):
        clock, polls = Clock(), []
        feed = Feed(clock=clock)
        real = queries.ended_within

        async def failing(seconds):
            polls.append(seconds)
            if len(polls) == 1:
                raise OSError
            return await real(seconds)

        monkeypatch.setattr(queries, "ended_within", failing)
        monkeypatch.setattr(revocations, "EVERY_SECONDS", 0.01)
        await queries.end(session_id, reason="test")
        task = asyncio.create_task(feed.follow())
        while len(polls) < 3:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert polls[:2] == [660, 660]
        assert polls[2] == 60
        assert await feed.has_ended(session_id)

    async def test_looks_back_over_the_time_it_missed(self, session_id):
        clock = Clock()
        feed = Feed(clock=clock)
        await feed.poll()
        await database.execute(
            "update identity_session set ended_at = now() - interval '5 minutes' where id = $1", session_id
        )

        clock.seconds += 300
        await feed.poll()

        assert await feed.has_ended(session_id)

    async def test_forgets_when_no_token_can_be_valid_any_more(self, session_id, monkeypatch):
        clock = Clock()
        feed = Feed(clock=clock)
        await queries.end(session_id, reason="test")
        await feed.poll()

        async def nothing(_seconds):
            return []

        monkeypatch.setattr(queries, "ended_within", nothing)
        clock.seconds += 659
        await feed.poll()
        assert session_id in feed._ended
        clock.seconds += 2
        await feed.poll()

        assert session_id not in feed._ended


async def test_the_applications_feed_polls_while_it_runs(session_id):
    async with revocations.feed():
        await queries.end(session_id, reason="test")
        await asyncio.sleep(0.6)

        assert session_id in revocations._current[0]._ended

    assert not revocations._current[0]._ended
