"""Filling in: what people type, what is said when it is wrong, and what is sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journeys.browser import Watch
from tests.journeys.screens import resident, show
from tests.shell.stand import PHONE_PAGES, Stand, standing

pytestmark = pytest.mark.browser

# A refusal is told to the browser's console, whatever the page does about it.
REFUSALS = ("403 (Forbidden)", "503 (Service", "ERR_FAILED")
ACTIONS = "mini-apps/gallery/actions/"


@pytest.fixture
def stand() -> Iterator[Stand]:
    """The phone's pages, and a server that remembers what it was sent."""
    with standing(PHONE_PAGES) as started:
        yield started


@pytest.fixture
def watched(browser: Browser, stand: Stand) -> Iterator[tuple[Page, Watch]]:
    """A phone that must have done nothing wrong when the test ends."""
    with resident(browser, stand, expected=REFUSALS) as (page, watch):
        yield page, watch
        assert watch.troubles == []


@pytest.fixture
def page(watched: tuple[Page, Watch]) -> Page:
    """Its page."""
    return watched[0]


def fill_typed(page: Page) -> None:
    """Answer everything that must be answered."""
    page.get_by_label("申请人姓名").fill("王小满")
    page.get_by_label("联系电话").fill("+86 138-0000-0001")
    page.get_by_label("采暖面积").fill("88")
    page.get_by_label("每月租金").fill("1,200.50")
    page.get_by_label("出生日期").fill("1992-03-07")
    page.get_by_label("开始日期").fill("2025-01-01")
    page.get_by_label("结束日期").fill("2026-01-01")
    page.get_by_label("小区名称").fill("演示小区")


def submit(page: Page) -> None:
    """Tap the form's button."""
    page.get_by_test_id("submit").click()


def sent(stand: Stand, action: str = "submit") -> list[Any]:
    """What an action received."""
    return stand.sent(ACTIONS + action)


def summary(page: Page) -> Locator:
    """The list of everything wrong."""
    return page.get_by_test_id("error-summary")


class TestWhatIsTyped:
    def test_is_sent_as_the_schema_wants_it(self, page: Page, stand: Stand):
        show(page, "typed")
        fill_typed(page)
        page.get_by_label("统一社会信用代码").fill("91350100m000100y43")
        submit(page)

        expect(page.get_by_test_id("receipt")).to_contain_text("2026-7K3QZ")
        assert [one["data"] for one in sent(stand)] == [
            {
                "applicant": "王小满",
                "phone": "13800000001",
                "company": "91350100M000100Y43",
                "area": 88,
                "rent": 120050,
                "bornOn": "1992-03-07",
                "stay": {"from": "2025-01-01", "to": "2026-01-01"},
                "street": "演示小区",
            }
        ]

    def test_what_is_missing_is_listed_on_top_with_the_focus(self, page: Page, stand: Stand):
        show(page, "typed")
        submit(page)

        expect(summary(page)).to_be_focused()
        expect(summary(page)).to_contain_text("有 7 处需要修改")
        summary(page).get_by_text("请填写“联系电话”。").click()
        field = page.get_by_label("联系电话")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        assert sent(stand) == []

    @pytest.mark.parametrize(
        ("label", "typed", "said"),
        [
            ("联系电话", "12345", "请填 11 位手机号"),
            ("统一社会信用代码", "91350100M000100Y44", "有一位填错了"),
            ("统一社会信用代码", "9135O100M000100Y43", "不含 I、O、S、V、Z"),
            ("采暖面积", "501", "不能大于 500"),
            ("采暖面积", "八十", "请填数字"),
            ("每月租金", "10000.01", "不能大于 10000"),
            ("结束日期", "2024-01-01", "结束日期不能早于开始日期"),
            ("小区名称", "长" * 21, "最多 20 个字"),
        ],
    )
    def test_what_is_wrong_is_said_in_words_that_help(self, page: Page, label: str, typed: str, said: str):
        show(page, "typed")
        fill_typed(page)
        page.get_by_label(label).fill(typed)
        submit(page)

        expect(summary(page)).to_contain_text("有 1 处需要修改")
        expect(summary(page)).to_contain_text(said)

    def test_a_draft_waits_on_the_phone(self, page: Page):
        show(page, "typed")
        page.get_by_label("申请人姓名").fill("王小满")
        page.reload()

        expect(page.get_by_test_id("draft-restored")).to_be_visible()
        expect(page.get_by_label("申请人姓名")).to_have_value("王小满")


