"""Scenarios and tags at the desk: one person writes, another approves, and everybody sees it; audiences; how it ranks."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.applying import Resident
from tests.journeys.browser import scrolls_sideways, scrolls_sideways_with_large_letters, settled
from tests.journeys.desks import Sit
from tests.running import Product
from tests.shell.axe import violations

pytestmark = pytest.mark.browser

SCENARIO, TAG = "school-start", "student"
PATIENCE_SECONDS = 60.0
FIGURE = """
insert into profiles_rank_figure (id, day, arm, people, shown, opened, started, unwanted, weighted_shown, weighted_opened)
values ($1, $2, $3, $4, $5::int, $6::int, $7, 1, $5::int, $6::int)
"""


def good(page: Page, path: str) -> None:
    """Accessible, and whole at this width and with letters twice as large."""
    assert violations(page) == [], path
    assert scrolls_sideways(page) == [], path
    assert scrolls_sideways_with_large_letters(page) == [], path


def decide(page: Page, move: str, **fields: str) -> None:
    """Press it, fill in its sheet, confirm."""
    page.get_by_test_id(f"move-{move}").click()
    for name, value in fields.items():
        page.get_by_role("dialog").locator(f"[name={name}]").fill(value)
    page.get_by_test_id("confirm").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


class TestScenario:
    def test_one_writes_another_approves_and_everybody_sees_it(self, sit: Sit, product: Product):
        writer, second = sit("operator"), sit("reviewer")
        writer.get_by_test_id("nav-scenarios").click()
        writer.get_by_test_id("definitions").wait_for()
        good(writer, "scenarios")
        writer.get_by_test_id(f"history-{SCENARIO}").click()
        expect(writer.get_by_test_id("versions")).to_contain_text("随平台发布")
        assert violations(writer) == []
        writer.get_by_test_id("close-versions").click()
        writer.get_by_test_id(f"change-{SCENARIO}").click()
        writer.get_by_test_id("save").wait_for()
        expect(writer.get_by_test_id("no-changes")).to_be_visible()
        title = writer.get_by_label("标题（中文）")
        title.fill("一" * 13)
        writer.get_by_test_id("save").click()
        expect(writer.get_by_test_id("flaws")).to_contain_text("超过 12 个字")
        expect(writer.get_by_test_id("move-submit")).to_be_disabled()
        title.fill("娃娃要上小学")
        writer.get_by_test_id("save").click()
        expect(writer.get_by_test_id("flaws")).to_contain_text("没有发现问题")
        expect(writer.get_by_test_id("changes")).to_contain_text("娃娃要上小学")
        writer.get_by_test_id("run-trial").click()
        expect(writer.get_by_test_id("trial-result")).to_contain_text("步骤")
        good(writer, "draft")
        decide(writer, "submit", note="标题说人话")
        expect(writer.get_by_test_id("standing")).to_contain_text("不能自己批准")
        expect(writer.get_by_test_id("move-approve")).to_have_count(0)

        second.goto("/desk/scenarios")
        second.get_by_test_id(f"draft-{SCENARIO}").click()
        expect(second.get_by_test_id("changes")).to_contain_text("娃娃要上小学")
        good(second, "decision")
        decide(second, "approve")
        expect(second.get_by_test_id("standing")).to_contain_text("已发布为第 2 版")

        parent = Resident(product.url, "young-parent")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while parent.call("GET", f"/scenarios/{SCENARIO}")["version"] != 2:
            assert time.monotonic() < deadline
            time.sleep(0.5)

    def test_a_refusal_comes_back_with_its_reason(self, sit: Sit):
        writer, leader = sit("operator"), sit("leader")
        writer.goto("/desk/tags")
        writer.get_by_test_id(f"change-{TAG}").click()
        writer.get_by_test_id("save").wait_for()
        good(writer, "tag")
        writer.get_by_label("名称（中文）").fill("在读学生")
        writer.get_by_test_id("save").click()
        expect(writer.get_by_test_id("flaws")).to_contain_text("没有发现问题")
        decide(writer, "submit", note="改名")

        leader.goto("/desk/tags")
        leader.get_by_test_id(f"draft-{TAG}").click()
        leader.get_by_test_id("move-refuse").click()
        leader.get_by_test_id("confirm").click()
        expect(leader.get_by_role("dialog")).to_contain_text("请填写这一项")
        leader.get_by_role("dialog").locator("[name=reason]").fill("和户籍用语不一致")
        leader.get_by_test_id("confirm").click()

        writer.reload()
        expect(writer.get_by_test_id("standing")).to_contain_text("和户籍用语不一致")
        decide(writer, "drop")
        expect(writer.get_by_test_id("standing")).to_contain_text("已放弃")

    def test_what_is_no_json_is_told_where_it_is_written(self, sit: Sit):
        page = sit("reviewer")
        page.goto("/desk/tags")
        page.get_by_test_id("new").click()
        page.locator("[name=code]").fill("X 1")
        page.get_by_test_id("begin").click()
        expect(page.get_by_role("dialog")).to_contain_text("以小写字母开头")
        page.locator("[name=code]").fill("tag-of-journey")
        page.get_by_test_id("begin").click()
        page.get_by_test_id("view").get_by_text("原始数据").click()
        page.locator("[name=json]").fill("{")
        expect(page.locator("main")).to_contain_text("不是有效的 JSON")
        expect(page.get_by_test_id("save")).to_be_disabled()
        page.locator("[name=json]").fill('{"id": "tag-of-journey", "zh": 7}')
        page.get_by_test_id("save").click()
        expect(page.get_by_test_id("flaws")).to_contain_text("发现 1 处问题")
        good(page, "json")


class TestAudience:
    def test_a_group_is_made_estimated_and_written_to(self, sit: Sit, product: Product):
        page = sit("operator")
        page.get_by_test_id("nav-audiences").click()
        settled(page)
        good(page, "audiences")
        page.get_by_test_id("new-segment").click()
        page.locator("[name=title]").fill("兰州待业人员")
        page.locator("[name=ground]").fill("演示条款")
        page.locator("[name=department]").fill("甘肃省大数据中心（演示）")
        page.get_by_test_id("keep-segment").click()
        page.get_by_test_id("estimate").wait_for()
        good(page, "segment")
        self._until_there_is_a_snapshot(product, page.url.rpartition("/")[2])
        page.get_by_test_id("estimate").click()
        expect(page.get_by_test_id("estimated")).to_contain_text("不足 50 人")
        page.get_by_test_id("write").click()
        page.locator("[name=titleZh]").fill("招聘会")
        page.locator("[name=bodyZh]").fill("周六上午在城关区有招聘会。")
        page.locator("[name=cap]").fill("7")
        page.get_by_test_id("keep-campaign").click()
        expect(page.get_by_test_id("campaign-form")).to_contain_text("50 以上")
        page.locator("[name=cap]").fill("1000")
        good(page, "campaign form")
        page.get_by_test_id("keep-campaign").click()
        expect(page.get_by_test_id("campaign-state")).to_have_text("草稿")
        page.get_by_test_id("campaign-propose").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_role("dialog")).to_contain_text("不足 50 人")
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.get_by_test_id("campaign-stop").click()
        page.get_by_role("dialog").locator("[name=reason]").fill("人数太少")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("campaign-state")).to_have_text("已停止")
        good(page, "campaign")

    def _until_there_is_a_snapshot(self, product: Product, segment: str) -> None:
        operator = Resident(product.url, "operator")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                operator.call("POST", f"/desk/audiences/{segment}/estimate", {})
            except AssertionError:
                assert time.monotonic() < deadline
                time.sleep(1)
            else:
                return


async def fill_in_figures(url: str) -> None:
    """What two weeks of use would leave."""
    connection = await asyncpg.connect(url)
    try:
        for number in range(14):
            day = date(2026, 11, 1) + timedelta(days=number)
            for arm, luck in (("usual", 0), ("prior", -12)):
                values = (40 + number, 1500 + 37 * number, 180 + 9 * number + luck, 40 + number + luck // 4)
                await connection.execute(FIGURE, uuid4(), day, arm, *values)
    finally:
        await connection.close()


class TestEvaluation:
    def test_every_view_is_accessible_and_its_charts_have_tables(self, sit: Sit, product: Product):
        with ThreadPoolExecutor(1) as beside:  # the browser's driver has the loop of this thread
            beside.submit(asyncio.run, fill_in_figures(product.reachable.database_url or "")).result()
        page = sit("leader")
        page.get_by_test_id("nav-evaluation").click()
        page.get_by_test_id("totals").wait_for()
        page.locator("summary").first.click()
        expect(page.locator("figure table").first).to_contain_text("11-01")
        good(page, "use")
        for view, there in (
            ("权重版本", "weights"),
            ("离线评估", "offline"),
            ("特征", "features"),
            ("时令", "seasons"),
        ):
            page.get_by_test_id("views").get_by_text(view).click()
            page.get_by_test_id(there).wait_for()
            good(page, view)

    def test_the_operator_binds_weights_with_a_reason(self, sit: Sit):
        page = sit("operator")
        page.goto("/desk/evaluation?view=weights")
        page.get_by_test_id("bind-0").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_role("dialog")).to_contain_text("请填写这一项")
        page.get_by_role("dialog").locator("[name=reason]").fill("回到初始权重")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("bound")).to_contain_text("已启用第 0 版")
        assert violations(page) == []
