"""Outside applications on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Evidence, Moment, Wire

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Department = Annotated[str, Meta(min_length=1, max_length=120)]
RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)")]
Link = Annotated[str, Meta(max_length=200, description="Shown as text, never opened by the entry itself")]
ItemCode = Annotated[str, Meta(pattern=r"^[0-9A-Z]{12}$(?!\n)", description="基本编码")]
AppId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{1,39}$(?!\n)")]


class OutsideKind(StrEnum):
    """In what form people meet it."""

    APP = "app"
    MINI_PROGRAM = "mini-program"  # 小程序 of a commercial platform
    ACCOUNT = "account"  # 公众号
    H5 = "h5"
    SITE = "site"


class MigrationState(StrEnum):
    """How far it has come on its way into the entry (整合)."""

    REGISTERED = "registered"
    PLANNED = "planned"
    MIGRATING = "migrating"
    MERGED = "merged"
    RETIRED = "retired"
    EXEMPT = "exempt"


class OutsideEntry(Command, frozen=True, kw_only=True):
    """Everything that is registered about an application."""

    name: Name
    department: Department
    region_code: RegionCode
    kind: OutsideKind
    link: Link = ""
    users: Annotated[int, Meta(ge=0, le=10**9, description="About so many")] | None = None
    users_as_of: date | None = None
    item_codes: Annotated[list[ItemCode], Meta(max_length=200)] = []
    services: Annotated[str, Meta(max_length=300, description="What people do with it, in their words")] = ""
    state: MigrationState = MigrationState.REGISTERED
    planned_on: date | None = None
    merged_into: AppId | None = None
    exempt_reason: Annotated[str, Meta(max_length=300)] = ""
    exempt_until: date | None = None
    contact: Annotated[str, Meta(max_length=120, description="A post, not a person")] = ""


class ChangeOutsideApp(OutsideEntry, frozen=True, kw_only=True):
    """Replace what is registered; `version` is what was read."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class OutsideApp(Wire, frozen=True, kw_only=True):
    """An application as everybody sees it. `overdue`: its planned day or its exemption has passed."""

    id: UUID
    name: str
    department: str
    region_code: str
    kind: OutsideKind
    link: str
    users: int | None
    users_as_of: date | None
    item_codes: list[str]
    services: str
    state: MigrationState
    planned_on: date | None
    merged_into: str | None
    exempt_reason: str
    exempt_until: date | None
    contact: str
    overdue: bool
    version: int
    changed_at: Moment
    source: str
    evidence: Evidence


class OutsideStep(Wire, frozen=True, kw_only=True):
    """One entry of the history."""

    version: int
    at: Moment
    state: MigrationState
    planned_on: date | None


class OutsideAppDetail(OutsideApp, frozen=True, kw_only=True):
    """An application with its history, the newest first."""

    history: list[OutsideStep]


class OutsideFigures(Wire, frozen=True, kw_only=True):
    """How many applications stand where; the sum of the states is the total."""

    total: int
    states: dict[str, int]
    overdue: int


class SeedOutsideApp(OutsideEntry, frozen=True, kw_only=True):
    """An application of a seed."""

    id: UUID
    source: str
    evidence: Evidence
