"""Cursors: opaque, tamper-evident texts that say where the next page begins. Never an offset."""

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from backend.core.errors import Kind, Refusal
from backend.core.structs import Page

R = TypeVar("R")
T = TypeVar("T")
# Before the first row and behind the last one of a list in time.
EARLIEST = (datetime(MINYEAR, 1, 2, tzinfo=UTC), UUID(int=0))
LATEST = (datetime(MAXYEAR, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))
MAC_BYTES = 8  # a cursor grants nothing: the MAC only keeps people from leaning on its inside


class BadCursor(Refusal):
    """The cursor was not made by us, or not for this list."""

    kind = Kind.BAD_REQUEST
    code = "core.bad-cursor"
    zh = "翻页标记无效，请从第一页重新开始。"
    en = "The cursor is not valid. Please start again from the first page."


class Cursors:
    """Makes and reads the cursors of all lists; `purpose` keeps one list's cursors out of another's."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, purpose: str, position: str) -> str:
        """The cursor behind the row at `position`."""
        return self.sign(purpose, position.encode())

    def read(self, purpose: str, cursor: str | None) -> str | None:
        """The position, or None for the first page.

        Raises:
            BadCursor: it was altered, or belongs to another list.
        """
        if cursor is None:
            return None
        try:
            return self.signed(purpose, cursor).decode()
        except UnicodeDecodeError as error:
            raise BadCursor from error

    def sign(self, purpose: str, body: bytes) -> str:
        """A text for something that goes out and comes back, and of which nothing is kept."""
        return base64.urlsafe_b64encode(self._mac(purpose, body) + body).rstrip(b"=").decode()

    def signed(self, purpose: str, text: str) -> bytes:
        """What went out in it.

        Raises:
            BadCursor: it was altered, or made for something else.
        """
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadCursor from error
        if not hmac.compare_digest(raw[:MAC_BYTES], self._mac(purpose, raw[MAC_BYTES:])):
            raise BadCursor
        return raw[MAC_BYTES:]

    def page(
        self, purpose: str, rows: Sequence[R], *, limit: int, item: Callable[[R], T], position: Callable[[R], str]
    ) -> Page[T]:
        """The page that `limit + 1` fetched rows make: the row beyond the limit only says that there is more."""
        more = self.make(purpose, position(rows[limit - 1])) if len(rows) > limit else None
        return Page(items=[item(row) for row in rows[:limit]], next_cursor=more)

    def _mac(self, purpose: str, body: bytes) -> bytes:
        return hmac.digest(self._key, purpose.encode() + b"\0" + body, "sha256")[:MAC_BYTES]


def at_moment(column: str) -> Callable[[Any], str]:
    """The position of a row in a list in time: its moment in `column`, then its id."""
    return lambda row: f"{row[column].isoformat()} {row['id']}"


def moment_and_id(position: str | None, *, first: tuple[datetime, UUID]) -> tuple[datetime, UUID]:
    """Where the next page of a list in time begins; `first` for the first one."""
    if position is None:
        return first
    moment, _, row_id = position.partition(" ")
    return datetime.fromisoformat(moment), UUID(row_id)
