"""A fake host, so that an author's tests run on plain CPython, with no server and no network."""

import json
from collections.abc import Callable
from typing import Any

from plugin_sdk.guest.app import MiniApp
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.context import Context, Launch
from plugin_sdk.guest.fake_bookings import FakeBookings
from plugin_sdk.guest.fake_cases import FakeCases
from plugin_sdk.guest.fake_http import FakeHttp
from plugin_sdk.guest.fake_items import FakeItems
from plugin_sdk.guest.fake_records import FakeRecords

Part = dict[str, object]


class FakeHost:
    """Plays the host for one person: knows `person`, keeps `stored`, collects `messages`, notes `calls`.

    `refuse` maps a capability to the code it is refused with. `collections` are those of the manifest; their records
    are in `records`, answers of other servers in `http`, what can be booked in `bookings`, services of the
    government in `items`, what can be applied for and was in `cases`.
    """

    def __init__(
        self,
        *,
        person: dict[str, str] | None = None,
        sources: dict[str, str] | None = None,
        refuse: dict[str, str] | None = None,
        collections: tuple[str, ...] = (),
        now: str = "2026-01-15T09:30:00+08:00",
        locale: str = "zh",
    ) -> None:
        self.person = person or {}
        self.sources = sources or {}
        self.refuse = refuse or {}
        self.now = now
        self.locale = locale
        self.stored: dict[str, object] = {}
        self.records = FakeRecords(*collections, today=now[:10])
        self.http = FakeHttp()
        self.bookings = FakeBookings(now=now)
        self.items = FakeItems()
        self.cases = FakeCases(now=now)
        self.messages: list[Part] = []
        self.calls: list[tuple[str, Part]] = []
        self._draws = 0

    def draw(self, app: MiniApp, screen: str, given: Part | None = None, *, launch: Launch | None = None) -> Part:
        """Draw a screen as the host would, and return it; `launch` as if another mini-app had led here."""
        drawn: Part = self._answer(app, "screen", screen, given or {}, launch=launch)
        return drawn

    def take(self, app: MiniApp, action: str, given: Part) -> Part:
        """Take an action as the host would, and return its answer."""
        taken: Part = self._answer(app, "action", action, given)
        return taken

    def host_call(self, capability: str, payload: str) -> str:
        """Answer one capability call, in JSON both ways as the real boundary does."""
        asked = json.loads(payload)
        self.calls.append((capability, asked))
        if capability in self.refuse:
            return json.dumps({"answer": "refused", "code": self.refuse[capability], "message": "refused by the test"})
        answers = self._answers()
        if capability not in answers:
            return json.dumps({"answer": "refused", "code": "host.not-granted", "message": capability})
        try:
            value = answers[capability](asked)
        except CapabilityRefused as refused:
            return json.dumps({"answer": "refused", "code": refused.code, "message": refused.message})
        return json.dumps({"answer": "granted", "value": value}, ensure_ascii=False)

    def _answers(self) -> dict[str, Callable[[Any], Part]]:
        return {
            "person.read": self._read_person,
            "person.subject": lambda _: {"subject": "test7subject7of7the7caller"},
            "store.get": self._get,
            "store.put": self._put,
            "message.send": self._send,
            **self.records.answers(),
            **self.http.answers(),
            **self.bookings.answers(),
            **self.items.answers(),
            **self.cases.answers(),
        }

    def _answer(self, app: MiniApp, kind: str, name: str, given: Part, *, launch: Launch | None = None) -> Part:
        self._draws += 1
        entropy = f"{self._draws:064x}"
        ctx = Context(now=self.now, locale=self.locale, entropy=entropy, host_call=self.host_call, launch=launch)
        answer: dict[str, Part] = json.loads(json.dumps(app.answer(kind, name, ctx, given), ensure_ascii=False))
        return answer[kind]

    def _read_person(self, asked: dict[str, list[str]]) -> Part:
        return {
            "values": {field: self.person.get(field) for field in asked["fields"]},
            "sources": {field: self.sources[field] for field in asked["fields"] if field in self.sources},
        }

    def _get(self, asked: dict[str, str]) -> Part:
        return {"value": self.stored.get(asked["key"])}

    def _put(self, asked: dict[str, str]) -> Part:
        if asked["ifAbsent"] and asked["key"] in self.stored:
            return {"value": self.stored[asked["key"]]}
        self.stored[asked["key"]] = asked["value"]
        return {"value": asked["value"]}

    def _send(self, asked: Part) -> Part:
        self.messages.append(asked)
        return {"messageId": f"message-{len(self.messages)}"}
