"""Launches: one mini-app opens another at a declared intent, by a sealed intent of one use that lives for a minute.

The shell asks the person first. The parameters are in the sealed text, so nobody changes them on the way; to the
mini-app that receives them they are input, and authorise nothing.
"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.host.runs import tokens
from backend.host.runs.errors import IntentRefused, LaunchNotDeclared, LaunchUnfit
from backend.host.runs.tokens import Claims, TokenRefused
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.manifest import Intent, Manifest
from plugin_sdk.contract.request import Launched
from plugin_sdk.contract.values import Params

KIND: Final = "intent v1"
LIVES: Final = timedelta(seconds=60)
"""The shell opens the target at once; what lies about longer was not meant."""


READING: Final = timedelta(minutes=30)
"""Who has to agree first may take their time; as long as a gesture lives."""


class LaunchIntent(Claims, frozen=True, kw_only=True, array_like=True, forbid_unknown_fields=True):
    """`by` opens `app` at `intent`; all of it as the person saw it on the shell's sheet."""

    by: str
    app: str
    intent: str
    params: Params


def matched(manifest: Manifest, target: Manifest, *, intent: str, params: Params) -> Intent:
    """The target's intent, when the launching mini-app declared the launch and the target takes these parameters.

    Raises:
        LaunchNotDeclared: the launching manifest does not name it.
        LaunchUnfit: the target has no such intent, or the parameters are not exactly its own.
    """
    if not manifest.launches(target.app_id, intent):
        raise LaunchNotDeclared(app=target.app_id, intent=intent)
    declared = target.intent(intent)
    if declared is None or not declared.accepts(params):
        raise LaunchUnfit(app=target.app_id, intent=intent)
    return declared


def minted(ring: KeyRing, *, person: Principal, by: str, app: str, intent: str, params: Params, at: datetime) -> str:
    """The sealed intent of a launch that was just allowed."""
    expires = int((at + LIVES).timestamp())
    wanted = LaunchIntent(
        nonce=tokens.nonce(), person_id=person.person_id, session_id=person.session_id, expires=expires,
        by=by, app=app, intent=intent, params=params,
    )  # fmt: skip
    return tokens.sealed(ring, kind=KIND, claims=wanted)


def verified(
    ring: KeyRing, *, text: str, person: Principal, target: Manifest, screen: str, at: datetime
) -> LaunchIntent:
    """The intent, when it was made for this person and session and leads to this screen of this mini-app.

    Raises:
        IntentRefused: forged, expired, of somebody or for something else; `reason` says which.
    """
    try:
        wanted = tokens.opened(ring, kind=KIND, text=text, claims=LaunchIntent, person=person, at=at)
    except TokenRefused as refused:
        raise IntentRefused(reason=refused.reason) from refused
    if wanted.app != target.app_id:
        raise IntentRefused(reason="other-app")
    declared = target.intent(wanted.intent)
    if declared is None or declared.screen != screen:
        raise IntentRefused(reason="other-screen")
    if not declared.accepts(wanted.params):  # a new version may have been released in between
        raise IntentRefused(reason="other-params")
    return wanted


def kept_open(ring: KeyRing, wanted: LaunchIntent, *, at: datetime) -> str:
    """The same intent for as long as a consent sheet may be read; with the same nonce, so it still opens only once."""
    expires = int((at + READING).timestamp())
    return tokens.sealed(ring, kind=KIND, claims=msgspec.structs.replace(wanted, expires=expires))


def told(wanted: LaunchIntent) -> Launched:
    """What the guest is told of it: who opened it, and with which parameters."""
    return Launched(app=wanted.by, intent=wanted.intent, params=wanted.params)
