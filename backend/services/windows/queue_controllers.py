"""HTTP of the queue: one's own ticket, and the desk that calls it."""

from typing import Annotated, Any, cast
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.etag import tagged
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from backend.services.windows import desk, desk_view, tickets
from backend.services.windows.guards import hall_staff, ticket_giver
from backend.services.windows.structs import DeskTicket, Window, WorkPlace
from backend.services.windows.ticket_structs import Called, Desk, HandOut, SitDown, TakeTicket, Ticket, Transfer

AnyRequest = Request[Any, Any, Any]
HandOver = Annotated[
    bool, QueryParameter(name="handOver", description="Leave the open ticket at the window for who sits down next")
]


class QueueTicketController(Controller):
    """The signed-in person's own tickets."""

    path = "/api/v1/queue-tickets"
    tags = ("Queue",)
    guards = (signed_in,)

    @post("/", operation_id="TakeQueueTicket")
    async def take(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[TakeTicket]
    ) -> Ticket:
        """Take a number, within opening hours."""
        return await tickets.take(data, person_id=person.person_id, attempt=attempt, at=now())

    @get("/", operation_id="ListMyQueueTickets")
    async def mine(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Ticket]:
        """My tickets, the newest first."""
        return await tickets.mine(person.person_id, limit=limit, cursor=cursor, at=now())

    @get("/{ticket_id:uuid}", operation_id="ReadMyQueueTicket")
    async def read(
        self, request: AnyRequest, person: NamedDependency[Principal], ticket_id: FromPath[UUID]
    ) -> Response[Ticket]:
        """One of my tickets: how many are before me, and about how long."""
        found = await tickets.find(ticket_id, person_id=person.person_id, at=now())
        return cast("Response[Ticket]", tagged(request, found))

    @delete("/{ticket_id:uuid}", operation_id="GiveBackQueueTicket", status_code=204)
    async def give_back(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], ticket_id: FromPath[UUID]
    ) -> None:
        """Leave the line; doing so again changes nothing."""
        await tickets.give_back(ticket_id, person_id=person.person_id, attempt=attempt, at=now())

    @post("/{ticket_id:uuid}/rejoin", operation_id="RejoinQueue", status_code=200)
    async def rejoin(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], ticket_id: FromPath[UUID]
    ) -> Ticket:
        """I missed my call: back into the line, behind the next three."""
        return await tickets.rejoin(ticket_id, person_id=person.person_id, attempt=attempt, at=now())


class DeskQueueController(Controller):
    """The queue from the officers' side; only in halls for which they have a post."""

    path = "/api/v1/desk/queue"
    tags = ("Desk queue",)
    guards = (hall_staff,)

    @get("/halls", operation_id="ListMyHalls")
    async def halls(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[WorkPlace]:
        """Where I may sit."""
        return await desk_view.work_places(person.person_id, limit=limit, cursor=cursor)

    @get("/{code:str}", operation_id="ReadDeskQueue")
    async def read(self, person: NamedDependency[Principal], code: FromPath[str]) -> Desk:
        """The hall as it stands: windows, lines, who is next."""
        return await desk_view.read(code, staff=person.person_id, at=now())

    @post("/{code:str}/seat", operation_id="SitDownAtWindow", status_code=200)
    async def sit(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        data: JSONBody[SitDown],
    ) -> Window:
        """Sit down at a window, or relieve who sits there."""
        return await desk.sit(code, data, staff=person.person_id, attempt=attempt, at=now())

    @delete("/{code:str}/seat", operation_id="LeaveWindow", status_code=204)
    async def leave(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        hand_over: HandOver = False,  # noqa: FBT002 - a query parameter is given by name
    ) -> None:
        """Get up; doing so again changes nothing."""
        await desk.leave(code, hand_over=hand_over, staff=person.person_id, attempt=attempt, at=now())

    @post("/{code:str}/call", operation_id="CallNextTicket", status_code=200)
    async def call(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], code: FromPath[str]
    ) -> Called:
        """Call whoever is next for my window."""
        return await desk.call(code, staff=person.person_id, attempt=attempt, at=now())


class DeskTicketController(Controller):
    """What an officer does with the ticket at the window."""

    path = "/api/v1/desk/queue/{code:str}/tickets"
    tags = ("Desk queue",)

    @post("/", operation_id="HandOutTicket", guards=(ticket_giver,))
    async def hand_out(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        data: JSONBody[HandOut],
    ) -> DeskTicket:
        """A paper ticket, from the hall's device or the desk, for somebody who need not sign in."""
        return await tickets.hand_out(code, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{ticket_id:uuid}/recall", operation_id="RecallTicket", status_code=200, guards=(hall_staff,))
    async def recall(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        ticket_id: FromPath[UUID],
    ) -> DeskTicket:
        """Call the same one again."""
        return await desk.recall(code, ticket_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{ticket_id:uuid}/serve", operation_id="ServeTicket", status_code=200, guards=(hall_staff,))
    async def serve(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        ticket_id: FromPath[UUID],
    ) -> DeskTicket:
        """They have come."""
        return await desk.serve(code, ticket_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{ticket_id:uuid}/finish", operation_id="FinishTicket", status_code=200, guards=(hall_staff,))
    async def finish(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        ticket_id: FromPath[UUID],
    ) -> DeskTicket:
        """They are done."""
        return await desk.finish(code, ticket_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{ticket_id:uuid}/skip", operation_id="SkipTicket", status_code=200, guards=(hall_staff,))
    async def pass_over(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        ticket_id: FromPath[UUID],
    ) -> DeskTicket:
        """Nobody came; they may come back into the line."""
        return await desk.pass_over(code, ticket_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{ticket_id:uuid}/no-show", operation_id="EndTicketAsNoShow", status_code=200, guards=(hall_staff,))
    async def no_show(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        ticket_id: FromPath[UUID],
    ) -> DeskTicket:
        """Nobody came, and nobody will."""
        return await desk.no_show(code, ticket_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{ticket_id:uuid}/transfer", operation_id="TransferTicket", status_code=200, guards=(hall_staff,))
    async def transfer(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        code: FromPath[str],
        ticket_id: FromPath[UUID],
        data: JSONBody[Transfer],
    ) -> DeskTicket:
        """Send them to another window or line, where they come first."""
        return await desk.transfer(code, ticket_id, data, staff=person.person_id, attempt=attempt, at=now())
