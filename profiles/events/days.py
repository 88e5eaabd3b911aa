"""Days that follow from other days: birthdays, school years, and statutory retirement. Pure."""

from calendar import monthrange
from datetime import date
from typing import Final

MONTHS: Final = 12
SEPTEMBER: Final = 9
REFORM: Final = (
    2025 * MONTHS
)  # January 2025 in months: from then on retirement moves (渐进式延迟法定退休年龄, 2024-09-13)
# By gender: years by the law of 1978, how many months make one more month of work, and how many at the most. Women
# retire at 50 or 55; the earlier one is taken, and the wizard asks.
RETIREMENT: Final = {"男": (60, 4, 36), "女": (50, 2, 60)}


def months_later(day: date, months: int) -> date:
    """The day of the same number, or the last of a shorter month; the calendar's last day when it is beyond."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def school_year(born: date, age: int) -> date:
    """The 1st of September on which a child begins that reaches `age` by the day before."""
    late = (born.month, born.day) >= (SEPTEMBER, 1)
    return date(min(born.year + age + late, date.max.year), SEPTEMBER, 1)


def retirement(born: date, gender: str) -> date | None:
    """The earliest day on which somebody may draw the statutory pension of employees; None for other words."""
    known = RETIREMENT.get(gender)
    if known is None:
        return None
    years, pace, most = known
    by_old_law = months_later(born, years * MONTHS)
    past = by_old_law.year * MONTHS + by_old_law.month - 1 - REFORM
    later = min(most, past // pace + 1) if past >= 0 else 0
    return months_later(born, years * MONTHS + later)
