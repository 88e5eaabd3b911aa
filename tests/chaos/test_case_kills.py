"""`kill -9` at every step of submit, hand-over and decide: nothing lost, nothing twice, no half state.

Each write is told to the database through a wire that is cut at a chosen word; then something is killed. Twice is
reckoned: as if the client never came back (the write is there as a whole, or not at all), and after it did.
"""

import json
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from tests.chaos import behind
from tests.chaos.behind import Behind
from tests.chaos.case_kills import Blow, Storm, Victim, Words, ends, every_step, last, steps_of
from tests.chaos.case_lives import Life, Town, at_a_window, for_a_newborn, on_a_phone
from tests.chaos.case_reckoning import in_the_end
from tests.chaos.wire import Cut, Moment, Unit

EVERY_STEP = ("submit", "hand-over", "propose", "approve")  # the others in the soak

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
async def words(town: Town, web: Behind) -> Words:
    """What every write says, statement by statement, when nothing happens to it."""
    async with storm(town, web) as weather:
        return await rehearsed(weather)


async def test_web_killed_at_every_step(town: Town, web: Behind, words: Words):
    async with storm(town, web) as weather:
        plan = {name: ends(said) for name, said in words.items()}
        plan |= {name: [*every_step(words[name]), *ends(words[name])] for name in EVERY_STEP}
        await live_all(weather, words, plan)

    assert weather.kills == sum(len(blows) for blows in plan.values())


async def test_server_killed_around_the_commit(town: Town, web: Behind, words: Words):
    async with storm(town, web) as weather:
        plan = {
            "submit": [last(words["submit"], Moment.UNANSWERED, Victim.POSTGRES)],
            "hand-over": [last(words["hand-over"], Moment.UNANSWERED, Victim.BACKEND)],
            "propose": [last(words["propose"], Moment.BEFORE, Victim.BACKEND)],
            "approve": [last(words["approve"], Moment.BEFORE, Victim.POSTGRES)],
        }
        await live_all(weather, words, plan)

    assert weather.kills == len(plan)


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
async def test_web_killed_at_every_message(town: Town, web: Behind):
    async with storm(town, web) as weather:
        words = await rehearsed(weather, unit=Unit.MESSAGE)
        plan = {
            name: [(Cut(number, unit=Unit.MESSAGE), Victim.WEB) for number in range(len(said))]
            for name, said in words.items()
        }
        await live_all(weather, words, plan)


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
async def test_web_killed_before_and_after_every_statement(town: Town, web: Behind):
    async with storm(town, web) as weather:
        words = await rehearsed(weather)
        moments = (Moment.BEFORE, Moment.UNANSWERED, Moment.UNDERWAY)
        plan = {
            name: [(Cut(number, moment), Victim.WEB) for number in range(len(said)) for moment in moments]
            for name, said in words.items()
        }
        await live_all(weather, words, plan)


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
@pytest.mark.parametrize("victim", [Victim.BACKEND, Victim.POSTGRES])
async def test_server_killed_at_every_step(town: Town, web: Behind, victim: Victim):
    async with storm(town, web) as weather:
        words = await rehearsed(weather)
        plan = {
            name: [
                *[(Cut(number), victim) for number in steps_of(said)],
                *[last(said, moment, victim) for moment in (Moment.UNANSWERED, Moment.UNDERWAY)],
            ]
            for name, said in words.items()
        }
        await live_all(weather, words, plan)


@asynccontextmanager
async def storm(town: Town, web: Behind) -> AsyncIterator[Storm]:
    """A web process to be killed, with nobody working off jobs meanwhile; at the end all jobs are done, and all is well."""
    began = time.monotonic()
    async with behind.still(town.product):
        weather = Storm(town, web)
        yield weather
    weather.found += [f"in the end: {one}" for one in await in_the_end(town, weather.said)]
    seconds = round(time.monotonic() - began, 1)
    print(json.dumps({"chaos": "case-kills", "kills": weather.kills, "writes": len(weather.said), "seconds": seconds}))
    assert weather.found == []


async def rehearsed(weather: Storm, *, unit: Unit = Unit.STATEMENT) -> Words:
    """What every write says; the first case of a place says more than the later ones, so it is lived before."""
    words: Words = {}
    for life in LIVES:
        await weather.live(life(weather.town, 0), weather.unharmed)
        words = {**words, **await weather.rehearse(life(weather.town, 1), unit=unit)}
    return words


async def live_all(weather: Storm, words: Words, plan: Mapping[str, Sequence[Blow]]) -> None:
    """As many lives of each kind as its writes have blows to meet."""
    for life in LIVES:
        of_life = [name for name in plan if name in NAMES[life]]
        for number in range(max((len(plan[name]) for name in of_life), default=0)):
            await another_day(weather.town)
            await weather.live_through(life(weather.town, number), words, plan, number=number)


async def another_day(town: Town) -> None:
    """Forget how much everybody has done today: one parent hands in more files for newborns than a day allows."""
    connection = await behind.connected(town.product)
    try:
        await connection.execute("delete from core_rate")
    finally:
        await connection.close()


def by_phone(town: Town, number: int) -> Life:
    """Somebody else each time: a person may keep only so many drafts."""
    return on_a_phone(town, town.residents[number % len(town.residents)])


def by_window(town: Town, _number: int) -> Life:
    """At a window, which knows no limit."""
    return at_a_window(town)


def by_bundle(town: Town, _number: int) -> Life:
    """For a newborn."""
    return for_a_newborn(town)


LIVES: tuple[Callable[[Town, int], Life], ...] = (by_window, by_phone, by_bundle)
NAMES = {
    by_window: ("take-in", "hand-over", "take-over", "accept", "propose", "approve", "conclude", "hand-back"),
    by_phone: ("submit", "accept here", "decide", "conclude here"),
    by_bundle: ("submit-bundle", "accept part", "propose part", "approve part", "conclude part"),
}
