"""Tickets, the board and the desk on the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Moment, Wire
from backend.services.windows.structs import (
    BasicCode,
    DeskTicket,
    Letter,
    TicketNeed,
    TicketState,
    Window,
    WindowNumber,
)

Note = Annotated[str, Meta(max_length=200)]


class HandOut(Command, frozen=True, kw_only=True):
    """A paper ticket; without a letter the line is chosen by the item."""

    letter: Letter | None = None
    basic_code: BasicCode | None = None
    need: TicketNeed = TicketNeed.NONE


class TakeTicket(HandOut, frozen=True, kw_only=True):
    """A ticket on the phone; `booking_id` is one's appointment in this hall."""

    hall_code: Annotated[str, Meta(max_length=40)]
    booking_id: UUID | None = None


class Ticket(Wire, frozen=True, kw_only=True):
    """One's own ticket. `ahead` and the estimate only while it waits; None where nothing can be said."""

    id: UUID
    hall_code: str
    hall_name: str
    day: date
    number: str
    letter: str
    line_name: str
    state: TicketState
    need: TicketNeed
    basic_code: str | None
    slot_starts_at: Moment | None
    taken_at: Moment
    called_at: Moment | None
    calls: int
    window_number: int | None
    window_name: str | None
    ahead: int | None
    estimated_wait_minutes: int | None


class PaperTicket(Wire, frozen=True, kw_only=True):
    """Where a number stands, for everybody: nothing about whose it is."""

    hall_code: str
    number: str
    state: TicketState
    ahead: int | None
    estimated_wait_minutes: int | None
    window_number: int | None


class CalledNumber(Wire, frozen=True, kw_only=True):
    """A number and the window to go to."""

    number: str
    window_number: int
    window_name: str
    calls: int


class LineOnBoard(Wire, frozen=True, kw_only=True):
    """How long a line is, and whom it calls next as things are now."""

    letter: str
    name: str
    waiting: int
    next_numbers: list[str]


class Board(Wire, frozen=True, kw_only=True):
    """The display board of a hall: numbers only."""

    hall_code: str
    name: str
    day: date
    open: bool
    called: list[CalledNumber]
    lines: list[LineOnBoard]


class SitDown(Command, frozen=True, kw_only=True):
    """Sit down at a window; `take_over` relieves whoever sits there."""

    window_number: WindowNumber
    take_over: bool = False


class Transfer(Command, frozen=True, kw_only=True):
    """Send somebody to another window, or into another line; one of both."""

    window_number: WindowNumber | None = None
    letter: Letter | None = None
    note: Note = ""


class Called(Wire, frozen=True, kw_only=True):
    """Whom the window has before it now; None: nobody waits for it."""

    ticket: DeskTicket | None


class DeskWindow(Wire, frozen=True, kw_only=True):
    """A window with who sits there; names of colleagues are masked."""

    number: int
    name: str
    letters: list[str]
    officer: str | None
    mine: bool
    ticket_number: str | None


class DeskLine(Wire, frozen=True, kw_only=True):
    """How many wait, and with what claim."""

    letter: str
    name: str
    waiting: int
    priority: int
    appointments: int


class Desk(Wire, frozen=True, kw_only=True):
    """What an officer sees of the hall."""

    hall_code: str
    name: str
    day: date
    open: bool
    window: Window | None
    current: DeskTicket | None
    windows: list[DeskWindow]
    lines: list[DeskLine]
    waiting: list[DeskTicket]
    skipped: list[DeskTicket]
