"""The seeded years are the State Council's, checked against facts written down apart from the files."""

from datetime import timedelta

from backend.core.structs import Evidence
from backend.reference.calendar import lines, seeds
from backend.reference.calendar.structs import DayKind, DayLine, LoadYear

# As the notices say it: how many days off each holiday has, and how many weekends work for it.
LENGTHS = {
    2025: {"元旦": 1, "春节": 8, "清明节": 3, "劳动节": 5, "端午节": 3, "国庆节、中秋节": 8},
    2026: {"元旦": 3, "春节": 9, "清明节": 3, "劳动节": 5, "端午节": 3, "中秋节": 3, "国庆节": 7},
}
SWAPPED = {2025: 5, 2026: 6}


def test_each_holiday_is_one_stretch_of_the_length_that_the_notice_says():
    for one in seeds.seeds():
        for name, length in LENGTHS[one.year].items():
            days = [day.day for day in one.days if day.name == name]
            assert len(days) == length
            assert days[-1] - days[0] == timedelta(length - 1)


def test_each_swapped_weekend_is_there():
    for one in seeds.seeds():
        assert sum(day.kind is DayKind.WORKDAY for day in one.days) == SWAPPED[one.year]
        assert all(day.day.weekday() >= 5 for day in one.days if day.kind is DayKind.WORKDAY)


def test_every_row_says_its_source_and_how_well_we_know_it():
    for one in seeds.seeds():
        assert all(day.source.startswith("国务院办公厅关于") for day in one.days)
        assert {day.evidence for day in one.days} == {Evidence.READ}


def test_the_seeds_would_pass_the_operators_door():
    for one in seeds.seeds():
        command = LoadYear(
            year=one.year,
            document=one.notice.document,
            issued_on=one.notice.issued_on,
            source=one.notice.source,
            days=[DayLine(day=str(day.day), kind=day.kind, name=day.name) for day in one.days],
        )
        assert not lines.judge(command).mistakes
