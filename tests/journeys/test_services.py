"""What residents come for: from everyday words to the decision, on the real catalogue, with officers on the other side."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import Watch, phone, settled
from tests.journeys.offices import signed_in
from tests.journeys.resident import (
    answer_questions,
    apply,
    begin,
    choose_place,
    counted,
    enter,
    picture,
    to_the_form,
)
from tests.running import Product

pytestmark = pytest.mark.browser

BIRTH = "000709001000"  # 出生登记
RELIEF = "000511004000"  # 临时救助
SHARE_LEAST = 0.7
PATIENCE_MS = 60_000
# What journeys provoke is told to the console by the browser, whatever the page does about it.
PROVOKED = ("409 (Conflict)", "ERR_INTERNET_DISCONNECTED")


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


class TestSearch:
    @pytest.mark.parametrize("typed", ["娃娃上户口", "shanghukou", "chusheng dengji", "csdj"])
    def test_everyday_words_pinyin_and_first_letters_lead_to_the_item(self, page: Page, typed: str):
        enter(page, "young-parent")
        page.goto("/services")
        page.get_by_test_id("search").fill(typed)

        page.get_by_test_id("suggestion").filter(has_text="出生登记").first.click()

        expect(page.locator("h1")).to_have_text("出生登记（申报户口）")

    def test_suggestions_can_be_chosen_with_the_keyboard_alone(self, page: Page):
        enter(page, "young-parent")
        page.goto("/services")
        page.get_by_test_id("search").fill("结婚登记")
        page.get_by_test_id("suggestion").first.wait_for()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option", selected=True)).to_have_count(1)
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile("/items/"))

    def test_what_is_not_found_says_what_to_do(self, page: Page):
        enter(page, "student")
        page.goto("/services/search?q=zzzzqqqq")

        expect(page.locator("main")).to_contain_text("12345")
        expect(page.get_by_role("button", name="请人帮办")).to_be_visible()


class TestBirth:
    def test_from_everyday_words_to_the_receipt_with_little_typing(self, page: Page):
        enter(page, "young-parent")
        page.goto(f"/items/{BIRTH}")
        expect(page.get_by_test_id("papers-spared")).to_contain_text("不用带")
        expect(page.get_by_test_id("source")).to_contain_text("来源")
        page.get_by_test_id("answer-certificate-yes").click()
        expect(page.get_by_test_id("scenario")).to_contain_text("已经领到了")
        page.get_by_test_id("question-back").click()
        expect(page.get_by_test_id("answer-certificate-yes")).to_be_visible()
        page.get_by_test_id("answer-certificate-yes").click()
        expect(page.get_by_test_id("scenario")).to_contain_text("已经领到了")

        begin(page)
        to_the_form(page)
        fields, known = counted(page)
        assert known / fields >= SHARE_LEAST, f"{known} of {fields}"
        number = apply(page)

        assert number, "no case number on the receipt"
        page.get_by_test_id("to-case").click()
        expect(page.get_by_test_id("clock")).to_contain_text("个工作日")
        expect(page.get_by_test_id("to-do")).to_contain_text("您现在不用做什么")
        page.goto("/cases")
        expect(page.locator("main")).to_contain_text(number)
        page.goto("/me/access-history")
        expect(page.get_by_test_id("access").filter(has_text="派出所").first).to_contain_text("李小芽")

    def test_saying_no_to_registers_means_typing_and_nothing_worse(self, page: Page):
        enter(page, "young-parent")
        page.goto(f"/items/{BIRTH}")
        answer_questions(page)
        begin(page)
        if page.get_by_test_id("begun").count():
            page.get_by_test_id("start").click()

        to_the_form(page, agree=False)

        expect(page.get_by_label("申请人姓名")).to_be_visible()
        expect(page.get_by_test_id("prefilled")).to_have_count(0)


class TestDrafts:
    def test_another_device_goes_on_and_two_values_are_both_shown(self, product: Product, browser: Browser, page: Page):
        enter(page, "herder")
        page.goto(f"/items/{RELIEF}")
        begin(page)
        to_the_form(page)
        box = page.get_by_test_id("form").locator("textarea, input[type=text]").first
        name = box.get_attribute("name") or ""
        box.fill("房屋失火")
        expect(page.get_by_test_id("saving")).to_contain_text("已保存")
        address = page.url

        with phone(browser, url=product.url, expected=PROVOKED) as (other, watch):
            other.set_default_timeout(PATIENCE_MS)
            enter(other, "herder")
            other.goto("/cases")
            other.locator("[data-testid^=draft-]").first.click()
            there = other.locator(f"[name='{name}']")
            expect(there).to_have_value("房屋失火")
            there.fill("家人重病")
            expect(other.get_by_test_id("saving")).to_contain_text("已保存")
            page.locator(f"[name='{name}']").fill("突发洪水")
            sheet = page.get_by_test_id("conflict")
            expect(sheet).to_contain_text("突发洪水")
            expect(sheet).to_contain_text("家人重病")
            sheet.get_by_text("家人重病").click()
            page.get_by_test_id("conflict-settle").click()
            expect(page.locator(f"[name='{name}']")).to_have_value("家人重病")
            assert watch.troubles == []
        assert page.url == address

    def test_what_is_typed_without_a_network_is_saved_when_it_is_back(self, page: Page):
        enter(page, "student")
        page.goto(f"/items/{RELIEF}")
        begin(page)
        to_the_form(page)
        page.context.set_offline(True)
        box = page.get_by_test_id("form").locator("textarea, input[type=text]").first
        box.fill("家中受灾")
        expect(page.get_by_test_id("saving")).to_contain_text("没有网络")
        page.context.set_offline(False)

        expect(page.get_by_test_id("saving")).to_contain_text("已保存")

        page.reload()
        expect(page.get_by_test_id("form").locator("textarea, input[type=text]").first).to_have_value("家中受灾")


class TestNewbornsBundle:
    def test_its_parts_are_worked_on_at_the_same_time(self, product: Product, page: Page):
        enter(page, "young-parent")
        page.goto("/services")
        choose_place(page, "城关区")
        page.get_by_test_id("bundle-newborn").click()
        expect(page.locator("main")).to_contain_text("一张表")
        answer_questions(page, {"certificate": "yes", "allowance": "no"})
        begin(page)
        to_the_form(page)
        fields, known = counted(page)
        assert known / fields >= SHARE_LEAST, f"{known} of {fields}"
        apply(page)
        page.get_by_test_id("to-case").click()

        parallel = page.get_by_test_id("group-1")
        expect(parallel).to_contain_text("同时办")
        expect(parallel.get_by_role("link")).to_have_count(2)
        expect(page.get_by_test_id("group-2")).to_contain_text("等前面的办好")
        address = page.url
        with (
            signed_in(product, "health-officer") as nurse,
            signed_in(product, "police-officer") as police,
            signed_in(product, "police-approver") as second,
        ):
            nurse.grant(case_of(page, address, "预防接种证"), "预防接种证（演示）")
            police.grant(case_of(page, address, "出生登记"), "居民户口簿（演示）", approver=second)
        page.goto(address)
        expect(page.get_by_test_id("group-1")).to_contain_text("已办好")
        wait_for(page, "group-2", "已提交，待受理")
        expect(page.locator("main")).to_contain_text("办好的结果（2）")


def case_of(page: Page, address: str, part: str) -> str:
    """Look at one part of a bundle; the id of its case."""
    page.goto(address)
    page.get_by_role("link", name=re.compile(part)).click()
    page.get_by_test_id("clock").wait_for()
    return page.url.rpartition("/")[2]


def wait_for(page: Page, part: str, words: str) -> None:
    """What a worker does in the background is seen soon, after looking again."""
    for _ in range(30):
        if words in page.get_by_test_id(part).inner_text():
            return
        page.wait_for_timeout(1000)
        page.reload()
        page.get_by_test_id(part).wait_for()
    expect(page.get_by_test_id(part)).to_contain_text(words)


class TestRefusal:
    def test_it_gives_its_reasons_and_can_be_opened_again(self, product: Product, page: Page):
        enter(page, "job-seeker")
        page.goto("/services")
        choose_place(page, "城关区")
        page.goto(f"/items/{RELIEF}")
        begin(page)
        to_the_form(page)
        number = apply(page)
        page.get_by_test_id("to-case").click()
        page.get_by_test_id("clock").wait_for()
        address = page.url
        reason = "申请人户籍和居住地都不在城关区，请向户籍地申请，或补充居住证明。"
        with signed_in(product, "case-officer") as officer:
            officer.order(f"/desk/cases/{officer.case(number)}/refusal", {"reason": reason})

        page.goto(address)
        expect(page.get_by_test_id("state")).to_have_text("不予受理")
        expect(page.get_by_test_id("refusal")).to_contain_text(reason)
        page.get_by_test_id("reopen").click()
        expect(page.locator("main")).to_contain_text(reason)
        page.get_by_label("想对经办人说的话").fill("已补充居住证明。")
        page.get_by_test_id("send").click()
        expect(page.get_by_test_id("state")).to_have_text("已提交，待受理")
        expect(page.get_by_test_id("trail")).to_contain_text("重新申请")

    def test_a_supplement_names_everything_and_is_answered_at_once(self, product: Product, page: Page):
        enter(page, "student")
        page.goto("/services")
        choose_place(page, "城关区")
        page.goto(f"/items/{RELIEF}")
        begin(page)
        to_the_form(page)
        number = apply(page)
        page.get_by_test_id("to-case").click()
        page.get_by_test_id("clock").wait_for()
        address = page.url
        with signed_in(product, "case-officer") as officer:
            case = officer.case(number)
            code = officer.read(f"/desk/cases/{case}")["materials"][-1]["code"]
            wanted = [{"code": code, "kind": "material", "what": "请上传能看清印章的照片。"}]
            officer.order(f"/desk/cases/{case}/supplement-request", {"wanted": wanted, "answerBy": "2027-01-15"})

        page.goto(address)
        expect(page.get_by_test_id("supplement")).to_contain_text("请上传能看清印章的照片。")
        page.get_by_test_id("go-supplement").click()
        page.get_by_test_id("send").click()
        expect(page.get_by_test_id(f"wish-{code}")).to_contain_text("请添加")
        page.get_by_test_id(f"wish-{code}").locator("input[type=file]").first.set_input_files(picture())
        expect(page.get_by_test_id(f"wish-{code}")).to_contain_text("已上传")
        page.get_by_test_id("send").click()
        expect(page.get_by_test_id("state")).to_have_text("已提交，待受理")


class TestDelegation:
    def test_a_son_acts_for_his_mother_and_it_is_shown(self, page: Page):
        enter(page, "elders-helper")
        page.goto(f"/items/{RELIEF}")
        page.get_by_test_id("apply").click()
        page.get_by_test_id("for-whom").get_by_text("张桂兰").click()
        page.get_by_test_id("start").click()

        expect(page.get_by_test_id("acting-for")).to_contain_text("张桂兰")
        page.goto("/me/delegations")
        page.get_by_test_id("tab").get_by_text("授权给我的").click()
        expect(page.get_by_test_id("delegation")).to_contain_text("张桂兰")

    def test_it_is_given_and_ended(self, page: Page):
        enter(page, "trader")
        page.goto("/me/delegations")
        page.get_by_test_id("give").click()
        page.get_by_label("代办人姓名").fill("李望川")
        page.get_by_label("代办人手机号").fill("13800000002")
        page.get_by_test_id("send").click()
        given = page.get_by_test_id("delegation").filter(has_text="李望川")
        expect(given).to_contain_text("有效")

        given.get_by_role("button", name=re.compile("结束授权")).click()
        page.get_by_test_id("confirm").click()

        expect(given).to_contain_text("已结束")


class TestHalls:
    def test_a_time_is_booked_and_given_back(self, page: Page):
        enter(page, "hightech-firm")
        page.goto("/halls/h620000")
        page.locator("#hall-times label:has(input:enabled)").first.click()
        page.get_by_test_id("do-book").click()
        expect(page.get_by_test_id("booked")).to_contain_text("约好了")
        page.goto("/visits")
        page.get_by_test_id("booking").get_by_role("button", name=re.compile("取消")).click()
        page.get_by_test_id("confirm").click()

        expect(page.locator("main")).to_contain_text("没有预约和排队号")

    def test_a_number_is_taken_while_the_hall_is_open_and_shows_the_place_in_line(self, page: Page):
        enter(page, "hightech-firm")
        page.goto("/halls/h620102")
        queue = page.get_by_test_id("queue")
        queue.wait_for()
        if not queue.get_by_test_id("take-ticket").is_enabled():
            expect(queue).to_contain_text("不开门")
            return
        queue.get_by_test_id("take-ticket").click()
        page.get_by_role("dialog").get_by_text("老年人").click()
        page.get_by_test_id("confirm").click()
        ticket = page.get_by_test_id("ticket")
        expect(ticket).to_contain_text("正在排队")
        expect(ticket).to_contain_text(re.compile("前面还有|马上就到您"))
        page.get_by_test_id("give-back").click()
        page.get_by_role("dialog").get_by_test_id("confirm").click()

        expect(ticket).to_contain_text("已退号")


class TestHelp:
    def test_somebody_asks_for_help_and_sees_what_happens(self, page: Page):
        enter(page, "elder")
        page.goto("/help")
        page.get_by_label("想办什么事").fill("想办高龄津贴，腿脚不便")
        page.get_by_label("详细位置").fill("示例小区 3 号楼")
        page.locator("#help-region-2").select_option(index=1)
        settled(page)
        page.get_by_test_id("send").click()

        expect(page.locator("main")).to_contain_text("已经告诉附近的帮办人员")
