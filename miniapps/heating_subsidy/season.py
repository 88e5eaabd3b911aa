"""The heating season of Gansu: 1 November to 31 March."""

from datetime import datetime

FIRST_MONTH, LAST_MONTH = 11, 3


def season_of(moment: datetime) -> str:
    """Name of the season at that moment, `2025-2026`; outside of it, of the season to come."""
    start = moment.year if moment.month > LAST_MONTH else moment.year - 1
    return f"{start}-{start + 1}"


def is_open(moment: datetime) -> bool:
    """Whether applications are accepted at that moment."""
    return moment.month >= FIRST_MONTH or moment.month <= LAST_MONTH
