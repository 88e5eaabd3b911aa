"""Gestures and intents as the product hands them out: sealed, bound to a person, for one use, short-lived.

The product seals them with a key; here they are numbers that this process remembers, with the same rules.
"""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from plugin_sdk.contract.screen import Screen
from plugin_sdk.contract.targets import ToAction, ToLaunch
from plugin_sdk.tools.simulator.refusals import Refused

GESTURE_LIVES = timedelta(minutes=30)
INTENT_LIVES = timedelta(seconds=60)
MOST_KEPT = 2_000
"""Tokens that are remembered; an author's session needs some hundred, the oldest go first."""

Offer = tuple[str, str]


class Gesture(msgspec.Struct, kw_only=True):
    """What one drawn screen offers its person."""

    persona: str
    app: str
    offers: frozenset[Offer]
    expires: datetime
    spent: bool = False


class Intent(msgspec.Struct, kw_only=True):
    """A launch that was allowed: `by` opens `app` at `intent` with these parameters."""

    persona: str
    by: str
    app: str
    intent: str
    screen: str
    params: dict[str, Any]
    expires: datetime
    spent: bool = False


class Tokens:
    """Every gesture and intent of this session."""

    def __init__(self) -> None:
        self._gestures: dict[str, Gesture] = {}
        self._intents: dict[str, Intent] = {}

    def mint_gesture(self, *, persona: str, app: str, offers: frozenset[Offer]) -> str:
        """The gesture of a screen that was just drawn."""
        token = _token()
        self._gestures[token] = Gesture(persona=persona, app=app, offers=offers, expires=_real_now() + GESTURE_LIVES)
        _forget_oldest(self._gestures)
        return token

    def gesture(self, token: str | None, *, persona: str, app: str, offer: Offer) -> Gesture:
        """The gesture, when its screen was drawn for this person by this mini-app and offered just this.

        Raises:
            Refused: `host.gesture-missing`, `host.gesture-refused` (its `reason` says why), `host.gesture-spent`.

        """
        if token is None:
            raise Refused("host.gesture-missing")
        found = self._gestures.get(token)
        if reason := _wrong(found, persona):
            raise Refused("host.gesture-refused", reason=reason)
        if found is None or found.app != app:
            raise Refused("host.gesture-refused", reason="other-app")
        if offer not in found.offers:
            raise Refused("host.gesture-refused", reason="not-offered")
        if found.spent:
            raise Refused("host.gesture-spent")
        return found

    def mint_intent(self, *, persona: str, by: str, app: str, intent: str, screen: str, params: dict[str, Any]) -> str:
        """The intent of a launch that was just allowed."""
        token = _token()
        self._intents[token] = Intent(
            persona=persona, by=by, app=app, intent=intent, screen=screen, params=params,
            expires=_real_now() + INTENT_LIVES,
        )  # fmt: skip
        _forget_oldest(self._intents)
        return token

    def intent(self, token: str, *, persona: str, app: str, screen: str) -> Intent:
        """The intent, when it was made for this person and leads to this screen; not yet spent by that.

        Raises:
            Refused: `host.intent-refused` (its `reason` says why) or `host.intent-spent`.

        """
        found = self._intents.get(token)
        if reason := _wrong(found, persona):
            raise Refused("host.intent-refused", reason=reason)
        if found is None or found.app != app:
            raise Refused("host.intent-refused", reason="other-app")
        if found.screen != screen:
            raise Refused("host.intent-refused", reason="other-screen")
        if found.spent:
            raise Refused("host.intent-spent")
        return found


def action_offer(name: str) -> Offer:
    """The offer to take an action, with whatever data."""
    return "action", name


def launch_offer(app: str, intent: str, params: dict[str, Any]) -> Offer:
    """The offer to open another mini-app at this intent with exactly these parameters."""
    return "launch", msgspec.json.encode([app, intent, params], order="sorted").decode()


def offers_of(screen: Screen) -> frozenset[Offer]:
    """What a screen offers, wherever in it. Free data (a form's schema, what prefills it) offers nothing."""
    return frozenset(offer for part in _parts(screen) for offer in _offered(part))


def _parts(whole: object) -> Iterator[msgspec.Struct]:
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


def _offered(part: msgspec.Struct) -> Iterator[Offer]:
    if isinstance(part, ToAction):
        yield action_offer(part.name)
    elif isinstance(part, ToLaunch):
        yield launch_offer(part.app, part.intent, part.params)
    elif isinstance(action := getattr(part, "action", None), str):
        yield action_offer(action)  # the button of a form or picker names its action


def _wrong(found: Gesture | Intent | None, persona: str) -> str:
    if found is None:
        return "forged"
    if found.persona != persona:
        return "other-person"
    return "expired" if found.expires <= _real_now() else ""


def _token() -> str:
    return secrets.token_urlsafe(24)


def _real_now() -> datetime:
    """The author may stop the simulator's clock; tokens age by the real one."""
    return datetime.now(UTC)


def _forget_oldest(kept: dict[str, Any]) -> None:
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]
