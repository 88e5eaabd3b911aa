"""The two bases of everything on the wire, and the types that keep bad input out.

Control characters, NUL and bidirectional overrides never reach these types: `hardening` refuses them in the raw body,
so the patterns here only say what a field is about.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

# PostgreSQL's bigint: msgspec would let larger numbers through, and asyncpg would raise on them.
I64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
# Never a Decimal: "NaN" is one, and a single NaN row makes every sum NaN. The bound leaves room to add up a province.
Fen = Annotated[int, Meta(ge=0, le=10**15, description="Money in fen (1/100 yuan), never a fraction")]
ShortText = Annotated[str, Meta(min_length=1, max_length=80)]
Moment = Annotated[datetime, Meta(tz=True)]
T = TypeVar("T")


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What we send out."""


class Command(Wire, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What we accept: an unknown field is the caller's mistake, so say so."""


class Evidence(StrEnum):
    """How well we know a row that was seeded; people see it beside the source."""

    READ = "read"
    RECALLED = "recalled"
    INVENTED = "invented"


class Page(Wire, Generic[T], frozen=True, kw_only=True):
    """One page of a list; `next_cursor` is None on the last one."""

    items: list[T]
    next_cursor: str | None = None


def now() -> datetime:
    """The present moment, with its zone: nothing in the house handles a naive time."""
    return datetime.now(UTC)
