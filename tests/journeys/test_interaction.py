"""Openness and dialogue: residents read, comment and write on the phone, officers answer and publish at the desk."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.reference.regions.service import today
from tests.journeys.browser import (
    NARROW,
    Watch,
    phone,
    scrolls_sideways_at,
    scrolls_sideways_with_large_letters,
    settled,
)
from tests.journeys.desks import Sit
from tests.journeys.resident import enter
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

LANZHOU = "兰州市民政局（演示）"


@pytest.fixture
def watched(product: Product, browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """A phone that must have done nothing wrong when the test ends."""
    with phone(browser, url=product.url, expected=("409 (Conflict)", "403 (Forbidden)")) as (page, watch):
        yield page, watch
        assert watch.troubles == []


@pytest.fixture
def page(watched: tuple[Page, Watch]) -> Page:
    """Its page."""
    return watched[0]


def fine(page: Page) -> None:
    """Readable for everybody, on a narrow screen and with large letters."""
    assert violations(page) == []
    assert scrolls_sideways_at(page, NARROW) == []
    assert scrolls_sideways_with_large_letters(page) == []


class TestReading:
    def test_from_services_to_a_policy_and_what_explains_it(self, page: Page):
        enter(page, "young-parent")
        page.goto("/services")
        page.get_by_test_id("to-interaction").click()
        expect(page.get_by_test_id("notices").locator("li").first).to_be_visible()
        fine(page)

        page.get_by_label("在公开信息里找").fill("数字政府")
        page.get_by_test_id("find").click()
        page.get_by_role("link", name=re.compile("关于加强数字政府建设的意见")).click()

        expect(page.locator("h1")).to_contain_text("关于加强数字政府建设的意见")
        expect(page.locator("main")).to_contain_text("甘政发〔2021〕69号")
        expect(page.get_by_test_id("source")).to_contain_text("核对过公开文件")
        fine(page)
        page.get_by_test_id("related").get_by_role("link").first.click()
        expect(page.locator("h1")).to_contain_text("一图读懂")

    def test_it_is_open_to_who_is_not_signed_in(self, page: Page):
        page.goto("/interaction?tab=letters")
        page.get_by_test_id("public-letters").get_by_role("link").first.click()

        expect(page.locator("main")).to_contain_text("已征得来信人同意")
        fine(page)

    def test_a_service_that_is_still_elsewhere_is_text_and_no_link(self, page: Page):
        enter(page, "young-parent")
        page.goto("/services")
        page.get_by_test_id("to-outside").click()
        apps = page.get_by_test_id("outside-apps")
        expect(apps).to_contain_text("兰州公积金（演示）")
        expect(apps.locator("a[href^=http]")).to_have_count(0)
        fine(page)

        apps.get_by_role("link", name="已合并，点这里直接办").first.click()
        expect(page).to_have_url(re.compile("/apps/heating_subsidy"))


class TestCommenting:
    def test_somebody_comments_and_takes_it_back(self, page: Page):
        enter(page, "young-parent")
        page.goto("/interaction?tab=consultations")
        page.get_by_role("link", name=re.compile("居家养老服务补贴办法")).click()
        expect(page.locator("main")).to_contain_text("3 条意见")
        page.get_by_test_id("send-comment").click()
        expect(page.locator("main")).to_contain_text("请填写")

        page.get_by_label("第二部分 补贴多少").check()
        page.locator("[name=comment]").fill("希望半失能老人的补贴再高一些。")
        page.get_by_test_id("send-comment").click()

        expect(page.get_by_test_id("told")).to_contain_text("谢谢")
        expect(page.get_by_test_id("my-comments")).to_contain_text("再高一些")
        expect(page.locator("main")).to_contain_text("4 条意见")
        fine(page)
        page.get_by_test_id("take-back").click()
        expect(page.get_by_test_id("my-comments")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("3 条意见")

    def test_who_speaks_for_a_firm_may_comment_in_its_name(self, page: Page):
        enter(page, "hightech-firm")
        page.goto("/interaction?tab=consultations")
        page.get_by_role("link", name=re.compile("居家养老服务补贴办法")).click()
        page.get_by_label(re.compile("法定代表人")).check()
        page.locator("[name=comment]").fill("养老服务企业也应当可以申请。")
        fine(page)
        page.get_by_test_id("send-comment").click()

        expect(page.get_by_test_id("my-comments")).to_contain_text("以企业名义")
        page.get_by_test_id("take-back").click()
        expect(page.get_by_test_id("my-comments")).to_have_count(0)

    def test_a_result_tells_what_became_of_the_comments_and_a_late_one_is_called_late(self, page: Page):
        enter(page, "job-seeker")
        page.goto("/interaction?tab=consultations")
        page.get_by_role("link", name=re.compile("殡葬服务收费目录")).click()
        expect(page.get_by_test_id("overdue")).to_be_visible()
        fine(page)

        page.goto("/interaction?tab=consultations")
        page.get_by_test_id("place").click()
        page.get_by_test_id("place-sheet").locator("input").fill("兰州市")
        page.get_by_test_id("place-found").first.click()
        page.get_by_test_id("place-choose").click()
        page.get_by_role("link", name=re.compile("婚姻登记场所")).click()
        expect(page.get_by_test_id("result")).to_contain_text("部分采纳")
        fine(page)


class TestLetter:
    def test_from_a_draft_over_the_checked_answer_to_the_verdict(self, page: Page, sit: Sit):
        enter(page, "hightech-firm")
        page.goto("/interaction?tab=letters")
        page.get_by_test_id("write-letter").click()
        page.get_by_test_id("send-letter").click()
        expect(page.locator("[aria-invalid]").first).to_be_visible()
        page.get_by_label("咨询：想问清楚一件事").check()
        expect(page.get_by_test_id("letter-term")).to_contain_text("5 个工作日")
        page.locator("[name=subject]").fill("社区食堂什么时候开")
        page.locator("[name=text]").fill("听说要开社区食堂，想问什么时候开、多少钱一餐。")
        fine(page)
        page.reload()
        expect(page.get_by_test_id("draft-kept")).to_be_visible()
        expect(page.locator("[name=subject]")).to_have_value("社区食堂什么时候开")
        choose_box(page, "兰州市民政局信箱")
        page.get_by_label("答复后可以公开").check()
        page.get_by_test_id("send-letter").click()
        expect(page.locator("h1")).to_have_text("社区食堂什么时候开")
        fine(page)
        address = page.url

        maker = sit("case-officer")
        maker.goto("/desk/letters")
        maker.get_by_test_id("row").filter(has_text="社区食堂什么时候开").click()
        expect(maker.locator("main")).to_contain_text("陈思远")
        maker.get_by_test_id("take").click()
        maker.locator("[name=answer]").fill("明年三月开，每餐 8 元，75 岁以上半价。")
        assert violations(maker) == []
        maker.get_by_test_id("propose").click()
        expect(maker.get_by_test_id("proposal")).to_contain_text("请同事审核")
        expect(maker.get_by_test_id("approve")).to_have_count(0)
        letter = maker.url

        checker = sit("approver")
        checker.goto(letter)
        checker.get_by_test_id("approve").click()
        expect(checker.get_by_test_id("state")).to_have_text("已答复")
        checker.get_by_test_id("publish").click()
        expect(checker.locator("main")).to_contain_text("已公开")
        assert violations(checker) == []

        page.goto(address)
        expect(page.get_by_test_id("answer")).to_contain_text("每餐 8 元")
        fine(page)
        page.get_by_test_id("solved").click()
        expect(page.get_by_test_id("closed")).to_contain_text("已经解决")

    def test_a_letter_is_passed_on_with_a_reason(self, sit: Sit):
        maker = sit("case-officer")
        maker.goto("/desk/letters")
        maker.get_by_test_id("row").filter(has_text="老年食堂可以和小餐馆合作").click()
        maker.get_by_test_id("transfer").click()
        choose_box(maker, "兰州市卫生健康委信箱", within="reason-sheet")
        maker.locator("[name=reason]").fill("属卫生健康部门职责")
        assert violations(maker) == []
        maker.get_by_test_id("give-reason").click()

        expect(maker.get_by_test_id("told")).to_contain_text("兰州市卫生健康委员会（演示）")
        health = sit("health-officer")
        health.goto("/desk/letters")
        expect(health.get_by_test_id("row").filter(has_text="老年食堂可以和小餐馆合作")).to_be_visible()


def choose_box(page: Page, title: str, *, within: str = "") -> None:
    """Radio buttons where there are few boxes, the phone's own picker where there are many."""
    part = page.get_by_test_id(within) if within else page.locator("form")
    select = part.locator("select")
    if select.count():
        select.select_option(label=next(one for one in select.locator("option").all_inner_texts() if title in one))
    else:
        part.get_by_label(title).first.check()


