"""Every component and every field, drawn by the phone's own pages: readable, tappable, never blank."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from gzip import compress
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.browser import NARROW, phone, scrolls_sideways_at, scrolls_sideways_with_large_letters
from tests.journeys.screens import MODES, Mode, drawn, resident, show, small_targets, texts
from tests.shell.axe import violations
from tests.shell.gallery import SCREENS
from tests.shell.stand import PHONE_PAGES, SIMULATOR_PAGES, Stand, standing

pytestmark = pytest.mark.browser

TARGETS: dict[Mode, int] = {"elder": 60, "largest": 60}
WIDTH = 350  # of a screen on a phone of 390 pixels
ASSET = "/assets/"
LINE_LEAST = 1.3  # of the letters' size
# Tall enough for every screen: what is in the picture need not be scrolled to.
DESK: ViewportSize = {"width": 1280, "height": 1800}
TALL: ViewportSize = {"width": 390, "height": 1800}


@dataclass(frozen=True)
class Seen:
    """What was measured on one screen."""

    violations: list[dict[str, Any]]
    small: list[str]
    texts: list[dict[str, Any]]
    too_wide: list[str]  # on 320 pixels
    too_wide_with_large_letters: list[str]


Survey = dict[str, Seen]


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """The phone's pages."""
    with standing(PHONE_PAGES) as started:
        yield started


@pytest.fixture(scope="module")
def simulator() -> Iterator[Stand]:
    """The simulator's pages."""
    with standing(SIMULATOR_PAGES) as started:
        yield started


@pytest.fixture(scope="module")
def survey(browser: Browser, stand: Stand) -> Callable[[Mode], Survey]:
    """Look at every screen once in each mode, however many tests ask."""
    return cache(lambda mode: surveyed(browser, stand, mode=mode))


def surveyed(browser: Browser, stand: Stand, *, mode: Mode) -> Survey:
    """What is to be seen of every screen in this mode."""
    seen: Survey = {}
    with resident(browser, stand, mode=mode) as (page, watch):
        for name in [*SCREENS, "newer"]:
            show(page, name)
            seen[name] = Seen(
                small=small_targets(page, least=TARGETS.get(mode, 44)),
                texts=texts(page),
                violations=violations(page),
                too_wide=scrolls_sideways_at(page, NARROW),
                too_wide_with_large_letters=scrolls_sideways_with_large_letters(page),
            )
    assert watch.troubles == []
    return seen


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_on_any_screen(survey: Callable[[Mode], Survey], mode: Mode):
    assert {name: seen.violations for name, seen in survey(mode).items() if seen.violations} == {}


@pytest.mark.parametrize("mode", [*MODES, "largest"])
def test_everything_to_tap_is_large_enough(survey: Callable[[Mode], Survey], mode: Mode):
    assert {name: seen.small for name, seen in survey(mode).items() if seen.small} == {}


@pytest.mark.parametrize(("mode", "least", "least_caption"), [("elder", 18, 18), ("largest", 30, 24)])
def test_letters_are_as_large_as_the_view_promises(
    survey: Callable[[Mode], Survey], mode: Mode, least: float, least_caption: float
):
    all_texts = [one for seen in survey(mode).values() for one in seen.texts]

    assert len(all_texts) > 100
    assert [one for one in all_texts if one["size"] < (least_caption if one["caption"] else least)] == []


def test_lines_stand_far_enough_apart(survey: Callable[[Mode], Survey]):
    all_texts = [one for seen in survey("elder").values() for one in seen.texts]
    # Figures alone in a circle are no line of text.
    lines = [one for one in all_texts if any(letter.isalpha() for letter in one["words"])]

    assert [one for one in lines if one["line"] < one["size"] * LINE_LEAST] == []


@pytest.mark.parametrize("mode", [*MODES, "largest"])
def test_nobody_scrolls_sideways_on_320_pixels(survey: Callable[[Mode], Survey], mode: Mode):
    assert {name: seen.too_wide for name, seen in survey(mode).items() if seen.too_wide} == {}


@pytest.mark.parametrize("mode", MODES)
def test_nobody_scrolls_sideways_with_letters_of_twice_the_size(survey: Callable[[Mode], Survey], mode: Mode):
    found = {name: seen.too_wide_with_large_letters for name, seen in survey(mode).items()}

    assert {name: wide for name, wide in found.items() if wide} == {}


