"""For whom an order is made, from what may be used of them now."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from backend.core import database
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.attributes.conditions import SubjectKind
from profiles.attributes.structs import Declare
from profiles.events.structs import SayEvent
from profiles.ranking import pseudonyms, seeing, service
from profiles.ranking.engine import rests_on
from profiles.ranking.structs import CardKind, Place
from profiles.scenarios import service as scenarios
from tests.profiles.attributes.conftest import NO_KEY, OWNER, agree, firm_of, person
from tests.profiles.ranking.conftest import CARDS, home_of, viewer_of
from tests.profiles.ranking.homes import card, ids

TODAY = regions.today()


async def past(person_id, code, *, days_ago, outcome, sector="医保"):
    """Something that the person saw, or did, some days ago."""
    rows = [(uuid4(), f"item:{code}", sector, 0, 1_000_000, "0", outcome)]
    day = regions.today() - timedelta(days=days_ago)
    await seeing.queries.keep(
        pseudonyms.pseudonym_of(person_id), rows, day=day, region="620102", arm="usual", version=0
    )


class TestViewer:
    async def test_interests_order_and_go_when_taken_back(self, make_reader):
        someone = await make_reader()
        cards = [card("1", topics=("入学",), popularity=100), card("2", topics=("养老",), popularity=0)]
        interests = {"name": "preference.interests", "attempt": NO_KEY}
        await attributes.declare(someone, command=Declare(value=["养老"]), **interests)

        with_it, _ = await home_of(someone, cards)
        await attributes.undeclare(someone, **interests)
        without, _ = await home_of(someone, cards)

        assert ids(with_it) == ["item:2", "item:1"]
        assert rests_on(with_it.cards[0]) == {"preference.interests"}
        assert ids(without) == ["item:1", "item:2"]
        assert all(rests_on(one) == set() for one in without.cards)

    async def test_whoever_does_not_agree_sees_what_everybody_sees(self, make_person):
        someone = await make_person()

        result, _ = await home_of(someone, CARDS)

        assert result == service.rank(CARDS, await service.nobody(), on=TODAY)

    async def test_after_the_withdrawal_too(self, make_reader):
        someone = await make_reader()
        await past(someone, "3", days_ago=2, outcome=2)
        await agree(someone, on=False)

        result, _ = await home_of(someone, CARDS)

        assert result == service.rank(CARDS, await service.nobody(), on=TODAY)

    async def test_what_was_opened_before_today_speaks_and_today_does_not(self, make_reader):
        someone = await make_reader()
        await past(someone, "1", days_ago=2, outcome=1)
        await past(someone, "2", days_ago=0, outcome=2, sector="教育")

        who = await viewer_of(someone)

        assert {(one.card, one.opened) for one in who.usage.values()} == {("item:1", 1)}
        assert set(who.sectors) == {"医保"}

    async def test_a_card_shown_for_a_week_and_never_opened_is_worn(self, make_reader):
        someone = await make_reader()
        for days in range(1, 8):
            await past(someone, "1", days_ago=days, outcome=0)
            await past(someone, "2", days_ago=days, outcome=1 if days == 3 else 0)

        result, _ = await home_of(someone, CARDS)

        assert [one.id for one in result.cards if one.place is Place.WORN] == ["item:1"]
        assert (await viewer_of(someone)).usage["item:2"].shown == 2

    async def test_a_month_later_it_is_forgotten(self, make_reader):
        someone = await make_reader()
        await past(someone, "1", days_ago=31, outcome=2)

        assert (await viewer_of(someone)).usage == {}

    async def test_what_was_asked_already_is_not_asked_again(self, make_reader):
        someone = await make_reader()
        known = await attributes.attributes_of(person(someone))

        yes = await service.viewer_of(someone, subject=person(someone), known=known, tags=[], agreed=True)
        no = await service.viewer_of(someone, subject=person(someone), known=known, tags=[], agreed=False)

        assert (yes.personal, no.personal) == (True, False)

    async def test_registers_about_firms_count_without_the_persons_consent(self, database_url):
        firm = await firm_of("firm-owner")
        await attributes.load_firm(firm.id, by=OWNER)
        known = await attributes.attributes_of(firm)

        who = await service.viewer_of(OWNER, subject=firm, known=known, tags=[], agreed=False)

        assert (who.audience, who.personal, who.pseudonym) == (SubjectKind.FIRM, True, None)
        assert "firm.regionCode" in who.facts


class TestCards:
    def test_an_item_is_the_same_object_again(self):
        assert service.item_card(basic_code="1", sector="养老") is service.item_card(basic_code="1", sector="养老")

    def test_an_item_says_for_whom_it_is(self):
        made = service.item_card(basic_code="000511002000", sector="养老")

        assert (made.id, made.topics, made.tags) == ("item:000511002000", ("养老",), ("very-old",))

    async def test_an_open_guide_stands_first_when_its_step_is_due_and_says_why(self, make_reader):
        someone = await make_reader()
        await scenarios.say(someone, command=SayEvent(kind="birth", day=regions.today()), attempt=NO_KEY)
        (opened,) = [one for one in await scenarios.open_for(person(someone)) if one.code == "new-child"]

        made = service.scenario_card(opened)
        result, _ = await home_of(someone, [card("1", popularity=1000), made])

        assert (made.kind, made.deadline) == (CardKind.SCENARIO, opened.next_up.due_on)
        (ranked,) = [one for one in result.cards if one.id == made.id]
        (reason,) = [one for one in ranked.reasons if one.feature == "life-event"]
        assert (reason.about, reason.basis[0].source) == (opened.event_title.zh, "本人填写")


OTHERS = """
insert into profiles_rank_exposure (id, subject, day, card, sector, region, position, propensity, arm, weights_version,
    vector, outcome)
select gen_random_uuid(), gen_random_uuid(), $1::date - number % 20, 'item:' || number, '', '', 0, 1000000, 'usual', 0,
    '{}', 0
from generate_series(1, 5000) as number
"""


class TakenBack(Exception):
    """Nothing of the test stays."""


async def test_one_statement_finds_what_somebody_did_and_does_not_want(make_reader):
    someone, plan = await make_reader(), []
    since, pseudonym = TODAY - timedelta(days=30), pseudonyms.pseudonym_of(someone)
    with suppress(TakenBack):
        async with database.transaction():
            await database.execute(OTHERS, TODAY)
            await database.execute("analyze profiles_rank_exposure")
            plan += await database.fetch(f"explain {seeing.queries.OF_PERSON}", someone, pseudonym, since, TODAY)
            raise TakenBack

    assert any("profiles_rank_exposure_once" in row[0] for row in plan)
