"""`kill -9` at every step of what a resident says about themselves: nothing lost, nothing twice, no half state.

Reckoned without knowing the rooms: while the worker stands still, these writes are all that changes the database. So a
write that was killed has left every table as it was, or it is done; and to send it again changes nothing any more.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pytest

from tests.chaos import behind
from tests.chaos.behind import Behind
from tests.chaos.case_kills import Blow, Storm, Victim, Words, ends, every_step
from tests.chaos.case_lives import Json, Life, Person, Town, Write
from tests.chaos.wire import Cut, Moment, Word

EVERY_STEP: Final = ("agree", "seen", "correct")  # the others in the soak
# A log that is put in order moves its leaves; a session notes when it was used; the rest is published data, large.
APART: Final = ("core_audit_leaf", "core_audit_entry", "core_audit_checkpoint", "identity_session")
PUBLISHED: Final = ("regions_", "items_", "calendar_", "host_release")
TABLES: Final = """
    select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname
"""
LEAVES: Final = "select (select count(*) from core_audit_leaf) + (select count(*) from core_audit_entry)"
PERSONAL: Final = "personalisation"
WRONG: Final = {"shouldBe": "本科", "reason": "去年已经毕业"}
VALUES: Final = ("person.educationLevel", "person.maritalStatus", "person.employmentStatus")  # what may be wrong
HEARD_SECONDS: Final = 10.0  # until the other web process has heard of a consent
State = Mapping[str, tuple[int, int]]

pytestmark = pytest.mark.slow


@dataclass
class Counting(Storm):
    """A storm that looks at all that the database holds: before a write, after the kill, after it was sent again."""

    seen: list[State] = field(default_factory=list)
    usual: dict[str, set[str]] = field(default_factory=dict)  # which tables grow or shrink by each write

    async def rehearsed(self, write: Write) -> Json:
        """Which tables it changes is kept beside what is said."""
        before = await self.state()
        answer = await super().rehearsed(write)
        self.usual[write.name] = grown(before, await self.state())
        return answer

    async def struck(self, write: Write, cut: Cut, victim: Victim, words: Sequence[Word]) -> Json:
        """A write that is cut there, held against what was there before it and what is there in the end."""
        before = await self.state()
        self.seen = []
        answer = await super().struck(write, cut, victim, words)
        killed, after = self.seen
        where = f"{write.name}, {victim} killed {cut.moment} {cut.number}"
        if killed not in (before, after):
            self.found.append(f"{where}: half done in {others(before, killed)}, {others(killed, after)}")
        if grown(before, after) != self.usual[write.name]:
            self.found.append(f"{where}: changed {grown(before, after)}, at the rehearsal {self.usual[write.name]}")
        return answer

    async def faults(self, connection: Any) -> list[str]:
        """Nothing by itself: the states are compared when the write is over."""
        self.seen.append(await state_of(connection))
        return []

    async def state(self) -> State:
        """Every table's rows now."""
        connection = await behind.connected(self.town.product)
        try:
            return await state_of(connection)
        finally:
            await connection.close()


async def test_web_killed_at_every_step(town: Town, web: Behind) -> None:
    async with storm(town, web) as weather:
        words = await weather.rehearse(of_a_profile(town, 0))
        plan = {name: ends(said) for name, said in words.items()}
        plan |= {name: [*every_step(words[name]), *ends(words[name])] for name in EVERY_STEP}
        await live_all(weather, words, plan)

    assert weather.kills == sum(len(blows) for blows in plan.values())


@pytest.mark.soak
@pytest.mark.timeout(3 * 3600)
async def test_web_killed_before_and_after_every_statement(town: Town, web: Behind) -> None:
    async with storm(town, web) as weather:
        words = await weather.rehearse(of_a_profile(town, 0))
        moments = (Moment.BEFORE, Moment.UNANSWERED)
        plan = {
            name: [(Cut(number, moment), Victim.WEB) for number in range(len(said)) for moment in moments]
            for name, said in words.items()
        }
        await live_all(weather, words, plan)


