"""The registers of the demo world: invented, valid, the same every time, and whole families."""

from datetime import date

import pytest

from backend.core import database
from backend.core.identifiers import parse_credit_code, parse_resident_id
from backend.demo import firms, neighbours, people, registers
from backend.demo.personas import BY_ID, PERSONAS
from backend.identity.people.structs import Gender
from backend.supports.exchange import service

TODAY = date(2026, 11, 28)
NAMES = {"620102001": "甘肃省兰州市城关区酒泉路街道", "623025101": "甘肃省甘南藏族自治州玛曲县曼日玛镇"}


def world():
    return registers.personas(today=TODAY)


def crowd(count):
    return neighbours.entries(list(people.residents(count, townships=list(NAMES))), names=NAMES)


def test_numbers_are_valid_and_belong_to_one_person_each():
    everybody = [*world().people, *crowd(3_000).people]
    numbers = [one.number for one in everybody if one.number]

    assert all(parse_resident_id(number, today=TODAY) == number for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert all(one.number[6:14] == f"{one.birth_date:%Y%m%d}" for one in everybody if one.number)
    assert all((int(one.number[16]) % 2 == 0) == (one.gender == "2") for one in everybody if one.number)


def test_personas_are_the_same_people_as_in_identity():
    entries = {one.id: one for one in world().people}

    for person in people.personas():
        entry = entries[person.id]
        assert (entry.name, entry.number, entry.birth_date) == (person.name, person.number, person.birth_date)
        assert entry.gender == person.gender.value


def test_every_row_says_that_it_is_invented():
    for entries in (world(), crowd(20)):
        rows = [*entries.people, *entries.households, *entries.firms, *entries.places]
        assert {row.evidence for row in rows} == {"invented"}
        assert {row.source for row in rows} == {"演示世界（虚构）"}


def test_every_firm_of_a_persona_is_registered_under_its_code():
    bodies = {one.credit_code: one for one in world().firms}

    for owner in firms.owners():
        body = bodies[firms.of(owner).credit_code]
        assert parse_credit_code(body.credit_code) == body.credit_code
        assert (body.id, body.name, body.legal_person_name) == (firms.of(owner).id, owner.firm, owner.name)


def test_families_fit_together():
    entries = world()
    everybody = {one.id: one for one in entries.people}
    homes, places = {one.id for one in entries.households}, {one.id for one in entries.places}

    for one in everybody.values():
        if one.spouse_id:
            assert everybody[one.spouse_id].spouse_id == one.id
        for parent in (one.mother_id, one.father_id):
            assert parent is None or (one.birth_date - everybody[parent].birth_date).days > 16 * 365
        assert one.mother_id is None or everybody[one.mother_id].gender == Gender.FEMALE
        assert one.father_id is None or everybody[one.father_id].gender == Gender.MALE
        assert one.household_id is None or one.household_id in homes
        assert one.place_id is None or one.place_id in places


def test_the_newborn_is_one_whenever_the_world_is_built():
    newborn = next(one for one in world().people if one.id == registers.person_id("young-parent-newborn"))

    assert (newborn.number, newborn.birth_certificate) == (None, "Z620026303")
    assert (TODAY - newborn.birth_date).days == 18
    assert newborn.mother_id == BY_ID["young-parent"].person_id
    assert newborn.household_id is None


def test_resident_number_n_is_always_the_same():
    assert crowd(50) == crowd(50)
    assert crowd(60).people == crowd(80).people[:60]


def test_many_are_couples_and_couples_share_a_home():
    everybody = {one.id: one for one in crowd(400).people}
    couples = [one for one in everybody.values() if one.spouse_id]

    assert len(everybody) == 400
    assert 160 < len(couples) < 320
    for one in couples:
        other = everybody[one.spouse_id]
        assert other.spouse_id == one.id
        assert one.gender != other.gender
        assert (one.household_id, one.address) == (other.household_id, other.address)


@pytest.mark.usefixtures("database_url")
class TestFill:
    async def test_again_changes_nothing(self):
        before = await database.fetch("select * from exchange_person order by id limit 100")

        await registers.fill()

        assert await database.fetch("select * from exchange_person order by id limit 100") == before

    async def test_every_persona_is_in_the_register(self):
        rows = await database.fetch("select id from exchange_person")

        assert {one.person_id for one in PERSONAS} <= {row["id"] for row in rows}

    async def test_of_residents_adds_them_once(self):
        batch = list(people.residents(40, townships=list(NAMES)))

        await registers.fill(batch)
        before = await database.fetch_one("select count(*) as all from exchange_person")
        await registers.fill(batch)

        assert await database.fetch_one("select count(*) as all from exchange_person") == before
        assert len(await service.children(batch[0].id)) == 0
