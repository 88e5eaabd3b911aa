"""The seeded calendar as plain arithmetic, and a year that tests may load."""

from datetime import date

import pytest

from backend.core.structs import Evidence
from backend.reference.calendar import seeds
from backend.reference.calendar.structs import DayKind, LoadYear
from backend.reference.calendar.working_days import WorkingDays

# An invented notice for a year that nobody else in the tests asks about.
FILE = """day,kind,name
2031-01-01,holiday,元旦
2031-05-01,holiday,劳动节
2031-05-02,holiday,劳动节
2031-05-04,workday,劳动节调休上班
2031-10-01,holiday,国庆节
2031-10-02,holiday,国庆节
2031-10-03,holiday,国庆节
"""


def seeded() -> WorkingDays:
    """2025 and 2026 published, 2027 not."""
    years = seeds.seeds()
    return WorkingDays(
        [one.year for one in years], {day.day: day.kind is DayKind.WORKDAY for one in years for day in one.days}
    )


def load_year(**what_matters: object) -> LoadYear:
    """A command to load the invented notice."""
    usual = {
        "year": 2031,
        "document": "测试通知〔2030〕1号",
        "issued_on": date(2030, 11, 5),
        "source": "测试",
        "evidence": Evidence.INVENTED,
        "csv": FILE,
    }
    return LoadYear(**(usual | what_matters))


@pytest.fixture(scope="session")
def calendar() -> WorkingDays:
    """The seeded years, without a database."""
    return seeded()
