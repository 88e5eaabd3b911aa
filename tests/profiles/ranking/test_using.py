"""What few people did is drawn towards what more of them did."""

from hypothesis import given
from hypothesis import strategies as st

from profiles.ranking.using import Counted, shares

AREAS = {"item:1": "医保", "item:2": "医保", "item:3": "教育", "item:4": "教育"}


def counted(**regions):
    """Openings by region, of the four cards in their order."""
    return [
        Counted(card, AREAS[card], region[1:], opened)
        for region, counts in regions.items()
        for card, opened in zip(AREAS, counts, strict=True)
        if opened is not None
    ]


def test_the_most_used_card_is_a_thousand_and_a_thousandth_of_it_nothing():
    found = shares(counted(p=(999, 99, 9, 0)))

    assert found == {"": {"item:1": 1000, "item:2": 667, "item:3": 333, "item:4": 0}}


def test_many_people_in_a_place_say_themselves_what_they_use():
    found = shares(counted(p=(90_000, 90_000, 1_000, 1_000), p6201=(100, 100, 10_000, 10_000)))

    assert found["6201"]["item:3"] == found["6201"]["item:4"] == 1000
    assert found["6201"]["item:1"] < 400


def test_few_people_in_a_place_change_little():
    found = shares(counted(p=(900, 400, 200, 100), p6201=(3, 1, 2, 0)))

    assert all(abs(found["6201"][card] - share) < 50 for card, share in found[""].items())


def test_a_card_of_which_too_little_is_known_is_used_as_its_area_is():
    found = shares(counted(p=(500, 500, 500, 500), p6201=(300, 300, 30, None)))

    assert found["6201"]["item:4"] < found[""]["item:4"] - 100


def test_a_county_is_drawn_towards_its_prefecture_and_speaks_of_what_was_opened_there():
    found = shares(counted(p=(900, 100, 100, 100), p6201=(50, 800, 10, 10), p620102=(0, 6, 0, 4)))

    assert set(found["620102"]) == {"item:2"}, "opened by five at the least"
    assert found["620102"]["item:2"] == found["6201"]["item:2"] == 1000


def test_where_nobody_opened_anything_nothing_is_said():
    assert set(shares(counted(p=(5, 5, 5, 5), p6201=(0, 0, 0, 0)))) == {""}
    assert shares([]) == {"": {}}


COUNTS = st.tuples(*[st.one_of(st.none(), st.integers(0, 10**7))] * 4)


@given(st.tuples(*[st.integers(0, 10**7)] * 4), st.dictionaries(st.sampled_from(["p6201", "p6202", "p620102"]), COUNTS))
def test_shares_are_whole_thousandths_and_somebody_is_first(province, regions):
    found = shares(counted(p=province, **regions))

    for region, cards in found.items():
        assert all(0 <= share <= 1000 for share in cards.values())
        assert len(region) == 6 or max(cards.values()) == 1000


@given(st.tuples(*[st.integers(0, 10**4)] * 4), st.integers(0, 3), st.integers(1, 10**4))
def test_who_opens_a_card_more_makes_it_no_less_popular(opened, card, more):
    raised = tuple(many + more * (place == card) for place, many in enumerate(opened))
    before, after = shares(counted(p=opened, p6201=opened)), shares(counted(p=opened, p6201=raised))

    name = list(AREAS)[card]
    assert not any(opened) or after["6201"][name] >= before["6201"][name]
