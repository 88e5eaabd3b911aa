"""Run a mini-app for a person. A run is a pure function of request and host answers, so it may be repeated.

Nothing is written while the guest runs. What it promised is kept in one transaction together with the answer, under
the person's idempotency key: a worker killed at any moment has changed nothing, and a repeat changes nothing twice.
"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Literal, TypeVar

import msgspec

from backend.core.attempts import Attempt, earlier, once
from backend.core.audit.log import record
from backend.core.errors import Refusal
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.room import Caller
from backend.core.settings import Mode
from backend.core.structs import now
from backend.host.broker.errors import StoreChanged
from backend.host.broker.service import Dealings
from backend.host.registry import service as registry
from backend.host.registry.structs import Release
from backend.host.runs.errors import TooManyCalls, UnknownAction, UnknownScreen
from backend.host.sandbox import service as sandbox
from backend.host.sandbox.errors import AnswerMalformed, Busy, GuestFailed, SandboxAway, SandboxCrashed
from backend.identity.sessions.structs import Principal
from backend.reference.regions import service as regions
from plugin_sdk.contract.answer import ActionAnswer, ActionTaken, ScreenDrawn
from plugin_sdk.contract.request import CallContext, CallRequest
from plugin_sdk.contract.screen import Screen

MINUTE = 60
OURS = (SandboxCrashed, SandboxAway, Busy)  # the mini-app and the person had no part in these
T = TypeVar("T")
MOST_RUNS = 4  # a run is repeated when its process died or its store moved on; beyond this the person is told
log = logger(__name__)


async def open_screen(*, person: Principal, app_id: str, screen: str, form: dict[str, object], locale: str) -> Screen:
    """Draw a screen of the mini-app for this person. Whatever the guest promised is dropped: looking changes nothing.

    Raises:
        UnknownMiniApp, UnknownScreen, TooManyCalls, ConsentNeeded, and the sandbox's refusals.
    """
    release = await registry.find(app_id)
    if screen not in release.manifest.pages:
        raise UnknownScreen
    request = _request(release, kind="screen", name=screen, form=form, locale=locale)
    async with _counted(release, person):
        answer, _ = await _repeated(lambda: _run(release, request, person))
    if not isinstance(answer, ScreenDrawn):
        raise AnswerMalformed(reason="a screen was asked for")
    return answer.screen


async def take_action(  # everything that makes an action one thing stands in its arguments
    *, person: Principal, app_id: str, action: str, form: dict[str, object], locale: str, attempt: Attempt
) -> ActionAnswer:
    """Take an action of the mini-app for this person, all or nothing, once per attempt.

    Raises:
        UnknownMiniApp, UnknownAction, TooManyCalls, ConsentNeeded, StoreChanged, KeyReused, and the sandbox's refusals.
    """
    release = await registry.find(app_id)
    if action not in release.manifest.gkb.actions:
        raise UnknownAction
    if (answered := await earlier(attempt, ActionAnswer)) is not None:
        return answered
    request = _request(release, kind="action", name=action, form=form, locale=locale)
    async with _counted(release, person):
        return await _repeated(lambda: _act(release, request, person, attempt))


async def _repeated(run: Callable[[], Awaitable[T]]) -> T:
    """Run again what died or met a changed store; the last time its refusal goes to the person."""
    for _ in range(MOST_RUNS - 1):
        try:
            return await run()
        except (SandboxCrashed, StoreChanged) as refusal:
            log.info("mini-app.repeated", code=refusal.code)
    return await run()


async def _act(release: Release, request: CallRequest, person: Principal, attempt: Attempt) -> ActionAnswer:
    answer, dealings = await _run(release, request, person)
    if not isinstance(answer, ActionTaken):
        raise AnswerMalformed(reason="an action was asked for")
    taken = answer.action

    async def keep() -> ActionAnswer:
        await dealings.keep()
        await record(
            action="mini-app.acted",
            actor=f"person:{person.person_id}",
            subject=f"mini-app:{request.app}/{request.name}",
            about=person.person_id,
        )
        return taken

    return await once(attempt, ActionAnswer, keep)


async def _run(release: Release, request: CallRequest, person: Principal) -> tuple[ScreenDrawn | ActionTaken, Dealings]:
    caller = Caller(
        person_id=person.person_id,
        app_id=release.manifest.app_id,
        sender=release.manifest.gkb.department.name,
        call_id=new_id(),
    )
    dealings = Dealings(caller=caller, manifest=release.manifest)
    try:
        answer = await sandbox.current().call(release.package, request, on_host_call=dealings.ask)
    except GuestFailed as failed:
        place = {name: failed.params.get(name) for name in ("type", "file", "line")}
        log.warning("mini-app.failed", app_id=request.app, name=request.name, **place)
        if ground().settings.mode is Mode.PRODUCTION:
            raise GuestFailed from None  # the author's words are for the author, and may quote what people typed
        raise
    return answer, dealings


@asynccontextmanager
async def _counted(release: Release, person: Principal) -> AsyncIterator[None]:
    """Hold the person to the manifest's quota. Counted in Redis: while that is away, nobody is held to it.

    What failed through our own fault is not counted: a phone that repeats while we recover must not be shut out.
    """
    minute, second = divmod(int(now().timestamp()), MINUTE)
    key = f"runs:{release.manifest.app_id}:{person.person_id}:{minute}"
    used = await ground().cache.count(key, window_seconds=MINUTE)
    if used is not None and used > release.manifest.gkb.quotas.calls_per_person_per_minute:
        raise TooManyCalls(retryAfter=MINUTE - second)
    try:
        yield
    except Exception as error:
        if isinstance(error, OURS) or not isinstance(error, Refusal):
            await ground().cache.count(key, window_seconds=MINUTE, by=-1)
        raise


def _request(
    release: Release, *, kind: Literal["screen", "action"], name: str, form: dict[str, object], locale: str
) -> CallRequest:
    context = CallContext(
        now=regions.local_time(now()).isoformat(),
        locale="en" if locale == "en" else "zh",
        entropy=secrets.token_hex(32),
    )
    return msgspec.convert(
        {"app": release.manifest.app_id, "kind": kind, "name": name, "input": form, "context": context}, CallRequest
    )
