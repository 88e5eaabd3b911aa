"""The demo world is the same everywhere, and nobody in it is real."""

from contextlib import suppress
from datetime import date

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.ground import Ground, ground
from backend.core.identifiers import parse_credit_code, parse_phone, parse_resident_id
from backend.core.settings import Mode
from backend.demo import firms, people, registers, world
from backend.demo.personas import BY_ID, PERSONAS
from backend.identity.delegations import service as delegations
from backend.identity.people import service
from backend.reference.calendar import service as calendar
from backend.reference.regions import service as regions

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
    "approver",
    "tianshui-officer",
    "health-officer",
    "police-officer",
    "market-officer",
    "hall-officer",
    "police-approver",
    "market-approver",
    "tax-officer",
    "insurance-officer",
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


async def test_staff_have_the_posts_that_the_journeys_need(database_url):
    wanted = {
        "case-officer": [
            ("兰州市民政局（演示）", "620100"),
            ("兰州市民政局（演示）", "620102"),
            ("城关区民政局（演示）", "620102"),
        ],
        "approver": [("兰州市民政局（演示）", "620100"), ("城关区民政局（演示）", "620102")],
        "tianshui-officer": [("天水市民政局（演示）", "620500"), ("秦州区民政局（演示）", "620502")],
        "health-officer": [("兰州市卫生健康委员会（演示）", "620100"), ("城关区卫生健康局（演示）", "620102")],
        "police-officer": [
            ("兰州市公安局（演示）", "620100"),
            ("城关区公安局（演示）", "620102"),
            ("兰州新区公安局（演示）", "620171"),
        ],
        "market-officer": [("兰州新区市场监督管理局（演示）", "620171")],
        "hall-officer": [("城关区政务服务中心（演示）", "620102")],
        "police-approver": [("兰州市公安局（演示）", "620100"), ("城关区公安局（演示）", "620102")],
        "market-approver": [("兰州新区市场监督管理局（演示）", "620171")],
        "tax-officer": [("国家税务总局兰州新区税务局（演示）", "620171")],
        "insurance-officer": [
            ("兰州新区人力资源和社会保障局（演示）", "620171"),
            ("兰州新区医疗保障局（演示）", "620171"),
        ],
    }

    for persona, posts in wanted.items():
        for department, region in posts:
            post = await service.post_for(BY_ID[persona].person_id, department=department, region_code=region)
            assert post is not None
            assert post.roles == ["case-officer"]


async def test_every_post_is_in_a_place_that_there_is(database_url):
    for persona in PERSONAS:
        for post in persona.all_posts:
            assert await regions.exists(post.region)


async def test_the_elder_lets_her_son_act_and_what_she_ends_stays_ended(database_url):
    elder, helper = BY_ID["elder"].person_id, BY_ID["elders-helper"].person_id
    (given,) = (await delegations.given(elder, limit=5, cursor=None)).items
    assert (given.agent.subject.id, given.state) == (helper, "in-force")

    with suppress(RuntimeError):
        async with database.transaction():
            await delegations.end(
                elder, delegation_id=given.id, attempt=Attempt(caller="-", key=None, request_hash=b"")
            )
            await world.build()
            assert len((await delegations.given(elder, limit=5, cursor=None)).items) == 1
            raise RuntimeError  # the other tests' world keeps the delegation


async def test_the_young_parent_acts_for_both_children_on_the_registers_word(database_url):
    parent = BY_ID["young-parent"].person_id
    children = {registers.person_id("young-parent-newborn"), registers.person_id("young-parent-child")}

    found = [one for one in (await delegations.acting(parent, limit=5)).choices if one.kind == "family"]
    async with database.transaction():
        grounds = {
            (await delegations.authority(
                agent_id=parent, subject=one.subject, action="apply", basic_code=None, at=calendar.today()
            )).kind
            for one in found
        }  # fmt: skip

    assert {one.subject.id for one in found} == children
    assert all(one.until and one.until > calendar.today() for one in found)
    assert grounds == {"family"}


async def test_it_does_not_go_where_real_people_are(database_url, monkeypatch):
    standing = ground()
    production = type(standing.settings)(mode=Mode.PRODUCTION)
    monkeypatch.setattr(
        "backend.core.ground._laid", [Ground(production, standing.keyring, standing.cache, standing.cursors)]
    )

    with pytest.raises(world.NotInProduction):
        await world.build()
