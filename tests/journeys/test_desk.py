"""Officers at their desks: the real product, real browsers, residents who apply over HTTP meanwhile."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.applying import Resident
from tests.journeys.browser import desk, scrolls_sideways, settled
from tests.journeys.desks import ALLOWANCE, CHENGGUAN, RELIEF, Sit, open_case, order
from tests.journeys.resident import picture
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

MINIMUM_LIVING = "000511001000"  # 最低生活保障审核确认: police and medical insurance are asked
HARDSHIP = "KNQKZM"
PAGES = ["", "/parts", "/intake", "/window", "/taken-in", "/drift", "/drift?region=620102", "/items", "/nowhere"]


class TestOneCase:
    def test_from_the_queue_over_one_supplement_to_the_result(self, sit: Sit, parent: Resident):
        case = parent.apply(RELIEF, region=CHENGGUAN, without=frozenset({HARDSHIP}))
        page = sit("case-officer")
        open_case(page, case)
        expect(page.get_by_test_id("snippets")).to_contain_text("材料缺 1 份")
        expect(page.get_by_test_id("answers")).to_contain_text("人口库")

        page.get_by_test_id("order-request-supplement").click()
        page.get_by_test_id("send-order").click()
        expect(page.get_by_role("dialog")).to_contain_text("请至少勾选一样")
        page.get_by_test_id(f"want-{HARDSHIP}").check()
        page.get_by_test_id("want-bankAccount").check()
        page.locator("#what-field-bankAccount").fill("请填本人名下的银行卡号。")
        page.get_by_test_id("send-order").click()
        expect(page.get_by_test_id("state")).to_have_text("待补正")
        expect(page.get_by_test_id("supplement")).to_contain_text("请填本人名下的银行卡号。")

        self._hand_in(parent, case)
        page.keyboard.press("r")
        expect(page.get_by_test_id("state")).to_have_text("已提交，待受理")
        expect(page.get_by_test_id("order-request-supplement")).to_have_count(0)
        order(page, "accept")
        expect(page.get_by_test_id("clocks")).to_contain_text("法定时限")
        order(page, "begin-review")
        order(page, "decide", outcome="granted", reasons="家庭确有困难，符合临时救助条件。")
        expect(page.get_by_test_id("decision")).to_contain_text("符合临时救助条件")
        page.get_by_test_id("order-conclude").click()
        sheet = page.get_by_test_id("sheet-conclude")
        sheet.locator("[name=number]").fill("兰城民救〔2026〕1号")
        sheet.locator("input[type=file]").first.set_input_files(picture())
        expect(sheet).to_contain_text("已上传")
        assert violations(page) == []
        sheet.get_by_test_id("send-order").click()
        expect(page.get_by_test_id("result")).to_contain_text("兰城民救〔2026〕1号")
        page.get_by_test_id("look-result").click()
        expect(page.get_by_test_id("picture")).to_be_visible()
        page.get_by_test_id("close-file").click()
        expect(page.get_by_test_id("trail").locator("li")).to_have_count(7)

        seen = parent.call("GET", f"/cases/{case['id']}")
        assert (seen["state"], seen["decision"]["outcome"]) == ("concluded", "granted")
        assert seen["result"]["fileId"]

    def _hand_in(self, parent: Resident, case: dict[str, Any]) -> None:
        paper = {
            "code": HARDSHIP,
            "name": "困难情况证明",
            "necessity": "later",
            "held": "file",
            "files": [parent.upload()],
        }
        account = {"name": "bankAccount", "title": "收款银行账号", "value": "6217000099990000"}
        parent.call("POST", f"/cases/{case['id']}/supplement", {"answers": [account], "materials": [paper], "note": ""})

    def test_both_values_stand_side_by_side_and_a_file_is_one_press_away(self, sit: Sit, parent: Resident):
        case = parent.apply(RELIEF, region=CHENGGUAN, corrected={"applicantAddress": "城关区酒泉路 88 号"})
        page = sit("case-officer")
        open_case(page, case)
        conflict = page.get_by_test_id("conflict-applicantAddress")
        expect(conflict).to_contain_text("城关区酒泉路 88 号")
        expect(conflict).to_contain_text("畅家巷")

        page.get_by_test_id(f"look-{HARDSHIP}").click()
        expect(page.get_by_test_id("picture")).to_be_visible()
        page.get_by_test_id("close-file").click()
        order(page, "refuse-acceptance", reason="户籍不在本区，请向户籍地申请。")
        expect(page.get_by_test_id("state")).to_have_text("不予受理")
        assert parent.call("GET", f"/cases/{case['id']}")["refusal"] == "户籍不在本区，请向户籍地申请。"

    def test_it_is_given_to_a_certain_colleague(self, sit: Sit, parent: Resident):
        case = parent.apply(RELIEF, region=CHENGGUAN)
        page, colleague = sit("case-officer"), sit("approver")
        open_case(page, case)
        page.get_by_test_id("order-assign").click()
        sheet = page.get_by_test_id("sheet-assign")
        expect(sheet.get_by_text("高文静")).to_be_visible()
        expect(sheet.get_by_text("韩立新")).to_have_count(0)  # of the police
        page.get_by_test_id("send-order").click()
        expect(sheet).to_contain_text("请填写这一项")
        assert violations(page) == []
        sheet.get_by_text("高文静").click()
        page.get_by_test_id("send-order").click()

        expect(page.get_by_test_id("assigned")).to_have_text("由高文静承办")
        page.goto(f"/desk?number={case['number']}")
        expect(page.get_by_test_id("line")).to_contain_text("高文静")
        expect(page.get_by_test_id("line").locator(".left")).to_contain_text("个工作日")
        open_case(colleague, case)
        expect(colleague.get_by_test_id("assigned")).to_have_text("由您承办")

    def test_a_reason_is_asked_for_where_it_stands(self, sit: Sit, parent: Resident):
        page = sit("case-officer")
        open_case(page, parent.apply(RELIEF, region=CHENGGUAN))
        page.get_by_test_id("order-refuse-acceptance").click()
        page.get_by_test_id("send-order").click()

        expect(page.locator("[name=reason]")).to_be_focused()
        expect(page.get_by_role("dialog")).to_contain_text("请填写这一项")
        assert violations(page) == []

    def test_who_was_slower_is_told_what_happened(self, sit: Sit, parent: Resident):
        case = parent.apply(RELIEF, region=CHENGGUAN)
        slow, fast = sit("case-officer"), sit("approver")
        open_case(slow, case)
        open_case(fast, case)
        order(fast, "accept")
        order(slow, "accept")

        expect(slow.get_by_test_id("told")).to_contain_text("另一位工作人员刚刚处理了这件")
        expect(slow.get_by_test_id("state")).to_have_text("已受理")


class TestTwoOfficers:
    def test_who_proposes_does_not_approve(self, sit: Sit, parent: Resident):
        case = parent.apply(ALLOWANCE, region=CHENGGUAN)
        maker, checker = sit("case-officer"), sit("approver")
        open_case(maker, case)
        order(maker, "accept")
        order(maker, "propose", outcome="granted", reasons="年龄和户籍符合规定。")
        expect(maker.get_by_test_id("state")).to_have_text("待审批")
        expect(maker.get_by_test_id("order-approve")).to_have_count(0)
        expect(maker.get_by_test_id("order-take-back-proposal")).to_be_visible()

        open_case(checker, case)
        checker.get_by_test_id("order-approve").click()
        expect(checker.get_by_role("dialog")).to_contain_text("年龄和户籍符合规定。")
        checker.get_by_test_id("send-order").click()
        expect(checker.get_by_test_id("decision")).to_contain_text("准予")
        order(checker, "conclude")
        assert parent.call("GET", f"/cases/{case['id']}")["state"] == "concluded"


class TestOpinions:
    def test_another_department_sees_what_was_ticked_and_says_what_it_thinks(self, sit: Sit, parent: Resident):
        case = parent.apply(MINIMUM_LIVING, region=CHENGGUAN)
        asker, asked = sit("case-officer"), sit("police-officer")
        open_case(asker, case)
        order(asker, "accept")
        order(asker, "begin-review")
        asker.get_by_test_id("order-countersign").click()
        sheet = asker.get_by_test_id("sheet-countersign")
        expect(sheet.locator("#part-0-department")).to_have_value("城关区公安局")
        sheet.get_by_role("button", name="去掉这个部门").last.click()
        sheet.locator("#part-0-asks").fill("请核实户籍和家庭成员。")
        sheet.locator("summary").click()
        sheet.get_by_label("户主姓名").check()
        shown = next(one for one in parent.call("GET", f"/cases/{case['id']}")["materials"] if one["files"])
        sheet.get_by_label(shown["name"]).check()
        sheet.get_by_test_id("send-order").click()
        expect(asker.get_by_test_id("opinions")).to_contain_text("还没有答复")

        asked.goto("/desk/parts")
        asked.get_by_test_id("part").filter(has_text=case["number"]).click()
        expect(asked.get_by_test_id("answers")).to_contain_text("户主姓名")
        expect(asked.get_by_test_id("answers")).not_to_contain_text("收款银行账号")
        asked.get_by_test_id(f"look-{shown['code']}").click()
        expect(asked.get_by_test_id("picture")).to_be_visible()
        asked.get_by_test_id("close-file").click()
        expect(asked.locator("[data-testid^=look-]")).to_have_count(len(shown["files"]))
        assert violations(asked) == []
        asked.get_by_text("同意", exact=True).click()
        asked.locator("textarea").fill("户籍和家庭成员属实。")
        asked.get_by_test_id("send-opinion").click()
        expect(asked.get_by_test_id("given")).to_contain_text("户籍和家庭成员属实。")

        asker.keyboard.press("r")
        expect(asker.get_by_test_id("opinions")).to_contain_text("同意")


class TestPages:
    def test_every_page_is_accessible_and_fits_the_screen(self, sit: Sit, parent: Resident):
        case = parent.apply(ALLOWANCE, region=CHENGGUAN)
        page = sit("case-officer")
        for path in [*PAGES, f"/cases/{case['id']}"]:
            page.goto(f"/desk{path}")
            settled(page)
            assert violations(page) == [], path
            assert scrolls_sideways(page) == [], path

    def test_they_speak_english_and_stay_whole_at_half_the_width(self, sit: Sit, parent: Resident):
        case = parent.apply(ALLOWANCE, region=CHENGGUAN)
        page = sit("approver")
        page.get_by_test_id("language-switch").click()
        page.set_viewport_size({"width": 640, "height": 800})
        for path in ["", "/intake", f"/cases/{case['id']}"]:
            page.goto(f"/desk{path}")
            settled(page)
            assert violations(page) == [], path
            assert scrolls_sideways(page) == [], path
        expect(page.get_by_test_id("order-accept")).to_contain_text("Accept")

    def test_keys_mark_lines_and_can_be_switched_off(self, sit: Sit, parent: Resident):
        parent.apply(RELIEF, region=CHENGGUAN)
        parent.apply(RELIEF, region=CHENGGUAN)
        page = sit("case-officer")
        lines = page.get_by_test_id("line")
        lines.nth(1).wait_for()
        page.keyboard.press("j")
        expect(lines.nth(1).get_by_role("link")).to_be_focused()
        page.keyboard.press("?")
        assert violations(page) == []
        page.get_by_role("checkbox").uncheck()
        page.get_by_test_id("close-keys").click()
        page.keyboard.press("k")
        expect(lines.nth(0).get_by_role("link")).not_to_be_focused()

    def test_who_has_no_queue_begins_with_what_they_have(self, sit: Sit):
        page = sit("reviewer")

        expect(page.locator("h1")).to_have_text("四级同源差异")
        expect(page.get_by_test_id("nav-cases")).to_have_count(0)
        page.get_by_test_id("nav-items").click()
        expect(page.get_by_test_id("versions")).to_contain_text("已发布")
        assert violations(page) == []

    def test_a_page_that_loads_slower_than_its_officer_stays_the_page(self, sit: Sit):
        page, held = sit("hall-officer"), list[Route]()

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/IntakePage*.js", hold)

        page.goto("/desk/intake", wait_until="commit")
        page.get_by_test_id("officer").wait_for()
        expect(page.get_by_test_id("nav-intake")).to_be_visible()
        assert len(held) == 1
        held[0].continue_()

        expect(page.locator("[name=present-name]")).to_be_visible()

    def test_residents_have_no_place_here(self, product: Product, browser: Browser):
        with desk(browser, url=product.url) as (page, watch):
            page.goto("/sign-in")
            page.get_by_test_id("persona-student").click()
            page.get_by_test_id("persona-student").wait_for(state="detached")
            page.goto("/desk")
            expect(page.locator("main")).to_contain_text("您的账号没有办件岗位")
            assert violations(page) == []
            page.get_by_test_id("other-account").click()
            page.get_by_test_id("persona-case-officer").wait_for()
            assert violations(page) == []
        assert watch.troubles == []
