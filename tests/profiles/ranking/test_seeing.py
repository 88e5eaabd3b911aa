"""What was shown is kept once, for those who agree, and under nobody's name."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from backend.core import database, packing
from backend.core.ground import ground
from backend.identity.consents import service as consents
from backend.identity.consents.structs import ConsentWithdrawn
from backend.reference.regions import service as regions
from profiles.attributes import purposes
from profiles.ranking import features, pseudonyms, seeing, service
from profiles.ranking.errors import NotThisHome
from tests.profiles.attributes.conftest import NO_KEY, agree, new_key
from tests.profiles.ranking.conftest import CARDS, exposures, home_of, report, viewer_of
from tests.profiles.ranking.homes import card


class TestReport:
    async def test_keeps_where_a_card_stood_how_likely_and_what_spoke_for_it(self, make_reader):
        someone = await make_reader()
        result, text = await home_of(someone, CARDS)

        kept = await report(someone, text, ("1", "open"), ("2", "shown"))

        first, second = await exposures(someone)
        assert kept.kept == 2
        assert (first["card"], first["position"], first["outcome"], first["sector"]) == ("item:1", 0, 1, "医保")
        assert (second["outcome"], second["region"], second["arm"]) == (0, "620102", result.arm)
        ranked = next(one for one in result.cards if one.id == "item:1")
        assert first["propensity"] == ranked.propensity
        assert {features.FEATURES[place].name: value for place, value in enumerate(first["vector"]) if value} == {
            one.feature: one.value for one in ranked.reasons
        }

    async def test_names_nobody(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        await report(someone, text, ("1", "shown"))

        row = await database.fetch_one("select 1 from profiles_rank_exposure where subject = $1", someone)

        assert row is None
        assert pseudonyms.pseudonym_of(someone) != someone

    async def test_told_again_the_stronger_outcome_stays(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)

        counts = [
            (await report(someone, text, ("1", what))).kept for what in ("shown", "start", "shown", "open", "start")
        ]

        assert counts == [1, 1, 0, 0, 0]
        assert [row["outcome"] for row in await exposures(someone)] == [2]

    async def test_a_card_twice_in_one_report_counts_once(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)

        kept = await report(someone, text, ("1", "shown"), ("1", "open"))

        assert kept.kept == 1
        assert [row["outcome"] for row in await exposures(someone)] == [1]

    async def test_cards_that_were_not_in_this_home_are_nobodys(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)

        assert (await report(someone, text, ("no-such", "open"))).kept == 0

    async def test_the_same_attempt_is_answered_again(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        attempt = new_key(someone)

        first = await report(someone, text, ("1", "open"), attempt=attempt)

        assert await report(someone, text, ("1", "open"), attempt=attempt) == first

    async def test_a_home_of_somebody_else_is_refused(self, make_reader):
        someone, other = await make_reader(), await make_reader()
        _, text = await home_of(someone, CARDS)

        with pytest.raises(NotThisHome):
            await report(other, text, ("1", "open"))

    async def test_an_altered_text_is_refused(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)

        with pytest.raises(NotThisHome):
            await report(someone, text[:-2] + "AA", ("1", "open"))

    @pytest.mark.parametrize(("days", "counts"), [(0, True), (1, True), (2, False), (-1, False)])
    async def test_yesterdays_home_counts_and_an_older_one_does_not(self, make_reader, days, counts):
        someone = await make_reader()
        who = await viewer_of(someone)
        result = service.rank(CARDS, who, on=regions.today() - timedelta(days=days))
        text = service.shown_token(who, result, shown={one.id for one in CARDS})

        if counts:
            assert (await report(someone, text, ("1", "open"))).kept == 1
        else:
            with pytest.raises(NotThisHome):
                await report(someone, text, ("1", "open"))

    @pytest.mark.parametrize("body", [b"", b"not packed", packing.packed(b'{"day": 1}'), packing.packed(b"\xff")])
    async def test_a_text_of_another_shape_is_refused(self, make_reader, body):
        someone = await make_reader()
        purpose = f"profiles.seen:{pseudonyms.pseudonym_of(someone)}"
        text = ground().cursors.sign(purpose, body)

        with pytest.raises(NotThisHome):
            await report(someone, text, ("1", "open"))


class TestConsent:
    async def test_without_it_there_is_no_text_and_nothing_is_kept(self, make_person):
        someone = await make_person()

        result, text = await home_of(someone, CARDS)

        assert text is None
        assert not result.personal

    async def test_a_home_from_before_the_withdrawal_leaves_nothing(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        await agree(someone, on=False)

        assert (await report(someone, text, ("1", "open"))).kept == 0
        assert await exposures(someone) == []

    async def test_withdrawing_lets_go_of_everything(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        await report(someone, text, ("1", "open"))
        await service.hide(someone, kind="topic", name="养老", attempt=NO_KEY)
        await agree(someone, on=False)

        await service.hear_withdrawal(withdrawn(someone))

        assert await exposures(someone) == []
        assert (await service.my_unwanted(someone, limit=9, cursor=None)).items == []

    async def test_given_again_meanwhile_nothing_goes(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        await report(someone, text, ("1", "open"))

        await service.hear_withdrawal(withdrawn(someone))

        assert len(await exposures(someone)) == 1

    async def test_another_consent_is_none_of_its_business(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        await report(someone, text, ("1", "open"))
        await agree(someone, on=False)

        await service.hear_withdrawal(withdrawn(someone, purpose="benefits"))

        assert len(await exposures(someone)) == 1

    async def test_a_report_at_the_same_time_leaves_nothing_behind(self, make_reader):
        for _ in range(12):
            someone = await make_reader()
            _, text = await home_of(someone, CARDS)

            async def leave(someone=someone):
                given = await consents.standing(someone, recipient=purposes.RECIPIENT, purpose="personalisation")
                await consents.withdraw(someone, consent_id=given.id, attempt=NO_KEY)
                async with database.transaction():
                    await service.hear_withdrawal(withdrawn(someone))

            await asyncio.gather(*(report(someone, text, ("1", "open"), ("2", "shown")) for _ in range(3)), leave())

            assert await exposures(someone) == []


def withdrawn(person_id, purpose="personalisation"):
    return ConsentWithdrawn(consent_id=person_id, person_id=person_id, recipient=purposes.RECIPIENT, purpose=purpose)


class TestToken:
    async def test_holds_what_is_shown_and_is_short(self, make_reader):
        someone = await make_reader()
        who = await viewer_of(someone)
        cards = [card(f"{number:03}", popularity=number) for number in range(100)]
        result = service.rank(cards, who, on=regions.today())
        shown = [one.id for one in result.cards[:8]]

        text = service.shown_token(who, result, shown=shown)

        packed = ground().cursors.signed(f"profiles.seen:{who.pseudonym}", text)
        home = msgspec.json.decode(packing.unpacked(packed), type=seeing._Home)
        assert [one.id for one in home.cards] == shown
        assert len(text) < 400

    async def test_a_card_that_was_ranked_but_not_shown_counts_for_nothing(self, make_reader):
        someone = await make_reader()
        who = await viewer_of(someone)
        text = service.shown_token(who, service.rank(CARDS, who, on=regions.today()), shown={"item:1"})

        kept = await report(someone, text, ("1", "shown"), ("2", "open"))

        assert kept.kept == 1
        assert [row["card"] for row in await exposures(someone)] == ["item:1"]
