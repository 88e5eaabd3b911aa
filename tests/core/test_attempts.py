"""A repeated command gives its first answer and acts once, also when the repeats race."""

import asyncio
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.attempts import Attempt, KeyReused, attempt_at, earlier, once
from backend.core.errors import NotFound


class Answer(msgspec.Struct, frozen=True):
    """What the command says."""

    number: int


def attempt(key: str | None, body: bytes = b"{}", caller: str = "person:1") -> Attempt:
    return attempt_at(caller=caller, key=key, method="POST", path="/x", body=body)


class Counter:
    """A command that acts on the database, so that a rollback undoes it."""

    def __init__(self) -> None:
        self.name = f"test:{uuid4()}"

    async def act(self) -> Answer:
        await database.execute(
            "insert into core_rate (bucket, used, window_ends) values ($1, 1, now())"
            " on conflict (bucket) do update set used = core_rate.used + 1",
            self.name,
        )
        return Answer(await self.done())

    async def done(self) -> int:
        row = await database.fetch_one("select used from core_rate where bucket = $1", self.name)
        return row["used"] if row else 0


async def test_the_same_attempt_acts_once_and_is_answered_alike(database_url):
    counter, key = Counter(), str(uuid4())

    first = await once(attempt(key), Answer, counter.act)
    second = await once(attempt(key), Answer, counter.act)

    assert first == second == Answer(1)
    assert await counter.done() == 1
    assert await earlier(attempt(key), Answer) == Answer(1)


async def test_fifty_at_the_same_time_act_once(database_url):
    counter, key = Counter(), str(uuid4())

    answers = await asyncio.gather(*(once(attempt(key), Answer, counter.act) for _ in range(50)))

    assert set(answers) == {Answer(1)}
    assert await counter.done() == 1


async def test_another_body_under_the_same_key_is_refused(database_url):
    counter, key = Counter(), str(uuid4())
    await once(attempt(key), Answer, counter.act)

    with pytest.raises(KeyReused):
        await once(attempt(key, b'{"other":1}'), Answer, counter.act)
    with pytest.raises(KeyReused):
        await earlier(attempt(key, b'{"other":1}'), Answer)

    assert await counter.done() == 1


async def test_one_callers_keys_are_nothing_to_another(database_url):
    counter, key = Counter(), str(uuid4())
    await once(attempt(key), Answer, counter.act)

    assert await once(attempt(key, caller="person:2"), Answer, counter.act) == Answer(2)


async def test_without_a_key_every_try_counts(database_url):
    counter = Counter()

    await once(attempt(None), Answer, counter.act)

    assert await once(attempt(None), Answer, counter.act) == Answer(2)
    assert await earlier(attempt(None), Answer) is None


async def test_a_refused_attempt_leaves_nothing_and_may_be_tried_again(database_url):
    counter, key = Counter(), str(uuid4())

    async def refused() -> Answer:
        await counter.act()
        raise NotFound

    with pytest.raises(NotFound):
        await once(attempt(key), Answer, refused)

    assert await counter.done() == 0
    assert await once(attempt(key), Answer, counter.act) == Answer(1)
