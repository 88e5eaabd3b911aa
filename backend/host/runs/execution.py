"""One run of a mini-app for a person: counted, executed in the sandbox, repeated when that was our fault, recorded.

A run is a pure function of its request and the host's answers, so it may be repeated; nothing is written while the
guest runs.
"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Literal, TypeVar

import msgspec

from backend.core.errors import Changed, Refusal
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.room import Caller
from backend.core.settings import Mode
from backend.core.structs import now
from backend.host.broker.service import Dealings
from backend.host.registry.structs import Release
from backend.host.runs.calls import Witness
from backend.host.runs.errors import TooManyCalls
from backend.host.runs.handed import files_in
from backend.host.sandbox import service as sandbox
from backend.host.sandbox.errors import Busy, GuestFailed, SandboxAway, SandboxCrashed
from backend.identity.sessions.structs import Principal
from backend.reference.regions import service as regions
from plugin_sdk.contract.answer import ActionTaken, ScreenDrawn
from plugin_sdk.contract.request import CallContext, CallRequest, Launched

MINUTE = 60
OURS = (SandboxCrashed, SandboxAway, Busy)  # the mini-app and the person had no part in these
MOST_RUNS = 4  # a run is repeated when its process died or its store moved on; beyond this the person is told
T = TypeVar("T")
log = logger(__name__)


def request_for(  # everything that a guest may know stands in its arguments
    release: Release,
    *,
    kind: Literal["screen", "action"],
    name: str,
    form: dict[str, object],
    locale: str,
    launch: Launched | None = None,
) -> CallRequest:
    """What the guest is asked, with the time and the chance of this call."""
    context = CallContext(
        now=regions.local_time(now()).isoformat(),
        locale="en" if locale == "en" else "zh",
        entropy=secrets.token_hex(32),
    )
    asked = {"app": release.manifest.app_id, "kind": kind, "name": name, "input": form, "context": context}
    return msgspec.convert(asked | {"launch": launch}, CallRequest)


async def run(
    release: Release, request: CallRequest, person: Principal, *, attempt: str | None = None
) -> tuple[ScreenDrawn | ActionTaken, Dealings]:
    """Let the guest answer; what it promised is in the dealings, and not kept yet.

    `attempt` names the tap, the same in every repeated run; None while a screen is drawn.

    Raises:
        ConsentNeeded, and the sandbox's refusals.
    """
    caller = Caller(
        person_id=person.person_id,
        app_id=release.manifest.app_id,
        sender=release.manifest.gkb.department.name,
        call_id=new_id(),
        level=person.level,
        attempt=attempt,
        items=frozenset(release.manifest.gkb.items),
        files=files_in(request.input) if attempt is not None else frozenset(),
    )
    dealings, witness = Dealings(caller=caller, manifest=release.manifest), Witness(release, request, person)
    try:
        answer = await sandbox.current().call(
            release.package, request, on_host_call=witness.around(dealings.ask), on_figures=witness.cost
        )
    except Refusal as refusal:
        await witness.saw(refusal)
        if isinstance(refusal, GuestFailed):
            _log_failure(request, refusal)
            if ground().settings.mode is Mode.PRODUCTION:
                raise GuestFailed from None  # the author's words are for the author, and may quote what people typed
        raise
    await witness.saw(answer)
    return answer, dealings


async def repeated(work: Callable[[], Awaitable[T]]) -> T:
    """Do again what died or met a changed store; the last time its refusal goes to the person."""
    for _ in range(MOST_RUNS - 1):
        try:
            return await work()
        except (SandboxCrashed, Changed) as refusal:
            log.info("mini-app.repeated", code=refusal.code)
    return await work()


@asynccontextmanager
async def counted(release: Release, person: Principal) -> AsyncIterator[None]:
    """Hold the person to the manifest's quota. Counted in Redis: while that is away, nobody is held to it.

    What failed through our own fault is not counted: a phone that repeats while we recover must not be shut out.

    Raises:
        TooManyCalls
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


def _log_failure(request: CallRequest, failed: GuestFailed) -> None:
    place = {name: failed.params.get(name) for name in ("type", "file", "line")}
    log.warning("mini-app.failed", app_id=request.app, name=request.name, **place)
