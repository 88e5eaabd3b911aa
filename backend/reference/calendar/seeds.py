"""The years that every installation has: the notices for 2025 and 2026, each day with its source and evidence."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from backend.reference.calendar.structs import ChangedDay, HolidayNotice

DATA = Path(__file__).parent / "data"


class SeededYear(msgspec.Struct, frozen=True, kw_only=True):
    """A notice with its days."""

    year: int
    notice: HolidayNotice
    days: list[ChangedDay]


def seeds() -> list[SeededYear]:
    """All seeded years, in order."""
    days = list(_rows("days.csv"))
    return [
        SeededYear(
            year=int(row["year"]),
            notice=msgspec.convert(
                {"document": row["document"], "issuedOn": row["issued_on"]} | _known(row), HolidayNotice, strict=False
            ),
            days=[_day(one) for one in days if one["year"] == row["year"]],
        )
        for row in _rows("years.csv")
    ]


def _day(row: dict[str, str]) -> ChangedDay:
    values = {"day": date.fromisoformat(row["day"]), "kind": row["kind"], "name": row["name"]}
    return msgspec.convert(values | _known(row), ChangedDay)


def _known(row: dict[str, str]) -> dict[str, str]:
    return {"source": row["source"], "evidence": row["evidence"]}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
