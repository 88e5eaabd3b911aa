"""The two bases of everything on the wire, and the types that keep bad input out.

Control characters, NUL and bidirectional overrides never reach these types: `hardening` refuses them in the raw body,
so the patterns here only say what a field is about.
"""

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

I64_MOST = 2**63 - 1  # PostgreSQL's bigint; msgspec would let larger numbers through and asyncpg would raise

I64 = Annotated[int, Meta(ge=-(2**63), le=I64_MOST)]
Fen = Annotated[int, Meta(ge=0, le=10**15, description="Money in fen (1/100 yuan), never a fraction")]
ShortText = Annotated[str, Meta(min_length=1, max_length=80)]
LongText = Annotated[str, Meta(min_length=1, max_length=4000)]
Moment = Annotated[datetime, Meta(tz=True)]
Phone = Annotated[
    str,
    Meta(pattern=r"^1[3-9][0-9]{9}$", max_length=11, description="Mobile number, 11 digits", examples=["13800000000"]),
]
RegionCode = Annotated[
    str,
    Meta(
        pattern=r"^62([0-9]{4}|[0-9]{7}|[0-9]{10})$",
        max_length=12,
        description="Division code: 6, 9 or 12 digits",
        examples=["620102"],
    ),
]
T = TypeVar("T")


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What we send out."""


class Command(Wire, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What we accept: an unknown field is the caller's mistake, so say so."""


class Page(Wire, Generic[T], frozen=True, kw_only=True):
    """One page of a list; `next_cursor` is None on the last one."""

    items: list[T]
    next_cursor: str | None = None


def now() -> datetime:
    """The present moment, with its zone: nothing in the house handles a naive time."""
    return datetime.now(UTC)
