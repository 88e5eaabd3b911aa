"""What runs shows the root."""

from backend.core.jobs import Periodic
from backend.core.room import Room
from backend.host.runs import calls, service
from backend.host.runs.capability import CAPABILITIES
from backend.host.runs.controllers import CallRecordController, MiniAppListController, RunController

MINUTE = 60
HOUR = 60 * MINUTE

ROOM = Room(
    name="host",
    controllers=(MiniAppListController, RunController, CallRecordController),
    capabilities=CAPABILITIES,
    periodic=(
        Periodic("host.forget-spent", 10 * MINUTE, service.forget_spent),
        Periodic("host.forget-calls", HOUR, calls.forget_old),
    ),
)
