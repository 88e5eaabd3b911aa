"""Seasons, experiments and what is known of cards beforehand."""

import csv
from datetime import date

import pytest

from profiles.attributes.kinds import SubjectKind
from profiles.attributes.tags import SHELF
from profiles.ranking import library, unwanting
from tests.architecture.source import ROOT

with (ROOT / "backend/services/items/data/items.csv").open(encoding="utf-8") as file:
    ITEMS = list(csv.DictReader(file))
CODES = {f"item:{row['basic_code']}" for row in ITEMS}
SECTORS = {row["sector"] for row in ITEMS}
BY_CODE = {one.code: one for one in library.SEASONS}


@pytest.mark.parametrize("one", library.SEASONS, ids=lambda one: one.code)
class TestEverySeason:
    def test_is_about_items_and_sectors_that_there_are(self, one):
        assert set(one.cards) <= CODES
        assert set(one.sectors) <= SECTORS
        assert one.cards or one.sectors

    def test_has_days_of_a_year_and_a_source(self, one):
        for day in (one.first, one.last, *(each.first for each in one.elsewhere)):
            date.fromisoformat(f"2026-{day}")
        assert one.source


class TestSeason:
    def test_goes_over_the_turn_of_the_year(self):
        heating = BY_CODE["heating"]

        values = [library.season_value(heating, date(2026, month, 20)) for month in (12, 2, 6)]

        assert values == [library.NOW, library.NOW, 0]

    def test_is_seen_coming(self):
        assert library.season_value(BY_CODE["heating"], date(2026, 10, 5)) == library.SOON

    def test_has_other_days_where_it_is_colder(self):
        heating = BY_CODE["heating"]

        assert library.season_value(heating, date(2026, 4, 20), "623001") == library.NOW
        assert library.season_value(heating, date(2026, 4, 20), "620102") == 0
        assert (library.season_region("623001"), library.season_region("620102")) == ("623000", "")

    def test_begins_and_ends_on_its_days(self):
        entry = BY_CODE["school-entry"]

        assert library.season_value(entry, date(2026, 6, 15)) == library.NOW
        assert library.season_value(entry, date(2026, 9, 10)) == library.NOW
        assert library.season_value(entry, date(2026, 9, 11)) == 0


@pytest.mark.parametrize(
    ("code", "area", "inside"),
    [
        ("620102", "620100", True),
        ("620102", "620000", True),
        ("620102", "620102", True),
        ("620102003001", "620102", True),
        ("620102", "620102003000", False),
        ("620200", "620100", False),
        ("623001", "620000", True),
        ("", "620000", False),
    ],
)
def test_a_place_lies_within_another(code, area, inside):
    assert library.within(code, area) is inside


class TestCards:
    def test_hints_are_about_what_there_is(self):
        assert set(library.CARDS.cards) <= CODES
        assert set(library.CARDS.sectors) <= SECTORS

    def test_hints_name_known_tags_and_topics(self):
        known, topics = {one.id for one in SHELF.every}, unwanting.topics()

        for one in (*library.CARDS.cards.values(), *library.CARDS.sectors.values()):
            assert set(one.tags) <= known
            assert {*one.topics, *one.firm_topics} <= topics
            assert 0 <= one.prior <= 1000

    def test_firms_and_people_have_topics_of_their_own(self):
        assert library.topics_of("税费", SubjectKind.FIRM) == ("减税降费",)
        assert library.topics_of("税费") == ()
        assert library.topics_of("没有这个领域") == ()


class TestExperiments:
    def test_shares_are_everybody(self):
        for one in library.EXPERIMENTS:
            assert sum(arm.share for arm in one.arms) == 10_000
            assert len({arm.code for arm in one.arms}) == len(one.arms)
            assert all(0 <= arm.explore <= 1_000_000 for arm in one.arms)

    def test_there_is_one_at_a_time(self):
        for one in library.EXPERIMENTS:
            for other in library.EXPERIMENTS:
                assert one is other or one.valid_to < other.valid_from or other.valid_to < one.valid_from

    def test_without_one_everybody_is_usual(self):
        assert library.experiment_on(date(2020, 1, 1)) is None