class TestWhatIsChosen:
    def test_nothing_is_preselected_and_hidden_answers_are_not_sent(self, page: Page, stand: Stand):
        show(page, "chosen")
        assert page.locator(":checked:not(option)").count() == 0

        page.get_by_text("燃气").click()
        page.get_by_label("办理城市").select_option("天水市")
        page.get_by_text("有重病患者").click()
        page.get_by_text("低保户").click()
        page.get_by_text("是", exact=True).click()
        page.get_by_label("独居开始日期").fill("2024-05-01")
        page.get_by_text("否", exact=True).click()
        page.get_by_label("我承诺以上信息真实有效").check()
        submit(page)

        expect(page.get_by_test_id("receipt")).to_be_visible()
        data = sent(stand)[0]["data"]
        assert data == {
            "fuel": "gas",
            "city": "ts",
            "needs": ["low", "ill"],
            "alone": False,
            "truth": True,
            "holder": "王小满",
            "idNumber": "6201**********1029",
        }

    def test_the_authors_sentence_comes_first(self, page: Page):
        show(page, "chosen")
        submit(page)

        expect(summary(page)).to_contain_text("请勾选承诺")


class TestWhatIsHandedIn:
    def fill(self, page: Page) -> None:
        page.get_by_label("证件号码").fill("11010519491231002x")
        home = page.get_by_role("group", name="户籍所在地")
        home.locator("select").first.select_option("兰州市")
        home.locator("select").nth(1).select_option("城关区")
        address = page.get_by_role("group", name="现住址")
        address.locator("select").first.select_option("嘉峪关市")
        address.locator("textarea").fill("演示路1号")
        page.locator("input[type=file]").first.set_input_files(
            {"name": "房屋 证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 demo"}
        )
        expect(page.get_by_text("已上传", exact=False).first).to_be_visible()

    def test_files_places_documents_and_a_drawn_signature_are_sent(self, page: Page, stand: Stand):
        show(page, "given")
        self.fill(page)
        pad = page.get_by_test_id("signature-pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 160, box["y"] + 90, steps=5)
        page.mouse.up()
        submit(page)

        expect(page.get_by_test_id("receipt")).to_be_visible()
        data = sent(stand)[0]["data"]
        assert data.pop("signature").startswith("M")
        assert data.pop("proof")[0]["id"] == "file-1"
        assert data == {
            "relative": {"type": "111", "number": "11010519491231002X"},
            "home": "620102",
            "address": {"regionCode": "620200", "detail": "演示路1号"},
        }
        _, _, headers, content = next(one for one in stand.received if one[1].endswith("/files"))
        assert headers["x-file-name"] == "%E6%88%BF%E5%B1%8B%20%E8%AF%81%E6%98%8E.pdf"
        assert content == b"%PDF-1.4 demo"

    def test_who_cannot_draw_types_the_full_name(self, page: Page, stand: Stand):
        show(page, "given")
        self.fill(page)
        page.get_by_role("button", name="不方便手写").click()
        page.get_by_label("请输入您的姓名全称").fill("王小满")
        submit(page)

        expect(page.get_by_test_id("receipt")).to_be_visible()
        assert sent(stand)[0]["data"]["signature"] == "text:王小满"

    def test_a_wrong_digit_of_an_identity_number_is_found(self, page: Page):
        show(page, "given")
        self.fill(page)
        page.get_by_label("证件号码").fill("110105194912310021")
        submit(page)

        expect(summary(page)).to_contain_text("身份证号码有一位填错了")

    def test_a_large_photo_is_made_smaller_on_the_phone(self, page: Page, stand: Stand):
        show(page, "given")
        png = page.evaluate(
            """async () => { const canvas = new OffscreenCanvas(2400, 1200); canvas.getContext("2d").fillRect(0, 0, 9, 9);
                const blob = await canvas.convertToBlob({type: "image/png"});
                return [...new Uint8Array(await blob.arrayBuffer())]; }"""
        )
        photo = {"name": "照片.png", "mimeType": "image/png", "buffer": bytes(png)}
        page.locator("input[type=file]").first.set_input_files(photo)  # type: ignore[arg-type]  # a FilePayload
        expect(page.get_by_text("照片.jpg")).to_be_visible()
        expect(page.get_by_text("已上传", exact=False).first).to_be_visible()

        content = next(body for _, path, _, body in stand.received if path.endswith("/files"))
        frame = content.index(b"\xff\xc0") + 5  # height and width stand in the frame header of a JPEG
        height, width = (int.from_bytes(content[frame + at : frame + at + 2]) for at in (0, 2))
        assert (width, height) == (1600, 800)

    def test_a_file_that_did_not_arrive_can_be_sent_again_and_nothing_goes_without_it(self, page: Page, stand: Stand):
        stand.file_status = 503
        show(page, "given")
        payload = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
        page.locator("input[type=file]").first.set_input_files(payload)  # type: ignore[arg-type]  # a FilePayload
        expect(page.get_by_text("没有传上去")).to_be_visible()
        submit(page)
        expect(summary(page)).to_contain_text("还有文件没有传好")

        stand.file_status = 201
        page.get_by_role("button", name="再试一次").click()
        expect(page.get_by_text("已上传", exact=False).first).to_be_visible()
        page.get_by_role("button", name="删除 证明.pdf").click()
        expect(page.get_by_text("证明.pdf")).to_have_count(0)

    def test_a_form_that_keeps_no_draft_leaves_nothing_on_the_phone(self, page: Page):
        show(page, "given")
        page.get_by_label("证件号码").fill("11010519491231002X")

        assert "11010519491231002X" not in json.dumps(page.evaluate("({...localStorage})"))


class TestGestures:
    def test_a_spent_one_draws_the_screen_again_and_keeps_what_was_typed(self, page: Page, stand: Stand):
        show(page, "typed")
        fill_typed(page)
        stand.gestures.clear()
        submit(page)
        expect(page.get_by_test_id("renewed")).to_be_visible()
        expect(page.get_by_label("申请人姓名")).to_have_value("王小满")

        submit(page)
        expect(page.get_by_test_id("receipt")).to_be_visible()
        assert [one["gesture"] for one in sent(stand)] == ["gesture-1", "gesture-2"]

    def test_complaints_of_the_mini_app_come_with_a_fresh_one(self, page: Page, stand: Stand):
        error = {"field": "/area", "zh": "面积与登记不符", "en": "does not match"}
        invalid = {"outcome": "invalid", "errors": [error], "screen": None, "receipt": None}
        stand.answers["submit"] = lambda _: (200, invalid | {"gesture": stand.gesture()})
        show(page, "typed")
        fill_typed(page)
        submit(page)
        expect(summary(page)).to_contain_text("面积与登记不符")

        stand.answers.clear()
        page.get_by_label("采暖面积").fill("90")
        submit(page)
        expect(page.get_by_test_id("receipt")).to_be_visible()

    def test_a_submit_whose_answer_got_lost_is_repeated_word_for_word(self, page: Page, stand: Stand):
        def lose(route: Route) -> None:
            tries.append((route.request.headers["idempotency-key"], route.request.post_data))
            if len(tries) == 1:
                route.abort()
            else:
                route.continue_()

        tries: list[tuple[str, str | None]] = []
        page.route("**/actions/submit", lose)
        show(page, "typed")
        fill_typed(page)
        submit(page)
        page.get_by_test_id("trouble").wait_for()
        show(page, "typed")
        submit(page)

        expect(page.get_by_test_id("receipt")).to_be_visible()
        assert len(tries) == 2
        assert tries[0] == tries[1]

    def test_a_chosen_slot_is_sent_by_its_id(self, page: Page, stand: Stand):
        show(page, "slots")
        page.get_by_role("button", name="预约").click()
        expect(page.get_by_text("请先选择一个时间")).to_be_visible()
        expect(page.get_by_label("09:30–10:00")).to_be_disabled()
        page.get_by_text("10:00–10:30").click()
        page.get_by_role("button", name="预约").click()

        expect(page.get_by_test_id("receipt")).to_be_visible()
        assert sent(stand, "book")[0]["data"] == {"slot": "c"}


class TestLeadingOn:
    def test_input_travels_with_the_tap_and_not_in_the_address(self, page: Page, stand: Stand):
        show(page, "lists")
        page.get_by_role("button", name="采暖补贴申请").click()

        expect(page.locator("h1")).to_have_text("申请详情")
        assert stand.sent("mini-apps/gallery/screens/facts")[-1] == {"input": {"number": "7K3QZ"}}
        assert "7K3QZ" not in page.url

    def test_a_launch_is_asked_by_the_shell_with_both_registered_names(self, page: Page, stand: Stand):
        show(page, "tiles")
        page.get_by_role("button", name="查看我的采暖补贴").click()
        sheet = page.get_by_test_id("launch")
        expect(sheet.get_by_test_id("official")).to_contain_text("甘快办官方确认")
        for words in ("兰州市民政局（演示）", "甘肃省住房和城乡建设厅（演示）", "采暖补贴申请", "2026"):
            expect(sheet).to_contain_text(words)
        page.get_by_test_id("launch-open").click()

        expect(page.get_by_test_id("department")).to_have_text("由甘肃省住房和城乡建设厅（演示）提供")
        page.wait_for_load_state("networkidle")  # the page bears the other name before its screen was asked for
        target = {"app": "heating_subsidy", "intent": "status", "params": {"season": "2026", "paid": True}}
        assert stand.sent("mini-apps/gallery/launches") == [{"gesture": "gesture-1", **target}]
        assert stand.sent("mini-apps/heating_subsidy/screens/facts") == [{"input": {}, "intent": "intent-1"}]

    def test_staying_sends_nothing(self, page: Page, stand: Stand):
        show(page, "tiles")
        page.get_by_role("button", name="查看我的采暖补贴").click()
        page.get_by_test_id("launch-stay").click()

        expect(page.get_by_test_id("launch")).to_have_count(0)
        assert stand.sent("mini-apps/gallery/launches") == []
