"""What bookings shows the root."""

from backend.core.jobs import Periodic
from backend.core.room import Room
from backend.core.structs import now
from backend.supports.bookings import line, resources
from backend.supports.bookings.capability import CAPABILITIES
from backend.supports.bookings.controllers import (
    BookingController,
    BookingDrawController,
    BookingResourceController,
)

KEEP_UP_SECONDS = 5.0  # how long a place may lie between a hold that has passed and the first in line
PLAN_SECONDS = 60.0


async def keep_up() -> None:
    """Draw rushes that have opened, end holds that have passed."""
    await line.keep_up(at=now())


async def plan() -> None:
    """Make the slots of days that have come into the horizon, and put right what a crash left."""
    await resources.plan_ahead(at=now())
    await line.tidy(at=now())


ROOM = Room(
    name="bookings",
    controllers=[BookingController, BookingResourceController, BookingDrawController],
    capabilities=CAPABILITIES,
    periodic=[
        Periodic("bookings.keep-up", KEEP_UP_SECONDS, keep_up),
        Periodic("bookings.plan", PLAN_SECONDS, plan),
    ],
)
