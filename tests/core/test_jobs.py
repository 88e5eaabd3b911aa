"""Events reach every subscriber if and only if their transaction commits, and act once."""

import asyncio
from uuid import UUID, uuid4

import pytest

from backend.core import database, jobs, tracing
from backend.core.jobs import Event, Subscriber


class Happened(Event, frozen=True, kw_only=True):
    """Something the tests know about."""

    id: UUID
    poison: bool = False


COLUMNS = "priority, status, entrypoint, payload, created, updated, heartbeat, execute_after, attempts"
SEEN: list[tuple[str, UUID, str]] = []


async def first(event: Happened) -> None:
    if event.poison:
        raise ValueError("poison")
    SEEN.append(("first", event.id, tracing.causal_id()))


async def second(event: Happened) -> None:
    SEEN.append(("second", event.id, tracing.causal_id()))


@pytest.fixture
async def running(database_url, monkeypatch):
    """The two subscribers, served by a real job worker; the house's own come back afterwards."""
    monkeypatch.setattr(jobs, "_subscribers", {})
    monkeypatch.setattr(jobs, "FIRST_RETRY", jobs.timedelta(milliseconds=1))
    SEEN.clear()
    jobs.subscribe([Subscriber("test.first", Happened, first), Subscriber("test.second", Happened, second)])
    stop = asyncio.Event()
    task = asyncio.create_task(jobs.run(database_url, stop=stop))
    yield
    stop.set()
    await asyncio.wait_for(task, 10)


async def until(condition, seconds=10.0):
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def test_every_subscriber_hears_it_with_the_causal_id_of_the_tap(running):
    tracing.begin(None)
    event = Happened(id=uuid4())

    async with database.transaction():
        await jobs.emit(event)
    await until(lambda: len(SEEN) == 2)

    assert {name for name, _, _ in SEEN} == {"first", "second"}
    assert {(event_id, trace) for _, event_id, trace in SEEN} == {(event.id, tracing.causal_id())}


async def test_who_does_not_want_an_event_gets_no_job(database_url, monkeypatch):
    monkeypatch.setattr(jobs, "_subscribers", {})
    wanted, unwanted = Happened(id=uuid4()), Happened(id=uuid4(), poison=True)
    jobs.subscribe([Subscriber("test.choosy", Happened, first, wants=lambda event: not event.poison)])

    async with database.transaction():
        await jobs.emit(wanted)
        await jobs.emit(unwanted)
        rows = await database.fetch("delete from pgqueuer where entrypoint = 'test.choosy' returning payload")

    assert [str(wanted.id) in row["payload"].decode() for row in rows] == [True]


async def test_of_many_events_each_is_told(running, monkeypatch):
    sent = []
    enqueue = jobs._enqueue

    async def counted(names, payloads):
        sent.append(len(names))
        await enqueue(names, payloads)

    monkeypatch.setattr(jobs, "_enqueue", counted)
    events = [Happened(id=uuid4()) for _ in range(3)]

    async with database.transaction():
        await jobs.emit_all(events)
        await jobs.emit_all([])
    await until(lambda: len(SEEN) == 6)

    assert sent == [6]
    assert {event_id for _, event_id, _ in SEEN} == {event.id for event in events}


async def test_what_is_rolled_back_is_never_told(running):
    with pytest.raises(ZeroDivisionError):
        async with database.transaction():
            await jobs.emit(Happened(id=uuid4()))
            raise ZeroDivisionError
    marker = Happened(id=uuid4())
    async with database.transaction():
        await jobs.emit(marker)
    await until(lambda: len(SEEN) >= 2)

    assert {event_id for _, event_id, _ in SEEN} == {marker.id}


async def test_an_event_outside_a_transaction_is_refused(database_url):
    with pytest.raises(RuntimeError):
        await jobs.emit(Happened(id=uuid4()))


async def test_a_poison_event_becomes_a_dead_letter_others_pass_and_it_can_be_replayed(running):
    poison, good = Happened(id=uuid4(), poison=True), Happened(id=uuid4())

    async with database.transaction():
        await jobs.emit(poison)
        await jobs.emit(good)
    await until(lambda: ("first", good.id) in {(name, event_id) for name, event_id, _ in SEEN})
    async with asyncio.timeout(20):
        while not (dead := [one for one in await jobs.dead_letters() if one.name == "test.first"]):
            await asyncio.sleep(0.05)

    assert [one.attempts for one in dead] == [jobs.MAX_ATTEMPTS - 1]
    await jobs.replay([one.id for one in dead])
    assert not [one for one in await jobs.dead_letters() if one.name == "test.first"]


async def test_a_job_delivered_twice_acts_once(running):
    event = Happened(id=uuid4())
    async with database.transaction():
        await jobs.emit(event)
        own = database.DB.current_transaction.get().connection
        await own.execute(
            f"insert into pgqueuer ({COLUMNS}) select {COLUMNS} from pgqueuer where entrypoint like 'test.%'"
        )
    await until(lambda: len(SEEN) >= 2)
    await asyncio.sleep(0.5)

    assert sorted(name for name, _, _ in SEEN) == ["first", "second"]
