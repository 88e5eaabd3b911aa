from datetime import date, timedelta

from backend.core import database
from backend.core.structs import now
from backend.reference.regions import service as regions
from profiles.attributes import queries, service
from profiles.attributes.structs import Declare
from tests.profiles.attributes.conftest import NO_KEY, agree, known, person


async def verdict(someone, tag):
    row = await database.fetch_one(
        "select verdict, computed_on from profiles_tag where subject_id = $1 and tag = $2 and valid_to is null",
        someone,
        tag,
    )
    return row["verdict"], row["computed_on"]


async def test_what_the_register_has_corrected_is_seen_at_the_next_round(make_person):
    someone = await make_person(employment="失业")
    await agree(someone)
    await database.execute("update exchange_person set employment_status = '在职' where id = $1", someone)
    await queries.note_load([someone], at=None)

    while (await known(person(someone)))["person.employmentStatus"] == "失业":
        assert await service.refresh() > 0

    assert (await verdict(someone, "job-seeker"))[0] == "not-met"


async def test_who_was_asked_about_lately_is_left_alone(make_person):
    someone = await make_person()
    await agree(someone)
    row = await database.fetch_one("select version, loaded_at from profiles_subject where id = $1", someone)

    while await service.refresh():
        pass

    assert await database.fetch_one("select version, loaded_at from profiles_subject where id = $1", someone) == row


async def test_ages_go_on_by_themselves(make_person):
    born = date(regions.today().year - 60, 1, 1)
    someone = await make_person(born=born, employment=None)
    await agree(someone)
    await database.execute(
        "update profiles_tag set verdict = 'not-met', computed_on = computed_on - 1 where subject_id = $1", someone
    )

    while await service.retag():
        pass

    assert await verdict(someone, "elder") == ("met", regions.today())
    past = await database.fetch_one(
        "select count(*) as n from profiles_tag where subject_id = $1 and tag = 'elder' and valid_to is not null",
        someone,
    )
    assert past["n"] == 1


async def test_what_may_be_kept_no_longer_goes_with_its_tags(make_person):
    someone = await make_person(employment=None)
    await agree(someone)
    await service.declare(someone, name="person.employmentStatus", command=Declare(value="失业"), attempt=NO_KEY)
    assert (await verdict(someone, "job-seeker"))[0] == "met"
    await database.execute(
        "update profiles_attribute set keep_until = $2 where subject_id = $1 and source_kind = 'person'",
        someone,
        regions.today() - timedelta(days=1),
    )

    while await service.tidy():
        pass

    assert "person.employmentStatus" not in await known(person(someone))
    assert (await verdict(someone, "job-seeker"))[0] == "unknown"


async def version_of(someone):
    return (await queries.subjects([someone]))[0]["version"]


async def test_a_load_keeps_values_longer_and_changes_nothing_else(make_person):
    someone = await make_person()
    await agree(someone)
    before, version = await service.attributes_of(person(someone)), await version_of(someone)
    await database.execute("update profiles_attribute set keep_until = keep_until - 30 where subject_id = $1", someone)

    assert await service.load_person(someone)

    after = await service.attributes_of(person(someone))
    assert (after.facts, await version_of(someone)) == (before.facts, version)
    assert all(one.keep_until > now().date() + timedelta(days=1000) for rows in after.held.values() for one in rows)
