"""What residents of the journeys do with their fingers: find, answer, fill, hand in."""

import io
import re

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.browser import settled, sign_in_as


def picture() -> FilePayload:
    """A small photograph of a paper."""
    content = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(content, "PNG")
    return {"name": "paper.png", "mimeType": "image/png", "buffer": content.getvalue()}


def enter(page: Page, persona: str) -> None:
    """Sign in and wait for the first screen."""
    sign_in_as(page, persona)
    page.get_by_role("navigation", name="主菜单").wait_for()


def choose_place(page: Page, name: str) -> None:
    """Get it done in another place: typed, found, chosen."""
    page.get_by_test_id("place").click()
    page.get_by_test_id("place-sheet").locator("input").fill(name)
    page.get_by_test_id("place-found").filter(has_text=name).first.click()
    page.get_by_test_id("place-choose").click()
    expect(page.get_by_test_id("place")).to_contain_text(name)
    settled(page)


def answer_questions(page: Page, prefer: dict[str, str] | None = None) -> int:
    """Answer one question after the other until none is left; how many there were. The first choice, or a preferred one.

    No question is asked twice.
    """
    scenario, asked, heard = page.get_by_test_id("scenario"), 0, set[str]()
    while True:
        open_question = scenario.locator("h2, h3").first.inner_text()
        choices = scenario.locator("[data-testid^=answer-]")
        if not choices.count():
            return asked
        name = str(choices.first.get_attribute("data-testid")).split("-")[1]
        assert name not in heard, f"asked twice: {open_question}"
        heard.add(name)
        wanted = (prefer or {}).get(name)
        (page.get_by_test_id(f"answer-{name}-{wanted}") if wanted else choices.first).click()
        asked += 1
        expect(scenario.or_(page.get_by_test_id("facts-sheet")).locator("h2, h3").first).not_to_have_text(open_question)
        if page.get_by_test_id("facts-sheet").count():
            return asked


def begin(page: Page) -> None:
    """From the guide into the application: for myself, for the youngest child where the item asks which."""
    page.get_by_test_id("apply").click()
    say_for_whom(page)


def say_for_whom(page: Page) -> None:
    """What is asked before the form, where anything is."""
    expect(page.get_by_test_id("start").or_(page.get_by_test_id("step-bar"))).to_be_visible()
    if page.get_by_test_id("start").count():
        for question in ("for-whom", "which-child"):
            if page.get_by_test_id(question).count():
                page.get_by_test_id(question).locator("label").first.click()
        page.get_by_test_id("start").click()
    page.get_by_test_id("step-bar").wait_for()


def to_the_form(page: Page, *, agree: bool = True) -> None:
    """Answer what the guide left open, and say whether registers may be read."""
    if page.get_by_test_id("scenario").count():
        answer_questions(page)
        if page.get_by_test_id("next").count():
            page.get_by_test_id("next").click()
    sheet = page.get_by_test_id("facts-sheet")
    expect(sheet.get_by_test_id("official")).to_be_visible()
    page.get_by_test_id("facts-agree" if agree else "facts-refuse").click()
    page.get_by_test_id("form").wait_for()


def counted(page: Page) -> tuple[int, int]:
    """Fields of the form, and how many were filled in for the person; checked against what stands on the page."""
    told = page.get_by_test_id("count")
    fields, known = int(told.get_attribute("data-fields") or 0), int(told.get_attribute("data-known") or 0)
    labels = page.get_by_test_id("prefilled").locator("dt").all_inner_texts()
    assert len(labels) == known
    asked = [one.inner_text() for one in page.locator("form .label:visible").all()]
    assert not set(labels) & {text.split("\n")[0] for text in asked}, "asked although it is known"
    assert len(set(labels)) == len(labels), "shown twice"
    return fields, known


def fill(page: Page, form: Locator | None = None) -> None:
    """Fill whatever is still empty in the form, plausibly."""
    form = form or page.get_by_test_id("form")
    choose(page, form)
    for box in form.locator("input[type=text]:visible, input[type=tel]:visible, textarea:visible").all():
        if not box.input_value():
            box.fill(words_for(page, box))
    for one in form.locator("input[type=date]:visible").all():
        if not one.input_value():
            one.fill("2026-11-20")


def choose(page: Page, form: Locator) -> None:
    """Take the first choice wherever nothing is chosen yet; a region opens the list of its next level."""
    for _ in range(4):
        for one in form.locator("select:visible").all():
            if not one.input_value():
                one.select_option(index=1)
                settled(page)
    for group in form.locator("[role=radiogroup]").all():
        if not group.locator("input:checked").count():
            group.locator("input").first.check()
    for one in form.locator("input[type=checkbox]:visible").all():
        one.check()


def words_for(page: Page, box: Locator) -> str:
    """Something a person would type there."""
    label = page.locator(f"label[for='{box.get_attribute('id')}']").inner_text()
    if "账号" in label or "卡号" in label:
        return "6228480000000000018"
    if box.get_attribute("inputmode") in {"numeric", "decimal"}:
        return "3"
    return "13800000001" if "电话" in label or "手机" in label else "汉族" if "民族" in label else "示例内容"


def hand_in_papers(page: Page) -> None:
    """Photograph what is still needed, and go on to the last step."""
    needed = page.locator("section[data-testid^=material-][data-state=needed]")
    for name in [str(one.get_attribute("data-testid")) for one in needed.all()]:
        material = page.get_by_test_id(name)
        material.locator("input[type=file]").first.set_input_files(picture())
        expect(material).to_contain_text("已上传")
        expect(material).to_have_attribute("data-state", "handed-in")
    page.get_by_test_id("next").click()


def submit(page: Page) -> str:
    """Hand it in; the number on the receipt (none for a bundle)."""
    expect(page.get_by_test_id("submit")).to_be_enabled()
    page.get_by_test_id("submit").click()
    receipt = page.get_by_test_id("receipt")
    receipt.wait_for()
    found = re.search(r"\b\d{21}\b", receipt.inner_text())
    return found[0] if found else ""


def apply(page: Page) -> str:
    """From the open form to the receipt."""
    fill(page)
    page.get_by_test_id("submit").click()
    expect(page.locator("h1")).to_have_text(re.compile("提交材料|核对并提交"))
    if page.locator("h1").inner_text() == "提交材料":
        hand_in_papers(page)
    expect(page.locator("h1")).to_have_text("核对并提交")
    return submit(page)
