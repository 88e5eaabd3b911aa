"""What calendar shows the root."""

from backend.core.room import Room
from backend.reference.calendar.controllers import CalendarController

ROOM = Room(name="calendar", controllers=[CalendarController])
