"""Consents of many people at once, whether one stands, and the events that tell of giving and taking back."""

import asyncio
import contextvars

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.identity.consents import service
from backend.identity.consents.structs import ConsentGiven, ConsentWithdrawn, GiveConsent
from tests.identity.consents.conftest import PURPOSE, RECIPIENT

pytestmark = pytest.mark.usefixtures("purposes")
NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")


@pytest.fixture
def heard(monkeypatch):
    """What was told."""
    told = []

    async def emit(event):
        told.append(event)

    monkeypatch.setattr(service, "emit", emit)
    return told


async def give(person, *, fields=("name",)):
    command = GiveConsent(recipient=RECIPIENT, purpose=PURPOSE, fields=list(fields), text_version="1")
    return await service.give(person, command=command, attempt=NO_KEY)


async def held(people):
    async with database.transaction():
        found = await service.hold_many(people, recipient=RECIPIENT, purposes=[PURPOSE])
    return {person_id: one.fields for (person_id, _), one in found.items()}


async def test_only_those_that_stand_are_among_them(make_person):
    agreed, withdrew, never = [await make_person() for _ in range(3)]
    await give(agreed, fields=("name", "phone"))
    consent = await give(withdrew)
    await service.withdraw(withdrew, consent_id=consent.id, attempt=NO_KEY)

    assert await held([agreed, withdrew, never]) == {agreed: {"name", "phone"}}


async def test_other_words_are_no_consent_to_these(make_person, purposes):
    person = await make_person()
    await give(person)
    assert await service.standing(person, recipient=RECIPIENT, purpose=PURPOSE) is not None

    purposes.release(text_version="2")

    assert await held([person]) == {}
    assert await service.standing(person, recipient=RECIPIENT, purpose=PURPOSE) is None


async def test_a_withdrawal_waits_for_whoever_holds_it(make_person):
    person = await make_person()
    consent = await give(person)
    began, may_end = asyncio.Event(), asyncio.Event()

    async def use():
        async with database.transaction():
            assert await service.hold_many([person], recipient=RECIPIENT, purposes=[PURPOSE])
            began.set()
            await may_end.wait()

    using = asyncio.create_task(use())
    await began.wait()
    withdrawing = asyncio.create_task(service.withdraw(person, consent_id=consent.id, attempt=NO_KEY))
    done, _ = await asyncio.wait({withdrawing}, timeout=0.3)
    assert not done
    may_end.set()

    await asyncio.gather(using, withdrawing)
    assert await held([person]) == {}


async def test_whether_it_was_ever_given_survives_its_end(make_person):
    person = await make_person()
    asked = {"recipient": RECIPIENT, "purpose": PURPOSE}
    before = await service.ever_given(person, **asked)
    consent = await give(person)
    await service.withdraw(person, consent_id=consent.id, attempt=NO_KEY)

    assert (before, await service.ever_given(person, **asked)) == (False, True)


async def test_giving_and_taking_back_are_told_once(make_person, heard):
    person = await make_person()
    consent = await give(person)
    await give(person)
    for _ in range(2):
        await service.withdraw(person, consent_id=consent.id, attempt=NO_KEY)

    about = {"consent_id": consent.id, "person_id": person, "recipient": RECIPIENT, "purpose": PURPOSE}
    assert heard == [ConsentGiven(**about), ConsentWithdrawn(**about)]


async def test_a_consent_that_replaces_another_is_told(make_person, heard):
    person = await make_person()

    first, second = await give(person), await give(person, fields=("name", "phone"))

    assert [one.consent_id for one in heard] == [first.id, second.id]


async def test_asked_again_in_one_transaction_it_is_held_already(make_person, monkeypatch):
    agreed, never = [await make_person() for _ in range(2)]
    await give(agreed)
    asked, ask = [], service.queries.standing_of_many

    async def counted(people, **more):
        asked.append(list(people))
        return await ask(people, **more)

    monkeypatch.setattr(service.queries, "standing_of_many", counted)
    async with database.transaction():
        first = await held([agreed])
        both = await held([agreed, never])

    assert (first, both) == ({agreed: {"name"}}, {agreed: {"name"}})
    assert asked == [[agreed], [never]]


async def test_what_the_transaction_itself_changes_is_seen_in_it(make_person):
    person = await make_person()
    async with database.transaction():
        before = await held([person])
        consent = await give(person)
        given = await held([person])
        await service.withdraw(person, consent_id=consent.id, attempt=NO_KEY)
        after = await held([person])

    assert (before, given, after) == ({}, {person: {"name"}}, {})


async def test_what_was_held_in_a_part_that_was_undone_is_asked_for_again(make_person):
    person = await make_person()
    consent = await give(person)
    async with database.transaction():
        with pytest.raises(LookupError):
            async with database.savepoint():
                assert await held([person])
                raise LookupError
        taking_back = asyncio.create_task(
            service.withdraw(person, consent_id=consent.id, attempt=NO_KEY), context=contextvars.Context()
        )
        await asyncio.wait_for(taking_back, timeout=3)

        assert await held([person]) == {}
