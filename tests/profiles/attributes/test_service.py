import pytest

from backend.core import database
from backend.reference.regions import service as regions
from profiles.attributes import service
from profiles.attributes.kinds import Purpose, SourceKind, SubjectKind
from profiles.attributes.structs import Declare, Offer
from tests.profiles.attributes.conftest import (
    ELDER,
    NO_KEY,
    PARENT,
    STUDENT,
    agree,
    firm_of,
    known,
    person,
)


class TestAttributesOf:
    async def test_the_demo_worlds_profiles_arise_from_its_registers(self, database_url):
        found = await service.attributes_of(person(PARENT))

        assert found.facts["person.employmentStatus"].value == "在职"
        assert found.facts["person.birthDate"].source == "人口库（公安）"
        assert found.facts["household.childBirthDates"].value[1] == "2020-05-18"

    async def test_nothing_is_known_of_who_did_not_agree(self, database_url):
        assert await known(person(STUDENT)) == {}

    async def test_hidden_attributes_are_never_among_them(self, database_url):
        every = await known(person(ELDER), uses=tuple(Purpose))

        assert not {"person.ethnicGroup", "person.disabilityGrade", "person.name", "person.address"} & set(every)

    async def test_a_firm_needs_no_consent(self, database_url):
        found = await known(await firm_of("hightech-firm"))

        assert (found["firm.employeeCount"], found["credit.class"]) == (86, "A")
        assert "firm.legalPersonName" not in found

    async def test_everybody_asked_for_is_in_the_answer(self, database_url):
        found = await service.attributes_of_many([person(PARENT), person(STUDENT), await firm_of("trader")])

        assert [bool(one.facts) for one in found.values()] == [True, False, True]

    async def test_too_many_at_once_are_refused(self, database_url):
        with pytest.raises(ValueError, match="10000"):
            await service.attributes_of_many([person(PARENT)] * 10_001)


class TestSources:
    async def test_the_register_counts_before_the_person_and_both_are_shown(self, make_person):
        someone = await make_person(employment="在职")
        await agree(someone)

        await service.declare(someone, name="person.employmentStatus", command=Declare(value="失业"), attempt=NO_KEY)

        assert (await known(person(someone)))["person.employmentStatus"] == "在职"
        view = await service.my_profile(someone)
        (shown,) = [one for one in view.attributes if one.name == "person.employmentStatus"]
        assert (shown.value, [one.value for one in shown.conflicts]) == ("在职", ["失业"])

    async def test_both_are_shown_without_consent_too_and_neither_is_used(self, make_person):
        someone = await make_person(employment="在职")

        await service.declare(someone, name="person.employmentStatus", command=Declare(value="失业"), attempt=NO_KEY)

        (shown,) = [
            one for one in (await service.my_profile(someone)).attributes if one.name == "person.employmentStatus"
        ]
        assert (shown.value, [one.value for one in shown.conflicts]) == ("在职", ["失业"])
        assert (shown.in_use, shown.received_at, await known(person(someone))) == (False, None, {})

    async def test_values_of_people_are_sealed_those_of_firms_are_not(self, database_url):
        firm = await firm_of("trader")
        rows = await database.fetch(
            "select subject_id, value, sealed from profiles_attribute where subject_id = any($1)", [PARENT, firm.id]
        )

        assert rows
        assert all((row["sealed"] is None) == (row["subject_id"] == firm.id) for row in rows)
        assert not any("在职".encode() in (row["sealed"] or b"") for row in rows)

    async def test_the_past_is_kept_beside_the_present(self, make_person):
        someone = await make_person()
        await agree(someone)
        for value in ("zh", "bo", "bo"):
            await service.declare(someone, name="preference.language", command=Declare(value=value), attempt=NO_KEY)

        rows = await database.fetch(
            "select valid_to from profiles_attribute where subject_id = $1 and name = 'preference.language'", someone
        )

        assert (await known(person(someone)))["preference.language"] == "bo"
        assert sorted(row["valid_to"] is None for row in rows) == [False, True]

    async def test_a_value_cannot_be_changed_in_place(self, make_person):
        someone = await make_person()
        await agree(someone)

        with pytest.raises(Exception, match="ended, never changed"):
            await database.execute("update profiles_attribute set digest = 'x' where subject_id = $1", someone)

    async def test_many_subjects_are_given_at_once_and_changes_are_told_once(self, make_person):
        people = [await make_person() for _ in range(3)]
        await agree(people[0])
        await agree(people[1])
        offer = Offer(
            name="person.socialCardOn", value="2025-01-02", source_kind=SourceKind.LICENCE, source="社保卡服务",
            as_of=regions.today(), basis="card",
        )  # fmt: skip

        first = await service.give({one: [offer] for one in people}, kind=SubjectKind.PERSON, by="card-service")
        again = await service.give({one: [offer] for one in people}, kind=SubjectKind.PERSON, by="card-service")

        assert first == {people[0]: {"person.socialCardOn"}, people[1]: {"person.socialCardOn"}}
        assert again == {}, "who did not agree is left out, and the same again is no news"


