"""What home shows the root."""

from backend.core.room import Room
from backend.home.controllers import HomeController

ROOM = Room(name="home", controllers=[HomeController])
