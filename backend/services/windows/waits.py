"""How long somebody will wait, said honestly: from what the last people of the line took, for all windows together."""

import math

from asyncpg import Record

from backend.services.windows.records import windows_of

USUAL_MINUTES = 10.0  # until the line has shown its own pace
SAMPLES = 5
ROUNDED_TO = 5


def minutes(*, ahead: int, pace_minutes: float, windows: int) -> int | None:
    """Whole steps of five minutes; None when nobody serves the line, because then nobody knows."""
    if windows == 0:
        return None
    return math.ceil(ahead * pace_minutes / windows / ROUNDED_TO) * ROUNDED_TO


def estimate(ticket: Record, hall: Record | None) -> int | None:
    """The wait of a ticket, read with its surroundings, in its hall; None when it does not wait."""
    if ticket["ahead"] is None or hall is None:
        return None
    line, seated = ticket["line"], ticket["seated"] or ()
    staffed = sum(one.number in seated and (not one.letters or line in one.letters) for one in windows_of(hall))
    pace = ticket["seconds"] / 60 if ticket["samples"] >= SAMPLES else USUAL_MINUTES
    return minutes(ahead=ticket["ahead"], pace_minutes=pace, windows=staffed)
