"""A person's consents, and who has seen their data."""

from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.consents import service
from backend.identity.consents.structs import Consent, Disclosure, GiveConsent
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal

NO_CONTENT = 204


class ConsentController(Controller):
    """One's own consents only: the person is never a parameter."""

    path = "/api/v1/me"
    tags = ("Consents",)
    guards = (signed_in,)

    @get("/consents", operation_id="ListMyConsents")
    async def consents(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Consent]:
        """What I allowed."""
        return await service.consents(person.person_id, limit=limit, cursor=cursor)

    @post("/consents", operation_id="GiveConsent")
    async def give(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[GiveConsent]
    ) -> Consent:
        """Allow a recipient to read fields for a purpose, in the words I was shown."""
        return await service.give(person.person_id, command=data, attempt=attempt)

    @delete("/consents/{consent_id:uuid}", operation_id="WithdrawConsent", status_code=NO_CONTENT)
    async def withdraw(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], consent_id: FromPath[UUID]
    ) -> None:
        """Take a consent back; from then on nothing is disclosed under it."""
        await service.withdraw(person.person_id, consent_id=consent_id, attempt=attempt)

    @get("/disclosures", operation_id="ListMyDisclosures")
    async def disclosures(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Disclosure]:
        """Who has seen my data, and why they were allowed to."""
        return await service.disclosures(person.person_id, limit=limit, cursor=cursor)
