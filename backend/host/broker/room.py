"""What the broker shows the root."""

from backend.core.room import Room
from backend.host.broker.capability import CAPABILITIES

ROOM = Room(name="host", capabilities=CAPABILITIES)
