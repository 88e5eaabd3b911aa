import pytest

from backend.reference.regions.errors import UnknownRegion
from backend.services.items import places

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("620000", ["2"]),
        ("620100", ["2", "3"]),
        ("620102", ["2", "3", "4"]),
        ("620102001", ["2", "3", "4", "5"]),
        ("620102001001", ["2", "3", "4", "5", "6"]),
        ("620200", ["2", "3", "4"]),  # 嘉峪关 has no counties
        ("620171", ["2", "3", "4"]),  # 兰州新区 acts like a prefecture and serves like a county
        ("620171101", ["2", "3", "4", "5"]),
    ],
)
async def test_the_levels_that_act_for_somebody_there(code, levels):
    assert sorted(await places.levels_on_the_way(code)) == levels


async def test_names_grow_on_the_way_down():
    way = await places.way_to("620102001")

    assert [one.full_name for one in way] == ["甘肃省", "甘肃省兰州市", "甘肃省兰州市城关区", way[3].full_name]
    assert way[3].full_name.endswith("街道")


async def test_a_place_that_is_none_is_refused():
    with pytest.raises(UnknownRegion):
        await places.way_to("629999")
