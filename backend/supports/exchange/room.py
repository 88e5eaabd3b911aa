"""What exchange shows the root."""

from backend.core.room import Room
from backend.supports.exchange.controllers import AccessHistoryController, FamilyController

ROOM = Room(name="exchange", controllers=[AccessHistoryController, FamilyController])
