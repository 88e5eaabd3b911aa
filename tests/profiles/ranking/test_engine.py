"""Rules place cards, features order them, and both say why."""

import random
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.attributes.conditions import SourceKind, SubjectKind, Verdict
from profiles.ranking import features, library
from profiles.ranking.engine import Engine, rests_on
from profiles.ranking.library import EVERYBODY
from profiles.ranking.model import UNLEARNED, Model
from profiles.ranking.structs import CardKind, Place
from profiles.ranking.viewer import USE_ATTRIBUTE
from tests.profiles.ranking import homes
from tests.profiles.ranking.homes import ELDER, ON, card, event, facts, ids, nobody, rank, used, viewer

SEEDS = st.integers(min_value=0, max_value=2**32)


def one_of(result, code):
    return next(one for one in result.cards if one.id == f"item:{code}")


def rules_of(ranked):
    return [step.rule for step in ranked.steps]


class TestFeatures:
    def test_an_interest_speaks_for_its_topic_and_says_who_said_so(self):
        result = rank([card("1", topics=("入学",)), card("2", topics=("养老",))], viewer())

        first = result.cards[0]
        (reason,) = [one for one in first.reasons if one.feature == "interest"]
        assert first.id == "item:2"
        assert (reason.about, reason.contribution) == ("养老", reason.value * reason.weight)
        (basis,) = reason.basis
        assert (basis.attribute, basis.source, basis.as_of) == (
            "preference.interests", "人口库（公安）", date(2026, 5, 1),
        )  # fmt: skip

    def test_a_tag_rests_on_the_attributes_that_it_was_computed_from(self):
        result = rank([card("1", tags=("elder",))], viewer(tags=frozenset({"elder"})))

        assert rests_on(result.cards[0]) == {"person.birthDate"}

    def test_a_kept_tag_that_is_no_longer_so_says_nothing(self):
        young = {**ELDER, **facts(person__birthDate="2000-01-01")}

        result = rank([card("1", tags=("elder",))], viewer(young, tags=frozenset({"elder"})))

        assert "tag" not in homes.features_of(result.cards[0])

    def test_a_life_event_counts_through_what_may_be_used(self):
        of_birth, of_disability, said = event("person.birthDate"), event("person.disabilityGrade"), event()

        result = rank(
            [card("1", because=(of_birth,)), card("2", because=(of_disability,)), card("3", because=(said,))], viewer()
        )

        assert {one.id for one in result.cards if "life-event" in homes.features_of(one)} == {"item:1", "item:3"}
        assert {one.id for one in result.cards} == {"item:1", "item:2", "item:3"}, "an entitlement is shown without it"

    def test_my_place_and_what_people_there_use(self):
        model = Model(version="m", use={"item:2": 100}, use_near={"620102": {"item:2": 700}})

        result = rank([card("1", region="620100"), card("2"), card("3")], viewer(model=model))

        assert homes.features_of(one_of(result, "1")) >= {"my-region"}
        (near,) = [one for one in one_of(result, "2").reasons if one.feature == "neighbours"]
        assert (near.value, near.basis[0].attribute) == (600, "person.regionCode")
        assert "neighbours" not in homes.features_of(one_of(result, "3"))

    def test_popular_is_what_people_around_use_and_it_says_so(self):
        use_near = {"6201": {"item:1": 200, "item:2": 700}}
        model = Model(version="m", use={"item:1": 900, "item:2": 300}, use_near=use_near, names={"6201": "兰州市"})
        cards = [card("1"), card("2")]

        around, everywhere = rank(cards, viewer(model=model)), rank(cards, nobody(model))
        elsewhere = rank(cards, viewer(facts(person__regionCode="620700"), model=model))

        assert ids(around) == ["item:2", "item:1"]
        (popular,) = [one for one in around.cards[0].reasons if one.feature == "popularity"]
        assert (popular.value, popular.about) == (700, "兰州市")
        assert [one.attribute for one in popular.basis] == ["person.regionCode"]
        assert rests_on(around.cards[0]) == {"person.regionCode"}
        assert ids(everywhere) == ids(elsewhere) == ["item:1", "item:2"]
        assert not rests_on(everywhere.cards[0]) | rests_on(elsewhere.cards[0]), "the province's figure rests on nobody"

    def test_places_do_not_mix_in_what_an_engine_remembers(self):
        model = Model(
            version="m", use={"item:1": 900, "item:2": 300}, use_near={"6201": {"item:1": 200, "item:2": 700}}
        )
        cards, engine = (card("1"), card("2")), Engine(model)

        here, there = facts(person__regionCode="620102"), facts(person__regionCode="620700")
        found = [engine.rank(cards, viewer(one, model=model), on=ON) for one in (here, there, here)]

        assert [ids(one)[0] for one in found] == ["item:2", "item:1", "item:2"]

    def test_what_i_did_before_and_in_which_area(self):
        cards = [card("1", sector="医保"), card("2", sector="医保"), card("3", sector="教育")]

        result = rank(cards, viewer(usage=[used("1", opened=1, sector="医保")]))

        (before,) = [one for one in one_of(result, "1").reasons if one.feature == "used-before"]
        (area,) = [one for one in one_of(result, "2").reasons if one.feature == "usual-sector"]
        assert (before.value, area.value, area.about) == (500, 250, "医保")
        assert before.basis[0].source_kind is SourceKind.DERIVED
        assert rests_on(one_of(result, "1")) == {USE_ATTRIBUTE}
        assert not homes.features_of(one_of(result, "3")) & {"used-before", "usual-sector"}

    def test_a_deadline_far_off_and_news_count_the_less_the_older(self):
        cards = [
            card("1", deadline=ON + timedelta(days=20)), card("2", deadline=ON + timedelta(days=50)),
            card("3", fresh_on=ON), card("4", fresh_on=ON - timedelta(days=20)), card("5"),
        ]  # fmt: skip

        assert ids(rank(cards, nobody())) == ["item:1", "item:3", "item:2", "item:4", "item:5"]

    def test_a_season_with_days_of_its_own_rests_on_the_place(self):
        cards = [card("002085003000", sector="水电气热")]
        in_the_south = facts(person__regionCode="623001")

        here = rank(cards, viewer(in_the_south), on=date(2026, 4, 20))
        there = rank(cards, viewer(facts(person__regionCode="620102")), on=date(2026, 4, 20))
        without = rank(cards, viewer(facts(person__birthDate="1950-01-01")), on=date(2026, 4, 20))

        assert rests_on(here.cards[0]) == {"person.regionCode"}
        assert "season" not in homes.features_of(there.cards[0]) | homes.features_of(without.cards[0])

    def test_a_card_found_eligible_says_by_what(self):
        result = rank([card("1", when=homes.OVER_60), card("2")], viewer())

        assert ids(result) == ["item:1", "item:2"]
        assert homes.features_of(result.cards[0]) >= {"fits"}
        assert rests_on(result.cards[0]) == {"person.birthDate"}


