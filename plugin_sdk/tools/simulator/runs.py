"""Opens screens and takes actions by the product's rules: quota, gesture, consent, all or nothing, once per key."""

import hashlib
import secrets
import time
import uuid
from typing import Any, Literal

import msgspec

from plugin_sdk.contract import limits
from plugin_sdk.contract.answer import ActionTaken, GuestError, ScreenDrawn
from plugin_sdk.contract.record import CallFigures, CallRecord, HostCallRecord
from plugin_sdk.contract.request import CallContext, CallRequest, Launched
from plugin_sdk.contract.screen import Screen
from plugin_sdk.tools.simulator import answers, problems, quotas
from plugin_sdk.tools.simulator.gestures import action_offer, offers_of
from plugin_sdk.tools.simulator.mock_host import MockHost
from plugin_sdk.tools.simulator.package import Package
from plugin_sdk.tools.simulator.refusals import Refused
from plugin_sdk.tools.simulator.world import CallEntry, World

Kind = Literal["screen", "action"]
Input = dict[str, Any]
Told = dict[str, Any]
ORDINARY = frozenset(("host.consent-needed",))
"""Refusals that are part of an ordinary visit, so they stand in the log but are no problem of the author's."""


def open_screen(world: World, app: str, name: str, given: Input, *, intent: str | None, lang: str) -> Told:
    """Draw a screen; whatever the guest promised is dropped, because looking changes nothing.

    Raises:
        Refused: by the product's codes.

    """
    with world.lock:
        package = _package(world, app)
        if name not in package.manifest.pages:
            raise Refused("host.unknown-screen")
        launch = None
        if intent is not None:
            found = world.tokens.intent(intent, persona=world.persona.id, app=app, screen=name)
            launch = Launched(app=found.by, intent=found.intent, params=found.params)
        answer, _ = _run(world, package, kind="screen", name=name, given=given, launch=launch, lang=lang)
        if intent is not None:
            found.spent = True
        screen = answer.screen if isinstance(answer, ScreenDrawn) else None
        return {"screen": msgspec.to_builtins(screen), "gesture": _gesture(world, app, screen)}


def take_action(
    world: World, app: str, name: str, given: Input, *, gesture: str | None, lang: str, key: str = ""
) -> Told:
    """Take an action, all or nothing; the same Idempotency-Key again is answered as the first time.

    Raises:
        Refused: by the product's codes.

    """
    with world.lock:
        package = _package(world, app)
        if name not in package.manifest.gkb.actions:
            raise Refused("host.unknown-action")
        if key in world.attempts:
            earlier: Told = msgspec.json.decode(world.attempts[key])
            return earlier
        tapped = world.tokens.gesture(gesture, persona=world.persona.id, app=app, offer=action_offer(name))
        answer, host = _run(world, package, kind="action", name=name, given=given, launch=None, lang=lang)
        taken = answer.action if isinstance(answer, ActionTaken) else None
        if taken is None:
            raise Refused("host.answer-malformed", reason="an action was asked for")
        world.kept, tapped.spent = host.kept, True
        again = taken.outcome == "invalid" and taken.screen is None
        fresh = (
            world.tokens.mint_gesture(persona=world.persona.id, app=app, offers=tapped.offers)
            if again
            else _gesture(world, app, taken.screen)
        )
        told = {**msgspec.to_builtins(taken), "gesture": fresh}
        world.keep_attempt(key, told)
        return told


def _package(world: World, app: str) -> Package:
    package = world.ready()
    if app != package.manifest.app_id:
        raise Refused("host.unknown-mini-app")
    return package


def _gesture(world: World, app: str, screen: Screen | None) -> str | None:
    if screen is None:
        return None
    return world.tokens.mint_gesture(persona=world.persona.id, app=app, offers=offers_of(screen))


