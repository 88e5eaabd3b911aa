"""Everything that is written about somebody is heard of once, whichever way the log takes; silence makes it stale."""

import asyncio
import json
from uuid import uuid4

from backend.core import database
from backend.core.audit import sequencer
from backend.core.audit.changes import Changes, following
from backend.core.audit.log import record, record_all
from backend.core.ground import ground


async def write_about(person_id):
    async with database.transaction():
        await record(action="test.written", actor="test", subject="test", about=person_id)


async def order_all():
    while await sequencer.sequence(ground().keyring):
        pass


async def test_the_first_poll_says_anybody(database_url):
    changes = Changes()
    assert not changes.fresh

    assert (await changes.poll()).about is None
    assert changes.fresh


async def test_a_waiting_leaf_is_told_once_also_when_it_is_ordered(database_url):
    changes, person = Changes(), uuid4()
    await changes.poll()
    await write_about(person)

    first = await changes.poll()
    await order_all()
    second = await changes.poll()

    assert first.about == {person}
    assert person not in second.about


async def test_one_that_was_ordered_between_two_polls_is_told(database_url):
    changes, person = Changes(), uuid4()
    await order_all()
    await changes.poll()
    await write_about(person)
    await order_all()

    assert (await changes.poll()).about == {person}
    assert (await changes.poll()).about == frozenset()


async def test_what_is_committed_late_is_not_missed(database_url):
    """Its leaf is older than others that were told, and its transaction was open during a poll."""
    changes, slow, quick = Changes(), uuid4(), uuid4()
    await changes.poll()
    wrote, may_end = asyncio.Event(), asyncio.Event()

    async def hold():
        async with database.transaction():
            await record(action="test.written", actor="test", subject="test", about=slow)
            wrote.set()
            await may_end.wait()

    held = asyncio.create_task(hold())
    await wrote.wait()
    await write_about(quick)
    await order_all()
    assert (await changes.poll()).about == {quick}
    may_end.set()
    await held
    await order_all()

    assert (await changes.poll()).about == {slow}


async def test_more_than_it_may_read_means_anybody(database_url, monkeypatch):
    changes = Changes()
    await changes.poll()
    monkeypatch.setattr("backend.core.audit.changes.MOST", 2)
    for _ in range(3):
        await write_about(uuid4())

    assert (await changes.poll()).about is None


async def test_the_moment_is_between_before_and_after(database_url):
    changes = Changes()
    await changes.poll()
    before, after = changes.moment(), changes.latest()

    now = (await database.fetch_one("select clock_timestamp() as now"))["now"]

    assert before <= after
    assert before <= now
    assert changes.latest() >= now


async def test_a_failed_poll_makes_it_stale_and_the_next_says_anybody(database_url, monkeypatch):
    changes, heard, fail = Changes(), [], True
    poll = changes.poll

    async def sometimes():
        if fail:
            raise ConnectionError
        return await poll()

    async def hear(one):
        heard.append(one)

    monkeypatch.setattr(changes, "poll", sometimes)
    monkeypatch.setattr("backend.core.audit.changes.EVERY_SECONDS", 0.01)
    async with following(changes, hear):
        await asyncio.sleep(0.05)
        assert not changes.fresh
        assert heard == []
        fail = False
        while not heard:
            await asyncio.sleep(0.01)

    assert heard[0].about is None


def test_without_news_it_grows_stale():
    time = [0.0]
    changes = Changes(clock=lambda: time[0])
    changes._as_of = 0.0
    time[0] = 2.0
    assert changes.fresh
    time[0] = 2.1
    assert not changes.fresh


async def test_a_load_tells_of_everybody(database_url):
    changes, people = Changes(), [uuid4() for _ in range(50)]
    await changes.poll()

    async with database.transaction():
        fields = {one: ["person.gender", "person.birthDate"] for one in people}
        facts = [(f"person:{one}", one) for one in people]
        await record_all(action="test.loaded", actor="test", facts=facts, fields=fields)

    assert (await changes.poll()).about == set(people)
    row = await database.fetch_one("select leaf from core_audit_leaf where about = $1", people[0])
    leaf = json.loads(bytes(row["leaf"]))
    assert leaf["subject"] == f"person:{people[0]}"
    assert leaf["fields"] == ["person.birthDate", "person.gender"]
