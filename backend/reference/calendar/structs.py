"""Legal time limits."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from backend.core.structs import Wire

LIMIT_MOST = 10_000  # forty years of working days; a longer limit is a typing error


class LimitUnit(StrEnum):
    """What a limit counts."""

    WORKING_DAYS = "working-days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


class Limit(Wire, frozen=True, kw_only=True):
    """How long something may take, as law or a promise says it."""

    amount: Annotated[int, Meta(ge=0, le=LIMIT_MOST)]
    unit: LimitUnit = LimitUnit.WORKING_DAYS
