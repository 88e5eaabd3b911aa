"""HTTP of 帮办代办: asking for help, and helping."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import community_worker, signed_in
from backend.identity.sessions.structs import Principal
from backend.services.windows import help_view, helping
from backend.services.windows.help_structs import Arrange, AskForHelp, HelpRequest, HelpState, SayUnable, WriteMessage

StateText = Annotated[
    HelpState | None, QueryParameter(name="state", description="Where they stand; without it, all not at an end")
]


class HelpRequestController(Controller):
    """Please help me: one's own requests, and what both sides write."""

    path = "/api/v1/help-requests"
    tags = ("Help",)
    guards = (signed_in,)

    @post("/", operation_id="AskForHelp")
    async def ask(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[AskForHelp]
    ) -> HelpRequest:
        """Ask the helping of a township or village."""
        return await helping.ask(data, person_id=person.person_id, attempt=attempt, at=now())

    @get("/", operation_id="ListMyHelpRequests")
    async def mine(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[HelpRequest]:
        """My requests, the newest first, without their messages."""
        return await help_view.mine(person.person_id, limit=limit, cursor=cursor)

    @get("/{help_id:uuid}", operation_id="ReadHelpRequest")
    async def read(self, person: NamedDependency[Principal], help_id: FromPath[UUID]) -> HelpRequest:
        """A request of mine, or of my region when I am a community worker."""
        return await help_view.find(help_id, reader=person.person_id)

    @post("/{help_id:uuid}/withdraw", operation_id="WithdrawHelpRequest", status_code=200)
    async def withdraw(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], help_id: FromPath[UUID]
    ) -> HelpRequest:
        """I need no help any more."""
        return await helping.withdraw(help_id, person_id=person.person_id, attempt=attempt, at=now())

    @post("/{help_id:uuid}/messages", operation_id="WriteHelpMessage")
    async def write(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        help_id: FromPath[UUID],
        data: JSONBody[WriteMessage],
    ) -> HelpRequest:
        """A few words to my helper, or to the person I help."""
        return await helping.write(help_id, data, author=person.person_id, attempt=attempt, at=now())


class HelpingController(Controller):
    """What community workers do with the requests of their region."""

    path = "/api/v1/help-requests"
    tags = ("Help",)
    guards = (community_worker,)

    @get("/region", operation_id="ListHelpRequestsOfMyRegion")
    async def of_my_region(
        self,
        person: NamedDependency[Principal],
        standing: StateText = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[HelpRequest]:
        """What is asked in my region, the oldest first; without a state, what is not at an end."""
        return await help_view.of_my_region(person.person_id, state=standing, limit=limit, cursor=cursor)

    @post("/{help_id:uuid}/take", operation_id="TakeHelpRequest", status_code=200)
    async def take(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], help_id: FromPath[UUID]
    ) -> HelpRequest:
        """I will help; the first who says so does."""
        return await helping.take(help_id, worker=person.person_id, attempt=attempt, at=now())

    @post("/{help_id:uuid}/hand-back", operation_id="HandBackHelpRequest", status_code=200)
    async def hand_back(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], help_id: FromPath[UUID]
    ) -> HelpRequest:
        """Let another helper take it."""
        return await helping.hand_back(help_id, worker=person.person_id, attempt=attempt, at=now())

    @post("/{help_id:uuid}/arrange", operation_id="ArrangeHelpVisit", status_code=200)
    async def arrange(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        help_id: FromPath[UUID],
        data: JSONBody[Arrange],
    ) -> HelpRequest:
        """Say when I come."""
        return await helping.arrange(help_id, data, worker=person.person_id, attempt=attempt, at=now())

    @post("/{help_id:uuid}/done", operation_id="FinishHelpRequest", status_code=200)
    async def done(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], help_id: FromPath[UUID]
    ) -> HelpRequest:
        """The person was helped."""
        return await helping.done(help_id, worker=person.person_id, attempt=attempt, at=now())

    @post("/{help_id:uuid}/unable", operation_id="EndHelpRequestAsUnable", status_code=200)
    async def unable(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        help_id: FromPath[UUID],
        data: JSONBody[SayUnable],
    ) -> HelpRequest:
        """It cannot be done; say why."""
        return await helping.unable(help_id, data, worker=person.person_id, attempt=attempt, at=now())
