"""Accessibility check of an open page with axe-core, which comes with the shell's node packages."""

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "backend" / "shell" / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA contains the older levels; axe tags each rule with the version that introduced it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
SETTLED: Final = """async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const ends = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ends.map((one) => one.finished));
}"""


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds wrong with the page as it stands: rule, impact and the elements, empty when all is well.

    The source is evaluated by the debugger, so the page's content security policy stays in force.
    """
    # Half under the tab bar a button looks too small to axe; at the end of the page nothing is under it.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    # A sheet that still rises is half transparent, and its words would look too pale.
    page.evaluate(SETTLED)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        """async (tags) => (await axe.run(document, {runOnly: tags})).violations.map((rule) => (
            {id: rule.id, impact: rule.impact, help: rule.help, nodes: rule.nodes.map((node) => node.html)}))""",
        RULES,
    )
    return found
