"""A phone in headless Chromium, watched: whatever it should not do while somebody uses it is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}  # WCAG 1.4.10: what 1280 pixels are at 400 %
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000
expect.set_options(timeout=30_000)  # other programs may be using this machine, the other lane of the tests first of all
USUAL_LETTERS, LARGE_LETTERS = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}
# Blocked things are told to the page as events, also those that write nothing to the console.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation",
    (event) => console.error("CSP", event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber))
"""


@dataclass
class Watch:
    """What a page did wrong."""

    origin: str
    troubles: list[str] = field(default_factory=list)
    # Answers of 4xx that the journey provokes are logged by the browser as errors; these codes are expected.
    expected: tuple[str, ...] = ()

    def on_console(self, message: ConsoleMessage) -> None:
        """Errors and warnings are for developers, and there should be nothing to tell them."""
        if message.type in {"error", "warning"} and not any(words in message.text for words in self.expected):
            self.troubles.append(f"console: {message.text}")

    def on_request(self, request: Request) -> None:
        """Everything comes from our own origin."""
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.troubles.append(f"foreign request: {request.url}")

    def on_error(self, error: Error) -> None:
        """An exception that nobody caught."""
        self.troubles.append(f"exception: {error}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's browser."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def phone(
    browser: Browser, *, url: str, viewport: ViewportSize = PHONE, expected: tuple[str, ...] = ()
) -> Iterator[tuple[Page, Watch]]:
    """A fresh phone at the product's address, nobody signed in."""
    context = browser.new_context(
        base_url=url, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=True, is_mobile=True
    )
    with _watched(context, url=url, expected=expected) as found:
        yield found


@contextmanager
def desk(
    browser: Browser, *, url: str, viewport: ViewportSize = DESK, expected: tuple[str, ...] = ()
) -> Iterator[tuple[Page, Watch]]:
    """A fresh desk with a wide screen, a mouse and a keyboard, nobody signed in."""
    context = browser.new_context(base_url=url, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai")
    with _watched(context, url=url, expected=expected) as found:
        yield found


@contextmanager
def _watched(context: BrowserContext, *, url: str, expected: tuple[str, ...]) -> Iterator[tuple[Page, Watch]]:
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(TELL_VIOLATIONS)
    page, watch = context.new_page(), Watch(origin=url, expected=expected)
    page.on("console", watch.on_console)
    page.on("pageerror", watch.on_error)
    context.on("request", watch.on_request)
    try:
        yield page, watch
    finally:
        context.close()


def sign_in_as(page: Page, persona: str) -> None:
    """Through the persona picker, until the first screen is there."""
    page.goto("/sign-in")
    page.get_by_test_id(f"persona-{persona}").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    settled(page)


def sit_down_as(page: Page, persona: str) -> None:
    """At the desk, through the persona picker, until the first page is there."""
    page.goto("/desk")
    page.get_by_test_id(f"persona-{persona}").click()
    page.get_by_test_id("officer").wait_for()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page has its heading and no skeleton any more."""
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")


def painted(page: Page) -> None:
    """Wait until a change of the window or the letters is on the screen, and what watches for it has drawn again."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def scrolls_sideways_at(page: Page, viewport: ViewportSize) -> list[str]:
    """What sticks out of a window of this size; the window is as large as before afterwards."""
    before = page.viewport_size
    assert before
    page.set_viewport_size(viewport)
    painted(page)
    assert page.evaluate("document.documentElement.clientWidth") == viewport["width"], page.url
    found = scrolls_sideways(page)
    page.set_viewport_size(before)
    painted(page)
    return found


def scrolls_sideways_with_large_letters(page: Page) -> list[str]:
    """What sticks out when the browser's letters are twice as large; they are as before afterwards."""
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    usual = page.evaluate(size)
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": LARGE_LETTERS})
    painted(page)
    assert page.evaluate(size) == 2 * usual, page.url
    found = scrolls_sideways(page)
    browser.send("Page.setFontSizes", {"fontSizes": USUAL_LETTERS})
    painted(page)
    assert page.evaluate(size) == usual, page.url
    browser.detach()
    return found


def scrolls_sideways(page: Page) -> list[str]:
    """What sticks out of the page to the right; empty when nobody has to scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > wide + 0.5)
                .map((one) => one.outerHTML.slice(0, 120));
        }"""
    )
    return found
