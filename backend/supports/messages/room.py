"""What messages shows the root."""

from backend.core.room import Room
from backend.supports.messages.capability import CAPABILITIES
from backend.supports.messages.controllers import MessageController

ROOM = Room(name="messages", controllers=[MessageController], capabilities=CAPABILITIES)
