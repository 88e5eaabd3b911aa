"""What the broker shows the root."""

from backend.core.room import Room
from backend.host.broker.capability import CAPABILITIES
from backend.host.broker.controllers import RecordController

ROOM = Room(name="host", controllers=(RecordController,), capabilities=CAPABILITIES)
