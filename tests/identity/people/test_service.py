"""Enrolling people and bodies, and answering who they are."""

import time
from datetime import date
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.identifiers import Document, credit_check, subject_check
from backend.identity.people import service
from backend.identity.people.errors import BadPersonData, PersonNotFound, PhoneTaken
from backend.identity.people.structs import Capacity, Gender, NewOrganisation, OrganisationKind, Role
from tests.identity.conftest import BORN, new_number, new_person, new_phone

pytestmark = pytest.mark.usefixtures("database_url")


def new_credit_code() -> str:
    subject = f"MA{uuid4().int % 10**6:06}"
    first = "91620102" + subject + subject_check(subject)
    return first + credit_check(first)


class TestEnrol:
    async def test_the_same_document_is_the_same_person(self):
        person = new_person()

        first, second = await service.enrol(person), await service.enrol(person)

        assert first == second

    async def test_spelling_does_not_make_a_second_person(self):
        number = next(number for number in iter(new_number, "") if number.endswith("X"))

        first = await service.enrol(new_person(number=number))
        second = await service.enrol(new_person(number=f" {number.lower()} ", phone=None))

        assert first == second

    async def test_keeps_the_id_that_was_chosen(self):
        chosen = uuid4()

        assert await service.enrol(new_person(id=chosen)) == chosen

    async def test_no_number_lies_in_clear(self):
        person = new_person()
        person_id = await service.enrol(person)

        row = await database.fetch_one("select p::text as everything from identity_person p where id = $1", person_id)

        assert row is not None
        for secret in (person.number, person.phone or ""):
            assert secret not in row["everything"]
            assert secret.encode().hex() not in row["everything"]

    async def test_is_audited_without_the_number(self):
        person = new_person()
        person_id = await service.enrol(person)

        rows = await database.fetch("select leaf from core_audit_leaf where about = $1", person_id)
        rows = rows or await database.fetch("select leaf from core_audit_entry where about = $1", person_id)

        assert [msgspec.json.decode(row["leaf"])["action"] for row in rows] == ["identity.enrolled"]
        assert person.number.encode() not in rows[0]["leaf"]

    @pytest.mark.parametrize(
        ("what", "field"),
        [
            ({"number": "620102199003071020"}, "number"),
            ({"phone": "12345"}, "phone"),
            ({"region_code": "62"}, "regionCode"),
            ({"name": ""}, "name"),
            ({"name": "很" * 81}, "name"),
            ({"birth_date": date(1991, 1, 1)}, "birthDate"),
            ({"trust_level": 4}, "trustLevel"),
        ],
    )
    async def test_refuses_what_is_not_a_person(self, what, field):
        with pytest.raises(BadPersonData) as refused:
            await service.enrol(new_person(**what))

        assert refused.value.params["field"] == field
        assert not {str(value) for value in what.values()} & {str(value) for value in refused.value.params.values()}

    async def test_refuses_a_phone_of_somebody_else(self):
        phone = new_phone()
        await service.enrol(new_person(phone=phone))

        with pytest.raises(PhoneTaken):
            await service.enrol(new_person(phone=phone))

    async def test_refuses_an_id_of_somebody_else(self):
        taken = await service.enrol(new_person())

        with pytest.raises(BadPersonData):
            await service.enrol(new_person(id=taken))

    async def test_rare_names_and_other_documents_are_welcome(self):
        person = new_person(name="㐖𠅤·买买提", document=Document.PASSPORT, number=f"E{uuid4().int % 10**8:08}")

        person_id = await service.enrol(person)

        assert (await service.profile(person_id)).name == "㐖𠅤·买买提"


class TestEnrolAll:
    @pytest.mark.slow
    async def test_ten_thousand_people_take_seconds(self):
        people = [new_person(phone=None) for _ in range(10_000)]
        began = time.monotonic()

        ids = await service.enrol_all(people)

        assert len(set(ids)) == 10_000
        assert await service.enrol(people[4_321]) == ids[4_321]
        assert time.monotonic() - began < 30

    async def test_answers_in_order_and_leaves_known_people_as_they_are(self):
        known, new = new_person(name="原来的名字"), new_person()
        known_id = await service.enrol(known)

        ids = await service.enrol_all([new, msgspec.structs.replace(known, name="另一个名字"), new])

        assert ids[1] == known_id
        assert ids[0] == ids[2] != known_id
        assert (await service.profile(known_id)).name == "原来的名字"

    async def test_one_bad_person_enrols_nobody(self):
        good = new_person()

        with pytest.raises(BadPersonData):
            await service.enrol_all([good, new_person(number="1")])

        assert await service.find_by_phone(good.phone or "") is None


