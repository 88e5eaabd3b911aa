"""What the development server of a mini-app tells about itself, for tests of the simulator's pages."""

import queue
from collections.abc import Iterator
from typing import Any

from tests.shell import gallery

PROBLEM = {
    "code": "run.bad-manifest",
    "severity": "error",
    "file": "app.py",
    "line": 42,
    "pointer": "/body/2",
    "zh": "没有“Hologram”这个组件",
    "en": "There is no component Hologram",
    "causeZh": "画面里用了目录之外的组件。",
    "causeEn": "The screen uses a component outside of the catalogue.",
    "fixZh": "请改用 ui.notice(...)。",
    "fixEn": "Use ui.notice(...) instead.",
}
CALL = {
    "at": "2026-01-15T09:30:02+08:00",
    "kind": "screen",
    "name": "words",
    "milliseconds": 38,
    "fuel": 152_000_000,
    "hostCalls": [{"capability": "person.read", "payload": {"fields": ["name"]}, "answer": {"name": "王小满"}}],
    "log": ["drew words"],
    "error": None,
}


class Workbench:
    """The simulator's state; `push` sends an event to the page."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.received: list[tuple[str, Any]] = []
        self.state: dict[str, Any] = {
            "app": {
                "id": "gallery",
                "name": "示例服务大全",
                "opens": "words",
                "version": "0.1.0",
                "department": "兰州市民政局（演示）",
            },
            "pages": list(gallery.SCREENS),
            "intents": [
                {"name": "status", "screen": "timeline", "text": {"zh": "查进度", "en": "Progress"}, "params": {}}
            ],
            "personas": [
                {"id": "young-parent", "name": "王小满", "title": "年轻父母"},
                {"id": "elder", "name": "赵奶奶", "title": "独居老人"},
            ],
            "persona": "young-parent",
            "now": "2026-01-15T09:30:00+08:00",
            "problems": [PROBLEM],
            "calls": [CALL],
            "inbox": [{"title": "已受理", "body": "三个工作日内有结果。", "facts": []}],
            "stored": {"application.2026": {"number": "7K3QZ"}},
            "records": {"applications": [{"number": "7K3QZ"}]},
            "bookings": [],
            "consents": [{"purpose": "heating-subsidy-application"}],
            "engine": "wasm",
        }

    def answer(self, what: str, body: Any) -> dict[str, Any]:
        """Change what was asked for; always tells the whole state."""
        self.received.append((what, body))
        if what == "persona":
            self.state["persona"] = body["id"]
        if what == "clock":
            self.state["now"] = body["now"]
        if what == "reset":
            self.state |= {"inbox": [], "stored": {}, "consents": []}
        return self.state

    def push(self, event: str) -> None:
        """Tell the page that something changed."""
        self._events.put(event)

    def events(self) -> Iterator[str]:
        """Events until `close`."""
        yield "hello"
        while (event := self._events.get()) is not None:
            yield event

    def close(self) -> None:
        """End the stream."""
        self._events.put(None)
