"""Whom one lets act for oneself, and for whom one may act."""

from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.delegations import service
from backend.identity.delegations.structs import Acting, Delegation, GiveDelegation
from backend.identity.sessions.guards import real_name, signed_in
from backend.identity.sessions.structs import Principal

NO_CONTENT = 204


class DelegationController(Controller):
    """One's own only, from both sides: the person is never a parameter."""

    path = "/api/v1/me"
    tags = ("Delegations",)

    @get("/acting", operation_id="ListActingFor", guards=[signed_in])
    async def acting(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Acting:
        """For whom I may act: myself, my minor children, my firms, and whoever asked me to."""
        return await service.acting(person.person_id, limit=limit, cursor=cursor)

    @get("/delegations", operation_id="ListMyDelegations", guards=[signed_in])
    async def given(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Delegation]:
        """Whom I, and the firms that I lead, let act."""
        return await service.given(person.person_id, limit=limit, cursor=cursor)

    @get("/delegations/received", operation_id="ListReceivedDelegations", guards=[signed_in])
    async def received(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Delegation]:
        """Who lets me act for them."""
        return await service.received(person.person_id, limit=limit, cursor=cursor)

    @post("/delegations", operation_id="GiveDelegation", guards=[real_name])
    async def give(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[GiveDelegation]
    ) -> Delegation:
        """Let somebody act for me, or for a firm that I lead, in this and until then."""
        return await service.give(person.person_id, command=data, attempt=attempt)

    @delete(
        "/delegations/{delegation_id:uuid}", operation_id="EndDelegation", guards=[signed_in], status_code=NO_CONTENT
    )
    async def end(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], delegation_id: FromPath[UUID]
    ) -> None:
        """End it, whichever side I am on; it holds for nothing from then on."""
        await service.end(person.person_id, delegation_id=delegation_id, attempt=attempt)
