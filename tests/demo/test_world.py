"""The demo world is the same everywhere, and nobody in it is real."""

from datetime import date

import pytest

from backend.core import database
from backend.core.ground import Ground, ground
from backend.core.identifiers import parse_credit_code, parse_phone, parse_resident_id
from backend.core.settings import Mode
from backend.demo import firms, people, world
from backend.demo.personas import PERSONAS

WANTED = [
    "young-parent",
    "job-seeker",
    "elder",
    "elders-helper",
    "herder",
    "student",
    "firm-owner",
    "hightech-firm",
    "trader",
    "case-officer",
    "reviewer",
    "community-worker",
    "terminal-operator",
    "department-developer",
    "operator",
    "leader",
]


def test_the_personas_are_the_ones_promised():
    assert [persona.id for persona in PERSONAS] == WANTED
    assert {persona.evidence for persona in PERSONAS} == {"invented"}


def test_their_ids_never_change():
    assert str(PERSONAS[0].person_id) == "8a44ef68-7523-587b-a016-2e49ffbcbb98"


def test_numbers_have_valid_check_digits_and_belong_to_one_person_each():
    everybody = [*people.personas(), *people.residents(3_000, townships=["620102001", "623025101"])]

    for person in everybody:
        assert parse_resident_id(person.number, today=date(2026, 11, 23)) == person.number
        assert parse_phone(person.phone or "") == person.phone
    assert len({person.number for person in everybody}) == len(everybody)
    assert len({person.phone for person in everybody}) == len(everybody)


def test_firms_have_valid_credit_codes():
    for owner in firms.owners():
        code = firms.of(owner).credit_code

        assert parse_credit_code(code) == code


def test_resident_number_n_is_always_the_same_person():
    first = list(people.residents(50, townships=["620102001", "623025101"]))

    assert first == list(people.residents(50, townships=["620102001", "623025101"]))


async def test_building_it_again_changes_nothing(database_url):
    before = await database.fetch("select * from identity_person order by id limit 40")

    await world.build()

    assert await database.fetch("select * from identity_person order by id limit 40") == before


async def test_it_does_not_go_where_real_people_are(database_url, monkeypatch):
    standing = ground()
    production = type(standing.settings)(mode=Mode.PRODUCTION)
    monkeypatch.setattr(
        "backend.core.ground._laid", [Ground(production, standing.keyring, standing.cache, standing.cursors)]
    )

    with pytest.raises(world.NotInProduction):
        await world.build()
