"""What officers of the journeys do at their desks: open a case, give an order."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

Sit = Callable[[str], Page]
# Refusals that a journey provokes are answers of 4xx, which the browser tells its console whatever the page does.
REFUSED = ("409 (Conflict)", "422 (Unprocessable")
CHENGGUAN, QINZHOU = "620102", "620502"
RELIEF = "000511004000"  # 临时救助: one officer decides; one paper may follow later
ALLOWANCE = "000511002000"  # 高龄津贴发放: two officers decide; may be taken in on behalf of another place


def open_case(page: Page, case: dict[str, Any]) -> None:
    """Find it by the end of its number, and open it with the keyboard."""
    page.goto("/desk")
    page.get_by_test_id("line").first.wait_for()
    page.keyboard.press("/")
    page.keyboard.type(case["number"][-8:])
    page.keyboard.press("Enter")
    page.get_by_test_id("drop-number").wait_for()
    page.locator("h1").focus()
    expect(page.get_by_test_id("line")).to_have_count(1)
    page.keyboard.press("Enter")
    page.get_by_test_id("orders").wait_for()


def order(page: Page, action: str, **fields: str) -> None:
    """Give an order: its sheet, its plain fields, and the answer."""
    page.get_by_test_id(f"order-{action}").click()
    sheet = page.get_by_test_id(f"sheet-{action}")
    for name, value in fields.items():
        if name == "outcome":
            sheet.get_by_text({"granted": "准予", "denied": "不予"}[value], exact=True).click()
        else:
            sheet.locator(f"[name={name}]").fill(value)
    sheet.get_by_test_id("send-order").click()
    expect(sheet).to_have_count(0)
