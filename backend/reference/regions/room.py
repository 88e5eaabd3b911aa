"""What regions shows the root."""

from backend.core.room import Room
from backend.reference.regions.controllers import RegionController

ROOM = Room(name="regions", controllers=[RegionController])
