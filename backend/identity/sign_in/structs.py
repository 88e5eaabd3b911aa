"""Ways in, on the wire."""

from typing import Annotated, Literal

from msgspec import Meta

from backend.core.identifiers import PhoneNumber
from backend.core.structs import Command, Moment, Wire
from backend.identity.sessions.structs import Device

Code = Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)", description="The six digits of the text message")]
# What was set once may be tried again, so sign-in takes any length that a body can hold within reason.
TriedPassword = Annotated[str, Meta(min_length=1, max_length=128)]
NewPassword = Annotated[str, Meta(min_length=8, max_length=128)]
PersonaId = Annotated[str, Meta(pattern=r"^[a-z][a-z-]{0,39}$(?!\n)")]


DemoCode = Annotated[str, Meta(pattern=r"^[2-9A-Z]{1,20}$(?!\n)", description="One of the codes in the terminal")]


class SendCode(Command, frozen=True, kw_only=True):
    """Ask for a code by text message."""

    phone: PhoneNumber


class CodeSent(Wire, frozen=True, kw_only=True):
    """The same answer whether or not the phone is known."""

    expires_in: int
    resend_after: int


class SignInByPhone(Command, frozen=True, kw_only=True):
    """Prove the phone by its code."""

    phone: PhoneNumber
    code: Code
    device: Device


class SignInByPassword(Command, frozen=True, kw_only=True):
    """Prove the person by their password."""

    phone: PhoneNumber
    password: TriedPassword
    device: Device


class SignInAsPersona(Command, frozen=True, kw_only=True):
    """Be somebody of the demo world."""

    persona: PersonaId
    device: Device | None = None
    code: DemoCode | None = None


class SetPassword(Command, frozen=True, kw_only=True):
    """Give oneself a password; `current` is needed when there is one."""

    password: NewPassword
    current: TriedPassword | None = None


class Persona(Wire, frozen=True, kw_only=True):
    """Somebody of the demo world, with a fixed id."""

    id: str
    name: str
    title: str
    region_name: str
    kind: Literal["resident", "staff"]


class Personas(Wire, frozen=True, kw_only=True):
    """Everybody one can be; a short fixed list, so it has no pages. `codeNeeded`: a code from the terminal too."""

    items: list[Persona]
    code_needed: bool


class DevelopmentText(Wire, frozen=True, kw_only=True):
    """A text message that would have been sent."""

    phone: str
    text: str
    at: Moment


class DevelopmentTexts(Wire, frozen=True, kw_only=True):
    """The last texts to one phone, the newest first."""

    items: list[DevelopmentText]
