"""What a department's developer sees: the phone, and beside it everything that happened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.browser import phone, scrolls_sideways
from tests.shell.axe import violations
from tests.shell.stand import SIMULATOR_PAGES, Stand, standing

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 1000}
FRAME = ".phone-frame"


@pytest.fixture
def stand() -> Iterator[Stand]:
    """The simulator's pages."""
    with standing(SIMULATOR_PAGES) as started:
        yield started


@pytest.fixture
def page(browser: Browser, stand: Stand) -> Iterator[Page]:
    """A developer's window that must have done nothing wrong when the test ends."""
    with phone(browser, url=stand.url, viewport=DESK) as (page, watch):
        page.goto("/")
        page.get_by_test_id("screen").wait_for()
        yield page
        assert watch.troubles == []


def test_the_phone_has_the_size_of_a_phone(page: Page):
    box = page.locator(f"{FRAME} > .page").bounding_box()

    assert box
    assert (box["width"], box["height"]) == (390, 844)


def test_a_problem_says_where_why_and_what_to_write(page: Page):
    problems = page.get_by_test_id("problems")
    for words in ("app.py:42", "没有“Hologram”这个组件", "画面里用了目录之外的组件。", "请改用 ui.notice(...)。"):
        expect(problems).to_contain_text(words)
    page.get_by_test_id("language").select_option("en")

    expect(problems).to_contain_text("Use ui.notice(...) instead.")


def test_a_call_shows_what_it_asked_the_host_for(page: Page):
    call = page.get_by_test_id("calls")
    call.get_by_text("screen words").click()

    expect(call).to_contain_text("person.read")
    expect(call).to_contain_text("王小满")
    expect(call).to_contain_text("drew words")


def test_persona_clock_and_reset_reach_the_server(page: Page, stand: Stand):
    page.get_by_test_id("persona").select_option("elder")
    page.get_by_test_id("clock").fill("2026-11-24T08:30")
    page.get_by_test_id("set-clock").click()
    page.get_by_test_id("reset").click()
    expect(page.get_by_test_id("inbox").locator("summary")).to_contain_text("0")

    changes = [one for one in stand.workbench.received if one[0] != "state"]
    assert changes == [("persona", {"id": "elder"}), ("clock", {"now": "2026-11-24T08:30:00+08:00"}), ("reset", {})]


def test_a_changed_source_is_drawn_again_and_a_broken_one_leaves_the_last_screen(page: Page, stand: Stand):
    opened = "mini-apps/gallery/screens/words"
    stand.workbench.push("reload")
    expect(page.get_by_test_id("calls")).to_be_visible()
    page.wait_for_timeout(500)
    assert len(stand.sent(opened)) == 1

    stand.workbench.state["problems"] = []
    with page.expect_response(f"**/{opened}"):
        stand.workbench.push("reload")
    expect(page.get_by_test_id("problems")).to_contain_text("没有发现问题")
    assert len(stand.sent(opened)) == 2


def test_the_elder_view_enlarges_the_phone_and_not_the_tools(page: Page):
    size = "(place) => parseFloat(getComputedStyle(document.querySelector(place)).fontSize)"
    before = {place: page.evaluate(size, place) for place in (f"{FRAME} p", "[data-testid=panel]")}
    page.get_by_test_id("view").select_option("elder")

    assert page.evaluate(size, f"{FRAME} p") >= before[f"{FRAME} p"] * 1.15
    assert page.evaluate(size, "[data-testid=panel]") == before["[data-testid=panel]"]


def test_a_sheet_lies_over_the_phone_and_not_over_the_tools(page: Page):
    page.get_by_test_id("places").locator("summary").click()
    page.get_by_role("button", name="tiles", exact=True).click()
    page.get_by_role("button", name="查看我的采暖补贴").click()
    frame, sheet = page.locator(FRAME).bounding_box(), page.get_by_test_id("launch").bounding_box()

    assert frame
    assert sheet
    assert frame["x"] <= sheet["x"]
    assert sheet["x"] + sheet["width"] <= frame["x"] + frame["width"]


@pytest.mark.parametrize("viewport", [DESK, {"width": 390, "height": 844}])
def test_axe_finds_nothing_and_nobody_scrolls_sideways(browser: Browser, stand: Stand, viewport: ViewportSize):
    with phone(browser, url=stand.url, viewport=viewport) as (page, watch):
        page.goto("/")
        page.get_by_test_id("screen").wait_for()

        assert violations(page) == []
        assert scrolls_sideways(page) == []
    assert watch.troubles == []
