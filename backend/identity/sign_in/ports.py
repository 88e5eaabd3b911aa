"""What signing in needs from outside: somebody who sends texts, and in the demo world its people."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from backend.core.errors import Away
from backend.identity.sign_in.structs import Persona


class CodeSender(Protocol):
    """Hands a text over for sending.

    Called inside the transaction that keeps the code: hand over and return; a failure raises `Away`, and then no code
    was made.
    """

    async def send(self, *, phone: str, text: str) -> None:
        """Send the text to the phone (11 digits)."""
        ...


class Personas(Protocol):
    """The fixed people of the demo world."""

    async def find(self, persona: str) -> UUID | None:
        """The person who plays this persona."""
        ...

    async def all(self) -> Sequence[Persona]:
        """Everybody, in the order to be shown."""
        ...


class NoSender:
    """No provider was bound: codes are refused as long as that is so."""

    async def send(self, *, phone: str, text: str) -> None:  # noqa: ARG002 - the port's signature
        """Refuse.

        Raises:
            Away: always.
        """
        raise Away(part="sms")


class NoPersonas:
    """Outside the demo world there is nobody to play."""

    async def find(self, persona: str) -> UUID | None:  # noqa: ARG002 - the port's signature
        """Nobody."""
        return None

    async def all(self) -> Sequence[Persona]:
        """Nobody."""
        return ()


class _Bound:
    """What the composition root gave; read at each use, so the order of binding does not matter."""

    code_sender: CodeSender = NoSender()
    personas: Personas = NoPersonas()


def bind_code_sender(sender: CodeSender) -> None:
    """Let this one send the codes of this process."""
    _Bound.code_sender = sender


def bind_personas(personas: Personas) -> None:
    """Let these be the people of the demo world."""
    _Bound.personas = personas


def code_sender() -> CodeSender:
    """Who sends the codes."""
    return _Bound.code_sender


def personas() -> Personas:
    """Who there is in the demo world."""
    return _Bound.personas
