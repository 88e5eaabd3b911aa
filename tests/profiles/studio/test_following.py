"""What a publication changes for people: new guides for new events, tags anew, and nothing for who is within a guide."""

from datetime import date, timedelta

import msgspec
import pytest

from backend.core import database
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.attributes.conditions import SubjectKind
from profiles.attributes.structs import TagMovedOn
from profiles.audience import coding
from profiles.publishing import service as publishing
from profiles.publishing import shelf
from profiles.publishing.structs import DefinitionPublished, Kind
from profiles.scenarios import library
from profiles.scenarios import service as scenarios
from profiles.scenarios.structs import AnswerScenario
from tests.profiles.attributes.conftest import agree, person
from tests.profiles.scenarios.test_service import NO_KEY, say
from tests.profiles.studio.conftest import new_code, published, scenario, tag

pytestmark = pytest.mark.usefixtures("served")


async def guides(someone, code):
    return [one for one in await scenarios.open_for(person(someone)) if one.code == code]


async def heard(code, version, *, day=None):
    """What the worker does when it hears of a tag."""
    event = DefinitionPublished(kind=Kind.TAG, code=code, version=version, valid_from=day or regions.today())
    await attributes.hear_published(event)
    return await database.fetch("select id from pgqueuer where entrypoint = 'profiles.tag-moved-on' limit 1")


async def tags_of(someone):
    return (await attributes.tags_of_many([person(someone)]))[someone]


async def told(someone):
    """How often the log says that a person's tags are others."""
    rows = await database.fetch(
        "select leaf from core_audit_leaf where about = $1 union all select leaf from core_audit_entry where about = $1",
        someone,
    )
    return sum(b"profiles.tags-turned" in row["leaf"] for row in rows)


class TestScenarios:
    async def test_who_is_within_a_guide_keeps_its_version_and_their_answers(self, make_person):
        code, mother = new_code(), await make_person()
        await published(scenario(code))
        await say(mother, "marriage")
        (began,) = await guides(mother, code)
        command = AnswerScenario(answers={"first": "no"}, done=[])
        await scenarios.answer(mother, scenario_id=began.id, command=command, attempt=NO_KEY)

        renamed = scenario(code, title={"zh": "第二版", "en": "Second"})
        renamed["questions"][0]["id"] = "other"
        renamed["steps"][1]["when"]["attribute"] = "answer.other"
        await published(renamed, version=1)
        later = await make_person()
        await say(later, "marriage")

        mine = await scenarios.guide(mother, scenario_id=began.id)
        assert (mine.open.version, mine.guide.title.zh, mine.guide.questions[0].answer) == (1, "试办的事", "no")
        assert [one.version for one in await guides(later, code)] == [2]

    async def test_a_process_that_has_not_heard_of_a_version_reads_it_when_a_row_names_it(self, make_person):
        code, someone = new_code(), await make_person()
        before = library.SHELF.every, library.SHELF.count
        await published(scenario(code))
        await say(someone, "marriage")
        library.SHELF.every, library.SHELF.count = before
        library.SHELF.revision += 1
        await publishing.fresh()
        shelf._clock.asked += 1000  # nothing is asked for a while

        assert [one.version for one in await guides(someone, code)] == [1]

        publishing.forget()


