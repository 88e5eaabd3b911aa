"""One entry: for everybody, for oneself, for a firm; as each likes it."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.demo.personas import BY_ID
from backend.reference.regions import service as regions
from tests.journeys.applying import Resident
from tests.journeys.browser import (
    DESK,
    Watch,
    desk,
    painted,
    phone,
    scrolls_sideways,
    scrolls_sideways_with_large_letters,
    settled,
    sign_in_as,
)
from tests.journeys.resident import answer_questions, enter
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

FIRM = "兰州新区启明食品有限公司（演示）"
BIRTH, SEAL = "000709001000", "001009001000"
ENDED_ELSEWHERE = ("status of 404",)  # what a right that ended answers


@pytest.fixture
def watched(product: Product, browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """A phone that must have done nothing wrong when the test ends."""
    with phone(browser, url=product.url, expected=("403 (Forbidden)", *ENDED_ELSEWHERE)) as (page, watch):
        yield page, watch
        assert watch.troubles == []


@pytest.fixture
def page(watched: tuple[Page, Watch]) -> Page:
    """Its page."""
    return watched[0]


@pytest.fixture(scope="module")
def owner(product: Product) -> Resident:
    """赵启明, who leads a firm."""
    return Resident(product.url, "firm-owner")


@pytest.fixture(scope="module")
def firm(owner: Resident) -> str:
    """Its id."""
    choices = owner.call("GET", "/me/acting")["choices"]
    return str(next(one["subject"]["id"] for one in choices if one["name"] == FIRM))


def appoint(owner: Resident, firm: str, persona: str, *codes: str) -> str:
    """Let somebody act for the firm; the id of the delegation."""
    agent, today = BY_ID[persona], regions.today()
    given = owner.call("POST", "/me/delegations", {
        "agentName": agent.name, "agentPhone": agent.phone, "actions": ["apply", "follow"], "basicCodes": list(codes),
        "fromDate": str(today), "toDate": str(today + timedelta(30)), "onBehalfOf": firm,
    })  # fmt: skip
    return str(given["id"])


def open_(page: Page, path: str) -> None:
    """Go there and wait until all is there."""
    page.goto(path)
    settled(page)


def act_for(page: Page, firm: str) -> None:
    """In the firm's name, through the switch in the head of the first screen."""
    page.get_by_test_id("act-as").click()
    page.get_by_test_id(f"act-as-{firm}").click()
    page.get_by_test_id("zone").wait_for()
    settled(page)


class TestSignedOut:
    def test_the_first_screen_is_for_everybody_and_leads_through_sign_in_to_what_one_wanted(self, page: Page):
        open_(page, "/")
        expect(page.get_by_test_id("welcome").get_by_role("button")).to_have_count(1)
        expect(page.get_by_test_id("home-for-you")).to_be_visible()
        page.get_by_test_id("app-heating_subsidy").click()
        page.get_by_test_id("persona-student").click()

        expect(page).to_have_url(re.compile("/apps/heating_subsidy"))

    def test_a_guide_asks_only_where_and_what_was_answered_is_still_answered_after_signing_in(self, page: Page):
        open_(page, f"/items/{BIRTH}")
        page.get_by_test_id("where").get_by_test_id("place").click()
        page.get_by_test_id("place-sheet").locator("input").fill("城关区")
        page.get_by_test_id("place-found").filter(has_text="兰州市城关区").first.click()
        page.get_by_test_id("place-choose").click()
        page.get_by_test_id("scenario").wait_for()
        assert answer_questions(page) > 0
        page.get_by_test_id("apply").click()
        page.get_by_test_id("persona-herder").click()
        expect(page.get_by_test_id("start").or_(page.get_by_test_id("step-bar"))).to_be_visible()
        if page.get_by_test_id("start").count():
            page.locator("[data-testid=for-whom] label, [data-testid=which-child] label").first.click()
            page.get_by_test_id("start").click()

        page.get_by_test_id("step-bar").wait_for()
        expect(page.get_by_test_id("facts-sheet").or_(page.get_by_test_id("form"))).to_be_visible()
        expect(page.get_by_test_id("scenario")).to_have_count(0)

    def test_what_is_of_a_person_is_behind_the_sign_in(self, page: Page):
        open_(page, "/")
        page.get_by_role("navigation", name="主菜单").get_by_role("link", name="我的").click()
        page.get_by_test_id("persona-student").click()

        expect(page.locator("h1")).to_have_text("我的")