class TestTags:
    async def test_a_tag_says_why(self, database_url):
        view = await service.my_profile(PARENT)

        tags = {one.id: one for one in view.tags}
        assert "new-parent" in tags
        assert [one.attribute for one in tags["new-parent"].reasons] == ["household.childBirthDates"]

    async def test_a_tag_follows_its_inputs(self, make_person):
        someone = await make_person(employment=None)
        await agree(someone)
        before = {one.id for one in (await service.my_profile(someone)).tags}

        await service.declare(someone, name="person.employmentStatus", command=Declare(value="失业"), attempt=NO_KEY)
        during = {one.id for one in (await service.my_profile(someone)).tags}
        await service.undeclare(someone, name="person.employmentStatus", attempt=NO_KEY)
        after = {one.id for one in (await service.my_profile(someone)).tags}

        assert ("job-seeker" in before, "job-seeker" in during, "job-seeker" in after) == (False, True, False)
        row = await database.fetch_one(
            "select inputs from profiles_tag where subject_id = $1 and tag = 'job-seeker' and verdict = 'met'", someone
        )
        assert len(row["inputs"]) == 2, "birth date and employment"

    async def test_tags_for_rooms_above_follow_the_consent(self, make_person):
        someone, firm = await make_person(employment="失业"), await firm_of("trader")
        await agree(someone)
        asked = [person(someone), person(STUDENT), firm]

        on = await service.tags_of_many(asked)
        await agree(someone, on=False)
        off = await service.tags_of_many(asked)

        assert "job-seeker" in on[someone]
        assert on[STUDENT] == off[someone] == frozenset()
        assert "trader" in on[firm.id]
        with pytest.raises(ValueError, match="10000"):
            await service.tags_of_many([firm] * 10_001)


class TestWalk:
    async def test_everybody_of_a_kind_comes_once_in_the_order_of_ids(self, database_url):
        found, after = [], None
        while some := await service.subjects_after(SubjectKind.PERSON, after, limit=3):
            found += some
            after = some[-1].id

        rows = await database.fetch("select id from profiles_subject where kind = 'person' order by id")
        assert [one.id for one in found] == [row["id"] for row in rows]
        assert {one.kind for one in found} == {"person"}
        firms = await service.subjects_after(SubjectKind.FIRM, None, limit=1)
        assert {one.kind for one in firms} <= {"organisation"}


def test_what_many_people_are_looked_at_by_is_never_sensitive():
    ordinary = service.ordinary_sorts(SubjectKind.PERSON)
    usual = service.sorts(SubjectKind.PERSON, Purpose.PERSONALISATION, Purpose.CHILDREN)

    assert not ordinary["person.gender"].hidden
    assert ordinary["household.childBirthDates"].hidden
    assert not usual["household.childBirthDates"].hidden