def test_simulator_and_phone_draw_every_screen_alike_to_the_pixel(browser: Browser, stand: Stand, simulator: Stand):
    different = []
    with (
        resident(browser, stand, viewport=TALL) as (on_phone, _),
        phone(browser, url=simulator.url, viewport=DESK) as (beside, watch),
    ):
        beside.goto("/")
        beside.get_by_test_id("places").locator("summary").click()
        for name in SCREENS:
            show(on_phone, name)
            beside.get_by_test_id("places").get_by_role("button", name=name, exact=True).click()
            beside.locator(".phone-frame h1").get_by_text(SCREENS[name][0], exact=True).wait_for()
            drawn(beside)
            if picture(on_phone) != picture(beside):
                different.append(name)

    assert different == []
    assert watch.troubles == []


@pytest.mark.parametrize("path", ["/sign-in", "/"])
def test_the_first_route_stays_light(browser: Browser, stand: Stand, path: str):
    with phone(browser, url=stand.url) as (page, _):
        page.goto(path)
        page.locator("h1").first.wait_for()
        names = page.evaluate("performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)")
    packed = {name: len(compress((PHONE_PAGES / name.lstrip("/")).read_bytes(), 9)) for name in names if ASSET in name}

    assert 0 < sum(size for name, size in packed.items() if name.endswith(".js")) <= 150_000
    assert 0 < sum(size for name, size in packed.items() if name.endswith(".css")) <= 30_000


def picture(page: Page) -> bytes:
    """The screen alone on an empty page: what surrounds it changes how its edges are rounded, by one part of 255."""
    screen = page.get_by_test_id("screen")
    assert screen.evaluate("(screen) => screen.getBoundingClientRect().width") == WIDTH
    screen.evaluate(
        f"""(screen) => {{
            const style = new CSSStyleSheet();
            style.replaceSync("#app {{ display: none }} [data-testid=screen] {{ width: {WIDTH}px }}");
            document.adoptedStyleSheets = [style];
            screen.before((window.place = document.createComment("")));
            document.body.append(screen);
        }}"""
    )
    taken = screen.screenshot()
    screen.evaluate("(screen) => { document.adoptedStyleSheets = []; window.place.replaceWith(screen); }")
    return taken


class TestWhatThisShellDoesNotKnow:
    def test_its_fallback_stands_there_or_a_notice_and_never_a_blank(self, browser: Browser, stand: Stand):
        with resident(browser, stand) as (page, watch):
            show(page, "newer")
            screen = page.get_by_test_id("screen")

            expect(screen.get_by_text("旧版本看到的文字")).to_have_count(2)
            expect(screen.get_by_test_id("outdated")).to_have_count(3)
            expect(screen.get_by_test_id("lacking")).to_have_count(1)
            expect(screen).not_to_contain_text("全息投影")

        assert watch.troubles == []

    def test_a_screen_larger_than_the_limits_is_refused_here_too(self, browser: Browser, stand: Stand):
        deep: dict[str, object] = {"component": "Text", "text": "最里面"}
        for _ in range(10):
            deep = {"component": "Column", "children": [deep]}
        answer = {"catalogId": "x", "version": 1, "title": "太深", "body": [deep]}

        with resident(browser, stand) as (page, _):
            page.route("**/screens/deep", lambda route: route.fulfill(json={"screen": answer, "gesture": "g"}))
            show(page, "deep")

            expect(page.get_by_test_id("screen")).to_contain_text("这个页面内容太多")
            expect(page.get_by_test_id("screen")).not_to_contain_text("最里面")


class TestWhoseItIs:
    def test_the_shells_bar_names_the_registered_department_on_every_screen(self, browser: Browser, stand: Stand):
        with resident(browser, stand) as (page, _):
            for name in ("words", "given", "newer"):
                show(page, name)
                expect(page.get_by_test_id("department")).to_have_text("由兰州市民政局（演示）提供")

    def test_a_certificate_prints_it_and_says_its_state_in_words(self, browser: Browser, stand: Stand):
        with resident(browser, stand) as (page, _):
            show(page, "certificates")
            papers = page.locator("article")

            for index, state in enumerate(["有效", "已过期", "已撤销"]):
                expect(papers.nth(index)).to_contain_text(state)
                expect(papers.nth(index)).to_contain_text("兰州市民政局（演示）")


class TestByKeyboard:
    def test_arrows_move_between_tabs(self, browser: Browser, stand: Stand):
        with resident(browser, stand) as (page, _):
            show(page, "tabs")
            page.get_by_role("tab", name="待办").press("ArrowRight")

            expect(page.get_by_role("tab", name="已办")).to_be_focused()
            expect(page.get_by_text("还没有办结的事项")).to_be_visible()

    def test_a_pin_leads_to_its_place_in_the_list(self, browser: Browser, stand: Stand):
        with resident(browser, stand) as (page, _):
            show(page, "places")
            page.locator(".pin", has_text="3").press("Enter")

            expect(page.locator(".point").nth(2)).to_be_focused()