class TestPosts:
    async def test_roles_of_all_posts_are_joined(self, make_person):
        person = await make_person()
        await service.appoint(person, department="甲局", region_code="620102", roles=[Role.REVIEWER, Role.OPERATOR])
        await service.appoint(person, department="乙局", region_code="6201", roles=[Role.REVIEWER])

        assert (await service.standing(person)).roles == [Role.OPERATOR, Role.REVIEWER]
        assert {post.department for post in await service.posts_of(person)} == {"甲局", "乙局"}

    async def test_a_new_appointment_replaces_the_old_one(self, make_person):
        person = await make_person()
        await service.appoint(person, department="甲局", region_code="620102", roles=[Role.OPERATOR])

        await service.appoint(person, department="甲局", region_code="620102", roles=[Role.LEADER])

        assert (await service.standing(person)).roles == [Role.LEADER]

    async def test_a_department_may_have_a_post_for_each_of_its_regions(self, make_person):
        person = await make_person()
        await service.appoint(person, department="甲局", region_code="620100", roles=[Role.CASE_OFFICER])
        await service.appoint(person, department="甲局", region_code="620102", roles=[Role.LEADER])

        found = await service.post_for(person, department="甲局", region_code="620102")

        assert [post.region_code for post in await service.posts_of(person)] == ["620100", "620102"]
        assert found is not None
        assert found.roles == [Role.LEADER]

    @pytest.mark.parametrize(
        ("department", "region_code"), [("乙局", "620102"), ("甲局", "620103"), ("甲局", "620100")]
    )
    async def test_a_post_is_for_exactly_its_department_and_region(self, make_person, department, region_code):
        person = await make_person()
        await service.appoint(person, department="甲局", region_code="620102", roles=[Role.CASE_OFFICER])

        assert await service.post_for(person, department=department, region_code=region_code) is None

    async def test_a_dismissed_person_has_that_post_no_more(self, make_person):
        person = await make_person()
        for region in ("620100", "620102"):
            await service.appoint(person, department="甲局", region_code=region, roles=[Role.CASE_OFFICER])

        for _ in range(2):
            await service.dismiss(person, department="甲局", region_code="620102")

        assert [post.region_code for post in await service.posts_of(person)] == ["620100"]

    async def test_nobody_cannot_be_appointed(self):
        with pytest.raises(PersonNotFound):
            await service.appoint(uuid4(), department="甲局", region_code="620102", roles=[Role.LEADER])


class TestOrganisations:
    async def test_a_person_speaks_for_the_organisation_they_joined(self, make_person):
        person = await make_person()
        body = NewOrganisation(
            credit_code=new_credit_code(), name="兰州某公司", kind=OrganisationKind.ENTERPRISE, region_code="620102"
        )
        organisation = await service.enrol_organisation(body)
        assert organisation == await service.enrol_organisation(body)

        await service.join(person, organisation_id=organisation, capacity=Capacity.LEGAL_PERSON)
        await service.join(person, organisation_id=organisation, capacity=Capacity.LEGAL_PERSON)

        (known,) = await service.organisations_of(person)
        assert (known.id, known.capacity) == (organisation, Capacity.LEGAL_PERSON)

    async def test_a_bad_credit_code_is_refused(self):
        with pytest.raises(BadPersonData):
            await service.enrol_organisation(
                NewOrganisation(credit_code="1" * 18, name="x", kind=OrganisationKind.AGENCY, region_code="620102")
            )

    async def test_the_higher_capacity_counts_and_a_stranger_has_none(self, make_person):
        person, stranger = await make_person(), await make_person()
        organisation = await service.enrol_organisation(
            NewOrganisation(
                credit_code=new_credit_code(), name="x", kind=OrganisationKind.ENTERPRISE, region_code="620102"
            )
        )
        for capacity in (Capacity.AGENT, Capacity.LEGAL_PERSON):
            await service.join(person, organisation_id=organisation, capacity=capacity)

        assert await service.capacity_in(person, organisation_id=organisation) is Capacity.LEGAL_PERSON
        assert await service.capacity_in(stranger, organisation_id=organisation) is None

    async def test_people_and_bodies_are_named_by_id(self, make_person):
        person = await make_person(name="王小满")
        organisation = await service.enrol_organisation(
            NewOrganisation(
                credit_code=new_credit_code(), name="兰州某厂", kind=OrganisationKind.ENTERPRISE, region_code="620102"
            )
        )

        named = await service.names_of([person, organisation, uuid4()])

        assert named == {person: "王小满", organisation: "兰州某厂"}
        assert await service.names_of([]) == {}

    async def test_a_birth_date_is_the_persons_and_nobodys_is_refused(self, make_person):
        assert await service.birth_date_of(await make_person()) == BORN
        with pytest.raises(PersonNotFound):
            await service.birth_date_of(uuid4())

    async def test_nobody_joins_an_unknown_organisation(self, make_person):
        person = await make_person()

        with pytest.raises(PersonNotFound):
            await service.join(person, organisation_id=uuid4(), capacity=Capacity.AGENT)


