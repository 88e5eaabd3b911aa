"""`python -m tests.journeys.screenshot [file]`: the first screen as the README shows it. Tests do not change the tree."""

import sys
from pathlib import Path

from tests.journeys.browser import chromium, phone, sign_in_as
from tests.running import HOUSE, running

USUAL = HOUSE / "docs" / "phone.png"


def main() -> None:
    """Write the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else USUAL
    target.parent.mkdir(parents=True, exist_ok=True)
    with running() as product, chromium() as browser, phone(browser, url=product.url) as (page, _):
        sign_in_as(page, "young-parent")
        page.screenshot(path=target)
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
