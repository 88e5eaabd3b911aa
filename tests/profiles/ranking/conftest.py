"""People of their own for the tests of ranking, and homes that they looked at."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.ranking import pseudonyms, seeing, service, weighing
from profiles.ranking.structs import ReportSeen, SeenCard
from tests.profiles.attributes.conftest import NO_KEY, agree, make_person, person
from tests.profiles.ranking.homes import card

__all__ = ("make_person",)  # a fixture


@pytest.fixture
def make_reader(make_person):
    """Somebody who agrees to personalisation."""

    async def made(**more):
        person_id = await make_person(**more)
        await agree(person_id)
        return person_id

    return made


@pytest.fixture
async def no_weights(database_url):
    """Nothing was learned, bound or counted; and this process knows it."""
    for table in ("binding", "weights", "use", "figure", "exposure"):
        await database.execute(f"delete from profiles_rank_{table}")
    await weighing.refresh()
    yield
    for table in ("binding", "weights", "use", "figure", "exposure"):
        await database.execute(f"delete from profiles_rank_{table}")
    await weighing.refresh()


async def viewer_of(person_id):
    """The person as home sees them."""
    subject = person(person_id)
    async with database.transaction():
        known = await attributes.attributes_of(subject)
        tags = (await attributes.tags_of_many([subject]))[person_id]
        return await service.viewer_of(person_id, subject=subject, known=known, tags=tags)


async def home_of(person_id, cards):
    """The order of these cards for a person, and the text that goes with a home that shows them all."""
    who = await viewer_of(person_id)
    result = service.rank(cards, who, on=regions.today())
    return result, service.shown_token(who, result, shown={one.id for one in cards})


async def report(person_id, text, *cards, attempt=NO_KEY):
    """Tell what was shown: (code, outcome), each at its place."""
    seen = [SeenCard(card=f"item:{code}", position=place, outcome=what) for place, (code, what) in enumerate(cards)]
    return await service.report_seen(person_id, command=ReportSeen(seen=text, cards=seen), attempt=attempt)


async def exposures(person_id):
    """What is kept of what a person saw."""
    return await database.fetch(
        "select * from profiles_rank_exposure where subject = $1 order by day, card", pseudonyms.pseudonym_of(person_id)
    )


async def show(*, people, days_ago=1, opened=(), cards=("1", "2"), arm="usual", region="620102", vectors=None):
    """Exposures as they would be kept, of people who are nobody."""
    day = regions.today() - timedelta(days=days_ago)
    for _ in range(people):
        rows = [
            (uuid4(), f"item:{code}", "医保", place, 1_000_000, (vectors or {}).get(code, "0"), int(code in opened))
            for place, code in enumerate(cards)
        ]
        await seeing.queries.keep(uuid4(), rows, day=day, region=region, arm=arm, version=0)


CARDS = [card("1", sector="医保", topics=("医保",)), card("2", sector="教育"), card("3", popularity=0)]