class TestTags:
    async def test_people_are_judged_anew_in_a_job(self, make_person):
        code, jobless, silent = new_code("tag"), await make_person(), await make_person()
        await agree(jobless)
        await published(tag(code), kind=Kind.TAG)
        assert code not in await tags_of(jobless)

        assert await heard(code, 1)
        await self._walked(code)

        assert code in await tags_of(jobless)
        assert not await database.fetch("select 1 from profiles_tag where subject_id = $1 limit 1", silent)

    async def test_who_is_judged_otherwise_is_told_of_in_the_log_and_nobody_else(self, make_person):
        code, jobless, other = new_code("tag"), await make_person(), await make_person()
        await agree(jobless)
        await agree(other)
        before = await told(jobless), await told(other)
        await published(tag(code), kind=Kind.TAG)
        await heard(code, 1)
        await self._walked(code)

        assert await told(jobless) == before[0] + 1
        assert (code in await tags_of(other), await told(other) - before[1]) in {(False, 0), (True, 1)}

        await self._walked(code)

        assert await told(jobless) == before[0] + 1  # the same again is no news

    async def test_another_version_ends_what_the_earlier_one_said(self, make_person):
        code, jobless = new_code("tag"), await make_person()
        await published(tag(code), kind=Kind.TAG)
        await agree(jobless)
        assert code in await tags_of(jobless)
        working = {"test": "is", "attribute": "person.employmentStatus", "value": "在职"}

        await published(tag(code, condition=working), kind=Kind.TAG, version=1)
        await heard(code, 2)
        await self._walked(code)

        assert code not in await tags_of(jobless)

    async def test_one_whose_term_is_over_counts_for_nobody(self, make_person):
        code, jobless = new_code("tag"), await make_person()
        await published(tag(code), kind=Kind.TAG)
        await agree(jobless)
        assert code in await tags_of(jobless)

        await published(tag(code, validTo=regions.today().isoformat(), zh="到期"), kind=Kind.TAG, version=1)
        await publishing.refresh()
        ended = [one for one in attributes.known_tags() if (one.id, one.version) == (code, 2)]
        assert ended
        tomorrow = regions.today() + timedelta(days=1)
        assert code not in attributes.tags_in_force(SubjectKind.PERSON, on=tomorrow)

    async def test_what_begins_later_waits_for_its_day(self):
        code, day = new_code("tag"), regions.today() + timedelta(days=2)
        await published(tag(code), kind=Kind.TAG, day=day)
        before = await database.fetch_one("select count(*) as jobs from pgqueuer")

        await attributes.hear_published(DefinitionPublished(kind=Kind.TAG, code=code, version=1, valid_from=day))

        assert (await database.fetch_one("select count(*) as jobs from pgqueuer"))["jobs"] == before["jobs"]
        assert code not in attributes.tags_in_force(SubjectKind.PERSON, on=regions.today())
        assert code in attributes.tags_in_force(SubjectKind.PERSON, on=day)

    @pytest.mark.parametrize(
        ("condition", "may"),
        [
            ({"test": "before", "attribute": "person.birthDate", "day": "1980-02-03"}, False),
            ({"test": "age", "attribute": "household.childBirthDates", "atMost": 3}, False),
            ({"test": "age", "attribute": "person.birthDate", "atLeast": 60}, True),
        ],
    )
    async def test_a_tag_is_no_way_round_the_rules_of_audiences(self, condition, may):
        code = new_code("tag")
        await published(tag(code, condition=condition), kind=Kind.TAG)

        assert (coding.tag_name(code) in coding.tags(SubjectKind.PERSON, on=regions.today())) is may

    async def _walked(self, code):
        zero = "00000000-0000-0000-0000-000000000000"
        event = msgspec.convert({"kind": "person", "tag": code, "after": zero}, TagMovedOn)
        await attributes.hear_moved_on(event)


async def test_every_publication_is_another_edition():
    before = await publishing.edition()
    await published(scenario(new_code()))
    publishing.forget()
    between = await publishing.edition()
    await published(tag(new_code("tag")), kind=Kind.TAG)
    publishing.forget()

    assert len({before, between, await publishing.edition()}) == 3


async def test_seeding_twice_writes_nothing_and_a_newer_file_is_published(monkeypatch):
    assert await publishing.seed() == 0
    code = new_code()
    await published(scenario(code))
    newer = [scenario(code, version=1), scenario(code, version=2, title={"zh": "随版本", "en": "With the product"})]
    monkeypatch.setattr(library.SHELF, "seed", tuple(newer))

    assert await publishing.seed() == 1

    version = await publishing.version(Kind.SCENARIO, code, 2)
    assert (version.seeded, version.valid_from) == (True, date(2026, 1, 1))
