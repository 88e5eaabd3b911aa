"""What is read is what the registers say; what they do not know, say too late or say wrongly is never made up."""

import asyncio
from datetime import date
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.ground import ground
from backend.core.identifiers import parse_resident_id
from backend.demo import people as demo_people
from backend.demo import registers as demo
from backend.demo.personas import BY_ID, PERSONAS
from backend.identity.people import service as people
from backend.reference.regions import service as regions
from backend.supports.exchange import sealed, service
from backend.supports.exchange.errors import NotYourChild, UnknownFact
from tests.identity.conftest import new_person
from tests.supports.exchange.conftest import (
    CHILD,
    DECEASED,
    ELDER,
    HELPER,
    NEWBORN,
    PARENT,
    SPOUSE,
    firm_of,
    kept,
    leaves,
    new_case,
    person,
    reader,
)

pytestmark = pytest.mark.usefixtures("database_url")
GENDERS = {"1": "男", "2": "女"}
FIRM_FACTS = [name for name in service.FACTS if name.split(".")[0] in {"firm", "credit", "place"}]


async def facts(subject, names, **what_matters):
    found = await service.facts(subject=subject, names=names, reader=reader(), **what_matters)
    return {name: fact.value for name, fact in found.items()}


def opened(row_id, column, value):
    if value is None:
        return None
    return sealed.unseal_for(ground().keyring, row_id=row_id, column=column, sealed=value)


async def row_of(table, row_id):
    return await database.fetch_one(f"select * from {table} where id = $1", row_id)


async def register_says(person_id, child_id):
    """The registers' own words on every fact of a person, read row by row and put together by other code."""
    one = await row_of("exchange_person", person_id)
    child = await row_of("exchange_person", child_id) if child_id else None
    home = await row_of("exchange_household", one["household_id"])
    place = await row_of("exchange_place", one["place_id"])
    said = {
        "person.name": one["name"],
        "person.documentKind": one["document"],
        "person.birthDate": one["birth_date"],
        "person.gender": GENDERS[one["gender"]],
        "person.ethnicGroup": one["ethnic_group"],
        "person.regionCode": one["region_code"],
        "person.address": one["address"],
        "person.maritalStatus": one["marital_status"],
        "person.educationLevel": one["education_level"],
        "person.employmentStatus": one["employment_status"],
        "person.disabilityGrade": one["disability_grade"],
        "person.deathDate": one["death_date"],
        "person.phone": next((p.phone for p in demo_people.personas() if p.id == person_id), None),
    }
    if child:
        said |= {
            "child.name": child["name"],
            "child.birthDate": child["birth_date"],
            "child.gender": GENDERS[child["gender"]],
            "child.birthCertificateNumber": opened(
                child_id, sealed.BIRTH_CERTIFICATE, child["birth_certificate_sealed"]
            ),
        }
    whose = child or one
    relatives = {"spouse": one["spouse_id"], "mother": whose["mother_id"], "father": whose["father_id"]}
    for word, someone in {"person": person_id, "child": child_id, **relatives}.items():
        if someone:
            row = await row_of("exchange_person", someone)
            said |= {f"{word}.name": row["name"]}
            said |= {f"{word}.idNumber": opened(someone, sealed.NUMBER, row["number_sealed"])}
    if home:
        said |= {
            "household.headName": home["head_name"],
            "household.bookNumber": opened(home["id"], sealed.BOOK_NUMBER, home["book_number_sealed"]),
            "household.address": home["address"],
            "household.memberCount": home["member_count"],
        }
    if place:
        said |= {
            "place.standardAddress": place["standard_address"],
            "place.gridName": place["grid_name"],
            "place.propertyNumber": opened(place["id"], sealed.PROPERTY_NUMBER, place["property_number_sealed"]),
        }
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
        if value is not None
    }


async def youngest_of(person_id):
    rows = await database.fetch(
        "select id, birth_date from exchange_person where mother_id = $1 or father_id = $1", person_id
    )
    return max(rows, key=lambda row: row["birth_date"])["id"] if rows else None


