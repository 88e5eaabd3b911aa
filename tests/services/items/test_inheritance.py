import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.identifiers import parse_credit_code
from backend.core.structs import Evidence
from backend.reference.calendar.structs import LimitUnit
from backend.services.items import inheritance
from backend.services.items.catalogue import ALLOWED, CatalogueItem, Difference
from backend.services.items.promises import no_longer
from backend.services.items.structs import UseLevel
from tests.services.items.making import CHENGGUAN, LANZHOU, PROVINCE, STREET, WAY, make_catalogue_item


def difference(region_code, **changed):
    plain = {
        "basicCode": "620711901000", "regionCode": region_code, "source": "written for the tests",
        "evidence": "invented",
    }  # fmt: skip
    return msgspec.convert(plain | changed, Difference)


def days(amount):
    return {"amount": amount, "unit": "working-days"}


def at(item, *way, place=CHENGGUAN, level=UseLevel.COUNTY):
    return inheritance.at(item, version=3, valid_from=item.valid_from, place=place, level=level, way=way)


class TestHandling:
    @pytest.mark.parametrize(
        ("levels", "place", "level"),
        [
            (["2"], PROVINCE, "2"),
            (["3", "4"], CHENGGUAN, "4"),
            (["2", "3"], LANZHOU, "3"),
            (["5"], STREET, "5"),
        ],
    )
    def test_is_the_nearest_place_on_the_way_up(self, levels, place, level):
        assert inheritance.handling(WAY, [UseLevel(one) for one in levels]) == (place, UseLevel(level))

    def test_is_nobody_when_one_has_not_come_far_enough_down(self):
        assert inheritance.handling(WAY[:2], [UseLevel.COUNTY]) is None

    def test_a_city_without_counties_acts_as_both(self):
        jiayuguan = inheritance.Place(
            code="620200", name="嘉峪关市", full_name="甘肃省嘉峪关市", levels=(UseLevel.PREFECTURE, UseLevel.COUNTY)
        )

        assert inheritance.handling((PROVINCE, jiayuguan), [UseLevel.PREFECTURE, UseLevel.COUNTY]) == (jiayuguan, "4")
        assert inheritance.handling((PROVINCE, jiayuguan), [UseLevel.PREFECTURE]) == (jiayuguan, "3")


class TestAt:
    def test_without_differences_everything_is_the_standard(self):
        item = make_catalogue_item(countersign=["09"])

        found = at(item)

        assert found.promised_limit == item.promised_limit
        assert found.improved == []
        assert found.department.name == "城关区民政局"
        assert found.rules.countersign == ["城关区公安局"]
        assert (found.region_code, found.use_level, found.version) == ("620102", "4", 3)

    def test_the_code_is_the_body_the_level_and_the_basic_code(self):
        found = at(make_catalogue_item())

        assert found.item_code[18:] == "4620711901000"
        assert parse_credit_code(found.item_code[:18])
        assert found.body_evidence is Evidence.INVENTED

    def test_a_shorter_promise_reaches_down_and_the_shortest_counts(self):
        item = make_catalogue_item()

        assert at(item, difference("620100", promisedLimit=days(8))).promised_limit.amount == 8
        both = at(item, difference("620100", promisedLimit=days(8)), difference("620102", promisedLimit=days(5)))
        assert both.promised_limit.amount == 5
        assert both.improved == ["promisedLimit"]

    def test_a_longer_promise_is_never_told_to_anybody(self):
        item = make_catalogue_item()

        assert at(item, difference("620102", promisedLimit=days(11))).promised_limit.amount == 10
        worse = at(item, difference("620100", promisedLimit=days(6)), difference("620102", promisedLimit=days(7)))
        assert worse.promised_limit.amount == 6

    def test_contacts_are_the_handling_places_own(self):
        above = difference("620100", contacts={"phone": "0931-1"}, windows="市里的窗口")

        found = at(make_catalogue_item(), above)

        assert found.contacts.phone == ""
        assert found.windows_note == ""
        own = at(make_catalogue_item(), above, difference("620102", contacts={"phone": "0931-2"}, windows="3 号"))
        assert (own.contacts.phone, own.windows_note) == ("0931-2", "3 号")
        assert own.improved == ["contacts", "windowsNote"]

    def test_convenience_is_added_never_taken(self):
        item = make_catalogue_item(handlingForms=["网上办"])

        found = at(item, difference("620100", extraForms=["就近办", "网上办"]))

        assert found.handling_forms == ["网上办", "就近办"]

    def test_a_places_own_body_and_code_are_used(self):
        own = difference("620102", bodyName="城关区婚姻登记处", bodyCode="91620100224383208M", localCode="L-1")

        found = at(make_catalogue_item(localCode="GS-1"), own)

        assert found.department.name == "城关区婚姻登记处"
        assert found.item_code[:18] == "91620100224383208M"
        assert found.local_code == "L-1"

    def test_a_street_has_an_office_and_a_village_acts_itself(self):
        item = make_catalogue_item(levels=["5", "6"])
        village = inheritance.Place(
            code="620102001001", name="畅家巷社区居委会", full_name="…", levels=(UseLevel.VILLAGE,)
        )

        assert at(item, place=STREET, level=UseLevel.TOWNSHIP).department.name == "酒泉路街道办事处"
        assert at(item, place=village, level=UseLevel.VILLAGE).department.name == "畅家巷社区居委会"


def test_a_difference_has_no_room_for_what_only_the_province_may_say():
    standard = set(CatalogueItem.__struct_encode_fields__)
    own = set(Difference.__struct_encode_fields__)

    assert own - {"basicCode", "regionCode", "source", "evidence", "validFrom"} == ALLOWED
    assert not own & standard & {"materials", "conditions", "steps", "fees", "statutoryLimit", "legalBasis", "name"}


LIMITS = st.builds(dict, amount=st.integers(0, 40), unit=st.sampled_from([unit.value for unit in LimitUnit]))
DIFFERENCES = st.lists(
    st.builds(
        lambda region, limit, forms, phone: difference(
            region, promisedLimit=limit, extraForms=forms, contacts={"phone": phone}
        ),
        st.sampled_from(["620000", "620100", "620102"]),
        st.none() | LIMITS,
        st.lists(st.sampled_from(["就近办", "自助办"]), unique=True),
        st.sampled_from(["", "0931-1"]),
    ),
    unique_by=lambda one: one.region_code,
    max_size=3,
)


@given(LIMITS, DIFFERENCES)
def test_whatever_places_say_nobody_is_asked_for_more_or_promised_later(promised, way):
    item = make_catalogue_item(promisedLimit=promised, handlingForms=["网上办"])

    found = at(item, *sorted(way, key=lambda one: ("620000", "620100", "620102").index(one.region_code)))

    assert no_longer(found.promised_limit, than=item.promised_limit)
    assert found.promised_limit == item.promised_limit or found.promised_limit in [one.promised_limit for one in way]
    for element in ("materials", "conditions", "steps", "fees", "fields", "questions", "statutory_limit", "visits"):
        assert getattr(found, element) is getattr(item, element)
    assert set(item.handling_forms) <= set(found.handling_forms)