def _run(
    world: World, package: Package, *, kind: Kind, name: str, given: Input, launch: Launched | None, lang: str
) -> tuple[ScreenDrawn | ActionTaken, MockHost]:
    """Run one call and put it into the log, however it ends."""
    if len(msgspec.json.encode(given)) > limits.INPUT_BYTES:
        raise Refused("host.input-too-large", limit=limits.INPUT_BYTES)
    quotas.use_call(world.call_uses, package.manifest, persona=world.persona.id, at=time.time())
    now = world.clock.now()
    host = MockHost(
        manifest=package.manifest,
        persona=world.persona,
        kind=kind,
        kept=world.kept.copy(),
        read_uses=world.read_uses,
        consents=world.consents,
        now=now,
        mocks=world.folder / "mocks",
    )
    context = CallContext(now=now.isoformat(), locale="en" if lang == "en" else "zh", entropy=secrets.token_hex(32))
    request = CallRequest(
        app=package.manifest.app_id, kind=kind, name=name, input=given, context=context, launch=launch
    )
    return _logged(world, package, request, host), host


def _logged(world: World, package: Package, request: CallRequest, host: MockHost) -> ScreenDrawn | ActionTaken:
    started = time.perf_counter()
    answer: ScreenDrawn | ActionTaken | GuestError | None = None
    figures: CallFigures | None = None
    failure: Refused | None = None
    try:
        ran = world.engine.call(package.compiled, msgspec.json.encode(request).decode(), host.ask)
        figures = ran.figures
        answer = answers.decoded(ran.answer)
        answers.required(answer, request.kind)
    except Refused as refused:
        failure = refused
    figures = figures or CallFigures(milliseconds=(time.perf_counter() - started) * 1_000, host_calls=len(host.asked))
    world.note(_entry(package, request, host, answer=answer, figures=figures, failure=failure))
    _remember_problem(world, request, answer=answer, failure=failure)
    if failure is not None:
        raise failure
    if answer is None or isinstance(answer, GuestError):
        raise Refused("host.answer-malformed", reason="nothing was answered")
    return answer


def _entry(
    package: Package,
    request: CallRequest,
    host: MockHost,
    *,
    answer: ScreenDrawn | ActionTaken | GuestError | None,
    figures: CallFigures,
    failure: Refused | None,
) -> CallEntry:
    asked = [
        HostCallRecord(capability=one.capability, payload=one.payload, answer=one.answer or None) for one in host.asked
    ]
    record = CallRecord(
        package_digest=hashlib.sha256(package.compiled.encode()).hexdigest(),
        request=request,
        host_calls=asked,
        answer=None if answer is None else msgspec.to_builtins(answer),
        failure=failure.code if failure else "",
        figures=figures,
    )
    return CallEntry(
        id=uuid.uuid4().hex,
        at=request.context.now,
        kind=request.kind,
        name=request.name,
        milliseconds=round(figures.milliseconds, 1),
        fuel=figures.fuel,
        host_calls=[msgspec.to_builtins(one) for one in host.asked],
        log=list(answer.log) if answer is not None else [],
        error=_error(answer, failure, app=request.app),
        record=record,
    )


def _error(
    answer: ScreenDrawn | ActionTaken | GuestError | None, failure: Refused | None, *, app: str
) -> dict[str, Any] | None:
    if isinstance(answer, GuestError):
        file = answer.file.removeprefix(f"{app}/")
        return {"type": answer.type, "message": answer.message, "file": file, "line": answer.line}
    if failure is None:
        return None
    return {"type": failure.code, "message": failure.words.en, "file": "", "line": 0}


def _remember_problem(
    world: World,
    request: CallRequest,
    *,
    answer: ScreenDrawn | ActionTaken | GuestError | None,
    failure: Refused | None,
) -> None:
    """A call that went wrong is a problem until the same one goes well, or the source changes."""
    what = f"{request.kind} {request.name}"
    world.run_problems.pop(what, None)
    if isinstance(answer, GuestError):
        world.run_problems[what] = problems.of_guest(answer, app=request.app, name=what)
    elif failure is not None and failure.code not in ORDINARY:
        world.run_problems[what] = problems.of_refusal(failure, name=what)