class TestRules:
    def test_what_is_due_stands_first_by_its_day(self):
        cards = [
            card("1", popularity=1000), card("2", deadline=ON + timedelta(days=9)), card("3", deadline=ON),
            card("4", deadline=ON - timedelta(days=3)), card("5", deadline=ON - timedelta(days=99), popularity=0),
        ]  # fmt: skip

        result = rank(cards, nobody())

        assert ids(result) == ["item:4", "item:3", "item:2", "item:1", "item:5"]
        assert [one.place for one in result.cards] == [0, 0, 0, 1, 1]
        assert rules_of(result.cards[0]) == ["deadline-first"]

    def test_what_is_over_for_good_is_left_out(self):
        result = rank([card("1", deadline=ON - timedelta(days=1), deadline_final=True)], nobody())

        assert result.cards == []
        assert [(one.id, one.rule) for one in result.left_out] == [("item:1", "over")]

    def test_cards_of_firms_are_not_for_people(self):
        result = rank([card("1", audience=SubjectKind.FIRM)], viewer())

        assert [one.rule for one in result.left_out] == ["audience"]

    def test_whoever_may_not_have_it_finds_it_last_and_reads_why(self):
        young = facts(person__birthDate="2000-01-01")

        result = rank([card("1", when=homes.OVER_60, popularity=1000), card("2", popularity=0)], viewer(young))

        last = result.cards[-1]
        assert (last.id, last.place, rules_of(last)) == ("item:1", Place.NOT_FOR_YOU, ["not-eligible"])
        assert last.steps[0].basis[0].attribute == "person.birthDate"

    def test_what_nobody_knows_excludes_nobody(self):
        result = rank([card("1", when=homes.OVER_60)], viewer(facts(person__employmentStatus="在职")))

        assert (result.cards[0].place, rules_of(result.cards[0])) == (Place.USUAL, ["perhaps-eligible"])

    def test_a_verdict_given_wins_over_the_condition(self):
        result = rank([card("1", when=homes.OVER_60, verdict=Verdict.NOT_MET)], viewer())

        assert result.cards[0].place is Place.NOT_FOR_YOU

    def test_elsewhere_is_last_and_a_part_of_my_place_is_not(self):
        result = rank([card("1", region="623001"), card("2", region="620102003000"), card("3")], viewer())

        assert [one.id for one in result.cards if one.place is Place.NOT_FOR_YOU] == ["item:1"]

    def test_shown_often_and_never_opened_a_card_makes_room(self):
        cards = [card("1", popularity=1000), card("2", popularity=0)]

        worn = rank(cards, viewer(usage=[used("1", shown=7)]))
        not_yet = rank(cards, viewer(usage=[used("1", shown=6)]))

        assert ids(worn) == ["item:2", "item:1"]
        assert (worn.cards[1].place, rules_of(worn.cards[1])) == (Place.WORN, ["worn"])
        assert ids(not_yet) == ["item:1", "item:2"]

    def test_what_is_due_is_never_worn(self):
        result = rank([card("1", deadline=ON)], viewer(usage=[used("1", shown=9)]))

        assert result.cards[0].place is Place.DUE

    def test_old_news_stand_behind(self):
        result = rank([card("1", fresh_on=ON - timedelta(days=61), popularity=1000), card("2")], nobody())

        assert ids(result) == ["item:2", "item:1"]

    def test_not_more_than_two_of_one_area_side_by_side(self):
        cards = [card(str(number), sector="医保", popularity=900 - number) for number in range(4)]

        result = rank([*cards, card("9", sector="教育", popularity=1)], nobody())

        assert ids(result) == ["item:0", "item:1", "item:9", "item:2", "item:3"]
        assert rules_of(one_of(result, "2")) == ["variety"]


