"""Open screens, take actions and launch: what a person does with a mini-app.

What the guest promised is kept in one transaction together with the spent gesture and the answer, under the person's
idempotency key: a worker killed at any moment has changed nothing, and a repeat changes nothing twice.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from backend.core.attempts import Attempt, earlier, once
from backend.core.audit.log import record
from backend.core.ground import ground
from backend.core.structs import now
from backend.host.broker.errors import ConsentNeeded
from backend.host.registry import service as registry
from backend.host.registry.structs import Release
from backend.host.runs import execution, gestures, launches, queries
from backend.host.runs.errors import GestureSpent, IntentSpent, UnknownAction, UnknownScreen
from backend.host.runs.gestures import Gesture
from backend.host.runs.launches import LaunchIntent
from backend.host.runs.structs import DrawnScreen, Launch, Launchable, OpenScreen, TakeAction, TakenAction
from backend.host.runs.tokens import Claims
from backend.host.sandbox.errors import AnswerMalformed
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.answer import ActionAnswer, ActionTaken, ScreenDrawn
from plugin_sdk.contract.request import CallRequest

CLOCKS_APART = timedelta(hours=1)  # a spent nonce outlives its text by this: processes' clocks differ


async def open_screen(*, person: Principal, app_id: str, screen: str, command: OpenScreen, locale: str) -> DrawnScreen:
    """Draw a screen of the mini-app for this person. Whatever the guest promised is dropped: looking changes nothing.

    An intent is used up by the screen that it opened, not by a call that failed. One that met a missing consent goes
    back with the refusal (`intent` beside `consent`), good for as long as a person may read.

    Raises:
        UnknownMiniApp, UnknownScreen, IntentRefused, IntentSpent, TooManyCalls, ConsentNeeded, and the sandbox's
        refusals.
    """
    release = await registry.find(app_id)
    if screen not in release.manifest.pages:
        raise UnknownScreen
    intent = await _intent(command, person=person, release=release, screen=screen)
    launch = None if intent is None else launches.told(intent)
    request = execution.request_for(
        release, kind="screen", name=screen, form=command.input, locale=locale, launch=launch
    )
    try:
        async with execution.counted(release, person):
            answer, _ = await execution.repeated(lambda: execution.run(release, request, person))
    except ConsentNeeded as needed:
        if intent is None:
            raise
        kept_open = launches.kept_open(ground().keyring, intent, at=now())
        raise ConsentNeeded(**needed.params, intent=kept_open) from needed
    if not isinstance(answer, ScreenDrawn):
        raise AnswerMalformed(reason="a screen was asked for")
    if intent is not None and not await _spend(intent):
        raise IntentSpent
    offers = gestures.offers_of(answer.screen)
    return DrawnScreen(screen=answer.screen, gesture=_gesture(person, app_id, screen, offers))


async def take_action(  # everything that makes an action one thing stands in its arguments
    *, person: Principal, app_id: str, action: str, command: TakeAction, locale: str, attempt: Attempt
) -> TakenAction:
    """Take an action of the mini-app for this person, all or nothing, once per attempt and once per gesture.

    Raises:
        UnknownMiniApp, UnknownAction, GestureMissing, GestureRefused, GestureSpent, TooManyCalls, ConsentNeeded,
        StoreChanged, KeyReused, and the sandbox's refusals.
    """
    release = await registry.find(app_id)
    if action not in release.manifest.gkb.actions:
        raise UnknownAction
    if (answered := await earlier(attempt, TakenAction)) is not None:
        return answered
    gesture = _verified(command.gesture, person=person, app_id=app_id, offer=gestures.action_offer(action))
    if await queries.is_spent(gesture.nonce):
        return await _answer_of_spent(attempt)
    request = execution.request_for(release, kind="action", name=action, form=command.data, locale=locale)
    async with execution.counted(release, person):
        return await execution.repeated(lambda: _act(release, request, person, attempt, gesture))


async def launch(*, person: Principal, app_id: str, command: Launch, attempt: Attempt) -> Launchable:
    """Let this mini-app's screen open another mini-app, as the person agreed to on the shell's own sheet.

    Raises:
        UnknownMiniApp, GestureMissing, GestureRefused, GestureSpent, LaunchNotDeclared, LaunchUnfit, KeyReused.
    """
    release = await registry.find(app_id)
    if (answered := await earlier(attempt, Launchable)) is not None:
        return answered
    offer = gestures.launch_offer(command.app, command.intent, command.params)
    gesture = _verified(command.gesture, person=person, app_id=app_id, offer=offer)
    target = (await registry.find(command.app)).manifest
    declared = launches.matched(release.manifest, target, intent=command.intent, params=command.params)

    async def allow() -> Launchable:
        await _spend_gesture(gesture)
        await record(
            action="mini-app.launched",
            actor=f"person:{person.person_id}",
            subject=f"mini-app:{target.app_id}/{declared.screen}",
            about=person.person_id,
        )
        return Launchable(
            intent=launches.minted(
                ground().keyring, person=person, by=app_id, app=target.app_id,
                intent=command.intent, params=command.params, at=now(),
            ),
            app=target.app_id,
            screen=declared.screen,
            name=target.name,
            department_name=target.gkb.department.name,
        )  # fmt: skip

    return await once(attempt, Launchable, allow)


async def forget_spent() -> int:
    """Remove the nonces of texts that have expired; the number removed."""
    return await queries.forget_spent(before=now() - CLOCKS_APART)


async def _act(
    release: Release, request: CallRequest, person: Principal, attempt: Attempt, gesture: Gesture
) -> TakenAction:
    answer, dealings = await execution.run(release, request, person, attempt=_tap(attempt, gesture))
    if not isinstance(answer, ActionTaken):
        raise AnswerMalformed(reason="an action was asked for")
    taken = answer.action

    async def keep() -> TakenAction:
        await _spend_gesture(gesture)
        await dealings.keep()
        await record(
            action="mini-app.acted",
            actor=f"person:{person.person_id}",
            subject=f"mini-app:{request.app}/{request.name}",
            about=person.person_id,
        )
        return TakenAction(**msgspec.structs.asdict(taken), gesture=_next(taken, person, request, gesture))

    return await once(attempt, TakenAction, keep)


def _next(taken: ActionAnswer, person: Principal, request: CallRequest, gesture: Gesture) -> str | None:
    """The gesture of the screen that the person sees next: a new one, or the same again to be filled in better."""
    if taken.screen is not None:
        return _gesture(person, request.app, request.name, gestures.offers_of(taken.screen))
    if taken.outcome == "invalid":
        return _gesture(person, request.app, gesture.screen, gesture.offers)
    return None


async def _intent(command: OpenScreen, *, person: Principal, release: Release, screen: str) -> LaunchIntent | None:
    if command.intent is None:
        return None
    intent = launches.verified(
        ground().keyring, text=command.intent, person=person, target=release.manifest, screen=screen, at=now()
    )
    if await queries.is_spent(intent.nonce):
        raise IntentSpent
    return intent


def _verified(text: str | None, *, person: Principal, app_id: str, offer: bytes) -> Gesture:
    return gestures.verified(ground().keyring, text=text, person=person, app=app_id, offer=offer, at=now())


def _gesture(person: Principal, app_id: str, screen: str, offers: Sequence[bytes]) -> str:
    return gestures.minted(ground().keyring, person=person, app=app_id, screen=screen, offers=offers, at=now())


async def _spend(claims: Claims) -> bool:
    return await queries.spend(claims.nonce, expires_at=datetime.fromtimestamp(claims.expires, UTC))


async def _spend_gesture(gesture: Gesture) -> None:
    if not await _spend(gesture):
        raise GestureSpent


async def _answer_of_spent(attempt: Attempt) -> TakenAction:
    """The very attempt that spent the gesture may have ended since we looked for its answer."""
    answered = await earlier(attempt, TakenAction)
    if answered is None:
        raise GestureSpent
    return answered


def _tap(attempt: Attempt, gesture: Gesture) -> str:
    """A name for what the person did with one tap, however often the phone sent it; leads back to nobody."""
    named = gesture.nonce if attempt.key is None else f"{attempt.caller} {attempt.key}".encode()
    return hashlib.sha256(named).hexdigest()
