"""What cases show the root: one room, although it is built of four."""

from backend.core.jobs import Periodic, Subscriber
from backend.core.room import Room
from backend.services.cases.bundles import service as bundles
from backend.services.cases.bundles.controllers import BundleApplicationController
from backend.services.cases.flow.structs import CaseMoved
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.controllers import ApplicationController

HOUR = 3600.0

ROOM = Room(
    name="cases",
    controllers=(ApplicationController, BundleApplicationController),
    subscribers=(Subscriber("cases.bundle-follows", CaseMoved, bundles.hear),),
    periodic=(Periodic("cases.tidy-drafts", HOUR, forms.tidy),),
)