class TestFacts:
    @pytest.mark.parametrize("persona", [one.id for one in PERSONAS])
    async def test_are_what_the_registers_say_of_every_persona(self, persona):
        someone = BY_ID[persona].person_id
        child = await youngest_of(someone)

        said = await register_says(someone, child)

        assert await facts(person(someone), list(service.FACTS)) == said

    @pytest.mark.parametrize("relative", [one.id for one in demo.REGISTERS.relatives])
    async def test_are_what_the_registers_say_of_their_families(self, relative):
        someone = demo.person_id(relative)
        row = await row_of("exchange_person", someone)
        is_minor = row["birth_date"] > regions.today().replace(year=regions.today().year - 18)
        child = await youngest_of(someone) or (someone if is_minor else None)

        assert await facts(person(someone), list(service.FACTS)) == await register_says(someone, child)

    async def test_every_fact_is_known_of_somebody(self):
        everybody = [one.person_id for one in PERSONAS] + [demo.person_id(one.id) for one in demo.REGISTERS.relatives]
        known = set(await facts(await firm_of("trader"), FIRM_FACTS))
        for someone in everybody:
            known |= set(await facts(person(someone), list(service.FACTS)))

        assert known == set(service.FACTS)

    @pytest.mark.parametrize("persona", ["firm-owner", "hightech-firm", "trader"])
    async def test_of_a_firm_are_what_the_registers_say(self, persona):
        body = await firm_of(persona)
        firm = await database.fetch_one("select * from exchange_firm where id = $1", body.id)
        credit = await database.fetch_one("select * from exchange_credit where credit_code = $1", firm["credit_code"])
        place = await row_of("exchange_place", firm["place_id"])

        found = await facts(body, FIRM_FACTS)

        said = [
            firm["name"], firm["credit_code"], firm["kind"], firm["address"], firm["region_code"],
            firm["legal_person_name"], firm["registered_capital_fen"], firm["industry_code"], firm["business_scope"],
            firm["founded_on"].isoformat(), firm["status"], firm["employee_count"], credit["credit_class"],
            credit["penalty_count"], place["standard_address"], place["grid_name"],
            opened(place["id"], sealed.PROPERTY_NUMBER, place["property_number_sealed"]),
        ]  # fmt: skip
        assert found == dict(zip(FIRM_FACTS, said, strict=True))

    async def test_say_where_they_come_from_and_when_it_was_so(self):
        found = await service.facts(subject=person(PARENT), names=["person.name", "person.phone"], reader=reader())

        assert found["person.name"].source_text == "人口库（公安）"
        assert found["person.name"].as_of == date(2026, 1, 1)
        assert found["person.phone"].register == "identity"
        assert "王小满" not in repr(found)

    async def test_only_what_was_asked_for_is_told(self):
        assert list(await facts(person(PARENT), ["person.name", "person.name"])) == ["person.name"]

    async def test_what_is_unknown_is_left_out(self):
        assert await facts(person(PARENT), ["person.disabilityGrade", "person.deathDate"]) == {}

    async def test_of_the_other_kind_of_subject_are_left_out(self):
        assert await facts(person(PARENT), ["firm.name", "credit.class"]) == {}
        assert await facts(await firm_of("trader"), ["person.name", "child.name"]) == {}

    async def test_of_somebody_whom_no_register_knows_are_none(self):
        stranger = await people.enrol(new_person())

        assert await facts(person(stranger), ["person.name", "place.gridName"]) == {}
        assert await facts(person(uuid4()), list(service.FACTS)) == {}
        assert await facts(msgspec.structs.replace(await firm_of("trader"), id=uuid4()), ["firm.name"]) == {}

    async def test_somebody_who_enrols_later_is_found_by_number(self):
        spouse = next(one for one in demo.personas(today=regions.today()).people if one.id == SPOUSE)
        enrolled = await people.enrol(
            new_person(name=spouse.name, number=spouse.number, birth_date=spouse.birth_date, id=None)
        )
        assert enrolled != SPOUSE

        assert (await facts(person(enrolled), ["spouse.name", "child.name"])) == {
            "spouse.name": "王小满",
            "child.name": "李小芽",
        }

    async def test_an_unknown_name_is_refused_by_name(self):
        with pytest.raises(UnknownFact) as refused:
            await facts(person(PARENT), ["person.name", "person.salary"])

        assert refused.value.params == {"names": ["person.salary"]}


class TestChild:
    async def test_is_the_youngest_unless_chosen(self):
        assert await facts(person(PARENT), ["child.name"]) == {"child.name": "李小芽"}
        assert await facts(person(PARENT), ["child.name"], child_id=CHILD) == {"child.name": "李禾苗"}

    async def test_newborn_has_a_certificate_and_no_number_yet(self):
        found = await facts(person(PARENT), ["child.idNumber", "child.birthCertificateNumber"])

        assert found == {"child.birthCertificateNumber": "Z620026303"}

    async def test_registered_one_has_a_number(self):
        found = await facts(person(PARENT), ["child.idNumber"], child_id=CHILD)

        assert parse_resident_id(found["child.idNumber"], today=regions.today())

    async def test_as_the_subject_speaks_of_itself_and_its_parents(self):
        names = ["person.name", "child.name", "mother.name", "father.name"]

        assert list((await facts(person(NEWBORN), names)).values()) == ["李小芽", "李小芽", "王小满", "李向东"]
        assert await facts(person(NEWBORN), ["child.name"], child_id=NEWBORN) == {"child.name": "李小芽"}

    async def test_mother_and_father_are_the_childs_and_without_a_child_ones_own(self):
        assert await facts(person(PARENT), ["mother.name"]) == {"mother.name": "王小满"}
        assert await facts(person(HELPER), ["mother.name", "father.name"]) == {
            "mother.name": "张桂兰",
            "father.name": "张德明",
        }

    @pytest.mark.parametrize("other", [HELPER, SPOUSE, uuid4()])
    async def test_of_somebody_else_is_refused(self, other):
        with pytest.raises(NotYourChild):
            await facts(person(PARENT), ["person.name"], child_id=other)

    async def test_of_a_firm_there_is_none_and_of_an_elder_the_grown_one(self):
        assert await facts(person(ELDER), ["child.name", "spouse.name"]) == {
            "child.name": "张建国",
            "spouse.name": "张德明",
        }
        assert (await facts(person(DECEASED), ["person.deathDate"])) == {"person.deathDate": "2024-03-16"}


