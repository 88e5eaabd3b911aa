"""Records for authors' tests: kept in memory, in the host's order, with the host's refusals."""

import uuid
from collections.abc import Callable

from plugin_sdk.guest.capabilities import CapabilityRefused

Part = dict[str, object]
PAGE_MOST = 50


class FakeRecords:
    """Plays `records.*` for one mini-app. `kept` is what lies in each collection, the oldest first.

    `collections` are the names that the manifest declares; records that should be there already go in with `add`.
    """

    def __init__(self, *collections: str, today: str = "2026-01-15") -> None:
        self.today = today
        self.kept: dict[str, list[Part]] = {name: [] for name in collections}

    def add(self, collection: str, value: Part, *, created_on: str | None = None) -> Part:
        """Put a record there, as if it had been created on that day; the record as the mini-app will see it."""
        kept = self._collection(collection)
        number = sum(map(len, self.kept.values())) + 1
        record: Part = {
            "id": str(uuid.UUID(int=number)),
            "version": 1,
            "value": value,
            "createdOn": created_on or self.today,
        }
        kept.append(record)
        return dict(record)

    def answers(self) -> dict[str, Callable[[Part], Part]]:
        """What answers each capability; a refusal is raised as `CapabilityRefused`."""
        return {
            "records.create": lambda asked: self.add(str(asked["collection"]), _object(asked["value"])),
            "records.get": lambda asked: {"record": self._found(asked)},
            "records.update": self._update,
            "records.list": self._list,
        }

    def _update(self, asked: Part) -> Part:
        record = self._found(asked)
        if record is None:
            raise CapabilityRefused("host.record-unknown", "The collection has no such record.")
        if record["version"] != asked["ifVersion"]:
            raise CapabilityRefused("host.record-changed", f"It has version {record['version']}; read it again.")
        record["value"], record["version"] = _object(asked["value"]), int(str(record["version"])) + 1
        return dict(record)

    def _list(self, asked: Part) -> Part:
        where, limit = _object(asked["where"]), int(str(asked["limit"]))
        if not 1 <= limit <= PAGE_MOST:
            raise CapabilityRefused("host.payload-refused", f"limit is 1 to {PAGE_MOST}")
        newest_first = sorted(self._collection(str(asked["collection"])), key=_place, reverse=True)
        fitting = [record for record in newest_first if _fits(_object(record["value"]), where)]
        start = int(str(asked["cursor"] or 0))
        more = len(fitting) > start + limit
        return {"items": fitting[start : start + limit], "nextCursor": str(start + limit) if more else None}

    def _found(self, asked: Part) -> Part | None:
        kept = self._collection(str(asked["collection"]))
        return next((record for record in kept if record["id"] == asked["id"]), None)

    def _collection(self, name: str) -> list[Part]:
        if name not in self.kept:
            raise CapabilityRefused("host.collection-unknown", f"The manifest declares no collection {name}.")
        return self.kept[name]


def _object(part: object) -> Part:
    return dict(part) if isinstance(part, dict) else {}


def _place(record: Part) -> tuple[str, str]:
    return str(record["createdOn"]), str(record["id"])


def _fits(value: Part, where: Part) -> bool:
    return all(name in value and value[name] == wanted for name, wanted in where.items())