class TestReadFields:
    async def test_gives_exactly_the_asked_fields_with_their_sources(self):
        person = new_person(gender=Gender.FEMALE)
        person_id = await service.enrol(person)

        read = await service.read_fields(
            person_id, ["name", "idNumber", "phone", "regionCode", "regionName", "birthDate", "gender"]
        )

        assert read.values == {
            "name": person.name,
            "idNumber": person.number,
            "phone": person.phone,
            "regionCode": "620102",
            "regionName": "甘肃省兰州市城关区",
            "birthDate": BORN.isoformat(),
            "gender": "女",
        }
        assert read.sources["phone"] == "本人登记"
        assert read.sources["idNumber"] == "户籍登记"

    async def test_what_is_not_known_is_null_and_has_no_source(self):
        person_id = await service.enrol(new_person(phone=None))

        read = await service.read_fields(person_id, ["phone", "gender"])

        assert read.values == {"phone": None, "gender": None}
        assert read.sources == {}

    async def test_a_code_no_register_knows_has_no_name_and_closes_nothing(self):
        person_id = await service.enrol(new_person(region_code="620999"))

        assert (await service.read_fields(person_id, ["regionName"])).values == {"regionName": None}
        assert (await service.profile(person_id)).region_name == "620999"

    async def test_of_nobody_nothing_is_read(self):
        for question in (service.read_fields(uuid4(), ["name"]), service.profile(uuid4()), service.standing(uuid4())):
            with pytest.raises(PersonNotFound):
                await question


def test_a_new_person_does_not_print_their_numbers():
    person = new_person()

    assert person.number not in repr(person)


class TestPapers:
    async def test_say_by_what_registers_know_a_person(self):
        person = new_person()

        papers = await service.papers_of(await service.enrol(person))

        assert papers is not None
        assert (papers.document, papers.number, papers.phone) == (
            Document.RESIDENT_ID_CARD,
            person.number,
            person.phone,
        )
        assert person.number not in repr(papers)

    async def test_of_a_body_are_its_credit_code(self):
        code = new_credit_code()
        body = await service.enrol_organisation(
            NewOrganisation(credit_code=code, name="测试公司", kind=OrganisationKind.ENTERPRISE, region_code="620102")
        )

        assert await service.credit_code_of(body) == code

    async def test_of_nobody_there_are_none(self):
        assert await service.papers_of(uuid4()) is None
        assert await service.credit_code_of(uuid4()) is None


class TestLegalPersons:
    async def test_names_those_who_lead_each_body_and_no_agents(self):
        bodies = [
            await service.enrol_organisation(
                NewOrganisation(
                    credit_code=new_credit_code(),
                    name=f"公司{number}",
                    kind=OrganisationKind.ENTERPRISE,
                    region_code="620102",
                )
            )
            for number in range(2)
        ]
        leader, agent = await service.enrol(new_person()), await service.enrol(new_person())
        await service.join(leader, organisation_id=bodies[0], capacity=Capacity.LEGAL_PERSON)
        await service.join(agent, organisation_id=bodies[0], capacity=Capacity.AGENT)

        assert await service.legal_persons_of([*bodies, uuid4()]) == {bodies[0]: [leader]}
