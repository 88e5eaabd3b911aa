"""What the desk of the catalogue sends and gets: imports, versions, what differs where."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.identifiers import RegionCode
from backend.core.structs import Command, Evidence, Moment, Wire
from backend.services.items.publication import Action, State
from backend.services.items.reading import File

FILES_MOST = 12  # as many as there are kinds of files
AT_ONCE = 500  # versions of one action: what a person can answer for at a time


class ImportFiles(Command, frozen=True, kw_only=True):
    """Take these files in as drafts, all or nothing. A dry run says what would come of it."""

    files: Annotated[list[File], Meta(min_length=1, max_length=FILES_MOST)]
    dry_run: bool = False


class Drafted(Wire, frozen=True, kw_only=True):
    """A new draft."""

    kind: str
    code: str
    region_code: str
    version: int
    name: str


class Imported(Wire, frozen=True, kw_only=True):
    """What came of an import; `batch` names its drafts for the steps that follow."""

    batch: UUID | None
    created: list[Drafted]
    unchanged: int
    dry_run: bool


class Version(Wire, frozen=True, kw_only=True):
    """A version and where it stands in its life. `illegal`: what a newer standard no longer allows."""

    id: UUID
    kind: str
    code: str
    region_code: str
    version: int
    state: State
    state_title: str
    name: str
    valid_from: date | None
    valid_to: date | None
    batch: UUID | None
    edited_by: str
    submitted_by: str | None
    approved_by: str | None
    reason: str
    illegal: list[str]
    changed_at: Moment
    source: str
    evidence: Evidence


class ChangeVersions(Command, frozen=True, kw_only=True):
    """Move versions on: those of an import, or chosen ones. `valid_from` is for approvals; absent means today."""

    action: Action
    ids: Annotated[list[UUID], Meta(min_length=1, max_length=AT_ONCE)] | None = None
    batch: UUID | None = None
    reason: Annotated[str, Meta(max_length=1000)] = ""
    valid_from: date | None = None


class VersionsChanged(Wire, frozen=True, kw_only=True):
    """What was moved, and which versions in force the new ones have made illegal."""

    changed: list[Version]
    flagged: list[Version]


class Deviation(Wire, frozen=True, kw_only=True):
    """One element that a place has differently, and whether it may."""

    element: str
    standard: str
    local: str
    allowed: bool
    zh: str
    en: str


class Drift(Wire, frozen=True, kw_only=True):
    """What one place has differently with one item."""

    basic_code: str
    name: str
    region_code: str
    region_name: str
    allowed: bool
    deviations: list[Deviation]


class CountyDrift(Wire, frozen=True, kw_only=True):
    """How many items differ in a county or city, and how many of them may not."""

    region_code: str
    region_name: str
    differing: int
    forbidden: int


class DriftOverview(Wire, frozen=True, kw_only=True):
    """The province at a glance; places where nothing differs are left out."""

    standard_items: int
    places: list[CountyDrift]


class CompareFiles(Command, frozen=True, kw_only=True):
    """A place's own list of items, to be held against the standard."""

    region_code: RegionCode
    files: Annotated[list[File], Meta(min_length=1, max_length=FILES_MOST)]


class Comparison(Wire, frozen=True, kw_only=True):
    """Where the list and the standard part. `missing`: items that the place must offer and its list does not have."""

    compared: int
    differing: list[Drift]
    missing: list[str]
