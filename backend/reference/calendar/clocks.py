"""Legal time limits."""

from enum import StrEnum

from backend.core.structs import Wire


class LimitUnit(StrEnum):
    """In what a time limit is counted."""

    WORKING_DAYS = "working-days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


class Limit(Wire, frozen=True, kw_only=True):
    """A time limit as the law or a promise says it."""

    amount: int
    unit: LimitUnit
