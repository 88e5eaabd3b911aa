"""Saying yes and no: what was kept goes with the no, and no read that commits after it returns any of it."""

import asyncio
import random
from uuid import UUID

import pytest

from backend.core import database, jobs
from backend.identity.consents import service as consents
from backend.identity.consents.errors import ConsentTextChanged
from backend.identity.consents.structs import ConsentGiven, ConsentWithdrawn
from profiles.attributes import consent, purposes, queries, service
from profiles.attributes.kinds import Purpose
from profiles.attributes.structs import Declare, SetConsent
from tests.profiles.attributes.conftest import NO_KEY, agree, known, new_key, person

BORN = "person.birthDate"
READERS = 4
SPREAD_SECONDS = 0.02  # about as long as a few reads take, so that some come before and some after


async def withdraw_elsewhere(person_id, purpose=Purpose.PERSONALISATION):
    """Take the consent back on the page of consents, which knows nothing of profiles."""
    given = await consents.standing(person_id, recipient=purposes.RECIPIENT, purpose=purpose.value)
    await consents.withdraw(person_id, consent_id=given.id, attempt=NO_KEY)
    return ConsentWithdrawn(
        consent_id=given.id, person_id=person_id, recipient=purposes.RECIPIENT, purpose=purpose.value
    )


async def rows_of(person_id):
    rows = await database.fetch("select name from profiles_attribute where subject_id = $1", person_id)
    return {row["name"] for row in rows}


class TestOnAndOff:
    async def test_yes_fills_and_no_empties_the_profile(self, make_person):
        someone = await make_person()

        await agree(someone)
        filled = await known(person(someone))
        states = await agree(someone, on=False)

        assert filled["person.employmentStatus"] == "失业"
        assert await known(person(someone)) == {}
        assert await rows_of(someone) == set(), "the past goes, too"
        assert not any(one.on for one in states.states)
        assert await database.fetch("select 1 from profiles_tag where subject_id = $1", someone) == []

    async def test_what_one_said_oneself_stays_but_is_not_used(self, make_person):
        someone = await make_person()
        await agree(someone)
        await service.declare(someone, name="preference.language", command=Declare(value="bo"), attempt=NO_KEY)

        await agree(someone, on=False)

        assert await known(person(someone)) == {}
        assert await rows_of(someone) == {"preference.language"}
        (shown,) = [one for one in (await service.my_profile(someone)).attributes if one.name == "preference.language"]
        assert (shown.shown, shown.in_use) == ("藏文", False)

    async def test_words_that_nobody_saw_are_not_agreed_to(self, make_person):
        someone = await make_person()

        for version in (None, "of-last-year"):
            with pytest.raises(ConsentTextChanged):
                await service.set_consent(someone, command=SetConsent(on=True, text_version=version), attempt=NO_KEY)

        assert await known(person(someone)) == {}

    async def test_sensitive_data_take_a_yes_of_their_own(self, make_person):
        someone = await make_person(disability_grade="三级")

        await agree(someone)
        assert "person.disabilityGrade" not in await rows_of(someone)
        await agree(someone, Purpose.BENEFITS)

        assert "person.disabilityGrade" not in await known(person(someone))
        assert await known(person(someone), uses=[Purpose.BENEFITS]) == {"person.disabilityGrade": "三级"}
        await agree(someone, Purpose.BENEFITS, on=False)
        assert "person.disabilityGrade" not in await rows_of(someone)
        assert "person.birthDate" in await known(person(someone))

    async def test_the_same_tap_twice_is_one(self, make_person):
        someone = await make_person()
        attempt = new_key(someone)
        version = purposes.registered(Purpose.PERSONALISATION).text_version
        command = SetConsent(on=True, text_version=version)

        first = await service.set_consent(someone, command=command, attempt=attempt)

        assert await service.set_consent(someone, command=command, attempt=attempt) == first

    async def test_reads_of_registers_stand_in_the_access_history(self, make_person):
        someone = await make_person()
        await agree(someone)

        rows = await database.fetch("select * from exchange_access where subject_id = $1", someone)

        assert rows
        assert {(row["purpose"], row["recipient"]) for row in rows} == {("personalisation", purposes.RECIPIENT_NAME)}
        assert all(row["basis"].startswith("consent:") for row in rows)


