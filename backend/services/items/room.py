"""What items shows the root."""

from backend.core.room import Room
from backend.services.items.capability import CAPABILITIES
from backend.services.items.controllers import BundleController, ItemController
from backend.services.items.desk_controllers import CatalogueController, CatalogueReportController
from backend.services.items.search_controllers import ItemSearchController

ROOM = Room(
    name="items",
    controllers=[
        ItemSearchController,
        ItemController,
        BundleController,
        CatalogueController,
        CatalogueReportController,
    ],
    capabilities=CAPABILITIES,
)
