"""Services of the government in the simulator: the authors' own fake, from `mocks/items.json` of the project.

It is an object of items by basic code, each with the members of `item.read`'s answer that matter, and `questions`.
"""

import json
from pathlib import Path
from typing import Any

from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.fake_items import FakeItems

FILE = "items.json"


def read(asked: dict[str, Any], *, mocks: Path) -> Any:
    """Answer `item.read`.

    Raises:
        CapabilityRefused: the file has no such item, or cannot be read.

    """
    fake = FakeItems()
    try:
        known = json.loads((mocks / FILE).read_text("utf-8")) if (mocks / FILE).is_file() else {}
        for basic_code, said in known.items():
            fake.give(basic_code, **said)
    except (AttributeError, OSError, TypeError, ValueError) as wrong:
        raise CapabilityRefused("items.unknown-item", f"mocks/{FILE} cannot be used: {wrong}") from wrong
    if asked["basicCode"] not in known:
        raise CapabilityRefused("items.unknown-item", f"put the item {asked['basicCode']} into mocks/{FILE}")
    return fake.answers()["item.read"](asked)