class TestPublishing:
    def test_one_writes_another_checks_and_everybody_reads(self, sit: Sit, page: Page):
        maker = sit("case-officer")
        maker.goto("/desk/notices")
        expect(maker.get_by_test_id("row").first).to_be_visible()
        assert violations(maker) == []
        maker.get_by_test_id("new").click()
        maker.get_by_test_id("save").click()
        expect(maker.locator("form")).to_contain_text("请填写这一项")
        maker.get_by_label("兰州市民政局（演示）（620100）").check()
        maker.locator("#category").select_option(label="公示公告")
        maker.locator("[name=title]").fill("社区食堂开放公告")
        maker.locator("[name=body]").fill("三月一日起开放。\n75 岁以上老人半价。")
        assert violations(maker) == []
        maker.get_by_test_id("submit").click()
        expect(maker.get_by_test_id("wait")).to_be_visible()

        checker = sit("approver")
        checker.goto(maker.url)
        checker.get_by_test_id("give-back").click()
        checker.locator("[name=reason]").fill("请写明年份")
        checker.get_by_test_id("give-reason").click()
        maker.reload()
        expect(maker.get_by_test_id("returned")).to_contain_text("请写明年份")
        maker.locator("[name=body]").fill("2027 年三月一日起开放。\n75 岁以上老人半价。")
        maker.get_by_test_id("submit").click()
        expect(maker.get_by_test_id("wait")).to_be_visible()
        checker.reload()
        checker.get_by_test_id("publish").click()
        expect(checker.get_by_test_id("live")).to_contain_text("2027 年三月")

        maker.reload()
        maker.get_by_test_id("correct").click()
        maker.locator("[name=reason]").fill("想再改一改")
        maker.get_by_test_id("give-reason").click()
        maker.get_by_test_id("discard").click()
        expect(maker.locator("dialog")).to_contain_text("已公开的内容不变")
        assert violations(maker) == []
        maker.get_by_test_id("confirm").click()
        expect(maker.get_by_test_id("correct")).to_be_visible()
        expect(maker.locator("form")).to_have_count(0)
        assert violations(checker) == []

        page.goto("/interaction")
        page.get_by_role("link", name=re.compile("社区食堂开放公告")).click()
        expect(page.get_by_test_id("notice-body")).to_contain_text("75 岁以上老人半价")
        checker.get_by_test_id("withdraw").click()
        checker.locator("[name=reason]").fill("地点变更，另行公告")
        checker.get_by_test_id("give-reason").click()
        expect(checker.locator("main")).to_contain_text("地点变更")
        page.reload()
        expect(page.locator("main")).to_contain_text("地点变更，另行公告")
        expect(page.get_by_test_id("notice-body")).to_have_count(0)

    def test_a_draft_that_nobody_needs_is_thrown_away(self, sit: Sit):
        maker = sit("case-officer")
        maker.goto("/desk/notices/new")
        maker.get_by_label("兰州市民政局（演示）（620100）").check()
        maker.locator("#category").select_option(label="公示公告")
        maker.locator("[name=title]").fill("写错了的公告")
        maker.locator("[name=body]").fill("不要了。")
        expect(maker.get_by_test_id("discard")).to_have_count(0)
        maker.get_by_test_id("save").click()
        maker.get_by_test_id("discard").click()
        expect(maker.locator("dialog")).to_contain_text("不能找回")
        maker.get_by_test_id("confirm").click()

        maker.wait_for_url("**/desk/notices")
        expect(maker.get_by_test_id("row").first).to_be_visible()
        expect(maker.locator("main")).not_to_contain_text("写错了的公告")

    def test_a_consultation_is_opened_by_a_colleague(self, sit: Sit):
        maker, checker = sit("case-officer"), sit("approver")
        maker.goto("/desk/consultations")
        expect(maker.get_by_test_id("row").first).to_be_visible()
        assert violations(maker) == []
        maker.get_by_test_id("new").click()
        maker.get_by_label("兰州市民政局（演示）（620100）").check()
        maker.locator("[name=title]").fill("社区食堂管理办法（征求意见稿）")
        maker.locator("[name=intro]").fill("请您提意见。")
        maker.locator("[name=heading-0]").fill("价格")
        maker.locator("[name=section-0]").fill("每餐不超过 10 元。")
        maker.locator("[name=closes]").fill((today() + timedelta(days=10)).isoformat())
        maker.get_by_test_id("save").click()
        expect(maker.get_by_test_id("trouble")).to_contain_text("不少于 30 天")
        maker.locator("[name=closes]").fill((today() + timedelta(days=40)).isoformat())
        maker.get_by_test_id("save").click()
        expect(maker.get_by_test_id("told")).to_contain_text("已保存")
        assert violations(maker) == []

        checker.goto(maker.url)
        checker.get_by_test_id("open-it").click()
        expect(checker.get_by_test_id("stage")).to_have_text("正在征集")

    def test_an_overdue_result_is_written_and_accounts_for_every_comment(self, sit: Sit):
        officer = sit("tianshui-officer")
        officer.goto("/desk/consultations")
        officer.get_by_test_id("row").filter(has_text="殡葬服务收费目录").click()
        expect(officer.get_by_test_id("comments").locator("li")).to_have_count(2)
        officer.locator("[name=summary]").fill("谢谢大家。")
        officer.locator("[name=heading-0]").fill("年限和减免")
        officer.locator("[name=count-0]").fill("1")
        officer.locator("[name=reason-0]").fill("已写入目录。")
        officer.get_by_test_id("propose-result").click()
        expect(officer.get_by_test_id("left")).to_contain_text("还有 1 条")
        officer.locator("[name=count-0]").fill("2")
        officer.get_by_test_id("propose-result").click()

        expect(officer.get_by_test_id("told")).to_contain_text("已保存")
        expect(officer.get_by_test_id("publish-result")).to_have_count(0)
        assert violations(officer) == []


