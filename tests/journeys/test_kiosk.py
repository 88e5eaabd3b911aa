"""A machine in a hall, used by one person after the other: nothing of one is there for the next."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.browser import Watch, desk, scrolls_sideways, settled
from tests.journeys.screens import small_targets
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

TALL: ViewportSize = {"width": 1080, "height": 1920}
WIDE: ViewportSize = {"width": 1280, "height": 800}
LEAST = 64  # pixels of everything to touch
KILLED_SECONDS = 1.0  # by then every web process has heard that a session ended
ASKED = 4  # often enough to meet each of them
NAME = "张桂兰"
KEPT = """async () => ({
    local: Object.keys(localStorage), session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length, cookies: document.cookie})"""
OF_NOBODY = {"kuaiban.kiosk", "kuaiban.settings"}
# A token that was ended answers 401, which the browser tells its console.
ENDED = ("status of 401",)
Machine = tuple[Page, Watch]


@pytest.fixture(params=[TALL, WIDE], ids=["1080x1920", "1280x800"])
def machine(request: pytest.FixtureRequest, product: Product, browser: Browser) -> Iterator[Machine]:
    """A machine at its first page, whose clock the test turns."""
    with desk(browser, url=product.url, viewport=request.param, expected=ENDED) as (page, watch):
        page.clock.install()
        page.goto("/kiosk")
        page.get_by_test_id("kiosk-user-round").wait_for()
        yield page, watch
        assert watch.troubles == []


def sign_in(page: Page) -> None:
    """As 张桂兰, until her first screen is there."""
    page.get_by_test_id("kiosk-user-round").click()
    page.get_by_test_id("persona-elder").click()
    expect(page.locator("h1")).to_contain_text(NAME)
    settled(page)


def hands_off(page: Page) -> None:
    """The last touch is just now, and from here on the test alone turns the clock."""
    page.clock.pause_at(int(page.evaluate("Date.now()")) / 1_000 + 1)
    page.keyboard.press("Shift")


def is_clean(page: Page) -> None:
    """The first page, and nothing of anybody anywhere."""
    page.get_by_test_id("kiosk-user-round").wait_for()
    expect(page).to_have_url(re.compile("/kiosk$"))
    kept = page.evaluate(KEPT)
    assert set(kept.pop("session")) <= OF_NOBODY
    assert kept == {"local": [], "databases": 0, "caches": 0, "workers": 0, "cookies": ""}
    assert NAME not in page.content()


def signed_out(page: Page, act: Callable[[], None]) -> None:
    """Do it; the server must have heard of it, and in every process its token opens nothing a second later."""
    with page.expect_response(lambda one: one.url.endswith("/auth/sign-out")) as heard:
        act()
    told = heard.value
    page.get_by_test_id("kiosk-user-round").wait_for()
    assert told.status == 204
    bearer = told.request.headers["authorization"]
    time.sleep(KILLED_SECONDS)
    for _ in range(ASKED):
        assert page.request.get("/api/v1/me", headers={"authorization": bearer}).status == 401


class TestLayout:
    def test_everything_to_touch_is_large_and_the_way_out_is_always_there(self, machine: Machine):
        page, _ = machine
        assert violations(page) == []
        assert small_targets(page, least=LEAST) == []
        sign_in(page)
        for path in ("/", "/services", "/guides", "/halls", "/cases", "/messages", "/me", "/me/preferences"):
            page.goto(path)
            settled(page)
            expect(page.get_by_test_id("kiosk-end")).to_be_in_viewport()
            end = page.get_by_test_id("kiosk-end").bounding_box()
            assert end is not None
            assert min(end["width"], end["height"]) >= LEAST
            assert small_targets(page, least=LEAST) == [], path
            assert scrolls_sideways(page) == [], path
            assert violations(page) == [], path

    def test_letters_are_large(self, machine: Machine):
        page, _ = machine

        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= 22


class TestTheEnd:
    def test_by_hand_ends_the_session_and_leaves_nothing(self, machine: Machine):
        page, _ = machine
        sign_in(page)
        assert page.evaluate(KEPT)["local"] == []
        signed_out(page, page.get_by_test_id("kiosk-end").click)

        is_clean(page)

    def test_after_a_minute_it_counts_down_and_at_ninety_seconds_it_ends_by_itself(self, machine: Machine):
        page, _ = machine
        sign_in(page)
        hands_off(page)
        page.clock.run_for(59_000)
        expect(page.get_by_test_id("kiosk-still")).to_have_count(0)
        page.clock.run_for(5_000)
        expect(page.get_by_test_id("kiosk-still")).to_be_visible()
        left = int(page.get_by_test_id("kiosk-left").inner_text())
        page.clock.run_for(5_000)
        expect(page.get_by_test_id("kiosk-left")).to_have_text(str(left - 5))
        assert 0 < left <= 30

        signed_out(page, lambda: page.clock.run_for(22_000))

        is_clean(page)

    def test_whoever_is_still_there_goes_on(self, machine: Machine):
        page, _ = machine
        sign_in(page)
        hands_off(page)
        page.clock.run_for(70_000)
        page.get_by_test_id("kiosk-stay").click()
        expect(page.get_by_test_id("kiosk-still")).to_have_count(0)
        page.clock.run_for(50_000)

        expect(page.get_by_test_id("kiosk-still")).to_have_count(0)
        expect(page.locator("h1")).to_contain_text(NAME)

    def test_a_reload_in_between_goes_on_and_after_the_end_shows_nobody(self, machine: Machine):
        page, _ = machine
        sign_in(page)
        page.goto("/me")
        expect(page.get_by_test_id("person")).to_be_visible()
        page.reload()
        expect(page.get_by_test_id("person")).to_be_visible()
        page.get_by_test_id("kiosk-end").click()
        is_clean(page)
        page.reload()
        is_clean(page)
        page.go_back()

        is_clean(page)

    def test_without_the_server_the_screen_is_cleared_all_the_same(self, machine: Machine):
        page, watch = machine
        watch.expected = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", *ENDED)
        sign_in(page)
        page.route("**/auth/sign-out", lambda route: route.abort())
        page.get_by_test_id("kiosk-end").click()

        is_clean(page)

    def test_whoever_only_looked_something_up_is_forgotten_too(self, machine: Machine):
        page, _ = machine
        page.get_by_test_id("kiosk-search").click()
        page.get_by_test_id("audience").wait_for()
        hands_off(page)
        page.clock.run_for(91_000)

        is_clean(page)

    def test_the_next_person_begins_as_oneself_in_the_usual_view(self, machine: Machine):
        page, _ = machine
        sign_in(page)
        page.get_by_test_id("elder-switch").click()
        expect(page.locator("html")).to_have_attribute("data-view", "elder")
        page.get_by_test_id("kiosk-end").click()
        is_clean(page)

        expect(page.locator("html")).to_have_attribute("data-view", "standard")


def test_a_phone_is_no_such_machine(product: Product, browser: Browser):
    with desk(browser, url=product.url) as (page, watch):
        page.goto("/")
        page.get_by_test_id("welcome").wait_for()

        expect(page.get_by_test_id("kiosk-bar")).to_have_count(0)
        assert page.locator("html").get_attribute("data-entry") is None
        assert watch.troubles == []
