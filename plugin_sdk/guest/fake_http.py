"""Servers for authors' tests: each address answers what the test says, and nothing leaves the machine."""

import json as to_json
from collections.abc import Callable

from plugin_sdk.guest.capabilities import CapabilityRefused

Part = dict[str, object]


class FakeHttp:
    """Plays `http.fetch`. `asked` holds every request that was answered; an address nobody gave is refused by name."""

    def __init__(self) -> None:
        self.asked: list[Part] = []
        self._known: dict[tuple[str, str], Part] = {}

    def give(
        self, url: str, *, method: str = "GET", status: int = 200, json: object = None, text: str | None = None
    ) -> None:
        """Let this address answer so, with `json` or `text`; an address without its query answers for all queries."""
        kind = "application/json" if text is None else "text/plain; charset=utf-8"
        body = to_json.dumps(json, ensure_ascii=False) if text is None else text
        self._known[method, url] = {"status": status, "headers": {"content-type": kind}, "body": body}

    def answers(self) -> dict[str, Callable[[Part], Part]]:
        """What answers the capability; a refusal is raised as `CapabilityRefused`."""
        return {"http.fetch": self._fetch}

    def _fetch(self, asked: Part) -> Part:
        method, url = str(asked["method"]), str(asked["url"])
        known = self._known.get((method, url)) or self._known.get((method, url.partition("?")[0]))
        if known is None:
            raise CapabilityRefused("host.fetch-failed", f"the test gives no answer for {method} {url}")
        self.asked.append(asked)
        return known
