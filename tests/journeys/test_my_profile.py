"""我的信息 and 人生大事: what is known of somebody and is theirs to allow, and guides that lead from an event to an application."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import DESK, NARROW, PHONE, Watch, desk, phone, scrolls_sideways, settled
from tests.journeys.resident import answer_questions, enter, picture, say_for_whom
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)  # other programs may be using this machine

PATIENCE_MS = 60_000
MARRIED = "person.maritalStatus"
# What journeys provoke is told to the console by the browser, whatever the page does about it.
PROVOKED = ("ERR_INTERNET_DISCONNECTED", "status of 422")


@pytest.fixture
def watched(product: Product, browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """A phone that must have done nothing wrong when the test ends."""
    with phone(browser, url=product.url, expected=PROVOKED) as (page, watch):
        page.set_default_timeout(PATIENCE_MS)
        yield page, watch
        assert watch.troubles == []


@pytest.fixture
def page(watched: tuple[Page, Watch]) -> Page:
    """Its page."""
    return watched[0]


def open_(page: Page, path: str) -> None:
    """Go there and wait until all is there."""
    page.goto(path)
    settled(page)


class TestMyData:
    def test_every_value_says_who_recorded_it_and_can_be_corrected_at_the_source(self, page: Page):
        enter(page, "young-parent")
        open_(page, "/me")
        page.get_by_test_id("my-data").get_by_role("link", name="政府知道我什么").click()
        row = page.get_by_test_id(f"known-{MARRIED}")
        expect(row).to_contain_text("已婚")
        expect(row).to_contain_text("人口库")
        expect(row).to_contain_text("用于首页和提醒")

        row.click()
        sheet = page.get_by_test_id("attribute-sheet")
        expect(sheet).to_contain_text("民政部门")
        expect(page.get_by_test_id("history")).to_contain_text("没有更早的记录")
        assert violations(page) == []
        page.get_by_test_id("correct").click()
        page.get_by_test_id("send-correction").click()
        expect(page.get_by_test_id("correction-sheet")).to_contain_text("请写应该是什么。")
        assert violations(page) == []
        page.get_by_label("应该是什么").fill("离婚")
        page.get_by_label("为什么不对").fill("上个月已经办了离婚登记")
        page.get_by_test_id("correction-sheet").locator("input[type=file]").first.set_input_files(picture())
        expect(page.get_by_test_id("correction-sheet")).to_contain_text("已上传")
        page.get_by_test_id("send-correction").click()

        expect(page.get_by_test_id("told")).to_contain_text("民政部门")
        card = page.get_by_test_id(f"correction-{MARRIED}")
        expect(card).to_contain_text("正在核对")
        expect(card).to_contain_text("个工作日")
        expect(card).to_contain_text("“已婚”应该是“离婚”")
        assert violations(page) == []

    def test_one_says_what_one_cares_about_and_takes_it_back(self, page: Page):
        enter(page, "young-parent")
        open_(page, "/me/profile")
        fill = page.get_by_test_id("declare-preference.interests")
        fill.click()
        page.get_by_test_id("declare-sheet").get_by_text("养老", exact=True).click()
        page.get_by_test_id("declare-sheet").get_by_text("医保", exact=True).click()
        assert violations(page) == []
        page.get_by_test_id("save-declared").click()
        expect(page.get_by_test_id("own-words")).to_contain_text("养老、医保")

        fill.click()
        page.get_by_test_id("take-back").click()
        expect(page.get_by_test_id("told")).to_contain_text("已收回")
        expect(page.get_by_test_id("own-words")).not_to_contain_text("养老、医保")

    def test_the_family_shows_only_what_each_allowed(self, page: Page):
        enter(page, "young-parent")
        open_(page, "/me/household")

        expect(page.get_by_test_id("member-spouse")).to_contain_text("李向东")
        expect(page.get_by_test_id("member-spouse")).to_contain_text("没有同意")
        expect(page.get_by_test_id("member-child").filter(has_text="李禾苗")).to_contain_text("2020年5月18日出生")

    def test_without_a_network_what_was_seen_stays_but_for_what_is_sensitive(self, page: Page):
        enter(page, "young-parent")
        open_(page, "/me/profile")
        expect(page.get_by_test_id("known-household.childBirthDates")).to_be_visible()
        page.get_by_test_id("back").click()
        page.get_by_test_id("person").wait_for()
        page.context.set_offline(True)
        page.get_by_test_id("my-data").get_by_role("link", name="政府知道我什么").click()

        expect(page.get_by_test_id("kept").first).to_be_visible()
        expect(page.get_by_test_id(f"known-{MARRIED}")).to_contain_text("已婚")
        expect(page.get_by_test_id("known-household.childBirthDates")).to_have_count(0)


class TestUses:
    def test_personalisation_goes_off_and_on_and_everything_stays_reachable(self, page: Page):
        enter(page, "young-parent")
        self._home_shows_guides(page)
        open_(page, "/me/profile/consent")
        use = page.get_by_test_id("use-personalisation")
        expect(use).to_have_attribute("data-on", "true")

        page.get_by_test_id("turn-personalisation").click()
        expect(page.get_by_role("dialog")).to_contain_text("所有服务照样能找到")
        assert violations(page) == []
        page.get_by_test_id("confirm").click()
        expect(use).to_have_attribute("data-on", "false")
        open_(page, "/")
        expect(page.get_by_test_id("home-life")).to_have_count(0)
        expect(page.get_by_test_id("app-heating_subsidy")).to_be_visible()
        open_(page, "/guides")
        expect(page.get_by_test_id("my-guides")).to_contain_text("还没有正在办的事")
        expect(page.get_by_test_id("guide-new-child")).to_be_visible()
        open_(page, "/me/profile")
        expect(page.get_by_test_id("personalisation-off")).to_be_visible()

        open_(page, "/me/profile/consent")
        page.get_by_test_id("turn-personalisation").click()
        expect(page.get_by_test_id("use-consent").get_by_test_id("official")).to_be_visible()
        expect(page.get_by_test_id("use-consent")).to_contain_text("出生日期")
        assert violations(page) == []
        page.get_by_test_id("use-agree").click()
        expect(use).to_have_attribute("data-on", "true")
        self._home_shows_guides(page)

    def _home_shows_guides(self, page: Page) -> None:
        """The worker hears of it soon."""
        for _ in range(60):
            open_(page, "/")
            if page.get_by_test_id("home-life").count():
                return
            page.wait_for_timeout(1000)
        expect(page.get_by_test_id("home-life")).to_contain_text("家里添了宝宝")


class TestGuides:
    def test_an_event_that_one_says_opens_a_guide_that_keeps_its_progress(self, page: Page):
        enter(page, "job-seeker")
        open_(page, "/services")
        page.get_by_test_id("to-guides").click()
        page.get_by_test_id("guide-lost-papers").click()
        page.get_by_label("哪一天发生的").fill("2020-01-01")
        page.get_by_test_id("say-it").click()
        expect(page.get_by_test_id("trouble")).to_contain_text("日期请填")
        page.get_by_label("哪一天发生的").fill(str(page.evaluate("new Date().toLocaleDateString('en-CA')")))
        page.get_by_test_id("say-it").click()

        page.get_by_test_id("why").get_by_text("您自己说的").wait_for()
        answer_questions(page, {"what": "social"})
        expect(page.get_by_test_id("step-social")).to_have_attribute("data-state", "missing")
        expect(page.get_by_test_id("step-id")).to_have_count(0)
        page.get_by_test_id("step-alert").locator("summary").click()
        page.get_by_test_id("tick-alert").locator("input").check()
        expect(page.get_by_test_id("step-alert")).to_have_attribute("data-state", "done")
        assert violations(page) == []

        page.reload()
        settled(page)
        expect(page.get_by_test_id("step-alert")).to_have_attribute("data-state", "done")
        expect(page.get_by_test_id("step-social")).to_have_attribute("data-state", "missing")
        page.get_by_test_id("remove-guide").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("my-guides")).to_be_visible()
        expect(page.get_by_test_id("open-lost-papers")).to_have_count(0)

    def test_what_registers_know_is_not_asked_and_the_next_step_is_an_application(self, page: Page):
        enter(page, "young-parent")
        open_(page, "/guides")
        page.get_by_test_id("open-new-child").first.click()
        expect(page.get_by_test_id("why")).to_contain_text("子女出生日期")
        known = page.get_by_test_id("known-under3")
        expect(known).to_contain_text("还没满三岁")
        expect(known).to_contain_text("人口库")
        answer_questions(page, {"certificate": "yes", "register": "same"})
        expect(page.get_by_test_id("step-together")).to_contain_text("前办，还有")
        assert violations(page) == []

        page.get_by_test_id("start-together").click()
        expect(page.locator("h1")).to_have_text(re.compile("新生儿出生一件事"))
        say_for_whom(page)
        expect(page).to_have_url(re.compile("/applications/"))

    def test_what_registers_say_can_be_answered_otherwise(self, page: Page):
        enter(page, "young-parent")
        open_(page, "/guides")
        page.get_by_test_id("open-new-child").first.click()
        page.get_by_test_id("wrong-insurance").click()
        page.get_by_test_id("answer-insurance-resident").click()

        expect(page.get_by_test_id("known-insurance")).to_have_count(0)
        expect(page.get_by_test_id("step-birth-allowance")).to_have_count(0)

    def test_signed_out_every_guide_works_and_nothing_is_kept(self, page: Page):
        open_(page, "/sign-in")
        page.get_by_test_id("to-guides").click()
        page.get_by_test_id("guide-new-child").click()
        assert answer_questions(page, {"certificate": "no"}) > 1
        expect(page.get_by_test_id("step-together")).to_have_attribute("data-state", "blocked")
        page.get_by_test_id("say-it").click()
        expect(page.get_by_test_id("step-together")).to_contain_text("前办，还有")
        page.get_by_test_id("step-certificate").locator("summary").click()
        page.get_by_test_id("tick-certificate").locator("input").check()
        expect(page.get_by_test_id("step-together")).to_have_attribute("data-state", "missing")
        assert violations(page) == []

        page.reload()
        settled(page)
        expect(page.get_by_test_id("step-certificate")).to_have_attribute("data-state", "unknown")
        page.get_by_test_id("to-sign-in").click()
        page.get_by_test_id("persona-student").click()
        expect(page.locator("h1")).to_have_text("家里添了宝宝")


class TestFirm:
    def test_who_acts_for_a_firm_sees_its_file_and_walks_its_guide(self, page: Page):
        enter(page, "firm-owner")
        open_(page, "/guides")
        page.get_by_test_id("acting").locator("label").nth(1).click()
        page.get_by_test_id("guide-firm-restaurant").click()
        page.get_by_test_id("say-it").click()
        page.get_by_test_id("why").wait_for()
        answer_questions(page, {"size": "stall", "sign": "no", "staff": "yes", "halal": "no", "gas": "no"})
        expect(page.get_by_test_id("step-food")).to_have_count(0)
        expect(page.get_by_test_id("step-stall")).to_have_attribute("data-state", "missing")
        assert violations(page) == []

        page.get_by_test_id("back").click()
        expect(page.get_by_test_id("open-firm-restaurant")).to_be_visible()
        page.get_by_test_id("acting").locator("label").first.click()
        expect(page.get_by_test_id("open-firm-restaurant")).to_have_count(0)

        open_(page, "/me/profile")
        page.get_by_test_id("acting").locator("label").nth(1).click()
        expect(page.get_by_test_id("known-firm.creditCode")).to_be_visible()
        assert violations(page) == []


def test_a_wide_screen_has_the_questions_beside_the_steps(product: Product, browser: Browser):
    with desk(browser, url=product.url, viewport=DESK) as (page, watch):
        open_(page, "/guides/new-child")
        questions, steps = page.get_by_test_id("scenario").bounding_box(), page.get_by_test_id("steps").bounding_box()
        assert questions is not None
        assert steps is not None

        assert questions["x"] + questions["width"] < steps["x"]
        assert steps["x"] + steps["width"] <= DESK["width"]
        assert questions["width"] > PHONE["width"]
        assert violations(page) == []
        assert watch.troubles == []


@pytest.mark.parametrize("view", ["elder", "largest"])
def test_a_walked_guide_needs_no_sideways_scrolling_on_320_pixels(product: Product, browser: Browser, view: str):
    with phone(browser, url=product.url, viewport=NARROW) as (page, watch):
        page.goto("/sign-in")
        page.evaluate(
            "(view) => localStorage.setItem('kuaiban.settings', JSON.stringify({view, language: 'en'}))", view
        )
        open_(page, "/guides/new-child")
        answer_questions(page)

        assert scrolls_sideways(page) == []
        assert watch.troubles == []
