"""What the register of outside applications shows the root."""

from backend.core.room import Room
from backend.host.outside.controllers import OutsideAppController, OutsideDeskController

ROOM = Room(name="outside", controllers=(OutsideAppController, OutsideDeskController))
