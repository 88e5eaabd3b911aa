"""The signed-in person, their devices, and carrying a session on or ending it."""

from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.identifiers import mask_name
from backend.core.structs import Page
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, IdempotencyKey, Limit
from backend.identity.people import service as people
from backend.identity.sessions import service
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Me, Principal, Refresh, SignedInDevice, Tokens

NO_CONTENT = 204


class MeController(Controller):
    """What belongs to whoever asks."""

    path = "/api/v1/me"
    tags = ("Me",)
    guards = (signed_in,)

    @get("/", operation_id="ReadMe")
    async def me(self, person: NamedDependency[Principal]) -> Me:
        """The signed-in person."""
        profile = await people.profile(person.person_id)
        return Me(
            id=profile.id,
            name=mask_name(profile.name),
            full_name=profile.name,
            phone_masked=profile.phone_masked,
            region_code=profile.region_code,
            region_name=profile.region_name,
            trust_level=person.level,
            roles=sorted(person.roles),
            has_password=profile.has_password,
        )

    @get("/devices", operation_id="ListMyDevices")
    async def devices(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[SignedInDevice]:
        """Where the person is signed in."""
        return await service.devices(person, limit=limit, cursor=cursor)

    @delete("/devices/{session_id:uuid}", operation_id="EndMyDevice", status_code=NO_CONTENT)
    async def end_device(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], session_id: FromPath[UUID]
    ) -> None:
        """Sign out there; effective everywhere within a second."""
        await service.end_device(person.person_id, session_id=session_id, attempt=attempt)


class SessionController(Controller):
    """Carrying a session on, and ending it. Not remembered as attempts: the answers are secrets."""

    path = "/api/v1/auth"
    tags = ("Sign-in",)

    @post("/refresh", operation_id="RefreshTokens", guards=[public])
    async def refresh(self, data: JSONBody[Refresh], idempotency_key: IdempotencyKey = None) -> Tokens:
        """Exchange the refresh token; repeat with the same Idempotency-Key when no answer came."""
        return await service.refresh(data.refresh_token, attempt_key=idempotency_key)

    @post("/sign-out", operation_id="SignOut", guards=[signed_in], status_code=NO_CONTENT)
    async def sign_out(self, person: NamedDependency[Principal]) -> None:
        """End this session."""
        await service.sign_out(person)
