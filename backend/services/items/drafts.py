"""From what files hold to rows: which of it is new, and as which version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.ids import new_id
from backend.services.items import desk_queries
from backend.services.items.desk_queries import NewVersion
from backend.services.items.publication import OPEN, State
from backend.services.items.reading import Reading

Key = tuple[str, str, str]


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """One whole of the files, as a row holds it."""

    kind: str
    code: str
    region_code: str
    name: str
    sector: str
    audiences: list[str]
    levels: list[str]
    body: dict[str, Any]

    @property
    def key(self) -> Key:
        """What it is a version of."""
        return self.kind, self.code, self.region_code

    def row(self, *, version: int, by: str, at: datetime, batch: UUID | None) -> NewVersion:
        """A draft with this content."""
        return NewVersion(
            id=new_id(), kind=self.kind, code=self.code, region_code=self.region_code, version=version,
            state=State.DRAFT, valid_from=None, name=self.name, sector=self.sector, audiences=self.audiences,
            levels=self.levels, body=self.body, batch=batch, edited_by=by, approved_by=None, changed_at=at,
        )  # fmt: skip


def contents(reading: Reading, *, names: Mapping[str, str]) -> list[Content]:
    """Everything that the files hold; `names` are those of items that differences belong to."""
    found = []
    for code, one in reading.items.items():
        body = msgspec.to_builtins(one.value)
        found.append(_content("item", code, "", body["name"], body, sector=body["sector"], levels=body["levels"]))
    for (code, region), one in reading.differences.items():
        found.append(_content("override", code, region, names.get(code, code), msgspec.to_builtins(one.value)))
    for code, one in reading.bundles.items():
        body = msgspec.to_builtins(one.value)
        found.append(_content("bundle", code, "", body["name"], body))
    return found


async def newest(wholes: Sequence[Content]) -> dict[Key, Record]:
    """The newest version of each, whatever its state."""
    rows = await desk_queries.newest([one.key for one in wholes])
    return {(row["kind"], row["code"], row["region_code"]): row for row in rows}


def is_open(row: Record | None) -> bool:
    """Whether the version is not decided yet."""
    return row is not None and State(row["state"]) in OPEN


def is_same(content: Content, row: Record | None) -> bool:
    """Whether the version says this already; a cancelled one says nothing."""
    return row is not None and State(row["state"]) is not State.CANCELLED and row["body"] == content.body


def _content(
    kind: str, code: str, region: str, name: str, body: dict[str, Any], *, sector: str = "", levels: Sequence[str] = ()
) -> Content:
    return Content(
        kind=kind, code=code, region_code=region, name=name, sector=sector,
        audiences=list(body.get("audiences", ())), levels=list(levels), body=body,
    )  # fmt: skip
