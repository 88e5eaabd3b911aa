"""Cases in the simulator: the authors' own fake, once per persona, before a department of the project's making.

`mocks/cases.json` is an object of items by basic code: `name`, `department`, `questions`, `fields` and `materials`
(name to title), and `prefilled`, the fields that registers know. The registers' own consent sheet is not shown here.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.fake_cases import FakeCases

FILE = "cases.json"


class Desk:
    """Every persona's cases."""

    def __init__(self) -> None:
        self._people: dict[str, FakeCases] = {}

    def answer(
        self, name: str, asked: dict[str, Any], *, manifest: Manifest, persona: str, now: datetime, drawing: bool,
        mocks: Path,
    ) -> Any:  # fmt: skip
        """Answer a capability for this persona.

        Raises:
            CapabilityRefused: by the product's code.

        """
        fake = self._people.setdefault(persona, FakeCases())
        fake.now = now
        if name == "case.submit":
            _require_may(asked, manifest=manifest, drawing=drawing)
            _give(fake, asked["basicCode"], mocks=mocks)
        return fake.answers()[name](asked)

    def of(self, persona: str) -> list[Any]:
        """What the persona has handed in, the oldest first."""
        fake = self._people.get(persona)
        return [dict(one) for one in fake.mine] if fake else []


def _require_may(asked: dict[str, Any], *, manifest: Manifest, drawing: bool) -> None:
    if drawing:
        raise CapabilityRefused(
            "cases.needs-tap", "An application is handed in by a tap of the person, not while a screen is drawn."
        )
    if asked["basicCode"] not in manifest.gkb.items:
        raise CapabilityRefused(
            "cases.item-not-declared",
            f"The manifest does not name the item {asked['basicCode']}, so nothing is handed in for it.",
        )


def _give(fake: FakeCases, basic_code: str, *, mocks: Path) -> None:
    try:
        known = json.loads((mocks / FILE).read_text("utf-8")) if (mocks / FILE).is_file() else {}
        for code, said in known.items():
            fake.give(code, **said)
    except (AttributeError, OSError, TypeError, ValueError) as wrong:
        raise CapabilityRefused("items.unknown-item", f"mocks/{FILE} cannot be used: {wrong}") from wrong
    if basic_code not in known:
        raise CapabilityRefused("items.unknown-item", f"put the item {basic_code} into mocks/{FILE}")
