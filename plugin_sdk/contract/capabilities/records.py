"""Records of the whole mini-app, in collections that its manifest declares.

They belong to nobody: the host keeps no person with a record and no time finer than the day, and refuses values that
hold somebody's number.
"""

from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.values import Slug

RECORD_BYTES = 16 * 1024
"""One value as JSON: a form of a hundred fields; a file travels by reference, never inside."""

RECORD_DEPTH = 8
"""Objects and lists inside each other, the value itself included: a form is flat, and every reader recurses."""

PAGE_MOST = 50
"""Records of one page: more than a phone shows, few enough to fit into one answer of the host."""

RecordId = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$(?!\n)")]
FieldName = Annotated[str, Meta(min_length=1, max_length=100)]
RecordValue = Annotated[dict[str, Any], Meta(max_length=200)]
"""A JSON object; its top-level fields are what `records.list` can ask for."""

FieldEquals = Annotated[str, Meta(max_length=500)] | int | float | bool | None
"""What a top-level field must be equal to: never an object or a list."""


class Record(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A record; `version` grows with every change. `created_on` is a day (2026-01-15), and nothing is known finer."""

    id: RecordId
    version: int
    value: RecordValue
    created_on: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$(?!\n)")]


class RecordFound(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The record of that id; null when the collection has none."""

    record: Record | None = None


class RecordPage(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One page. It may hold fewer than asked for although more follow: `next_cursor` says whether there is more."""

    items: list[Record]
    next_cursor: str | None = None


class RecordsCreate(CapabilityRequest, frozen=True, kw_only=True):
    """Add a record to a collection of this mini-app."""

    capability: ClassVar[str] = "records.create"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = Record

    collection: Slug
    value: RecordValue


class RecordsGet(CapabilityRequest, frozen=True, kw_only=True):
    """Read one record of a collection."""

    capability: ClassVar[str] = "records.get"
    answers: ClassVar[type[Struct]] = RecordFound

    collection: Slug
    id: RecordId


class RecordsUpdate(CapabilityRequest, frozen=True, kw_only=True):
    """Replace a record's value, if it still has the version that the mini-app saw; else `host.record-changed`."""

    capability: ClassVar[str] = "records.update"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = Record

    collection: Slug
    id: RecordId
    value: RecordValue
    if_version: Annotated[int, Meta(ge=1, le=2**53)]


class RecordsList(CapabilityRequest, frozen=True, kw_only=True):
    """Read records, the newest day first and in no told order within a day; `where` compares top-level fields."""

    capability: ClassVar[str] = "records.list"
    answers: ClassVar[type[Struct]] = RecordPage

    collection: Slug
    where: Annotated[dict[FieldName, FieldEquals], Meta(max_length=8)] = {}
    cursor: Annotated[str, Meta(max_length=400)] | None = None
    limit: Annotated[int, Meta(ge=1, le=PAGE_MOST)] = 20
