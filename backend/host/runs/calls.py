"""Records of calls, so that a department can replay what went wrong: masked, few, and not for long.

Kept is every call that failed through the mini-app's fault, and every call that a developer of its department makes.
"""

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec

from backend.core import database
from backend.core.audit import log as audit
from backend.core.errors import Refusal
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.logs import logger
from backend.core.structs import Page, now
from backend.host.registry import service as registry
from backend.host.registry.errors import NotYourDepartment
from backend.host.registry.structs import Release
from backend.host.runs import queries
from backend.host.runs.errors import UnknownCall
from backend.host.runs.structs import CallSummary
from backend.host.sandbox import errors as sandbox
from backend.identity.people.structs import Role
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.answer import ActionTaken, GuestError, ScreenDrawn
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.masking import masked
from plugin_sdk.contract.record import CallFigures, CallRecord, OnHostCall, Recorder
from plugin_sdk.contract.request import CallRequest

MOST_KEPT = 100  # per mini-app; what fails more often fails in the same few ways
KEPT = timedelta(days=7)
MOST_BYTES = 256 * 1024  # of one record; beyond it the answers of the host are left out, then the input
THE_APPS: tuple[type[Refusal], ...] = (
    sandbox.GuestFailed,
    sandbox.GuestTrapped,
    sandbox.TimedOut,
    sandbox.OutOfMemory,
    sandbox.OutputTooLarge,
    sandbox.TooManyHostCalls,
    sandbox.AnswerMalformed,
)
"""Failures through the mini-app's own fault."""

log = logger(__name__)


@dataclass
class Witness:
    """Sees one call and, if it is of the kind that is kept, keeps it."""

    release: Release
    request: CallRequest
    person: Principal
    recorder: Recorder = field(default_factory=Recorder)
    figures: CallFigures | None = None

    def around(self, on_host_call: OnHostCall) -> OnHostCall:
        """The same host, with every call noted."""
        return self.recorder.around(on_host_call)

    def cost(self, figures: CallFigures) -> None:
        """Take note of what the call cost."""
        self.figures = figures

    async def saw(self, end: ScreenDrawn | ActionTaken | Refusal) -> None:
        """Keep the call, ended so, if it failed through the mini-app's fault or is a developer's own."""
        refusal = end if isinstance(end, Refusal) else None
        if not await self._is_kept(refusal):
            return
        record = self.recorder.record(
            package_digest=hashlib.sha256(self.release.package.encode()).hexdigest(),
            request=self.request,
            answer=_guests_own(end) if isinstance(end, Refusal) else end,
            failure="" if refusal is None else refusal.code,
            figures=self.figures,
        )
        await _keep(record, manifest=self.release.manifest)

    async def _is_kept(self, refusal: Refusal | None) -> bool:
        if refusal is None:
            return await _develops(self.person, self.release.manifest)
        return isinstance(refusal, THE_APPS)


async def listed(manifest: Manifest, *, person: Principal, limit: int, cursor: str | None = None) -> Page[CallSummary]:
    """The mini-app's calls on record, the newest first.

    Raises:
        NotYourDepartment: neither an operator nor a developer of the mini-app's department.
        BadCursor
    """
    await _require_reader(person, manifest)
    purpose = f"calls:{manifest.app_id}"
    position = ground().cursors.read(purpose, cursor)
    before = None if position is None else UUID(position)
    async with database.transaction():
        rows = await queries.calls_of(manifest.app_id, before=before, limit=limit + 1)
        await _read(person, subject=f"mini-app:{manifest.app_id}/calls")
    return ground().cursors.page(purpose, rows, limit=limit, item=_summary, position=lambda row: str(row["id"]))


async def one(call_id: UUID, *, manifest: Manifest, person: Principal) -> CallRecord:
    """A whole record, as `gkb replay` takes it.

    Raises:
        NotYourDepartment: neither an operator nor a developer of the mini-app's department.
        UnknownCall: there is none, or no longer.
    """
    await _require_reader(person, manifest)
    async with database.transaction():
        row = await queries.call(call_id, app_id=manifest.app_id)
        if row is None:
            raise UnknownCall
        await _read(person, subject=f"call:{call_id}")
    return msgspec.convert(row["record"], CallRecord)


async def forget_old() -> int:
    """Remove what is older than `KEPT`; the number removed."""
    return await queries.forget_calls(before=now() - KEPT)


async def _keep(record: CallRecord, *, manifest: Manifest) -> None:
    """Keep the call without the people in it. A database that is away costs the record, never the answer."""
    kept = await asyncio.to_thread(masked, _shortened(record))
    call_id = new_id()
    try:
        async with database.transaction():
            await queries.keep_call(
                call_id,
                app_id=manifest.app_id,
                version=manifest.version.name,
                failure=kept.failure,
                record=msgspec.json.encode(kept).decode(),
                most=MOST_KEPT,
            )
            actor = f"mini-app:{manifest.app_id}"
            await audit.record(action="mini-app.call-kept", actor=actor, subject=f"call:{call_id}")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        log.warning("mini-app.call-not-kept", app_id=manifest.app_id, error=type(error).__name__)


def _guests_own(refusal: Refusal) -> GuestError | None:
    """The exception that the author's code raised, when the refusal is made of one."""
    if "type" not in refusal.params:
        return None
    said = dict(refusal.params)
    return msgspec.convert(said | {"log": str(said.get("log", "")).splitlines(), "kind": "error"}, GuestError)


async def _require_reader(person: Principal, manifest: Manifest) -> None:
    if Role.OPERATOR not in person.roles:
        await registry.require_developer(person.person_id, manifest=manifest)


async def _develops(person: Principal, manifest: Manifest) -> bool:
    if Role.DEPARTMENT_DEVELOPER not in person.roles:
        return False
    try:
        await registry.require_developer(person.person_id, manifest=manifest)
    except NotYourDepartment:
        return False
    return True


async def _read(person: Principal, *, subject: str) -> None:
    await audit.record(action="mini-app.calls-read", actor=f"person:{person.person_id}", subject=subject)


def _shortened(record: CallRecord) -> CallRecord:
    if len(msgspec.json.encode(record)) > MOST_BYTES:
        record = msgspec.structs.replace(record, host_calls=[])
    if len(msgspec.json.encode(record)) > MOST_BYTES:
        record = msgspec.structs.replace(record, request=msgspec.structs.replace(record.request, input={}), answer=None)
    return record


def _summary(row: asyncpg.Record) -> CallSummary:
    return msgspec.convert(dict(row), CallSummary)
