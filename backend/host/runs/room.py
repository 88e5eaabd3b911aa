"""What runs shows the root."""

from backend.core.room import Room
from backend.host.runs.controllers import MiniAppListController, RunController

ROOM = Room(name="host", controllers=(MiniAppListController, RunController))
