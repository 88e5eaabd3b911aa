"""People with the phone in their hand: the real product, a real browser, from the first screen to the receipt."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.structs import now
from backend.reference.regions import service as regions
from miniapps.heating_subsidy import season
from tests.journeys.browser import (
    NARROW,
    PHONE,
    Watch,
    painted,
    phone,
    scrolls_sideways,
    scrolls_sideways_with_large_letters,
    settled,
    sign_in_as,
)
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

OPEN_TO_ALL = [
    "/",
    "/sign-in",
    "/nowhere",
    "/services",
    "/services/search?sector=户籍",
    "/items/000709001000",
    "/bundles/newborn",
    "/halls",
    "/halls/h620302",
    "/guides",
    "/guides/new-child",
    "/guides/firm-restaurant",
]
OF_A_PERSON = [
    "/",
    "/services",
    "/services/search?q=娃娃上户口",
    "/services/search?sector=户籍",
    "/items/000709001000",
    "/items/000511004000",
    "/bundles/newborn",
    "/apply/item/000709001000",
    "/cases",
    "/halls",
    "/halls/h620302",
    "/visits",
    "/help",
    "/apps/heating_subsidy",
    "/codes",
    "/messages",
    "/guides",
    "/guides/turning-80",
    "/me",
    "/me/preferences",
    "/me/profile",
    "/me/profile/consent",
    "/me/household",
    "/me/devices",
    "/me/consents",
    "/me/disclosures",
    "/me/access-history",
    "/me/delegations",
    "/me/password",
]
# Asking for a consent is an answer of 403, which the browser tells its console whatever the page does about it.
ASKS_FOR_CONSENT = ("403 (Forbidden)",)


@pytest.fixture
def watched(product: Product, browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """A phone that must have done nothing wrong when the test ends."""
    with phone(browser, url=product.url, expected=ASKS_FOR_CONSENT) as (page, watch):
        yield page, watch
        assert watch.troubles == []


@pytest.fixture
def page(watched: tuple[Page, Watch]) -> Page:
    """Its page."""
    return watched[0]


def home_of(product: Product, persona: str) -> dict[str, Any]:
    """What the server says this persona's first screen shows."""
    with httpx.Client(base_url=product.url) as http:
        tokens = http.post("/api/v1/auth/demo-sign-in", json={"persona": persona}).json()
        home = http.get("/api/v1/home", headers={"authorization": f"Bearer {tokens['accessToken']}"})
    told: dict[str, Any] = home.json()
    return told


class TestSigningIn:
    def test_by_persona_shows_this_persons_name_and_place(self, product: Product, page: Page):
        sign_in_as(page, "young-parent")

        expect(page.locator("h1")).to_contain_text("王小满")
        expect(page.locator("main")).to_contain_text(home_of(product, "young-parent")["person"]["regionName"])

    def test_by_the_code_that_came_by_text_message(self, product: Product, page: Page):
        page.goto("/sign-in")
        page.get_by_test_id("sign-in-way").get_by_text("验证码", exact=True).click()
        page.get_by_label("手机号").fill("13800000002")
        page.get_by_test_id("get-code").click()
        text = page.get_by_test_id("outbox").inner_text()
        code = re.search(r"\b\d{6}\b", text)
        assert code, text
        page.get_by_label("短信验证码").fill(code[0])
        page.get_by_test_id("sign-in").click()

        expect(page.locator("h1")).to_contain_text("李望川")
        expect(page.locator("main")).to_contain_text(home_of(product, "job-seeker")["person"]["regionName"])

    def test_the_place_one_wanted_is_where_one_arrives(self, page: Page):
        page.goto("/me/devices")
        page.get_by_test_id("persona-student").click()

        expect(page.locator("h1")).to_have_text("登录设备")
        expect(page.get_by_test_id("device").filter(has_text="本机")).to_have_count(1)

    def test_signing_out_leaves_nothing_behind(self, page: Page):
        sign_in_as(page, "student")
        page.goto("/me")
        page.get_by_test_id("sign-out").click()
        page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
        page.get_by_test_id("persona-student").wait_for()

        kept = page.evaluate("Object.keys(localStorage).filter((name) => name !== 'kuaiban.settings')")

        assert kept in ([], ["kuaiban.device"])


