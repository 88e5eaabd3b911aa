"""Offices and attachments, between the rooms of the shelf."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Wire

Department = Annotated[str, Meta(min_length=1, max_length=120, description="As it is registered with its posts")]
RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)")]
Reason = Annotated[str, Meta(min_length=1, max_length=500)]
FileIds = Annotated[list[UUID], Meta(max_length=9)]


class Office(Wire, frozen=True, kw_only=True):
    """A department in a region, for which somebody works."""

    department: str
    region_code: str


class Offices(Wire, frozen=True, kw_only=True):
    """The offices of one person."""

    offices: list[Office]


class Attachment(Wire, frozen=True, kw_only=True):
    """A file as people see it in a list."""

    id: UUID
    name: str
    media_type: str
    bytes: int
