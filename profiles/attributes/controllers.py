"""HTTP of profiles for the person: what is known, what they say, what they agree to, and what should be corrected."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from profiles.attributes import service
from profiles.attributes.correction_structs import AskCorrection, Correction
from profiles.attributes.structs import (
    ConsentStates,
    Declare,
    Declared,
    Household,
    PastValue,
    Profile,
    SetConsent,
)

NO_CONTENT: Final = 204
FirmId = Annotated[
    UUID | None, QueryParameter(name="firmId", description="For a firm for which one speaks, instead of oneself")
]


class ProfileController(Controller):
    """One's own profile: the person is never a parameter."""

    path = "/api/v1/me/profile"
    tags = ("Profiles",)
    guards = (signed_in,)

    @get("/", operation_id="ReadMyProfile")
    async def read(self, person: NamedDependency[Principal]) -> Profile:
        """What the government knows about me: each attribute with its source, its day and its use."""
        return await service.my_profile(person.person_id)

    @get("/history/{name:str}", operation_id="ListMyAttributeHistory")
    async def history(
        self,
        person: NamedDependency[Principal],
        name: FromPath[str],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[PastValue]:
        """What was known before under a name."""
        return await service.my_history(person.person_id, name=name, limit=limit, cursor=cursor)

    @get("/consent", operation_id="ReadMyProfileConsent")
    async def consent(self, person: NamedDependency[Principal]) -> ConsentStates:
        """To which uses I agree, and the words of each."""
        return await service.consent_states(person.person_id)

    @put("/consent", operation_id="SetMyProfileConsent")
    async def set_consent(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[SetConsent]
    ) -> ConsentStates:
        """Turn a use on or off; everything stays usable without."""
        return await service.set_consent(person.person_id, command=data, attempt=attempt)

    @put("/declared/{name:str}", operation_id="DeclareAttribute")
    async def declare(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        name: FromPath[str],
        data: JSONBody[Declare],
        firm_id: FirmId = None,
    ) -> Declared:
        """Say something of myself, or of a firm for which I speak."""
        return await service.declare(person.person_id, name=name, command=data, attempt=attempt, firm_id=firm_id)

    @delete("/declared/{name:str}", operation_id="UndeclareAttribute", status_code=NO_CONTENT)
    async def undeclare(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        name: FromPath[str],
        firm_id: FirmId = None,
    ) -> None:
        """Take it back; it is forgotten."""
        await service.undeclare(person.person_id, name=name, attempt=attempt, firm_id=firm_id)

    @post("/corrections", operation_id="AskCorrection")
    async def ask_correction(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[AskCorrection]
    ) -> Correction:
        """Tell the source that a value is wrong."""
        return await service.ask_correction(person.person_id, command=data, attempt=attempt)

    @get("/corrections", operation_id="ListMyCorrections")
    async def corrections(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Correction]:
        """What I asked for, with the working days that are left."""
        return await service.my_corrections(person.person_id, limit=limit, cursor=cursor)


class HouseholdController(Controller):
    """My nearest family."""

    path = "/api/v1/me/household"
    tags = ("Profiles",)
    guards = (signed_in,)

    @get("/", operation_id="ReadMyHousehold")
    async def read(self, person: NamedDependency[Principal]) -> Household:
        """Spouse, children and parents as the register knows them; ages only of minors and of who agreed."""
        return await service.my_household(person.person_id)


class FirmProfileController(Controller):
    """Firms for which I speak (一企一档)."""

    path = "/api/v1/me/firms"
    tags = ("Profiles",)
    guards = (signed_in,)

    @get("/{firm_id:uuid}/profile", operation_id="ReadMyFirmsProfile")
    async def read(self, person: NamedDependency[Principal], firm_id: FromPath[UUID]) -> Profile:
        """What the government knows about a firm, for its legal person and agents."""
        return await service.firm_profile(firm_id, person_id=person.person_id)
