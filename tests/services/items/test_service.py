from datetime import date

import pytest

from backend.core import database
from backend.reference.regions.errors import UnknownRegion
from backend.services.items import service
from backend.services.items.errors import BadItemCode, NotOfferedHere, UnknownBundle, UnknownItem
from backend.services.items.memory import MEMORY
from backend.services.items.structs import Audience
from tests.services.items.making import BIRTH, HOUSEHOLD, LICENCE, MARRIAGE

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def statements(monkeypatch):
    """Every statement that goes to the database."""
    seen = []
    for name in ("fetch", "fetch_one"):
        real = getattr(database, name)

        def noting(sql, *arguments, real=real):
            seen.append(sql)
            return real(sql, *arguments)

        monkeypatch.setattr(database, name, noting)
    return seen


class TestAtPlace:
    async def test_a_county_promises_less_than_its_city_and_the_province(self):
        limits = [
            (await service.at_place(MARRIAGE, region_code=code)).promised_limit.amount
            for code in ("620600", "620100", "620102")
        ]

        assert limits == [10, 8, 5]

    async def test_somebody_on_a_street_is_sent_to_the_nearest_that_handles_it(self):
        item = await service.at_place(MARRIAGE, region_code="620102001")

        assert (item.region_code, item.use_level, item.department.name) == ("620102", "4", "城关区民政局")
        assert item.region_name == "甘肃省兰州市城关区"
        assert item.contacts.phone == "0931-1234567"
        assert item.windows_note == "3 号窗口"
        assert item.improved == ["promisedLimit", "handlingForms", "contacts", "windowsNote"]
        assert item.local_code == "GS-901-CG"

    async def test_the_street_itself_when_it_handles_it(self):
        item = await service.at_place(HOUSEHOLD, region_code="620102001")

        assert (item.region_code, item.use_level) == ("620102001", "5")
        assert item.contacts.phone == "0931-7654321"

    async def test_what_only_the_province_handles_is_handled_for_everybody(self):
        assert (await service.at_place(LICENCE, region_code="620102001001")).region_code == "620000"

    async def test_the_new_area_and_the_city_without_counties_act_as_both(self):
        assert (await service.at_place(MARRIAGE, region_code="620171")).use_level == "4"
        assert (await service.at_place(BIRTH, region_code="620200")).department.name == "嘉峪关市卫生健康局"

    async def test_whoever_has_not_come_down_to_a_level_is_told_which(self):
        with pytest.raises(NotOfferedHere) as refused:
            await service.at_place(BIRTH, region_code="620100")

        assert refused.value.params["levels"] == "县级"

    async def test_refuses_what_does_not_exist(self):
        with pytest.raises(UnknownItem):
            await service.at_place("620711999000", region_code="620102")
        with pytest.raises(UnknownRegion):
            await service.at_place(MARRIAGE, region_code="629999")

    async def test_before_it_was_in_force_there_is_none(self):
        with pytest.raises(UnknownItem):
            await service.at_place(BIRTH, region_code="620102", on=date(2025, 5, 31))

        assert (await service.at_place(BIRTH, region_code="620102", on=date(2025, 6, 1))).version == 1

    async def test_a_warm_read_costs_no_query(self, statements):
        first = await service.at_place(MARRIAGE, region_code="620102001")
        statements.clear()

        again = await service.at_place(MARRIAGE, region_code="620102001")

        assert again is first
        assert [sql for sql in statements if "items_revision" not in sql] == []  # that one is asked every second

    async def test_places_share_what_is_the_same(self):
        one = await service.at_place(MARRIAGE, region_code="620102")
        other = await service.at_place(MARRIAGE, region_code="620600")

        assert one.materials is other.materials

    async def test_a_cold_read_costs_few_queries(self, statements):
        await service.at_place(MARRIAGE, region_code="620103")
        MEMORY.clear()
        statements.clear()

        await service.at_place(MARRIAGE, region_code="620103")

        assert len(statements) == 2  # the revision, and everything on the way


class TestByCode:
    async def test_finds_what_was_computed(self):
        for region in ("620102", "620100", "620171"):
            item = await service.at_place(MARRIAGE, region_code=region)

            assert await service.by_code(item.item_code) == item

    async def test_a_warm_one_costs_no_query(self, statements):
        item = await service.at_place(MARRIAGE, region_code="620102")
        await service.by_code(item.item_code)
        statements.clear()

        assert await service.by_code(item.item_code) == item
        assert statements == []

    async def test_finds_a_version(self):
        item = await service.at_place(MARRIAGE, region_code="620102")

        assert await service.by_code(item.item_code, version=1) == item
        with pytest.raises(UnknownItem):
            await service.by_code(item.item_code, version=9)

    async def test_refuses_a_code_that_is_none(self):
        item = await service.at_place(MARRIAGE, region_code="620102")

        with pytest.raises(BadItemCode):
            await service.by_code(item.item_code[:-1])
        with pytest.raises(BadItemCode):
            await service.by_code("91620100224383208M" + item.item_code[18:])
        with pytest.raises(UnknownItem):
            await service.by_code(item.item_code[:18] + "3" + item.item_code[19:])


class TestBundles:
    async def test_are_at_a_place(self):
        bundle = await service.bundle("test-newborn", region_code="620102")

        assert [one.basic_code for one in bundle.items] == [BIRTH, HOUSEHOLD, MARRIAGE]
        assert [one.group for one in bundle.members] == [1, 2, 2]
        assert bundle.items[2].promised_limit.amount == 5
        assert await service.bundle("test-newborn", region_code="620102") is bundle

    async def test_refuse_a_place_where_a_member_is_handled_by_nobody(self):
        with pytest.raises(NotOfferedHere):
            await service.bundle("test-newborn", region_code="620100")

    async def test_refuse_what_does_not_exist(self):
        with pytest.raises(UnknownBundle):
            await service.bundle("moving", region_code="620102")

    async def test_are_listed(self):
        found = {one.code: one for one in await service.bundles()}

        assert found["test-newborn"].members == 3

    async def test_narrow_through_the_service(self):
        bundle = await service.bundle("test-newborn", region_code="620102")

        assert service.narrow_bundle(bundle, {"parents": "yes"}).next_question is None
        assert service.member_answers(bundle, HOUSEHOLD, {"parents": "yes"}) == {"married": "yes"}
        assert service.member_values(bundle, BIRTH, {"name": "王小芽"}) == {"name": "王小芽"}


class TestListed:
    async def all(self, **wanted):
        found, cursor = [], None
        while True:
            page = await service.listed(limit=2, cursor=cursor, **wanted)
            found += [one.basic_code for one in page.items]
            cursor = page.next_cursor
            if cursor is None:
                return found

    async def test_by_sector_page_by_page(self):
        assert await self.all(sector="测试") == [HOUSEHOLD, MARRIAGE, LICENCE, BIRTH]

    async def test_by_audience(self):
        assert await self.all(sector="测试", audience=Audience.ENTERPRISE) == [LICENCE]

    async def test_by_place_only_what_somebody_handles(self):
        assert await self.all(sector="测试", region_code="620000") == [LICENCE]
        assert await self.all(sector="测试", region_code="620100") == [MARRIAGE, LICENCE]
        assert len(await self.all(sector="测试", region_code="620102")) == 4


async def test_exists_says_what_is_in_force():
    assert await service.exists(MARRIAGE)
    assert not await service.exists("620711999000")


def test_departments_are_the_same_with_and_without_the_mark_of_the_demo_world():
    assert service.same_department("兰州市民政局", "兰州市民政局（演示）")
    assert not service.same_department("兰州市民政局", "天水市民政局（演示）")
