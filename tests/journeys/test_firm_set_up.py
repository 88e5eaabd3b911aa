"""企业开办: a founder finds it in everyday words, fills in little, and five departments work on one form."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import Watch, phone, scrolls_sideways, settled
from tests.journeys.offices import Officer, signed_in
from tests.journeys.resident import answer_questions, apply, begin, counted, enter, to_the_form
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
SHARE_LEAST = 0.7
SITUATION = {"staff": "yes", "fund": "no", "bank": "no", "preApproval": "no", "agent": "no", "stateOwned": "no"}
LICENCE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIRST = "公司设立登记"
TOGETHER = {
    "公章刻制备案": "印章备案凭证",
    "新办纳税人套餐": "税务事项通知书",
    "企业社会保险登记": "社会保险登记确认",
    "职工基本医疗保险参保登记": "参保登记凭证",
}


@pytest.fixture(scope="module")
def watched(product: Product, browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """The founder's phone; it must have done nothing wrong when the last test ends."""
    with phone(browser, url=product.url) as (page, watch):
        page.set_default_timeout(PATIENCE_MS)
        enter(page, "firm-owner")
        yield page, watch
        assert watch.troubles == []


@pytest.fixture(scope="module")
def page(watched: tuple[Page, Watch]) -> Page:
    """Its page."""
    return watched[0]


class TestSearch:
    @pytest.mark.parametrize("typed", ["开公司", "企业开办", "注册公司"])
    def test_the_whole_matter_is_among_the_first_suggestions(self, page: Page, typed: str):
        page.goto("/services")
        page.get_by_test_id("search").fill(typed)

        expect(page.get_by_test_id("suggestion").filter(has_text="企业开办一件事")).to_be_visible()
        assert any("企业开办一件事" in one for one in page.get_by_test_id("suggestion").all_inner_texts()[:2])

    def test_whoever_searches_for_one_step_is_led_to_the_whole(self, page: Page):
        page.goto("/services/search?q=开公司")

        expect(page.get_by_test_id("hit-bundles")).to_contain_text("企业开办一件事")


class TestFirmSetUp:
    def test_one_form_five_departments_and_the_licence_on_the_phone(self, product: Product, page: Page):
        address = self._hand_in(page)
        expect(page.get_by_test_id("group-1")).to_contain_text("已提交，待受理")
        expect(page.get_by_test_id("group-2")).to_contain_text("同时办")
        expect(page.get_by_test_id("group-2")).to_contain_text("等前面的办好")

        with signed_in(product, "market-officer") as maker, signed_in(product, "market-approver") as checker:
            maker.grant(self._case_of(page, address, FIRST), "营业执照（演示）", approver=checker, paper=LICENCE)
        page.goto(address)
        expect(page.get_by_test_id("group-1")).to_contain_text("已办好")
        self._all_begin(page)
        self._departments_decide(product, page, address)

        page.goto(address)
        expect(page.locator("main")).to_contain_text("办好的结果（5）")
        expect(page.locator("main")).to_contain_text("共 5 件，已办好 5 件")
        assert violations(page) == []
        assert scrolls_sideways(page) == []
        self._licence_is_downloaded(page)

    def _hand_in(self, page: Page) -> str:
        page.goto("/services")
        page.get_by_test_id("search").fill("开公司")
        page.get_by_test_id("suggestion").filter(has_text="企业开办一件事").click()
        expect(page.locator("main")).to_contain_text("一张表")
        assert answer_questions(page, SITUATION) == len(SITUATION)
        begin(page)
        expect(page.get_by_test_id("scenario")).to_have_count(0)  # what the guide asked is not asked again
        to_the_form(page)
        fields, known = counted(page)
        assert known / fields >= SHARE_LEAST, f"{known} of {fields}"
        apply(page)
        page.get_by_test_id("to-case").click()
        page.get_by_test_id("group-1").wait_for()
        return page.url

    def _case_of(self, page: Page, address: str, part: str) -> str:
        page.goto(address)
        page.get_by_role("link", name=re.compile(part)).first.click()
        page.get_by_test_id("clock").wait_for()
        expect(page.get_by_test_id("trail").locator("li").first).to_contain_text("提交申请")
        return page.url.rpartition("/")[2]

    def _all_begin(self, page: Page) -> None:
        """The worker hears of the licence soon; then all four stand before their departments at once."""
        group = page.get_by_test_id("group-2")
        for _ in range(60):
            if group.inner_text().count("已提交，待受理") == len(TOGETHER):
                return
            page.wait_for_timeout(1000)
            page.reload()
            group.wait_for()
        expect(group.get_by_text("已提交，待受理")).to_have_count(len(TOGETHER))

    def _departments_decide(self, product: Product, page: Page, address: str) -> None:
        with (
            signed_in(product, "police-officer") as police,
            signed_in(product, "tax-officer") as tax,
            signed_in(product, "insurance-officer") as insurance,
        ):
            handlers: list[Officer] = [police, tax, insurance, insurance]
            for (part, result), officer in zip(TOGETHER.items(), handlers, strict=True):
                officer.grant(self._case_of(page, address, part), f"{result}（演示）")

    def _licence_is_downloaded(self, page: Page) -> None:
        page.get_by_role("link", name=re.compile("营业执照（演示）")).click()
        expect(page.get_by_test_id("result")).to_contain_text("营业执照（演示）")
        expect(page.get_by_test_id("trail")).to_contain_text("办结")
        settled(page)
        with page.expect_download() as coming:
            page.get_by_test_id("fetch-result").click()
        assert coming.value.suggested_filename == "营业执照（演示）.pdf"
        assert coming.value.path().read_bytes() == LICENCE