class TestUnwanted:
    def test_a_card_is_hidden_and_still_there(self):
        result = rank([card("1"), card("2")], viewer(unwanted_cards=frozenset({"item:1"})))

        assert (result.cards[-1].id, result.cards[-1].place) == ("item:1", Place.UNWANTED)
        assert "not-interested" in rules_of(result.cards[-1])

    def test_a_topic_hides_offers_but_not_what_i_must_do(self):
        topic = {"topics": ("养老",)}
        cards = [
            card("1", **topic), card("2", kind=CardKind.TASK, **topic), card("3", because=(event(),), **topic), card("4"),
        ]  # fmt: skip

        result = rank(cards, viewer(unwanted_topics=frozenset({"养老"})))

        assert [one.id for one in result.cards if one.place is Place.UNWANTED] == ["item:1"]

    def test_it_counts_before_a_deadline(self):
        result = rank([card("1", deadline=ON)], viewer(unwanted_cards=frozenset({"item:1"})))

        assert result.cards[0].place is Place.UNWANTED


class TestTakingAway:
    @given(SEEDS)
    @settings(max_examples=150, deadline=None)
    def test_without_an_attribute_no_reason_rests_on_it(self, seed):
        cards, who = homes.random_home(seed)
        for name in list(who.facts):
            left = {other: one for other, one in who.facts.items() if other != name}
            poorer = homes.viewer(left, model=who.model, tags=who.tags, usage=list(who.usage.values()))

            result = rank(cards, poorer)

            for one in result.cards:
                assert name not in rests_on(one)
                assert all(basis.attribute != name for step in one.steps for basis in step.basis)

    def test_a_card_that_exists_for_an_attribute_goes_with_it(self):
        cards = [card("1", because=(event("person.birthDate"),)), card("2")]

        before = rank(cards, viewer())
        after = rank(cards, viewer({name: one for name, one in ELDER.items() if name != "person.birthDate"}))

        assert set(ids(before)) == {"item:1", "item:2"}
        assert ids(after) == ["item:2"]
        assert [one.rule for one in after.left_out] == ["basis-gone"]

    def test_hidden_attributes_are_not_even_looked_at(self):
        hidden = facts(person__ethnicGroup="藏族", person__disabilityGrade="一级", person__religion="有")

        who = viewer({**ELDER, **hidden})

        assert set(who.facts) == set(ELDER)


