"""What people may look at of themselves and their nearest, and what other rooms note of theirs."""

import pytest

from backend.core import database
from backend.identity.consents.errors import ConsentMissing
from backend.identity.consents.structs import Bilingual
from backend.supports.exchange import service
from backend.supports.exchange.errors import NotEntitled, UnknownFact
from tests.supports.exchange.conftest import (
    CHILD,
    DECEASED,
    ELDER,
    HELPER,
    NEWBORN,
    OFFICER,
    PARENT,
    SPOUSE,
    new_case,
    person,
    reader,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("database_url")


async def newest(subject_id):
    return await database.fetch_one(
        "select x.*, (select array_agg(about_id) from exchange_access_about where access_id = x.id) as about "
        "from exchange_access x where subject_id = $1 order by id desc limit 1",
        subject_id,
    )


class TestOwnFacts:
    async def test_are_shown_and_stand_in_the_history_as_ones_own_look(self):
        found = await service.own_facts(PARENT, names=["person.ethnicGroup", "household.headName"])

        row = await newest(PARENT)
        assert {name: one.value for name, one in found.items()} == {
            "person.ethnicGroup": "汉", "household.headName": "李向东",
        }  # fmt: skip
        assert (row["basis"], row["actor_id"], row["outcome"]) == ("own", PARENT, "read")

    async def test_unknown_names_are_refused(self):
        with pytest.raises(UnknownFact):
            await service.own_facts(PARENT, names=["person.shoeSize"])


class TestRelatives:
    async def test_are_spouse_and_parents_by_name(self):
        found = {one.relation: one for one in await service.own_relatives(HELPER)}

        assert (found["mother"].id, found["father"].id) == (ELDER, DECEASED)
        assert (found["mother"].deceased, found["father"].deceased) == (False, True)
        assert found["spouse"].name == "孙丽华"

    async def test_each_of_them_is_named_in_the_history(self):
        await service.own_relatives(PARENT)

        assert set((await newest(PARENT))["about"]) == {PARENT, SPOUSE}


class TestBirthDatesOfChildren:
    async def test_need_a_basis_and_are_all_of_them(self):
        found = await service.birth_dates_of_children(PARENT, reader=reader())

        assert found == sorted(found, reverse=True)
        assert len(found) == 2
        assert set((await newest(PARENT))["about"]) == {PARENT, CHILD, NEWBORN}

    async def test_strangers_are_refused(self):
        with pytest.raises(NotEntitled):
            await service.birth_dates_of_children(PARENT, reader=reader(actor_id=ELDER))

    async def test_nothing_is_read_after_a_withdrawal(self, give, item):
        item.publish(fields=[*item.purpose.fields, "child.birthDate"])
        consent, who = await give(names=["child.birthDate"])
        assert await service.birth_dates_of_children(PARENT, reader=who)

        await withdraw(PARENT, consent)

        with pytest.raises(ConsentMissing):
            await service.birth_dates_of_children(PARENT, reader=who)


async def test_a_look_at_what_another_room_keeps_is_noted():
    case = new_case()
    words = Bilingual(zh="核对", en="Checking")
    one = reader(purpose="correction", purpose_text=words, case_ref=case)

    await service.note_read(subject=person(PARENT), names=["person.maritalStatus"], reader=one)

    row = await newest(PARENT)
    assert (row["case_ref"], row["actor_id"], row["outcome"]) == (case, OFFICER, "read")