class TestElsewhere:
    async def test_a_withdrawal_on_the_page_of_consents_counts_at_once(self, make_person):
        someone = await make_person()
        await agree(someone)

        await withdraw_elsewhere(someone)

        assert await known(person(someone)) == {}, "before any event was heard"

    async def test_the_event_lets_go(self, make_person):
        someone = await make_person()
        await agree(someone)

        event = await withdraw_elsewhere(someone)
        async with database.transaction():
            await service.hear_withdrawal(event)

        assert await rows_of(someone) == set()

    async def test_an_old_withdrawal_takes_nothing_of_a_new_consent(self, make_person):
        someone = await make_person()
        await agree(someone)
        event = await withdraw_elsewhere(someone)
        await agree(someone)

        async with database.transaction():
            await service.hear_withdrawal(event)

        assert BORN in await known(person(someone))

    async def test_only_consents_to_the_profile_are_heard(self):
        ours = {"consent_id": UUID(int=1), "person_id": UUID(int=2), "purpose": "personalisation"}

        for event in (ConsentGiven, ConsentWithdrawn):
            assert service.hears_consent(event(recipient=purposes.RECIPIENT, **ours))
            assert not service.hears_consent(event(recipient="heating_subsidy", **ours))

    async def test_a_worker_lets_go_within_a_second(self, make_person, database_url):
        someone = await make_person()
        await agree(someone)
        stop = asyncio.Event()
        worker = asyncio.create_task(jobs.run(database_url, stop=stop))
        try:
            await asyncio.sleep(1.5)  # it has started and done what waited
            await withdraw_elsewhere(someone)
            async with asyncio.timeout(5):
                while await rows_of(someone):
                    await asyncio.sleep(0.05)
        finally:
            stop.set()
            await worker

        assert await rows_of(someone) == set()


async def race(make_person, chance):
    """Some read while one withdraws; who was told something, and when each read and the withdrawal ended."""
    someone = await make_person()
    await agree(someone)
    told, over = [], asyncio.Event()

    async def read():
        await asyncio.sleep(chance.random() * SPREAD_SECONDS)
        async with database.transaction():
            found = await service.attributes_of(person(someone))
            began_after = over.is_set()
            row = await database.fetch_one(
                "select withdrawn_at from identity_consent where person_id = $1 and recipient = $2",
                someone,
                purposes.RECIPIENT,
            )
        told.append((bool(found.facts), began_after, row["withdrawn_at"] is not None))

    async def end():
        await asyncio.sleep(chance.random() * SPREAD_SECONDS)
        await (withdraw_elsewhere(someone) if chance.random() < 0.5 else agree(someone, on=False))
        over.set()

    await asyncio.gather(end(), *(read() for _ in range(READERS)))
    await read()
    return told


@pytest.mark.parametrize(
    "rounds",
    [
        12,
        pytest.param(200, marks=pytest.mark.slow),
        pytest.param(20_000, marks=[pytest.mark.soak, pytest.mark.timeout(7200)]),
    ],
)
async def test_no_read_after_the_withdrawal_returns_anything(make_person, rounds):
    chance, told = random.Random(rounds), []
    for _ in range(rounds):
        told += await race(make_person, chance)

    assert not [one for one in told if one[0] and one[2]], "something was returned although the withdrawal stood"
    first = [one for one in told if one[0]]
    assert 0 < len(first) < len(told), "the race was none: nobody was first, or everybody"


async def test_a_withdrawal_waits_for_the_transaction_that_reads(make_person):
    someone = await make_person()
    await agree(someone)
    began, may_end = asyncio.Event(), asyncio.Event()

    async def use():
        async with database.transaction():
            assert (await service.attributes_of(person(someone))).facts
            began.set()
            await may_end.wait()

    using = asyncio.create_task(use())
    await began.wait()
    withdrawing = asyncio.create_task(agree(someone, on=False))
    done, _ = await asyncio.wait({withdrawing}, timeout=0.3)
    assert not done
    may_end.set()

    await asyncio.gather(using, withdrawing)
    assert await known(person(someone)) == {}


async def test_a_load_under_way_leaves_nothing_behind_a_withdrawal(make_person):
    someone = await make_person()
    await agree(someone)

    for _ in range(10):
        await asyncio.gather(service.load_person(someone), agree(someone, on=False))
        assert await rows_of(someone) == set()
        await agree(someone)


async def test_what_an_expired_consent_allowed_to_keep_goes(make_person):
    someone = await make_person()
    await agree(someone)
    await database.execute(
        "update identity_consent set expires_at = now() - interval '1 day' where person_id = $1", someone
    )
    async with database.transaction():
        await queries.note_load([someone], at=None)

    assert await known(person(someone)) == {}
    while BORN in await rows_of(someone):
        assert await service.refresh() > 0

    assert await rows_of(someone) == set()


def test_the_words_say_what_is_read_and_name_nothing_hidden():
    for purpose in purposes.ASKED:
        words = purposes.registered(purpose)

        assert purposes.field_title(words.fields[0]).zh in words.text_zh
        assert len(words.fields) <= 40
        assert not {"person.ethnicGroup", "person.healthCondition", "person.religion"} & set(words.fields)

    assert consent.UNSAID not in {purposes.registered(one).text_version for one in purposes.ASKED}