@asynccontextmanager
async def storm(town: Town, web: Behind) -> AsyncIterator[Counting]:
    """A web process to be killed, with nobody working off jobs meanwhile."""
    began = time.monotonic()
    async with behind.still(town.product):
        weather = Counting(town, web)
        yield weather
    seconds = round(time.monotonic() - began, 1)
    print(
        json.dumps({"chaos": "profile-kills", "kills": weather.kills, "writes": len(weather.said), "seconds": seconds})
    )
    assert weather.found == []


async def live_all(weather: Counting, words: Words, plan: Mapping[str, Sequence[Blow]]) -> None:
    """Another resident for each blow to a write: what one has said once is said."""
    for number in range(max(map(len, plan.values()))):
        await weather.live_through(of_a_profile(weather.town, number + 1), words, plan, number=number)


async def of_a_profile(town: Town, number: int) -> Life:
    """Somebody agrees, says something, uses the first screen, has a value put right, and thinks otherwise again."""
    me = town.residents[number % len(town.residents)]
    (consent,) = [one for one in (await _read(town, me, "/me/profile/consent"))["states"] if one["purpose"] == PERSONAL]
    agree = {"purpose": PERSONAL, "on": True, "textVersion": consent["textVersion"]}
    yield Write("agree", me, "/me/profile/consent", agree, method="PUT")
    yield Write("declare", me, "/me/profile/declared/preference.interests", {"value": ["养老", "医保"]}, method="PUT")
    said = yield Write("say", me, "/me/life-events", {"kind": "home-purchase"})
    home = await _personal_home(town, me)
    (ranked,) = [one["cards"] for one in home["sections"] if one["id"] == "for-you"]
    cards = [{"card": one["id"], "position": at, "outcome": "shown"} for at, one in enumerate(ranked)]
    yield Write("seen", me, "/me/home/seen", {"seen": home["seen"], "cards": cards})
    yield Write("hide", me, f"/me/home/not-interested/card/{ranked[0]['id']}", None, method="PUT")
    yield Write("correct", me, "/me/profile/corrections", WRONG | {"attribute": VALUES[number // len(town.residents)]})
    yield Write("take back", me, f"/me/life-events/{said['event']['id']}", None, method="DELETE")
    yield Write("disagree", me, "/me/profile/consent", agree | {"on": False}, method="PUT")


async def _personal_home(town: Town, me: Person) -> Json:
    """As soon as whichever web process answers has heard that one agreed."""
    async with asyncio.timeout(HEARD_SECONDS):
        while not (home := await _read(town, me, "/home"))["personalised"]:
            await asyncio.sleep(0.2)
    return home


async def _read(town: Town, who: Person, path: str) -> Json:
    async with httpx.AsyncClient(base_url=f"{town.product.url}/api/v1", timeout=60.0) as http:
        told: Json = (await http.get(path, headers=who.headers())).raise_for_status().json()
        return told


async def state_of(connection: Any) -> State:
    """How many rows each table has, and a number that is another when any of them is."""
    names = [row["relname"] for row in await connection.fetch(TABLES)]
    looked_at = [one for one in names if one not in APART and not one.startswith(PUBLISHED)]
    sql = " union all ".join(
        f"select '{one}' as name, count(*) as rows, coalesce(sum(hashtext(t::text)), 0)::bigint as all from {one} t"
        for one in looked_at
    )
    told = {row["name"]: (row["rows"], row["all"]) for row in await connection.fetch(sql)}
    return told | {"leaves": (await connection.fetchval(LEAVES), 0)}


def others(one: State, other: State) -> list[str]:
    """The tables that differ."""
    return [name for name in one if one[name] != other[name]]


def grown(before: State, after: State) -> set[str]:
    """The tables with more or fewer rows than before; tags depend on who it is."""
    return {name for name in before if before[name][0] != after[name][0]} - {"profiles_tag"}
