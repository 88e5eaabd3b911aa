"""Gestures: what a drawn screen lets its person do, sealed by the host; without one nothing is done.

A link, a card somebody shared or another mini-app can open a screen, but only a tap on the screen that the host drew
for this person in this session can act or launch. Parameters never authorise.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.host.runs import tokens
from backend.host.runs.errors import GestureMissing, GestureRefused
from backend.host.runs.tokens import Claims, TokenRefused
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.screen import Screen
from plugin_sdk.contract.targets import ToAction, ToLaunch

KIND: Final = "gesture v1"
LIVES: Final = timedelta(minutes=30)
"""Long enough for a form that one fetches papers for; a phone left lying acts no later."""

OFFER_BYTES: Final = 16


class Gesture(Claims, frozen=True, kw_only=True, array_like=True, forbid_unknown_fields=True):
    """What one drawn screen offers. `screen` is the page, or the action whose answer it was; for the log."""

    app: str
    screen: str
    offers: list[bytes]


def action_offer(name: str) -> bytes:
    """The offer to take an action, with whatever data."""
    return _digest(["action", name])


def launch_offer(app: str, intent: str, params: dict[str, Any]) -> bytes:
    """The offer to open another mini-app at this intent with exactly these parameters."""
    return _digest(["launch", app, intent, params])


def offers_of(screen: Screen) -> list[bytes]:
    """What a screen offers, wherever in it: every target that acts or launches, every form and picker that sends.

    Only parts of the contract are looked at. Free data (a form's schema, what prefills it) offers nothing, however it
    is spelt.
    """
    return sorted({offer for part in _parts(screen) for offer in _offered(part)})


def minted(ring: KeyRing, *, person: Principal, app: str, screen: str, offers: Sequence[bytes], at: datetime) -> str:
    """The gesture of a screen that was just drawn for this person."""
    expires = int((at + LIVES).timestamp())
    gesture = Gesture(
        nonce=tokens.nonce(), person_id=person.person_id, session_id=person.session_id, expires=expires,
        app=app, screen=screen, offers=list(offers),
    )  # fmt: skip
    return tokens.sealed(ring, kind=KIND, claims=gesture)


def verified(ring: KeyRing, *, text: str | None, person: Principal, app: str, offer: bytes, at: datetime) -> Gesture:
    """The gesture, when its screen was drawn for this person and session by this mini-app and offered just this.

    Raises:
        GestureMissing: there is none.
        GestureRefused: forged, expired, of somebody or something else; `reason` says which.
    """
    if text is None:
        raise GestureMissing
    try:
        gesture = tokens.opened(ring, kind=KIND, text=text, claims=Gesture, person=person, at=at)
    except TokenRefused as refused:
        raise GestureRefused(reason=refused.reason) from refused
    if gesture.app != app:
        raise GestureRefused(reason="other-app")
    if offer not in gesture.offers:
        raise GestureRefused(reason="not-offered")
    return gesture


def _parts(whole: object) -> Iterator[msgspec.Struct]:
    """Every Struct in a tree of components, however it nests; plain JSON in between holds none."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, msgspec.Struct):
            yield part
            waiting += [getattr(part, name) for name in part.__struct_fields__]
        elif isinstance(part, list | tuple):
            waiting += part
        elif isinstance(part, dict):
            waiting += part.values()


def _offered(part: msgspec.Struct) -> Iterator[bytes]:
    if isinstance(part, ToAction):
        yield action_offer(part.name)
    elif isinstance(part, ToLaunch):
        yield launch_offer(part.app, part.intent, part.params)
    elif isinstance(action := getattr(part, "action", None), str):
        yield action_offer(action)  # the button of a form or picker names its action


def _digest(offer: list[Any]) -> bytes:
    return hashlib.sha256(msgspec.json.encode(offer, order="sorted")).digest()[:OFFER_BYTES]
