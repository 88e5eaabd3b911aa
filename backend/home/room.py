"""What home shows the root."""

from backend.core.audit.changes import EVERY_SECONDS
from backend.core.jobs import Periodic
from backend.core.room import Room
from backend.home import keeping
from backend.home.controllers import PATH, HomeController
from backend.home.firm_controllers import FirmHomeController

ROOM = Room(
    name="home",
    controllers=[HomeController, FirmHomeController],
    periodic=[Periodic("home.rebuild", EVERY_SECONDS, keeping.rebuild)],
    hot={PATH: keeping.ready_at_once},
    wrote=keeping.wrote,
    attending=keeping.attending,
)