class TestOptOut:
    @given(SEEDS)
    @settings(max_examples=150, deadline=None)
    def test_the_same_cards_are_there_only_the_order_differs(self, seed):
        cards, who = homes.random_home(seed)

        personal, plain = rank(cards, who), rank(cards, nobody(who.model))

        rests = {one.id for one in cards if any(basis.attribute is not None for basis in one.because)}
        assert set(ids(personal)) - rests == set(ids(plain)) - rests
        assert all(one.place < Place.NOT_FOR_YOU for one in plain.cards), "nothing is hidden from anybody unknown"

    @given(SEEDS)
    @settings(max_examples=100, deadline=None)
    def test_nothing_that_looks_at_anybody_speaks(self, seed):
        cards, who = homes.random_home(seed)

        result = rank(cards, nobody(who.model))

        spoken = {reason.feature for one in result.cards for reason in one.reasons}
        assert all(features.BY_NAME[name].open for name in spoken)
        assert not result.personal
        assert all(rests_on(one) == set() and one.propensity == 1_000_000 for one in result.cards)

    def test_public_deadlines_and_seasons_are_for_everybody(self):
        cards = [card("1", popularity=900), card("2", deadline=ON + timedelta(days=3)), card("002036001000")]

        assert ids(rank(cards, nobody()))[0] == "item:2"
        assert "season" in homes.features_of(one_of(rank(cards, nobody()), "002036001000"))

    def test_who_said_no_is_nobody(self):
        cards, _ = homes.random_home(5)

        said_no = viewer({}, pseudonym=None)

        assert rank(cards, said_no) == rank(cards, nobody())


class TestColdStart:
    def test_without_any_use_priors_order(self):
        high = max(library.CARDS.cards, key=lambda one: library.CARDS.cards[one].prior)
        cards = [card("1"), library_card(high)]

        assert rank(cards, nobody()).cards[0].id == high

    def test_use_replaces_the_prior(self):
        high = max(library.CARDS.cards, key=lambda one: library.CARDS.cards[one].prior)
        model = Model(version="m", use={high: 10, "item:1": 900})

        assert rank([card("1"), library_card(high)], nobody(model)).cards[0].id == "item:1"


def library_card(card_id):
    return card(card_id.removeprefix("item:"))


class TestLots:
    def test_a_home_stays_as_it_is_for_a_day(self):
        cards = [card(f"{number:03}", popularity=number) for number in range(60)]

        orders = [ids(rank(cards, viewer(arm=EVERYBODY))) for _ in range(3)]
        random.Random(1).shuffle(cards)

        assert orders[0] == orders[1] == orders[2] == ids(rank(cards, viewer(arm=EVERYBODY)))

    def test_it_differs_between_people_and_days_and_says_so(self):
        cards = [card(f"{number:03}", popularity=number) for number in range(60)]
        drawn = Counter()
        for number in range(200):
            result = rank(cards, viewer(arm=EVERYBODY, pseudonym=UUID(int=number)))
            lots = [one for one in result.cards if "lot" in rules_of(one)]
            assert all(one.propensity == 5_000 for one in lots)
            drawn[len(lots)] += 1

        assert drawn[0] > 100
        assert sum(drawn[number] for number in (1, 2, 3)) > 20


class TestMemory:
    def test_another_object_of_the_same_id_is_looked_at_afresh(self):
        engine, who = Engine(UNLEARNED), nobody()

        before = engine.rank([card("1", popularity=100)], who, on=ON)
        after = engine.rank([card("1", popularity=200)], who, on=ON)

        assert before.cards[0].score < after.cards[0].score

    def test_the_next_day_is_another_one(self):
        engine, who, cards = Engine(UNLEARNED), nobody(), [card("1", deadline=ON + timedelta(days=15))]

        assert engine.rank(cards, who, on=ON).cards[0].place is Place.USUAL
        assert engine.rank(cards, who, on=ON + timedelta(days=1)).cards[0].place is Place.DUE

    @pytest.mark.parametrize("seed", range(20))
    def test_what_was_ranked_before_changes_nothing(self, seed):
        cards, who = homes.random_home(seed)
        engine = Engine(who.model)
        engine.rank(cards, nobody(who.model), on=ON)
        engine.rank(cards, viewer(facts(person__regionCode="623001"), model=who.model), on=ON)

        assert engine.rank(cards, who, on=ON) == rank(cards, who)

    def test_of_two_cards_with_one_id_the_first_counts(self):
        result = rank([card("1", popularity=100), card("1", popularity=900)], nobody())

        assert [one.reasons[0].value for one in result.cards] == [100]
