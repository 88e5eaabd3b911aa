"""What the registry shows the root."""

from backend.core.room import Room
from backend.host.registry.controllers import SchemaController

ROOM = Room(name="host", controllers=(SchemaController,))
