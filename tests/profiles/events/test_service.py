"""Life events of real rows: opened once, shown only with the consent, and gone with what told of them."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.identity.consents import service as consents
from backend.identity.consents.structs import ConsentWithdrawn
from backend.reference.regions import service as regions
from profiles.attributes import purposes
from profiles.attributes.kinds import Purpose
from profiles.attributes.structs import AttributesChanged
from profiles.events import service
from profiles.events.errors import (
    EventDayUnlikely,
    EventNotFound,
    EventNotSayable,
    TooManyEvents,
    UnknownEventKind,
)
from profiles.events.structs import SayEvent, Told
from tests.profiles.attributes.conftest import agree, firm_of, person
from tests.profiles.scenarios.conftest import events_of, load, rewrite, settle, years_ago

NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")


async def say(person_id, kind, day=None):
    return await service.say(person(person_id), command=SayEvent(kind=kind, day=day), by=person_id)


async def withdraw(person_id, purpose=Purpose.PERSONALISATION):
    """Take the consent back elsewhere, before any worker hears of it."""
    given = await consents.standing(person_id, recipient=purposes.RECIPIENT, purpose=purpose.value)
    await consents.withdraw(person_id, consent_id=given.id, attempt=NO_KEY)
    return ConsentWithdrawn(
        consent_id=given.id, person_id=person_id, recipient=purposes.RECIPIENT, purpose=purpose.value
    )


class TestRegisters:
    async def test_a_birth_opens_an_event_that_names_its_source(self, make_person, make_child):
        mother, born = await make_person(), regions.today() - timedelta(days=40)
        await make_child(mother, born=born)
        await agree(mother)
        await agree(mother, Purpose.CHILDREN)

        await settle(person(mother))

        found = {one.kind: one for one in (await service.page(person(mother), limit=9, cursor=None)).items}
        assert (found["birth"].day, found["birth"].why.told) == (born, Told.ATTRIBUTE)
        assert found["birth"].why.attribute == "household.childBirthDates"
        assert found["birth"].why.title.zh == "子女出生日期"
        assert found["birth"].why.source

    async def test_once_however_often_and_at_once(self, make_person, make_child):
        mother = await make_person()
        await make_child(mother, born=regions.today())
        await agree(mother)
        await agree(mother, Purpose.CHILDREN)

        await asyncio.gather(*(service.look([person(mother)]) for _ in range(4)))

        rows = await database.fetch("select kind from profiles_event where subject_id = $1 and kind = 'birth'", mother)
        assert len(rows) == 1

    async def test_a_childs_birth_takes_both_consents(self, make_person, make_child):
        mother = await make_person()
        await make_child(mother, born=regions.today())
        await agree(mother)
        await settle(person(mother))
        before = await events_of(person(mother))
        await agree(mother, Purpose.CHILDREN)
        await settle(person(mother))
        during = await events_of(person(mother))

        await withdraw(mother)

        assert (before, "birth" in during, await events_of(person(mother))) == (set(), True, set())

    async def test_nothing_without_the_consent(self, make_person):
        someone = await make_person(employment="失业")

        await settle(person(someone))

        assert await events_of(person(someone)) == set()
        assert await database.fetch("select 1 from profiles_event where subject_id = $1", someone) == []

    async def test_a_change_in_the_register_is_an_event(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))
        before = await events_of(person(someone))

        await rewrite(someone, employment="在职")
        await load(someone)

        assert (before, await events_of(person(someone))) == ({"job-loss"}, {"new-job"})

    async def test_a_disability_takes_the_consent_for_benefits(self, make_person):
        someone = await make_person(disability_grade="二级")
        await agree(someone)
        await settle(person(someone))
        before = await events_of(person(someone))

        await agree(someone, Purpose.BENEFITS)
        await settle(person(someone))

        assert ("disability" in before, "disability" in await events_of(person(someone))) == (False, True)

    async def test_days_and_sources_are_sealed(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))

        (row,) = await database.fetch("select content, about from profiles_event where subject_id = $1", someone)

        assert regions.today().isoformat().encode() not in row["content"]

    async def test_a_firm_needs_no_consent(self, database_url, monkeypatch):
        firm = await firm_of("hightech-firm")
        monkeypatch.setattr(regions, "today", lambda: date(2026, 3, 2))

        await settle(firm)

        assert "annual-report" in await events_of(firm)


class TestConsent:
    async def test_a_withdrawal_hides_at_once_and_the_worker_forgets(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))
        assert await events_of(person(someone)) == {"job-loss"}

        event = await withdraw(someone)
        at_once = await events_of(person(someone))
        await service.hear_withdrawal(event)

        assert at_once == set()
        assert await database.fetch("select 1 from profiles_event where subject_id = $1", someone) == []
        watch = await database.fetch_one("select seen from profiles_event_watch where id = $1", someone)
        assert watch["seen"] == {}

    async def test_what_the_person_said_stays(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))
        await say(someone, "home-purchase")

        await service.hear_withdrawal(await withdraw(someone))

        assert await events_of(person(someone)) == {"home-purchase"}

    async def test_a_consent_given_again_meanwhile_keeps_them(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))
        event = await withdraw(someone)
        await agree(someone)

        await service.hear_withdrawal(event)

        assert await events_of(person(someone)) == {"job-loss"}

    async def test_the_event_goes_with_the_attribute(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))

        await rewrite(someone, employment=None)
        await load(someone)

        assert await events_of(person(someone)) == set()


class TestSaid:
    async def test_is_kept_without_any_consent(self, make_person):
        someone = await make_person()

        said = await say(someone, "marriage", regions.today() + timedelta(days=20))

        assert said.event.why.told is Told.SAID
        assert await events_of(person(someone)) == {"marriage"}

    async def test_again_moves_the_day(self, make_person):
        someone, day = await make_person(), regions.today() + timedelta(days=9)

        first = await say(someone, "marriage")
        again = await say(someone, "marriage", day)

        assert (first.event.id, again.event.day) == (again.event.id, day)

    async def test_what_a_register_told_is_not_moved(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))

        said = await say(someone, "job-loss", regions.today() - timedelta(days=9))

        assert (said.event.why.told, said.event.day) == (Told.ATTRIBUTE, regions.today())

    async def test_an_unknown_kind_is_refused(self, make_person):
        someone = await make_person()

        for kind in ("firm-closing", "no-such"):
            with pytest.raises(UnknownEventKind):
                await say(someone, kind)

    async def test_what_comes_by_itself_is_not_said(self, database_url):
        firm = await firm_of("trader")

        with pytest.raises(EventNotSayable):
            await service.say(firm, command=SayEvent(kind="annual-report"), by=firm.id)

    async def test_an_unlikely_day_is_refused_with_the_likely_ones(self, make_person):
        someone = await make_person()

        for days in (-5000, 5000):
            with pytest.raises(EventDayUnlikely) as refusal:
                await say(someone, "birth", regions.today() + timedelta(days=days))
            assert refusal.value.params["latest"] == regions.today().isoformat()

    async def test_there_is_an_end_to_it(self, make_person):
        someone = await make_person()
        for days in range(service.SAID_MOST):
            await say(someone, "birth", regions.today() - timedelta(days=days))

        with pytest.raises(TooManyEvents):
            await say(someone, "birth", regions.today() - timedelta(days=100))


class TestTakeBack:
    async def test_what_was_said_is_forgotten(self, make_person):
        someone = await make_person()
        said = await say(someone, "marriage")

        await service.take_back(person(someone), event_id=said.event.id, by=someone)

        assert await database.fetch("select 1 from profiles_event where subject_id = $1", someone) == []

    async def test_what_a_register_told_does_not_come_back(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))
        (event,) = (await service.page(person(someone), limit=9, cursor=None)).items

        await service.take_back(person(someone), event_id=event.id, by=someone)
        await settle(person(someone))

        assert await events_of(person(someone)) == set()

    async def test_unless_the_person_says_it_after_all(self, make_person):
        someone = await make_person(employment="失业")
        await agree(someone)
        await settle(person(someone))
        (event,) = (await service.page(person(someone), limit=9, cursor=None)).items
        await service.take_back(person(someone), event_id=event.id, by=someone)

        await say(someone, "job-loss")

        assert await events_of(person(someone)) == {"job-loss"}

    async def test_anothers_looks_the_same_as_none(self, make_person):
        someone, other = await make_person(), await make_person()
        said = await say(someone, "marriage")

        with pytest.raises(EventNotFound):
            await service.take_back(person(other), event_id=said.event.id, by=other)


class TestSweep:
    async def test_looks_at_those_whose_day_has_come_and_at_nobody_else(self, make_person):
        due, later = await make_person(employment="失业"), await make_person(employment="失业")
        for one in (due, later):
            await agree(one)
            await settle(person(one))
        await database.execute("delete from profiles_event where subject_id = any($1)", [due, later])
        await database.execute("update profiles_event_watch set seen = '{}' where id = any($1)", [due, later])
        await database.execute("update profiles_event_watch set look_on = $2 where id = $1", due, regions.today())

        swept = await service.sweep()

        assert swept >= 1
        assert (await events_of(person(due)), await events_of(person(later))) == ({"job-loss"}, set())
        row = await database.fetch_one("select look_on from profiles_event_watch where id = $1", due)
        assert row["look_on"] > regions.today()

    async def test_the_due_are_found_by_an_index(self, database_url):
        async with database.transaction():
            await database.execute("set local enable_seqscan = off")
            rows = await database.fetch(
                "explain select id from profiles_event_watch where look_on <= current_date order by look_on limit 200"
            )

        assert "profiles_event_watch_due" in "".join(row[0] for row in rows)

    async def test_sixteen_comes_on_the_birthday(self, make_person):
        someone = await make_person(born=years_ago(16), employment="在校学生")
        await agree(someone)

        await settle(person(someone))

        assert await events_of(person(someone)) == {"sixteen"}


def test_only_what_could_be_an_event_is_heard():
    subject = person(uuid4())

    assert service.hears_attributes(AttributesChanged(subject=subject, names=["person.maritalStatus"]))
    assert not service.hears_attributes(AttributesChanged(subject=subject, names=["preference.language"]))
