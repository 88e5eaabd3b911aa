"""What items shows the root."""

from backend.core.room import Room
from backend.services.items.controllers import BundleController, ItemController
from backend.services.items.desk_controllers import CatalogueController, CatalogueReportController

ROOM = Room(
    name="items",
    controllers=[ItemController, BundleController, CatalogueController, CatalogueReportController],
)