class TestHeatingSubsidy:
    def test_from_the_first_screen_to_the_receipt_in_the_inbox(self, page: Page):
        sign_in_as(page, "young-parent")
        page.get_by_test_id("app-heating_subsidy").click()
        if not season.is_open(regions.local_time(now())):
            expect(page.locator("main")).to_contain_text("现在不在申请期")
            return

        sheet = page.get_by_test_id("consent")
        expect(sheet).to_contain_text("采暖补贴申请 · 兰州市民政局（演示）")
        expect(sheet).to_contain_text("身份证号码")
        page.get_by_test_id("consent-agree").click()

        known = page.get_by_test_id("prefilled")
        expect(known).to_contain_text("王小满")
        expect(known).to_contain_text("户籍登记")
        expect(known).not_to_contain_text(re.compile(r"\d{17}[\dX]"))
        page.get_by_label("采暖面积").fill("9999")
        page.get_by_text("燃煤").click()
        page.get_by_text("低保户").click()
        page.get_by_label("我承诺以上信息真实").check()
        page.get_by_test_id("submit").click()
        expect(page.get_by_test_id("error-summary")).to_contain_text("采暖面积应为1到500之间的整数")

        page.get_by_label("采暖面积").fill("88")
        page.get_by_test_id("submit").click()
        receipt = page.get_by_test_id("receipt")
        expect(receipt).to_contain_text("440.00元")
        expect(receipt).to_contain_text(regions.local_time(now()).date().isoformat())
        number = receipt.locator("dd").first.inner_text()

        receipt.get_by_role("button", name="查看消息").click()
        expect(page.get_by_test_id("message-body")).to_contain_text("已受理")
        expect(page.locator("main")).to_contain_text(number)
        page.get_by_role("link", name="消息").click()
        expect(page.locator("main")).to_contain_text("采暖补贴申请已受理")
        page.goto("/me/consents")
        expect(page.locator("main")).to_contain_text("兰州市民政局（演示）")
        page.goto("/me/disclosures")
        expect(page.locator("main")).to_contain_text("身份证号码")

    def test_saying_no_is_respected(self, page: Page):
        sign_in_as(page, "job-seeker")
        page.goto("/apps/heating_subsidy")
        if season.is_open(regions.local_time(now())):
            page.get_by_test_id("consent-refuse").click()

            expect(page.get_by_test_id("consent")).to_have_count(0)
            expect(page.get_by_test_id("form")).to_have_count(0)


@dataclass(frozen=True)
class Seen:
    """What was found on one page."""

    violations: list[dict[str, Any]]
    too_wide: list[str]  # on 320 pixels
    too_wide_with_large_letters: list[str]


@dataclass(frozen=True)
class Walk:
    """What was found on every page, by its address, and what the phone did wrong on the way."""

    pages: dict[str, Seen]
    troubles: list[str]


Walked = Callable[[str], Walk]


@pytest.fixture(scope="module")
def walked(product: Product, browser: Browser) -> Walked:
    """Walk through every page once in each view, however many tests ask."""
    return cache(lambda view: walk(product, browser, view=view))


def walk(product: Product, browser: Browser, *, view: str) -> Walk:
    """Each page is opened on 320 pixels, and looked at in the usual width, too."""
    pages = {}
    with phone(browser, url=product.url, viewport=NARROW, expected=ASKS_FOR_CONSENT) as (page, watch):
        for path in every_page(page, view=view):
            too_wide = scrolls_sideways(page)
            page.set_viewport_size(PHONE)
            painted(page)
            # Some pages are for everybody, and look otherwise to whoever is signed in.
            pages[path if path not in pages else f"{path} signed in"] = Seen(
                violations=violations(page),
                too_wide=too_wide,
                too_wide_with_large_letters=scrolls_sideways_with_large_letters(page),
            )
            page.set_viewport_size(NARROW)
    return Walk(pages=pages, troubles=watch.troubles)


@pytest.mark.parametrize("view", ["standard", "elder"])
class TestEveryPage:
    def test_does_nothing_wrong_when_it_is_opened(self, walked: Walked, view: str):
        assert len(walked(view).pages) == len(OPEN_TO_ALL) + len(OF_A_PERSON) + 2
        assert walked(view).troubles == []

    def test_has_nothing_that_axe_complains_about(self, walked: Walked, view: str):
        found = {path: seen.violations for path, seen in walked(view).pages.items()}

        assert {path: one for path, one in found.items() if one} == {}

    def test_needs_no_sideways_scrolling_on_320_pixels(self, walked: Walked, view: str):
        found = {path: seen.too_wide for path, seen in walked(view).pages.items()}

        assert {path: one for path, one in found.items() if one} == {}

    def test_needs_no_sideways_scrolling_with_letters_of_twice_the_size(self, walked: Walked, view: str):
        found = {path: seen.too_wide_with_large_letters for path, seen in walked(view).pages.items()}

        assert {path: one for path, one in found.items() if one} == {}


def every_page(page: Page, *, view: str) -> Iterator[str]:
    """Open every page in this view, first as nobody, then as a resident."""
    page.goto("/sign-in")
    if view == "elder":
        page.get_by_test_id("elder-switch").click()
    assert page.locator("html").get_attribute("data-view") == view
    for path in OPEN_TO_ALL:
        page.goto(path)
        settled(page)
        yield path
    page.goto("/sign-in")
    for way in ("验证码", "密码"):
        page.get_by_test_id("sign-in-way").get_by_text(way, exact=True).click()
        yield f"/sign-in {way}"
    sign_in_as(page, "elder")
    for path in OF_A_PERSON:
        page.goto(path)
        settled(page)
        yield path


def test_the_elder_view_enlarges_what_is_read(browser: Browser, product: Product):
    with phone(browser, url=product.url, viewport=PHONE) as (page, _):
        page.goto("/sign-in")
        size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        usual = page.evaluate(size)
        page.get_by_test_id("elder-switch").click()

        assert page.evaluate(size) >= usual * 1.15
