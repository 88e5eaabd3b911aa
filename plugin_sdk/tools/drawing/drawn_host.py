"""The host of drawn screens: an invented person, mock departments of the project, and places that can be booked.

Standard library only: it runs beside the author's code.
"""

from collections.abc import Mapping

from plugin_sdk.guest.fake_cases import FakeCases
from plugin_sdk.guest.fake_items import FakeItems
from plugin_sdk.guest.testing import FakeHost
from plugin_sdk.tools.drawing.sample_person import NOW, PERSON, SOURCES

Part = dict[str, object]


class DrawnItems(FakeItems):
    """Every code is an item, so that a guide has something to show."""

    def _read(self, asked: Part) -> Part:
        self.give(str(asked["basicCode"]), name="办事事项（示例）", department="示例部门", result="办理结果")
        return super()._read(asked)


class DrawnCases(FakeCases):
    """Every code can be applied for, so that there is a case to show."""

    def _submit(self, asked: Part) -> Part:
        self.give(str(asked["basicCode"]), name="办事事项（示例）", department="示例部门")
        return super()._submit(asked)


class DrawnHost(FakeHost):
    """A `FakeHost` with something in every room, so that pages have something to show."""

    def __init__(
        self,
        *,
        locale: str,
        collections: list[str],
        mocks: Mapping[str, object],
        is_known: bool = True,
        refuse: dict[str, str] | None = None,
    ) -> None:
        super().__init__(
            person=PERSON if is_known else {},
            sources=SOURCES if is_known else {},
            collections=tuple(collections),
            refuse=refuse,
            now=NOW,
            locale=locale,
        )
        for path, content in mocks.items():
            self._give(path, content)
        resource = self.bookings.add_resource("业务办理", name_en="Counter service", most=3)
        for starts_at in ("2026-01-16T09:00:00+08:00", "2026-01-16T10:00:00+08:00", "2026-01-19T09:00:00+08:00"):
            last = self.bookings.add_slot(resource, starts_at, capacity=2)
        self.bookings.fill(last)
        self.items = DrawnItems()
        self.cases = DrawnCases(now=NOW)

    def _give(self, path: str, content: object) -> None:
        """`mocks/<host>/<path>.json` answers that address, `<path>.POST.json` its POST, as in the simulator."""
        url = path.removeprefix("mocks/").removesuffix(".json")
        method = "POST" if url.endswith(".POST") else "GET"
        status = 200
        if isinstance(content, dict) and content.keys() == {"status", "json"} and type(content["status"]) is int:
            status, content = content["status"], content["json"]
        self.http.give(f"https://{url.removesuffix('.POST')}", method=method, status=status, json=content)
