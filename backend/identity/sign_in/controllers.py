"""The doors through which people come in, and the password they may set once inside."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.errors import NotFound
from backend.core.ground import ground
from backend.core.web.guards import demo_only, public
from backend.core.web.inputs import LIMIT_USUAL, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal, Tokens
from backend.identity.sign_in import outbox, service
from backend.identity.sign_in.structs import (
    CodeSent,
    DevelopmentTexts,
    Personas,
    SendCode,
    SetPassword,
    SignInAsPersona,
    SignInByPassword,
    SignInByPhone,
)

ACCEPTED = 202
NO_CONTENT = 204
PhoneText = Annotated[str, QueryParameter(name="phone", pattern=r"^1[3-9][0-9]{9}$", max_length=11)]


class SignInController(Controller):
    """Anyone may knock. Signing in is not remembered as an attempt: the answer is a secret."""

    path = "/api/v1/auth"
    tags = ("Sign-in",)
    guards = (public,)

    @post("/phone-codes", operation_id="SendPhoneCode", status_code=ACCEPTED)
    async def send_code(
        self, request: Request[Any, Any, Any], attempt: NamedDependency[Attempt], data: JSONBody[SendCode]
    ) -> CodeSent:
        """Send a code to the phone; the answer is the same whether or not anybody is registered with it."""
        return await service.send_code(data.phone, address=_address(request), attempt=attempt)

    @post("/sign-in/phone", operation_id="SignInByPhone")
    async def by_phone(self, request: Request[Any, Any, Any], data: JSONBody[SignInByPhone]) -> Tokens:
        """Sign in with the code that was sent."""
        return await service.by_phone(data, address=_address(request))

    @post("/sign-in/password", operation_id="SignInByPassword")
    async def by_password(self, request: Request[Any, Any, Any], data: JSONBody[SignInByPassword]) -> Tokens:
        """Sign in with the password."""
        return await service.by_password(data, address=_address(request))


class PasswordController(Controller):
    """One's own password."""

    path = "/api/v1/me/password"
    tags = ("Me",)
    guards = (signed_in,)

    @put("/", operation_id="SetMyPassword", status_code=NO_CONTENT)
    async def set_password(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[SetPassword]
    ) -> None:
        """Set or change the password; all other devices are signed out."""
        await service.set_password(person, command=data, attempt=attempt)


class DemoSignInController(Controller):
    """Ways in that exist in the demo world only."""

    path = "/api/v1/auth"
    tags = ("Demo",)
    guards = (demo_only,)

    @post("/demo-sign-in", operation_id="DemoSignIn")
    async def as_persona(self, data: JSONBody[SignInAsPersona]) -> Tokens:
        """Be somebody of the demo world."""
        return await service.as_persona(data)

    @get("/demo-personas", operation_id="ListPersonas")
    async def all_personas(self) -> Personas:
        """Whom one can be."""
        codes = ground().settings.demo_codes
        return Personas(items=list(await service.all_personas()), code_needed=bool(codes))

    @get("/development-outbox", operation_id="ReadDevelopmentOutbox")
    async def development_outbox(self, phone: PhoneText, limit: Limit = LIMIT_USUAL) -> DevelopmentTexts:
        """The texts that would have gone to the phone; not where the page is open to a network."""
        if ground().settings.demo_codes:
            raise NotFound
        return await outbox.texts_to(phone, limit=limit)


def _address(request: Request[Any, Any, Any]) -> str:
    """Who knocks, by network address; the server in front has settled what a proxy may say about it."""
    return request.client.host if request.client else "-"