class TestHome:
    def test_mini_apps_stand_above_the_recommendations_of_which_a_few_are_shown(self, page: Page):
        enter(page, "young-parent")
        services, for_you = page.get_by_test_id("services"), page.get_by_test_id("home-for-you")
        expect(for_you.locator("[data-testid^=card-]")).to_have_count(4)
        assert services.bounding_box()["y"] < for_you.bounding_box()["y"]  # type: ignore[index]
        page.get_by_test_id("more-for-you").click()
        expect(for_you.locator("[data-testid^=card-]")).to_have_count(8)
        assert violations(page) == []


class TestFirm:
    def test_one_switches_to_the_firm_and_an_application_begun_there_is_the_firms(self, page: Page, firm: str):
        enter(page, "firm-owner")
        page.get_by_test_id("act-as").click()
        expect(page.get_by_test_id("acting-sheet")).to_contain_text("您是法定代表人")
        assert violations(page) == []
        page.get_by_test_id(f"act-as-{firm}").click()
        expect(page.locator("h1")).to_contain_text(FIRM)
        expect(page.get_by_test_id("firm-right")).to_contain_text("您是法定代表人")
        assert violations(page) == []

        page.get_by_test_id("stage-found").locator("summary").click()
        page.get_by_test_id(f"thing-item:{SEAL}").click()
        expect(page.get_by_test_id("acting-strip")).to_contain_text(FIRM)
        expect(page.get_by_test_id("place")).to_contain_text("兰州新区")
        page.get_by_test_id("apply").click()
        page.get_by_test_id("start").click()
        expect(page.get_by_test_id("acting-for")).to_contain_text(FIRM)

        open_(page, "/")
        expect(page).to_have_url(re.compile(f"/firms/{firm}"))
        expect(page.get_by_test_id("home-continue")).to_contain_text("公章刻制备案")

    def test_why_something_is_recommended_is_said_and_registers_are_named(self, page: Page, firm: str):
        enter(page, "firm-owner")
        act_for(page, firm)
        page.get_by_test_id("why").click()

        sheet = page.get_by_role("dialog")
        expect(sheet).to_contain_text("公开登记信息")
        expect(sheet.locator("[data-testid^=drop-]")).to_have_count(0)
        assert violations(page) == []

    def test_the_whole_of_a_stage_is_one_tap_away(self, page: Page, firm: str):
        enter(page, "firm-owner")
        act_for(page, firm)
        page.get_by_test_id("stage-operate").locator("summary").click()
        page.get_by_test_id("all-operate").click()
        settled(page)
        shown = page.locator("[data-testid^='thing-']").count()
        page.get_by_test_id("more").click()
        expect(page.locator("[data-testid^='thing-']")).not_to_have_count(shown)

        assert violations(page) == []

    def test_it_is_remembered_for_the_visit_and_no_longer(self, page: Page, firm: str):
        enter(page, "firm-owner")
        act_for(page, firm)
        open_(page, "/")
        expect(page).to_have_url(re.compile(f"/firms/{firm}"))
        page.get_by_test_id("to-self").click()
        expect(page.locator("h1")).to_contain_text("赵启明")
        act_for(page, firm)
        open_(page, "/me")
        page.get_by_test_id("sign-out").click()
        page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
        page.get_by_test_id("persona-firm-owner").click()

        expect(page.locator("h1")).to_contain_text("赵启明")
        assert page.evaluate("sessionStorage.getItem('kuaiban.acting')") is None

    def test_an_agent_sees_how_far_the_right_goes_and_its_end_counts_at_once(
        self, page: Page, owner: Resident, firm: str
    ):
        given = appoint(owner, firm, "herder", SEAL)
        enter(page, "herder")
        act_for(page, firm)
        expect(page.get_by_test_id("limited")).to_contain_text("1 个事项")
        expect(page.get_by_test_id("firm-right")).to_contain_text("为止")
        assert violations(page) == []
        owner.call("DELETE", f"/me/delegations/{given}")
        page.reload()

        expect(page.locator("main")).to_contain_text("您现在不能代表这家单位")
        page.get_by_test_id("to-self").click()
        expect(page.locator("h1")).to_contain_text("扎西")
        expect(page.get_by_test_id("act-as")).to_have_count(0)


