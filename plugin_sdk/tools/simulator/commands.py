"""What the phone and the page send, as they are read: unknown members are refused, as in the product."""

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from plugin_sdk.contract.values import AppId, Params, Slug
from plugin_sdk.tools.simulator.refusals import Refused

Form = Annotated[dict[str, Any], Meta(max_length=200)]
Token = Annotated[str, Meta(min_length=1, max_length=60_000)]
C = TypeVar("C", bound=Struct)


class Sent(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of everything that is sent."""


class OpenScreen(Sent, frozen=True, kw_only=True):
    """Draw a screen."""

    input: Form = {}
    intent: Token | None = None


class TakeAction(Sent, frozen=True, kw_only=True):
    """Take an action by the gesture of the screen that offered it."""

    data: Form = {}
    gesture: Token | None = None


class Launch(Sent, frozen=True, kw_only=True):
    """Open another mini-app, as the screen of this gesture offered."""

    app: AppId
    intent: Slug
    params: Params = {}
    gesture: Token | None = None


class Arrive(Sent, frozen=True, kw_only=True):
    """Open one of this mini-app's own intents, as if another had launched it."""

    intent: Slug
    params: Params = {}


class BePersona(Sent, frozen=True, kw_only=True):
    """Become this persona."""

    id: str


class SetClock(Sent, frozen=True, kw_only=True):
    """Stand still at this moment, or run again with null."""

    now: Annotated[str, Meta(max_length=40)] | None = None


class Nothing(Sent, frozen=True, kw_only=True):
    """An empty object."""


def read(body: bytes, kind: type[C]) -> C:
    """The command in a body; an empty body is an empty object.

    Raises:
        Refused: `core.unreadable`.

    """
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as wrong:
        raise Refused("core.unreadable", reason=str(wrong)[:200]) from wrong
