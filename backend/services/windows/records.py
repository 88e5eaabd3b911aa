"""From rows to what the room says, and the positions of its lists."""

from datetime import date, datetime

import msgspec
from asyncpg import Record

from backend.core.structs import Evidence
from backend.reference.regions.service import local_time
from backend.services.windows import opening, usual
from backend.services.windows.opening import Calendar, Times
from backend.services.windows.structs import (
    Accessibility,
    AppointmentPlan,
    Counter,
    DeskTicket,
    Hall,
    HallDetail,
    HallLevel,
    Hours,
    KioskState,
    Line,
    Position,
    Stretch,
    TicketNeed,
    TicketState,
    Window,
)


class Openness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a hall is open at a moment, the hours of that day, and when it opens next if it is closed."""

    now: bool
    today: list[Stretch]
    following: datetime | None


def times_of(row: Record) -> Times:
    """What decides when the hall is open."""
    level = HallLevel(row["level"])
    return Times(
        hours=usual.hours(level) if row["hours"] is None else msgspec.convert(row["hours"], list[Hours]),
        follows_holidays=usual.follows_holidays(level) if row["follows_holidays"] is None else row["follows_holidays"],
        closed_dates=msgspec.convert(row["closed_dates"], list[date]),
        active=row["active"],
    )


def lines_of(row: Record) -> list[Line]:
    """The lines of a hall."""
    return usual.lines(HallLevel(row["level"])) if row["lines"] is None else msgspec.convert(row["lines"], list[Line])


def windows_of(row: Record) -> list[Counter]:
    """The windows of a hall; a row of a seat that is joined with its hall will do."""
    own = row["windows"]
    return usual.windows(HallLevel(row["level"])) if own is None else msgspec.convert(own, list[Counter])


class Present:
    """The moment in which halls are shown. Most keep the usual hours of their level, so these are judged once."""

    def __init__(self, *, at: datetime, calendar: Calendar) -> None:
        self.at, self.calendar = at, calendar
        self.day = local_time(at).date()
        self._usual: dict[str, Openness] = {}

    def openness(self, row: Record) -> Openness:
        """Whether the hall is open, today's hours, and when it opens next."""
        own = row["hours"] is not None or row["follows_holidays"] is not None or row["closed_dates"]
        if own or not row["active"]:
            return self._judged(times_of(row))
        level: str = row["level"]
        if level not in self._usual:
            self._usual[level] = self._judged(times_of(row))
        return self._usual[level]

    def _judged(self, times: Times) -> Openness:
        return Openness(
            now=opening.is_open(times, self.at, self.calendar),
            today=opening.of_day(times, self.day, self.calendar),
            following=opening.opens_next(times, self.at, self.calendar),
        )


def hall_of(row: Record, present: Present) -> Hall:
    """A hall as it is at this moment, with its distance where the row has one."""
    level, openness, meters = HallLevel(row["level"]), present.openness(row), row.get("meters")
    return Hall(
        code=row["code"],
        level=level,
        name=row["name"],
        region_code=row["region_code"],
        region_name=row["region_name"],
        address=row["address"],
        position=Position(lon=row["lon"], lat=row["lat"], crs=row["crs"]),
        phones=list(usual.PHONES) if row["phones"] is None else row["phones"],
        open_now=openness.now,
        today=openness.today,
        opens_next=openness.following,
        serves_all=any(not one.basic_codes and not one.departments for one in lines_of(row)),
        helps=level in usual.HELPING,
        takes_tickets=level in usual.QUEUEING,
        takes_appointments=row["appointments"] is not None,
        kiosk_state=KioskState(row["fault"] or "working") if level is HallLevel.KIOSK else None,
        distance_meters=None if meters is None else round(meters),
        evidence=Evidence(row["evidence"]),
        details_evidence=Evidence(row["details_evidence"]),
        source=row["source"],
    )


def detail_of(row: Record, present: Present, *, waiting: int) -> HallDetail:
    """A hall with everything about it."""
    level, times, plan = HallLevel(row["level"]), times_of(row), row["appointments"]
    own = row["accessibility"]
    return HallDetail(
        **msgspec.structs.asdict(hall_of(row, present)),
        department=row["department"],
        hours=list(times.hours),
        follows_holidays=times.follows_holidays,
        closed_dates=list(times.closed_dates),
        calendar_provisional=times.follows_holidays and not present.calendar.is_published(present.day),
        lines=lines_of(row),
        windows=windows_of(row),
        accessibility=usual.UNKNOWN_ACCESS if own is None else msgspec.convert(own, Accessibility),
        abilities=usual.abilities(level),
        appointment_plan=None if plan is None else msgspec.convert(plan, AppointmentPlan),
        waiting=waiting,
        active=row["active"],
        version=row["version"],
    )


def window_of(seat: Record) -> Window | None:
    """Where somebody sits; None when the hall has no such window any more."""
    found = next((one for one in windows_of(seat) if one.number == seat["window_number"]), None)
    return (
        None
        if found is None
        else Window(
            hall_code=seat["hall_code"],
            hall_name=seat["name"],
            region_code=seat["region_code"],
            department=seat["department"],
            number=found.number,
            name=found.name,
            letters=found.letters,
        )
    )


def number_of(row: Record) -> str:
    """What is called out: the line's letter and three digits or more."""
    return f"{row['letter']}{row['serial']:03d}"


def desk_ticket_of(row: Record, *, name: str | None = None, known: bool = False) -> DeskTicket:
    """A ticket for the desk; `known`: the officer has this person before them and may know who it is."""
    return DeskTicket(
        id=row["id"],
        number=number_of(row),
        letter=row["line"],
        state=TicketState(row["state"]),
        need=TicketNeed(row["need"]),
        basic_code=row["basic_code"],
        slot_starts_at=row["slot_starts_at"],
        taken_at=row["taken_at"],
        called_at=row["called_at"],
        calls=row["calls"],
        window_number=row["window_number"],
        note=row["note"],
        person_id=row["person_id"] if known else None,
        person_name=name if known else None,
    )
