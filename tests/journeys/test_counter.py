"""The counter: whoever is present is taken in for any place, for themselves or for others; numbers are called."""

import pytest
from playwright.sync_api import Page, expect

from backend.demo.people import personas
from tests.journeys.applying import Resident
from tests.journeys.browser import settled
from tests.journeys.desks import CHENGGUAN, QINZHOU, Sit, open_case, order
from tests.journeys.resident import fill
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

HERE = {"name": "安试华", "number": "11010519491231002X"}  # the example number of GB 11643
ALL_DAY = [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(1, 8)]


class TestTwoPlaces:
    def test_taken_in_here_handed_over_and_received_there(self, sit: Sit):
        window, there = sit("hall-officer"), sit("tianshui-officer")
        window.goto("/desk/window")
        window.get_by_test_id("seat-2").click()
        window.get_by_test_id("leave-window").wait_for()
        number = self._take_in(window)
        window.get_by_test_id("to-hand-over").click()
        window.get_by_test_id("hand-over").click()
        expect(window.get_by_test_id("told")).to_have_text("已移交。")
        window.goto("/desk/window")
        window.get_by_test_id("leave-window").click()
        window.get_by_test_id("seats").wait_for()

        open_case(there, {"number": number})
        expect(there.get_by_test_id("places")).to_contain_text("城关区政务服务中心")
        expect(there.get_by_test_id("places")).to_contain_text("2号综合窗口")
        expect(there.get_by_test_id("order-accept")).to_have_count(0)
        order(there, "take-over")
        expect(there.get_by_test_id("order-accept")).to_be_visible()
        expect(there.get_by_test_id("trail")).to_contain_text("办理地接收")

    def _take_in(self, page: Page) -> str:
        page.goto("/desk/intake")
        settled(page)
        page.locator("[name=present-name]").fill(HERE["name"])
        page.locator("[name=present-number]").fill("110105194912310021")
        expect(page.get_by_test_id("who")).to_contain_text("号码不对")
        page.locator("[name=present-number]").fill(HERE["number"])
        page.get_by_test_id("change-place").click()
        page.get_by_role("dialog").locator("input").first.fill("秦州区")
        page.get_by_role("dialog").get_by_role("button", name="秦州区").first.click()
        page.get_by_test_id("place-choose").click()
        page.locator("#intake-find").fill("高龄津贴")
        page.get_by_test_id("suggestion").filter(has_text="高龄津贴发放").first.click()
        page.get_by_test_id("answer-agent-no").click()
        form = page.get_by_test_id("form-part")
        expect(form.get_by_label("申请人姓名")).to_have_value(HERE["name"])
        form.get_by_label("联系电话").fill("13800009999")
        form.get_by_label("现住址").fill("秦州区中城街道 1 号")
        self._choose_region(page)
        form.get_by_label("收款银行账号").fill("6217000012345678")
        form.get_by_test_id("submit").click()
        papers = page.get_by_test_id("papers-part")
        expect(papers).to_contain_text("政府部门已有")
        papers.get_by_test_id("counter-BANK-ACCOUNT").locator("select").select_option("counter")
        page.get_by_test_id("take-in").click()
        expect(page.get_by_test_id("taken")).to_contain_text("查询码")
        return page.get_by_test_id("taken").locator("dd .value").first.inner_text()

    def _choose_region(self, page: Page) -> None:
        lists = page.get_by_test_id("form-part").locator("fieldset", has_text="户籍所在地").locator("select")
        for depth, code in enumerate(("620500", QINZHOU)):
            lists.nth(depth).select_option(code)


class TestCounter:
    def test_a_son_applies_for_his_mother_and_the_commitment_is_read_out(self, sit: Sit):
        page, son = sit("hall-officer"), next(one for one in personas() if one.name == "张建国")
        page.goto("/desk/intake")
        settled(page)
        page.locator("[name=present-name]").fill(son.name)
        page.locator("[name=present-number]").fill(son.number)
        self._find(page, "临时救助")
        page.get_by_test_id("for-whom").get_by_text("张桂兰").click()
        expect(page.get_by_test_id("for-whom")).to_contain_text("由张建国代张桂兰申请")
        expect(page.get_by_role("complementary", name="收件")).to_contain_text("张桂兰")
        expect(page.get_by_test_id("promise")).to_have_count(0)
        assert violations(page) == []

        page.get_by_test_id("change-item").click()
        self._find(page, "个体工商户设立登记")
        page.get_by_test_id("answer-agent-no").click()
        page.get_by_test_id("answer-preApproval-no").click()
        self._fill(page)
        expect(page.get_by_test_id("promise")).to_contain_text("不实承诺将被撤销决定")
        page.get_by_test_id("promise").get_by_role("checkbox").check()
        expect(page.get_by_role("complementary", name="收件")).to_contain_text("已当面承诺")
        assert violations(page) == []

    def _find(self, page: Page, name: str) -> None:
        page.locator("#intake-find").fill(name)
        page.get_by_test_id("suggestion").filter(has_text=name).first.click()
        page.get_by_test_id("chosen").wait_for()

    def _fill(self, page: Page) -> None:
        form = page.get_by_test_id("form-part")
        form.get_by_test_id("submit").wait_for()
        fill(page, form)
        form.get_by_test_id("submit").click()
        page.get_by_test_id("papers-part").wait_for()


class TestWindow:
    def test_call_the_next_serve_and_finish(self, product: Product, sit: Sit):
        officer = Resident(product.url, "hall-officer")
        hall = officer.call("GET", f"/halls/h{CHENGGUAN}")
        body = {name: hall[name] for name in ("version", "address", "phones", "accessibility", "active")}
        always = {"hours": ALL_DAY, "followsHolidays": False, "closedDates": [], "lines": None, "windows": None}
        officer.call("PUT", f"/halls/h{CHENGGUAN}", {**body, **always})
        ticket = Resident(product.url, "student").call("POST", "/queue-tickets", {"hallCode": f"h{CHENGGUAN}"})
        page = sit("hall-officer")
        page.goto("/desk/window")
        page.get_by_test_id("seat-1").click()
        expect(page.get_by_test_id("waiting")).to_contain_text(ticket["number"])

        page.get_by_test_id("call-next").click()
        expect(page.get_by_test_id("current")).to_contain_text(ticket["number"])
        page.get_by_test_id("serve").click()
        page.get_by_test_id("finish").click()
        expect(page.get_by_test_id("call-next")).to_be_visible()
        page.get_by_test_id("call-next").click()
        expect(page.get_by_test_id("told")).to_have_text("现在没有人等这个窗口。")
        assert violations(page) == []
        page.get_by_test_id("leave-window").click()
        expect(page.get_by_test_id("seats")).to_be_visible()
