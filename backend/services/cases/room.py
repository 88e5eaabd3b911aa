"""What cases show the root: one room, although it is built of four."""

from backend.core.jobs import Periodic, Subscriber
from backend.core.room import Room
from backend.reference.calendar.structs import YearLoaded
from backend.services.cases.bundles import service as bundles
from backend.services.cases.bundles.controllers import BundleApplicationController
from backend.services.cases.desk.controllers import (
    CountController,
    DeskController,
    IntakeController,
    PartController,
    TakenInController,
)
from backend.services.cases.desk.order_controllers import OrderController
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.application_controllers import ApplicationSubmissionController
from backend.services.cases.flow.capability import CAPABILITIES
from backend.services.cases.flow.controllers import CaseController, CaseEnquiryController, CaseStateController
from backend.services.cases.flow.structs import CaseMoved
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.controllers import ApplicationController

SWEEP_SECONDS = 60.0  # lights and lapses change at midnight; lists compute lights themselves meanwhile
FOLD_SECONDS = 20.0  # how many changes a count must add up at most
TIDY_SECONDS = 3600.0  # drafts go by the day

ROOM = Room(
    name="cases",
    capabilities=CAPABILITIES,
    controllers=(
        ApplicationController,
        ApplicationSubmissionController,
        BundleApplicationController,
        CaseController,
        CaseStateController,
        CaseEnquiryController,
        DeskController,
        OrderController,
        CountController,
        PartController,
        TakenInController,
        IntakeController,
    ),
    subscribers=(
        Subscriber("cases.recount", YearLoaded, flow.recount),
        Subscriber("cases.bundle-follows", CaseMoved, bundles.hear, wants=lambda moved: moved.bundle_id is not None),
    ),
    periodic=(
        Periodic("cases.sweep", SWEEP_SECONDS, flow.sweep),
        Periodic("cases.fold-counts", FOLD_SECONDS, flow.fold_counts),
        Periodic("cases.tidy-drafts", TIDY_SECONDS, forms.tidy),
    ),
)
