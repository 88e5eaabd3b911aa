"""Records of the whole mini-app: data that belongs to nobody. What belongs to a person goes into `ctx.store`."""

from plugin_sdk.guest.capabilities import HostCall, ask

Part = dict[str, object]


class Record:
    """One record: `id`, `version`, `value` (a dict) and `created_on` (a day, `2026-01-15`)."""

    def __init__(self, told: Part) -> None:
        self.id = str(told["id"])
        self.version = int(told["version"])  # type: ignore[call-overload]  # JSON from the host
        self.value: Part = dict(told["value"])  # type: ignore[call-overload]
        self.created_on = str(told["createdOn"])


class RecordPage:
    """One page: `items`, and `next_cursor` for the page after it, or None when this is the last."""

    def __init__(self, items: list[Record], next_cursor: str | None) -> None:
        self.items = items
        self.next_cursor = next_cursor


class Records:
    """Collections that the manifest declares. Nobody's number may stand in a value: it is refused by name."""

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def create(self, collection: str, value: Part) -> Record:
        """Add a record. Its id is new and says nothing about when or by whom."""
        return Record(ask(self._host_call, "records.create", collection=collection, value=value))

    def get(self, collection: str, record_id: str) -> Record | None:
        """The record of that id, or None."""
        found = ask(self._host_call, "records.get", collection=collection, id=record_id)["record"]
        return Record(found) if found else None  # type: ignore[arg-type]  # JSON from the host

    def update(self, collection: str, record: Record, value: Part) -> Record:
        """Replace the value of a record that you read; `host.record-changed` when somebody else did so before."""
        told = ask(
            self._host_call,
            "records.update",
            collection=collection,
            id=record.id,
            value=value,
            ifVersion=record.version,
        )
        return Record(told)

    def list(
        self, collection: str, *, where: Part | None = None, cursor: str | None = None, limit: int = 20
    ) -> RecordPage:
        """Records whose top-level fields are equal to those of `where`, the newest day first, at most 50 a page."""
        told = ask(
            self._host_call, "records.list", collection=collection, where=where or {}, cursor=cursor, limit=limit
        )
        items: list[Part] = told["items"]  # type: ignore[assignment]  # JSON from the host
        following = told.get("nextCursor")
        return RecordPage([Record(one) for one in items], None if following is None else str(following))
