"""What the phone sends to an open mini-app, and what it gets back."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Moment, Wire
from plugin_sdk.contract.answer import ActionAnswer
from plugin_sdk.contract.record import CallFigures
from plugin_sdk.contract.screen import Screen
from plugin_sdk.contract.values import AppId, Params, Slug

Form = Annotated[dict[str, Any], Meta(max_length=200, description="Fields of the form; the mini-app validates them")]
TOKEN_CHARACTERS = 60_000
"""A screen of the most nodes, each offering something else, makes a gesture of half this."""

Token = Annotated[str, Meta(min_length=1, max_length=TOKEN_CHARACTERS, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")]


class OpenScreen(Command, frozen=True, kw_only=True):
    """Draw a screen; `input` carries what a link or a former screen passed on, `intent` what a launch answered."""

    input: Form = {}
    intent: Token | None = None


class DrawnScreen(Wire, frozen=True, kw_only=True):
    """A screen and its gesture: what lets the person act on it, once."""

    screen: Screen
    gesture: str


class TakeAction(Command, frozen=True, kw_only=True):
    """Take an action with what the person typed, by the gesture of the screen that offered it."""

    data: Form = {}
    gesture: Token | None = None


class TakenAction(ActionAnswer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the mini-app answered; `gesture` is that of the screen that the person sees next, if there is one."""

    gesture: str | None = None


class Launch(Command, frozen=True, kw_only=True):
    """Open another mini-app as the screen of this gesture offered; the person has agreed on the shell's own sheet."""

    app: AppId
    intent: Slug
    params: Params = {}
    gesture: Token | None = None


class Launchable(Wire, frozen=True, kw_only=True):
    """`intent` opens `screen` of `app` once, within a minute. The names are the registered ones."""

    intent: str
    app: str
    screen: str
    name: str
    department_name: str


class CallSummary(Wire, frozen=True, kw_only=True):
    """A call on record; `failure` is the code it ended with, empty for a developer's own call that went well."""

    id: UUID
    at: Moment
    version: str
    kind: str
    name: str
    failure: str
    figures: CallFigures | None