class TestOutside:
    def test_the_operator_sees_figures_and_moves_an_application_on(self, sit: Sit):
        page = sit("operator")
        page.get_by_test_id("nav-outside").click()
        expect(page.get_by_test_id("figures")).to_contain_text("逾期")
        assert violations(page) == []
        page.get_by_role("button", name="敦煌文旅预约（演示）").click()
        sheet = page.get_by_test_id("entry-sheet")
        expect(sheet).to_be_visible()
        assert violations(page) == []
        sheet.get_by_label("已列入计划").check()
        page.get_by_test_id("save-entry").click()
        expect(sheet.get_by_test_id("trouble")).to_contain_text("不完整")
        sheet.locator("[name=planned]").fill("2027-05-01")
        page.get_by_test_id("save-entry").click()

        expect(sheet).to_have_count(0)
        expect(page.get_by_test_id("outside-table").locator("tr", has_text="敦煌文旅预约")).to_contain_text(
            "已列入计划"
        )
        with page.expect_download() as saved:
            page.get_by_test_id("csv").click()
        assert saved.value.suggested_filename == "outside-apps.csv"

    def test_a_departments_developer_has_the_page_too(self, sit: Sit):
        page = sit("department-developer")
        settled(page)
        page.get_by_test_id("nav-outside").click()

        expect(page.get_by_test_id("outside-table")).to_be_visible()
