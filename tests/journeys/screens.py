"""Opening reference screens on a phone, and measuring what is on them."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.browser import PHONE, Watch, phone
from tests.shell.stand import Stand

Mode = Literal["standard", "elder", "largest", "dark", "en"]
PATIENCE_SECONDS = 15.0
ALL_HERE = "document.querySelector('[data-testid=screen]') && !document.querySelector('[data-testid=loading]')"
MODES: tuple[Mode, ...] = ("standard", "elder", "dark", "en")
TAPPED = "button, a[href], summary, select, textarea, input:not([type=checkbox]):not([type=radio]), .choice, .open"


@contextmanager
def resident(
    browser: Browser,
    stand: Stand,
    *,
    mode: Mode = "standard",
    viewport: ViewportSize = PHONE,
    expected: tuple[str, ...] = (),
) -> Iterator[tuple[Page, Watch]]:
    """A phone with somebody signed in who chose how things look."""
    with phone(browser, url=stand.url, viewport=viewport, expected=expected) as (page, watch):
        view = mode if mode in ("elder", "largest") else "standard"
        chosen = json.dumps({"view": view, "language": "en" if mode == "en" else "zh"})
        # Once: a page that changes its settings must find them again after a reload.
        page.add_init_script(
            "if (!localStorage.getItem('kuaiban.settings')) { localStorage.setItem('kuaiban.signed-in', '1');"
            f" localStorage.setItem('kuaiban.settings', '{chosen}'); }}"
        )
        if mode == "dark":
            page.emulate_media(color_scheme="dark")
        yield page, watch


def show(page: Page, name: str) -> None:
    """Open a screen of the gallery and wait until all its parts have come."""
    page.goto(f"/apps/gallery/{name}")
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until the screen is there."""
    page.get_by_test_id("screen").wait_for()
    deadline = time.monotonic() + PATIENCE_SECONDS
    # Asked by the debugger: what waits inside the page would need the eval that our policy forbids.
    while not page.evaluate(ALL_HERE):
        assert time.monotonic() < deadline, f"a part of {page.url} never came"
        page.wait_for_timeout(20)


def small_targets(page: Page, *, least: float) -> list[str]:
    """Everything to tap in the bar and on the screen that is smaller than that."""
    found: list[str] = page.evaluate(
        """([tapped, least]) => [...document.querySelectorAll(`main :is(${tapped})`)]
            .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest("[role=status]"))
            .map((one) => [one, one.matches(".open") ? one.closest(".card") : one])
            .filter(([, shape]) => { const box = shape.getBoundingClientRect();
                return box.width < least - 0.5 || box.height < least - 0.5; })
            .map(([one]) => one.outerHTML.slice(0, 160))""",
        [TAPPED, least],
    )
    return found


def texts(page: Page) -> list[dict[str, Any]]:
    """Every visible text of the page: its words, size and line height in pixels."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {
                const one = walker.currentNode.parentElement;
                if (!walker.currentNode.data.trim() || !one.checkVisibility() || one.closest(".for-screen-readers")) continue;
                const style = getComputedStyle(one);
                found.push({words: walker.currentNode.data.trim(), size: parseFloat(style.fontSize),
                    line: parseFloat(style.lineHeight), caption: Boolean(one.closest(".caption, .badge, .note, .optional, .state"))});
            }
            return found;
        }"""
    )
    return found
