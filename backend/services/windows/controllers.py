"""HTTP of halls: open to everyone to find one, for those who run them to change them."""

from datetime import date
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from backend.services.windows import appointments, board, kiosks, service, tickets
from backend.services.windows.appointment_structs import Appointment, AppointmentSlots, BookAppointment
from backend.services.windows.guards import hall_keeper
from backend.services.windows.help_structs import Fault, ReportFault, SettleFault
from backend.services.windows.structs import AppointmentPlan, ChangeHall, Hall, HallDetail, HallLevel
from backend.services.windows.ticket_structs import Board, PaperTicket
from backend.supports.bookings.structs import DayBooking

CACHED = "public, max-age=60"  # whether it is open now is part of the answer
AnyRequest = Request[Any, Any, Any]
T = TypeVar("T")
RegionText = Annotated[
    str | None, QueryParameter(name="regionCode", pattern=r"^[0-9]{6}([0-9]{3}){0,2}$", description="6, 9 or 12 digits")
]
NameText = Annotated[str | None, QueryParameter(name="q", min_length=1, max_length=40, description="Part of the name")]
Longitude = Annotated[
    float | None, QueryParameter(name="lon", ge=73, le=136, description="Degrees east, WGS-84 or CGCS2000")
]
Latitude = Annotated[float | None, QueryParameter(name="lat", ge=3, le=54, description="Degrees north")]
FirstDay = Annotated[date, QueryParameter(name="fromDate", description="The first day, in the province")]
Days = Annotated[int, QueryParameter(name="days", ge=1, le=14)]


class HallController(Controller):
    """Service halls and points of all levels, for everybody."""

    path = "/api/v1/halls"
    tags = ("Halls",)
    guards = (public,)

    @get("/", operation_id="ListHalls")
    async def listed(
        self,
        request: AnyRequest,
        region_code: RegionText = None,
        level: FromQuery[HallLevel | None] = None,
        text: NameText = None,
        helps: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter is given by name
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Response[Page[Hall]]:
        """Halls by code: of a region and below, of a level, with a text in their name, with helpers."""
        page = await service.listed(
            region_code=region_code, level=level, text=text, helps=helps, limit=limit, cursor=cursor
        )
        return _answer(request, page)

    @get("/near", operation_id="ListNearHalls")
    async def near(
        self,
        request: AnyRequest,
        lon: Longitude = None,
        lat: Latitude = None,
        region_code: RegionText = None,
        level: FromQuery[HallLevel | None] = None,
        limit: Limit = LIMIT_USUAL,
    ) -> Response[Page[Hall]]:
        """The nearest halls to a position, or those responsible for a region; one page only."""
        found = await service.near(lon=lon, lat=lat, region_code=region_code, level=level, limit=limit)
        return _answer(request, Page(items=found))

    @get("/{code:str}", operation_id="ReadHall")
    async def read(self, request: AnyRequest, code: FromPath[str]) -> Response[HallDetail]:
        """One hall with everything about it."""
        return _answer(request, await service.find(code), cache_control="private, no-cache")

    @get("/{code:str}/board", operation_id="ReadHallBoard")
    async def board(self, request: AnyRequest, code: FromPath[str]) -> Response[Board]:
        """The display board: numbers only."""
        return _answer(request, await board.read(code, at=now()), cache_control="public, no-cache")

    @get("/{code:str}/board/{number:str}", operation_id="ReadPaperTicket")
    async def paper_ticket(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[PaperTicket]:
        """Where a paper ticket of today stands."""
        found = await tickets.by_number(code, number, at=now())
        return _answer(request, found, cache_control="public, no-cache")

    @put("/{code:str}", operation_id="ChangeHall", guards=(hall_keeper,))
    async def change(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        data: JSONBody[ChangeHall],
    ) -> HallDetail:
        """Replace what the hall decides about itself; appointments on days closed now end, and people are told."""
        return await service.change(code, data, staff=person.person_id, attempt=attempt, at=now())


class HallAppointmentController(Controller):
    """Appointments of a hall: open times for everybody, places for who is signed in, the plan for who runs it."""

    path = "/api/v1/halls/{code:str}"
    tags = ("Halls",)
    guards = (public,)

    @get("/appointments", operation_id="ListHallAppointments")
    async def slots(self, code: FromPath[str], from_date: FirstDay, days: Days = 7) -> AppointmentSlots:
        """Times that can be booked, whole days of them; `nextDate` is where to go on."""
        return await appointments.slots(code, from_date=from_date, days=days, at=now())

    @post("/appointments", operation_id="BookHallAppointment", guards=(signed_in,))
    async def book(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        data: JSONBody[BookAppointment],
    ) -> Appointment:
        """Take a place; it is mine at once. My bookings are with the others, under `/api/v1/bookings`."""
        return await appointments.book(code, data.slot_id, person_id=person.person_id, attempt=attempt, at=now())

    @put("/appointment-plan", operation_id="PlanHallAppointments", guards=(hall_keeper,))
    async def plan(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        data: JSONBody[AppointmentPlan],
    ) -> HallDetail:
        """Offer appointments in the hall's own hours; capacity 0 offers no more of them."""
        return await service.plan_appointments(code, data, staff=person.person_id, attempt=attempt, at=now())

    @get("/appointments/day", operation_id="ListHallAppointmentsOfDay", guards=(hall_keeper,))
    async def of_day(
        self,
        person: NamedDependency[Principal],
        code: FromPath[str],
        day: FromQuery[date],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[DayBooking]:
        """Who comes on this day, with masked names; that somebody looked is recorded."""
        return await appointments.of_day(code, day=day, staff=person.person_id, limit=limit, cursor=cursor)


class KioskFaultController(Controller):
    """What people say about a kiosk, and what the hall makes of it."""

    path = "/api/v1/halls/{code:str}/faults"
    tags = ("Halls",)

    @post("/", operation_id="ReportKioskFault", guards=(signed_in,))
    async def report(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        data: JSONBody[ReportFault],
    ) -> Fault:
        """This kiosk does not work."""
        return await kiosks.report(code, data, person_id=person.person_id, attempt=attempt, at=now())

    @get("/", operation_id="ListKioskFaults", guards=(hall_keeper,))
    async def faults(
        self,
        person: NamedDependency[Principal],
        code: FromPath[str],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[Fault]:
        """What was reported about this kiosk, the newest first."""
        return await kiosks.faults(code, staff=person.person_id, limit=limit, cursor=cursor)

    @put("/{fault_id:uuid}", operation_id="SettleKioskFault", guards=(hall_keeper,))
    async def settle(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        fault_id: FromPath[UUID],
        data: JSONBody[SettleFault],
    ) -> Fault:
        """Note that it is broken, repaired, or in order."""
        return await kiosks.settle(code, fault_id, data, staff=person.person_id, attempt=attempt, at=now())


def _answer(request: AnyRequest, content: T, *, cache_control: str = CACHED) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=cache_control))