class TestChildren:
    async def test_the_youngest_first(self):
        found = await service.children(PARENT)

        assert [(one.id, one.name, one.is_minor) for one in found] == [
            (NEWBORN, "李小芽", True),
            (CHILD, "李禾苗", True),
        ]

    async def test_grown_ones_are_no_minors(self):
        assert [(one.id, one.is_minor) for one in await service.children(ELDER)] == [(HELPER, False)]

    async def test_of_somebody_unknown_are_none(self):
        assert await service.children(uuid4()) == []


class TestOneQuery:
    @pytest.mark.parametrize("names", [["person.name", "place.gridName"], list(service.FACTS)])
    async def test_for_each_register_whatever_the_number_of_facts(self, names):
        async with database.transaction(), database.connection() as own:
            asked = []
            with own.query_logger(lambda record: asked.append(record.query)):
                await facts(person(PARENT), names)

        for table in ("exchange_person p", "exchange_place where", "from identity_person"):
            assert sum(table in query for query in asked) == 1, table
        assert len(asked) <= 8  # with savepoint, basis, history and audit

    async def test_for_a_firm_too(self):
        body = await firm_of("trader")
        async with database.transaction(), database.connection() as own:
            asked = []
            with own.query_logger(lambda record: asked.append(record.query)):
                await facts(body, FIRM_FACTS)

        for table in ("from exchange_firm", "from exchange_credit", "from exchange_place"):
            assert sum(table in query for query in asked) == 1, table


class TestKeeping:
    async def test_a_read_is_audited_by_names_not_values(self):
        case = new_case()
        await service.facts(
            subject=person(PARENT), names=["person.name", "person.idNumber"], reader=reader(case_ref=case)
        )

        row = await database.fetch_one("select * from exchange_access where case_ref = $1", case)
        (leaf,) = await leaves(row["id"])
        assert leaf["action"] == "exchange.read"
        assert leaf["about"] == str(PARENT)
        assert leaf["basis"] == "statutory:pipl-13-3"
        assert leaf["fields"] == ["person.idNumber", "person.name"]
        assert "王小满" not in str(leaf) + str(dict(row))
        assert "620102199505210025" not in str(leaf) + str(dict(row))

    async def test_a_denied_read_is_audited(self):
        case = new_case()
        with pytest.raises(UnknownFact):
            await service.facts(subject=person(PARENT), names=["person.salary"], reader=reader(case_ref=case))

        row = await database.fetch_one("select * from exchange_access where case_ref = $1", case)
        (leaf,) = await leaves(row["id"])
        assert (row["outcome"], row["reason"], leaf["action"]) == ("denied", "exchange.unknown-fact", "exchange.denied")

    async def test_a_denied_read_stays_although_the_callers_command_fails(self):
        case = new_case()
        with pytest.raises(UnknownFact):
            async with database.transaction():
                await service.facts(subject=person(PARENT), names=["person.salary"], reader=reader(case_ref=case))

        assert await kept(case) == [("denied", "exchange.unknown-fact")]

    async def test_a_read_whose_command_fails_stays_as_abandoned(self):
        case = new_case()
        with pytest.raises(ZeroDivisionError):
            async with database.transaction():
                await service.facts(subject=person(PARENT), names=["person.name"], reader=reader(case_ref=case))
                raise ZeroDivisionError

        assert await kept(case) == [("abandoned", None)]

    async def test_a_read_whose_caller_is_cancelled_stays_as_abandoned(self):
        case = new_case()

        async def command():
            async with database.transaction():
                await service.facts(subject=person(PARENT), names=["person.name"], reader=reader(case_ref=case))
                await asyncio.sleep(10)

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(command(), 1)

        assert await kept(case) == [("abandoned", None)]

    async def test_nothing_is_in_clear_at_rest(self):
        numbers = [one.number for one in demo.personas(today=regions.today()).people if one.number]
        certificates = ["T620118302", "Z620026303"]
        books = [home.book for home in demo.REGISTERS.homes] + [home.property for home in demo.REGISTERS.homes]
        rows = [
            str([bytes(value) if isinstance(value, bytes) else value for value in row.values()])
            for table in ("person", "household", "place", "access", "access_about")
            for row in await database.fetch(f"select * from exchange_{table}")
        ]
        everything = "\n".join(rows)

        assert not [secret for secret in numbers + certificates + books if secret in everything]
