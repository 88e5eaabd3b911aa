"""HTTP of bookings: one's own ones, and for departments what they offer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.people.structs import Role
from backend.identity.sessions.guards import signed_in, staff_with
from backend.identity.sessions.structs import Principal
from backend.supports.bookings import resources, service
from backend.supports.bookings.structs import (
    Booking,
    ChangeResource,
    CloseDates,
    CreateResource,
    DayBooking,
    Draw,
    OpenRush,
    Resource,
)

OwnerText = Annotated[str, QueryParameter(name="owner", max_length=80, description="`mini-app:<app_id>`")]


# Whether the resource is their own is asked with every command.
department_staff = staff_with(Role.DEPARTMENT_DEVELOPER, Role.OPERATOR)


class BookingController(Controller):
    """The signed-in person's own bookings."""

    path = "/api/v1/bookings"
    tags = ("Bookings",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyBookings")
    async def mine(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Booking]:
        """My bookings, holds and places in line, the latest time first."""
        return await service.mine(person.person_id, limit=limit, cursor=cursor)

    @get("/{booking_id:uuid}", operation_id="ReadMyBooking")
    async def read_one(self, person: NamedDependency[Principal], booking_id: FromPath[UUID]) -> Booking:
        """One of my bookings."""
        return await service.find(booking_id, person_id=person.person_id)

    @delete("/{booking_id:uuid}", operation_id="CancelMyBooking", status_code=204)
    async def cancel(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], booking_id: FromPath[UUID]
    ) -> None:
        """Give my place, or my place in line, back; doing so again changes nothing."""
        await service.cancel_mine(booking_id, person_id=person.person_id, at=now(), attempt=attempt)


class BookingResourceController(Controller):
    """What departments offer to be booked; a department reaches its own alone."""

    path = "/api/v1/booking-resources"
    tags = ("Bookings",)
    guards = (department_staff,)

    @post("/", operation_id="CreateBookingResource")
    async def create(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[CreateResource]
    ) -> Resource:
        """Offer something new; its slots stand at once."""
        return await resources.create(data, staff=person.person_id, attempt=attempt, at=now())

    @get("/", operation_id="ListBookingResources")
    async def listed(
        self,
        person: NamedDependency[Principal],
        owner: OwnerText,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[Resource]:
        """What this owner offers."""
        return await resources.listed(owner, staff=person.person_id, limit=limit, cursor=cursor)

    @put("/{resource_id:uuid}", operation_id="ChangeBookingResource")
    async def change(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        resource_id: FromPath[UUID],
        data: JSONBody[ChangeResource],
    ) -> Resource:
        """Replace the terms; whoever has a place keeps it."""
        return await resources.change(resource_id, data, staff=person.person_id, attempt=attempt, at=now())

    @put("/{resource_id:uuid}/closed-dates", operation_id="CloseBookingDates")
    async def close_dates(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        resource_id: FromPath[UUID],
        data: JSONBody[CloseDates],
    ) -> Resource:
        """Replace the closed days; bookings of these days end and their people are told."""
        return await resources.close_dates(resource_id, data, staff=person.person_id, attempt=attempt, at=now())

    @put("/{resource_id:uuid}/rush", operation_id="OpenBookingRush")
    async def open_rush(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        resource_id: FromPath[UUID],
        data: JSONBody[OpenRush],
    ) -> Resource:
        """Announce a rush, or move its opening; the answer shows the commitment to the draw's seed."""
        return await resources.open_rush(resource_id, data, staff=person.person_id, attempt=attempt, at=now())

    @get("/{resource_id:uuid}/bookings", operation_id="ListBookingsOfDay")
    async def of_day(
        self,
        person: NamedDependency[Principal],
        resource_id: FromPath[UUID],
        day: FromQuery[date],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[DayBooking]:
        """Who comes on this day, with masked names."""
        return await resources.of_day(resource_id, day=day, staff=person.person_id, limit=limit, cursor=cursor)


class BookingDrawController(Controller):
    """The draws of rushes, for everybody to check."""

    path = "/api/v1/booking-resources/{resource_id:uuid}/draw"
    tags = ("Bookings",)
    guards = (public,)

    @get("/", operation_id="ReadBookingDraw")
    async def read(self, resource_id: FromPath[UUID], limit: Limit = LIMIT_USUAL, cursor: CursorText = None) -> Draw:
        """The newest rush: its commitment from the beginning, seed and order once it was drawn."""
        return await resources.last_draw(resource_id, limit=limit, cursor=cursor)
