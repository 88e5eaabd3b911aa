"""What files shows the root."""

from backend.core.room import Room
from backend.supports.files.controllers import FileController

ROOM = Room(name="files", controllers=[FileController])
