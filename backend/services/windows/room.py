"""What windows shows the root."""

from backend.core.jobs import Periodic, Subscriber
from backend.core.room import Room
from backend.core.structs import now
from backend.reference.calendar.structs import YearLoaded
from backend.services.windows import appointments, tickets
from backend.services.windows.controllers import HallAppointmentController, HallController, KioskFaultController
from backend.services.windows.help_controllers import HelpingController, HelpRequestController
from backend.services.windows.queue_controllers import (
    DeskQueueController,
    DeskTicketController,
    QueueTicketController,
)

HOUR = 3600.0


async def follow_hours() -> None:
    """Let the closed days of appointments move with their horizon."""
    await appointments.follow_all(at=now())


async def follow_calendar(_loaded: YearLoaded) -> None:
    """A year's notice has come, or changed: so have the days on which halls are closed."""
    await follow_hours()


async def end_day() -> None:
    """End what earlier days left over."""
    await tickets.end_old(at=now())


ROOM = Room(
    name="windows",
    controllers=[
        HallController,
        HallAppointmentController,
        KioskFaultController,
        QueueTicketController,
        DeskQueueController,
        DeskTicketController,
        HelpRequestController,
        HelpingController,
    ],
    subscribers=[Subscriber("windows.follow-calendar", YearLoaded, follow_calendar)],
    periodic=[
        Periodic("windows.follow-hours", HOUR, follow_hours),
        Periodic("windows.end-day", HOUR / 4, end_day),
    ],
)
