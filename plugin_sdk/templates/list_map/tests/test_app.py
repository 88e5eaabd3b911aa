"""列表和地图模板的测试。"""

from plugin_sdk.guest.context import Launch
from plugin_sdk.guest.testing import FakeHost

from ..app import app
from ..places import DISTRICTS, PLACES


def part(screen: dict[str, object], component: str) -> dict[str, object]:
    """页面上第一个这种组件。"""
    body = screen["body"]
    assert isinstance(body, list)
    return next(each for each in body if each["component"] == component)


def test_there_is_a_tab_for_all_and_one_for_each_district() -> None:
    tabs = part(FakeHost().draw(app, "places"), "Tabs")["tabs"]

    assert [tab["title"] for tab in tabs] == ["全部", *(zh for zh, _ in DISTRICTS.values())]  # type: ignore[attr-defined]


def test_every_place_is_on_the_map_and_leads_to_its_page() -> None:
    points = part(FakeHost().draw(app, "map"), "MapPoints")["points"]

    assert [point["action"]["input"] for point in points] == [{"place": place} for place in PLACES]  # type: ignore[attr-defined]


def test_every_place_has_a_page_with_a_telephone() -> None:
    for place, details in PLACES.items():
        screen = FakeHost().draw(app, "place", {"place": place})

        assert part(screen, "ContactCard")["phone"] == details["phone"]


def test_an_unknown_place_is_answered_kindly() -> None:
    for place in ("nowhere", "", ["east"], None):
        screen = FakeHost().draw(app, "place", {"place": place})

        assert part(screen, "EmptyState")["title"] == "没有这个服务点"


def test_another_mini_app_can_open_a_place() -> None:
    launch = Launch(app="form", intent="show-place", params={"place": "west"})

    assert FakeHost().draw(app, "place", launch=launch)["title"] == "西站便民服务站"


def test_nobody_is_read_and_nothing_is_kept() -> None:
    host = FakeHost()

    for page in app.screens:
        host.draw(app, page)

    assert host.calls == []


def test_it_speaks_english() -> None:
    assert FakeHost(locale="en").draw(app, "places")["title"] == "Service points"
