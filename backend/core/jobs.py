"""Events and jobs are one thing: an event is one job per subscriber, enqueued in the transaction that caused it.

PgQueuer stands behind this small port (enqueue, handlers, run, dead letters, replay), so that it can be swapped.
Delivery is at least once; a handler runs in a transaction together with its mark in `core_handled`, so what it does to
the database happens once. A handler that speaks to the outside must be idempotent there by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from pgqueuer import PgQueuer
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job as QueuedJob
from pgqueuer.queries import Queries

from backend.core import database, tracing
from backend.core.ids import new_id

MAX_ATTEMPTS = 5  # then the job is a dead letter: seen, and replayed by an operator
FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
HEARTBEAT = timedelta(seconds=10)  # a killed worker's jobs are taken over after this long


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every event: a fact in the past tense. Subclasses are the payload, so they hold ids, not people."""


@dataclass(frozen=True)
class Subscriber:
    """A room's interest in an event; `name` is the job's name and must never change while jobs wait under it.

    `wants` says from the event alone whether it is this subscriber's at all: a job that would do nothing costs as much
    as one that does.
    """

    name: str
    event: type[Event]
    handle: Callable[[Any], Awaitable[None]]
    wants: Callable[[Any], bool] = lambda _event: True


@dataclass(frozen=True)
class Periodic:
    """Work that is done again and again by one worker at a time."""

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[object]]


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What lies in the queue: the event with its own id and the causal id of the tap that started it."""

    id: UUID
    causal_id: str
    event: msgspec.Raw


@dataclass(frozen=True)
class DeadLetter:
    """A job that failed `MAX_ATTEMPTS` times and waits for a decision."""

    id: int
    name: str
    attempts: int


_subscribers: dict[type[Event], list[Subscriber]] = {}


def subscribe(subscribers: Sequence[Subscriber]) -> None:
    """Make the subscribers known to this process; called once by the composition root."""
    _subscribers.clear()
    for subscriber in subscribers:
        _subscribers.setdefault(subscriber.event, []).append(subscriber)


async def emit(event: Event) -> None:
    """Tell every subscriber, if and only if the surrounding transaction commits.

    Raises:
        RuntimeError: there is no transaction; the event could be told without its change having happened.
    """
    await emit_all([event])


async def emit_all(events: Sequence[Event]) -> None:
    """Tell the same of many events with one statement.

    Raises:
        RuntimeError: as `emit`.
    """
    if not events:
        return
    if not database.in_transaction():
        raise RuntimeError(f"{type(events[0]).__name__} was emitted outside a transaction")
    names: list[str] = []
    payloads: list[bytes | None] = []
    for event in events:
        raw = msgspec.Raw(msgspec.json.encode(event))
        for listener in [one for one in _subscribers.get(type(event), []) if one.wants(event)]:
            names.append(listener.name)
            envelope = Envelope(id=new_id(), causal_id=tracing.causal_id(), event=raw)
            payloads.append(msgspec.json.encode(envelope))
    if names:
        await _enqueue(names, payloads)


async def run(url: str, *, stop: asyncio.Event) -> None:
    """Work off jobs until `stop` is set; raises when the database goes away, and the caller starts again."""
    own = await database.single_connection(url)
    try:
        await own.execute("set statement_timeout = 0")
        queuer = PgQueuer.from_asyncpg_connection(own)
        for subscriber in [one for listeners in _subscribers.values() for one in listeners]:
            queuer.entrypoint(subscriber.name, on_failure="hold", executor_factory=_retrying)(_handler(subscriber))
        waiting = asyncio.create_task(_shut_down(queuer, stop))
        try:
            await queuer.run(
                dequeue_timeout=timedelta(seconds=2), heartbeat_timeout=HEARTBEAT, shutdown_on_listener_failure=True
            )
        finally:
            waiting.cancel()
    finally:
        await own.close()


async def dead_letters(*, limit: int = 100) -> list[DeadLetter]:
    """Jobs that gave up, newest first."""
    async with database.connection() as own:
        found = await Queries(AsyncpgDriver(own)).list_failed_jobs(limit)
    return [DeadLetter(id=int(job.id), name=job.entrypoint, attempts=job.attempts) for job in found]


async def replay(job_ids: Sequence[int]) -> None:
    """Queue dead letters again; their events keep their ids, so what was done is not done twice."""
    async with database.connection() as own:
        await Queries(AsyncpgDriver(own)).requeue_jobs(list(job_ids))  # type: ignore[arg-type]


async def forget_handled(*, days: int = 14) -> int:
    """Remove marks that no retry can still need; the number removed."""
    return await database.execute("delete from core_handled where handled_at < now() - make_interval(days => $1)", days)


async def _enqueue(names: list[str], payloads: list[bytes | None]) -> None:
    async with database.connection() as own:
        await Queries(AsyncpgDriver(own)).enqueue(names, payloads, [0] * len(names))


def _handler(subscriber: Subscriber) -> Callable[[QueuedJob], Awaitable[None]]:
    async def handle(job: QueuedJob) -> None:
        envelope = msgspec.json.decode(job.payload or b"", type=Envelope)
        tracing.begin(f"00-{envelope.causal_id}-{'0' * 15}1-00")
        async with database.transaction():
            if await _first_time(envelope.id, name=subscriber.name):
                await subscriber.handle(msgspec.json.decode(envelope.event, type=subscriber.event))

    return handle


async def _first_time(job_id: UUID, *, name: str) -> bool:
    touched = await database.execute(
        "insert into core_handled (job_id, name) values ($1, $2) on conflict do nothing", job_id, name
    )
    return touched == 1


def _retrying(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(
        parameters=parameters, max_attempts=MAX_ATTEMPTS - 1, initial_delay=FIRST_RETRY, max_delay=LONGEST_RETRY
    )


async def _shut_down(queuer: PgQueuer, stop: asyncio.Event) -> None:
    await stop.wait()
    queuer.shutdown.set()