class TestPreferences:
    def test_what_one_chooses_is_kept(self, page: Page):
        enter(page, "student")
        open_(page, "/me")
        page.get_by_test_id("to-preferences").click()
        notices = page.get_by_test_id("notices").locator("input[type=checkbox]")
        first = page.get_by_test_id("notices").locator("[data-testid^=notice-]").first
        expect(notices.first).to_be_checked()
        first.locator("label").click()
        expect(page.get_by_test_id("told")).to_contain_text("不再发来")
        page.get_by_test_id("view").get_by_text("长辈版", exact=True).click()
        expect(page.locator("html")).to_have_attribute("data-view", "elder")
        page.get_by_test_id("place").click()
        page.get_by_test_id("place-sheet").locator("input").fill("敦煌市")
        page.get_by_test_id("place-found").filter(has_text="敦煌市").first.click()
        page.get_by_test_id("place-choose").click()
        assert violations(page) == []

        page.reload()
        settled(page)
        expect(notices.first).not_to_be_checked()
        expect(page.locator("html")).to_have_attribute("data-view", "elder")
        expect(page.get_by_test_id("place")).to_contain_text("敦煌市")
        page.get_by_test_id("place-home").click()
        expect(page.get_by_test_id("place")).not_to_contain_text("敦煌市")

    def test_the_personal_order_is_turned_on_and_off_here_too(self, page: Page):
        enter(page, "trader")
        open_(page, "/me/preferences")
        use = page.get_by_test_id("use-personalisation")
        before = use.get_attribute("data-on")
        for _ in range(2):
            page.get_by_test_id("turn-personalisation").click()
            page.get_by_test_id("confirm").or_(page.get_by_test_id("use-agree")).click()
            expect(page.get_by_test_id("told")).to_be_visible()
            expect(use).not_to_have_attribute("data-on", before or "")
            before = use.get_attribute("data-on")


@pytest.mark.parametrize("view", ["elder", "largest"])
def test_the_elder_home_begins_with_a_few_large_things_and_a_telephone(page: Page, view: str):
    page.goto("/sign-in")
    page.evaluate("(view) => localStorage.setItem('kuaiban.settings', JSON.stringify({view, language: 'zh'}))", view)
    sign_in_as(page, "elder")
    entries = page.get_by_test_id("elder-entries")
    entries.wait_for()

    boxes = [one.bounding_box() for one in entries.get_by_role("link").all()]
    assert len(boxes) == 6  # five things, and the telephone
    assert all(box is not None and box["height"] >= 64 for box in boxes)
    assert len({round(box["x"]) for box in boxes if box}) == 1, "one column"
    expect(page.get_by_test_id("call")).to_have_attribute("href", "tel:12345")
    expect(page.get_by_test_id("home-for-you")).to_have_count(0)
    assert scrolls_sideways(page) == []
    assert scrolls_sideways_with_large_letters(page) == []
    assert cut_off(page) == []
    assert violations(page) == []
    page.get_by_test_id("elder-more").click()
    expect(page.get_by_test_id("home-for-you")).to_be_visible()


def cut_off(page: Page) -> list[str]:
    """Words that do not fit into their box."""
    painted(page)
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, span, p, h1, h2)")]
            .filter((one) => !one.closest(".for-screen-readers") && one.clientWidth
                && getComputedStyle(one).overflow !== "visible" && one.scrollWidth > one.clientWidth + 1)
            .map((one) => one.outerHTML.slice(0, 120))"""
    )
    return found


@pytest.mark.parametrize(
    ("path", "left", "right"),
    [
        ("/", "services", "home-for-you"),
        ("/firms/{firm}", "zone", "home-for-you"),
        ("/me/preferences", "display", "place-part"),
    ],
)
def test_a_wide_screen_has_things_side_by_side(
    product: Product, browser: Browser, firm: str, path: str, left: str, right: str
):
    with desk(browser, url=product.url, viewport=DESK) as (page, watch):
        sign_in_as(page, "firm-owner")
        open_(page, path.format(firm=firm))
        one, other = page.get_by_test_id(left).bounding_box(), page.get_by_test_id(right).bounding_box()
        assert one is not None
        assert other is not None

        assert one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert max(one["x"] + one["width"], other["x"] + other["width"]) <= DESK["width"]
        assert scrolls_sideways(page) == []
        assert violations(page) == []
        assert watch.troubles == []


def test_nobody_asks_for_somebody_elses_firm(product: Product):
    stranger, path = Resident(product.url, "student"), "/".join(["/home/firms", str(uuid.uuid4())])

    with pytest.raises(AssertionError, match="firm-not-yours"):
        stranger.call("GET", path)
