"""What the phone sends to an open mini-app."""

from typing import Annotated, Any

from msgspec import Meta

from backend.core.structs import Command

Form = Annotated[dict[str, Any], Meta(max_length=200, description="Fields of the form; the mini-app validates them")]


class OpenScreen(Command, frozen=True, kw_only=True):
    """Draw a screen; `input` carries what a link or a former screen passed on."""

    input: Form = {}


class TakeAction(Command, frozen=True, kw_only=True):
    """Take an action with what the person typed."""

    data: Form = {}
