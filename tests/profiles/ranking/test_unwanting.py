"""What somebody does not want to see is kept, listed, and taken back."""

import json

import pytest

from backend.core import database
from profiles.ranking import service, unwanting
from profiles.ranking.errors import NotHidden, PersonalisationOff, TooManyUnwanted, UnknownCard, UnknownTopic
from profiles.ranking.structs import Place
from tests.profiles.attributes.conftest import NO_KEY, new_key
from tests.profiles.ranking.conftest import CARDS, exposures, home_of, report

HIDDEN, SHOWN_AGAIN = "profiles.hidden", "profiles.shown-again"


async def listed(person_id):
    return [(one.kind, one.name) for one in (await service.my_unwanted(person_id, limit=9, cursor=None)).items]


class TestHide:
    async def test_a_card_goes_from_the_home_and_comes_back(self, make_reader):
        someone = await make_reader()

        await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)
        without, _ = await home_of(someone, CARDS)
        await service.show_again(someone, kind="card", name="item:1", attempt=NO_KEY)
        again, _ = await home_of(someone, CARDS)

        assert {one.id for one in without.cards if one.place is Place.UNWANTED} == {"item:1"}
        assert all(one.place is not Place.UNWANTED for one in again.cards)

    async def test_a_topic_hides_its_cards(self, make_reader):
        someone = await make_reader()

        await service.hide(someone, kind="topic", name="医保", attempt=NO_KEY)

        result, _ = await home_of(someone, CARDS)
        assert [one.id for one in result.cards if one.place is Place.UNWANTED] == ["item:1"]

    async def test_twice_is_once(self, make_reader):
        someone = await make_reader()

        first = await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)
        second = await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)

        assert first == second
        assert await listed(someone) == [("card", "item:1")]

    async def test_what_was_shown_today_counts_as_not_wanted(self, make_reader):
        someone = await make_reader()
        _, text = await home_of(someone, CARDS)
        await report(someone, text, ("1", "open"))

        await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)
        await report(someone, text, ("1", "start"))

        assert [row["outcome"] for row in await exposures(someone)] == [-1]

    async def test_tells_whoever_keeps_the_home_once(self, make_reader):
        someone = await make_reader()

        await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)
        await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)
        await service.show_again(someone, kind="card", name="item:1", attempt=NO_KEY)
        await service.show_again(someone, kind="card", name="item:1", attempt=NO_KEY)

        rows = await database.fetch("select leaf from core_audit_leaf where about = $1", someone)
        told = [action for row in rows if (action := json.loads(row["leaf"])["action"]) in {HIDDEN, SHOWN_AGAIN}]
        assert sorted(told) == [HIDDEN, SHOWN_AGAIN]

    async def test_without_the_consent_it_is_refused(self, make_person):
        someone = await make_person()

        with pytest.raises(PersonalisationOff):
            await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)

    @pytest.mark.parametrize(
        "name", ["1", "item:", "item: 1", "ITEM:1", "item:" + "1" * 71, "item:1\n", "verylongkind:1"]
    )
    async def test_what_is_no_card_is_refused(self, make_reader, name):
        with pytest.raises(UnknownCard):
            await service.hide(await make_reader(), kind="card", name=name, attempt=NO_KEY)

    async def test_what_is_no_topic_is_refused(self, make_reader):
        with pytest.raises(UnknownTopic):
            await service.hide(await make_reader(), kind="topic", name="宗教", attempt=NO_KEY)

    async def test_enough_is_enough(self, make_reader, monkeypatch):
        someone = await make_reader()
        monkeypatch.setattr(unwanting, "MOST", 1)
        await service.hide(someone, kind="card", name="item:1", attempt=NO_KEY)

        with pytest.raises(TooManyUnwanted):
            await service.hide(someone, kind="card", name="item:2", attempt=NO_KEY)

    async def test_repeated_after_it_was_taken_back_it_is_not_hidden(self, make_reader):
        someone = await make_reader()
        attempt = new_key(someone)
        await service.hide(someone, kind="card", name="item:1", attempt=attempt)
        await service.show_again(someone, kind="card", name="item:1", attempt=NO_KEY)

        with pytest.raises(NotHidden):
            await service.hide(someone, kind="card", name="item:1", attempt=attempt)

    async def test_what_is_remembered_of_the_attempt_says_nothing(self, make_reader):
        someone = await make_reader()
        attempt = new_key(someone)

        await service.hide(someone, kind="topic", name="助残", attempt=attempt)

        row = await database.fetch_one(
            "select answer::text as answer from core_attempt where id = $1", f"person:{someone} {attempt.key}"
        )
        assert row["answer"] == "{}"


class TestList:
    async def test_is_ones_own_and_paged_the_last_first(self, make_reader):
        someone, other = await make_reader(), await make_reader()
        for code in "123":
            await service.hide(someone, kind="card", name=f"item:{code}", attempt=NO_KEY)
        await service.hide(other, kind="card", name="item:9", attempt=NO_KEY)

        first = await service.my_unwanted(someone, limit=2, cursor=None)
        second = await service.my_unwanted(someone, limit=2, cursor=first.next_cursor)

        assert [one.name for one in first.items + second.items] == ["item:3", "item:2", "item:1"]
        assert second.next_cursor is None

    async def test_taking_back_what_is_not_hidden_changes_nothing(self, make_reader):
        someone = await make_reader()

        await service.show_again(someone, kind="card", name="item:1", attempt=NO_KEY)

        assert await listed(someone) == []
