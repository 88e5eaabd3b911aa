"""The rules of drafts: begun for a place, filled from registers under consent, saved from any device, taken once."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.errors import Param
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.pages import LATEST, at_moment, moment_and_id
from backend.core.structs import Page, now
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.services.cases.forms import (
    at_once,
    checking,
    fitting,
    forgetting,
    merging,
    naming,
    papers,
    queries,
    sources,
    taking,
    viewing,
)
from backend.services.cases.forms.contents import Contents, Handed, seal_for
from backend.services.cases.forms.errors import (
    ChangedElsewhere,
    DraftNotFound,
    StaleVersion,
    TooManyDrafts,
    UnknownField,
)
from backend.services.cases.forms.merging import Change, Conflict
from backend.services.cases.forms.opening import Opened, authorised, blank_at, opened
from backend.services.cases.forms.structs import (
    ActingFor,
    DecideFacts,
    Draft,
    DraftKind,
    DraftStep,
    DraftSummary,
    SaveDraft,
    StartApplication,
    StartBundle,
)

DRAFTS_MOST: Final = 20  # of one person: an agent of a firm has some ten open; more is a machine

take = taking.take
take_bundle = taking.take_bundle
ApplyAtOnce = at_once.ApplyAtOnce
Prepared = at_once.Prepared
prepare_at_once = at_once.prepare
take_at_once = at_once.take
tidy = forgetting.tidy
commitment_covers = papers.may_be_committed


def commitment() -> tuple[Bilingual, str]:
    """The text of 告知承诺 as it is now, with its version: what the phone shows and what counters read out."""
    return viewing.COMMITMENT, viewing.COMMITMENT_VERSION


class Kept(msgspec.Struct, frozen=True):
    """What an attempt remembers of a draft: its id alone, because answers are kept in clear."""

    id: UUID


async def start(person_id: UUID, *, command: StartApplication, attempt: Attempt) -> Draft:
    """Begin an application for one item.

    Raises:
        TooManyDrafts, MayNotActFor, UnknownItem, NotOfferedHere, UnknownRegion, NoSuchAnswer, UnknownField, WrongType
    """
    return await _start(person_id, DraftKind.ITEM, command.basic_code, command=command, attempt=attempt)


async def start_bundle(person_id: UUID, *, command: StartBundle, attempt: Attempt) -> Draft:
    """Begin one application for a bundle.

    Raises:
        TooManyDrafts, MayNotActFor, UnknownBundle, NotOfferedHere, UnknownRegion, NoSuchAnswer, UnknownField, WrongType
    """
    return await _start(person_id, DraftKind.BUNDLE, command.bundle_code, command=command, attempt=attempt)


async def mine(person_id: UUID, *, limit: int, cursor: str | None = None) -> Page[DraftSummary]:
    """The person's drafts, the last saved first.

    Raises:
        BadCursor
    """
    purpose = f"forms:{person_id}"
    before = moment_and_id(ground().cursors.read(purpose, cursor), first=LATEST)
    rows = await queries.open_drafts(person_id, before=before, limit=limit + 1)
    return ground().cursors.page(purpose, rows, limit=limit, item=_summary_of, position=at_moment("saved_at"))


async def mine_for(
    person_id: UUID, *, subject: Subject, codes: Collection[str] | None, limit: int
) -> list[DraftSummary]:
    """The drafts that the person began for a subject, the last saved first; no right to act is asked here.

    With `codes` only those of these items: a bundle needs the right to act for all of it.
    """
    rows = await queries.open_for(
        person_id,
        subject_id=subject.id,
        subject_kind=subject.kind,
        codes=None if codes is None else sorted(codes),
        limit=limit,
    )
    return [_summary_of(row) for row in rows]


async def read_one(draft_id: UUID, *, person_id: UUID) -> Draft:
    """The draft as it stands: on this device or another.

    Raises:
        DraftNotFound, AlreadySubmitted, DraftUnreadable, MayNotActFor
    """
    async with database.transaction():
        draft = await opened(draft_id, person_id=person_id)
        standing = await viewing.work_out(
            draft.blank, draft.contents, person_id=person_id, subject=draft.subject, today=regions.today()
        )
    may_decide = draft.giver == person_id
    return viewing.draw(standing, row=draft.row, acting_for=draft.acting_for, may_decide=may_decide)


async def save(draft_id: UUID, *, person_id: UUID, command: SaveDraft, attempt: Attempt) -> Draft:
    """Keep what was typed. What another device saved meanwhile stays, unless both touched the same.

    Raises:
        DraftNotFound, AlreadySubmitted, ChangedElsewhere, and what `checking` refuses.
    """

    async def work() -> Kept:
        draft = await opened(draft_id, person_id=person_id, lock=True)
        version = draft.row["version"]
        if command.version > version:
            raise StaleVersion(version=version)
        known = viewing.known_of(draft.blank.fields, draft.contents.facts, today=regions.today())
        sound = await checking.require_sound(
            command, blank=draft.blank, known=known, corrected=draft.contents.corrections, person_id=person_id
        )
        changes = merging.changes_of(sound)
        merged = merging.merge(draft.contents, changes, seen=command.version, version=version)
        if merged.conflicts:
            raise _conflict(draft, merged.conflicts)
        if merged.changed:
            await _keep(draft, merged.contents, action="forms.saved")
        return Kept(draft_id)

    await once(attempt, Kept, work)
    return await read_one(draft_id, person_id=person_id)


async def decide(draft_id: UUID, *, person_id: UUID, command: DecideFacts, attempt: Attempt) -> Draft:
    """Note which facts may be read, give the consent for them, and read them; all of it, or nothing.

    Raises:
        DraftNotFound, AlreadySubmitted, StaleVersion, UnknownField, PrincipalMustConsent, ConsentTextChanged
    """

    async def work() -> Kept:
        draft = await opened(draft_id, person_id=person_id, lock=True)
        if command.version != draft.row["version"]:
            raise StaleVersion(version=draft.row["version"])
        wanted = fitting.facts_for(draft.blank.fields)
        if beyond := [name for name in command.facts if name not in wanted]:
            raise UnknownField(fields=list(beyond))
        contents = msgspec.structs.replace(
            draft.contents,
            asked=wanted,
            agreed=list(dict.fromkeys(command.facts)),
            facts={},
            consent_id=None,
            read_at=None,
            away=False,
            child_id=command.child_id or draft.contents.child_id,
        )
        if command.facts:
            contents = await _filled(draft, contents, text_version=command.text_version)
        await _keep(draft, contents, action="forms.decided")
        return Kept(draft_id)

    await once(attempt, Kept, work)
    return await read_one(draft_id, person_id=person_id)


async def remove(draft_id: UUID, *, person_id: UUID, attempt: Attempt) -> None:
    """Forget the draft; one whose agency ended may be forgotten, too.

    Raises:
        DraftNotFound: not there, not this person's, or a case already.
    """

    async def work() -> Done:
        if not await queries.delete(draft_id, person_id=person_id):
            raise DraftNotFound
        await _record("forms.removed", person_id=person_id, draft_id=draft_id)
        return Done()

    await once(attempt, Done, work)


async def _start(
    person_id: UUID, kind: DraftKind, code: str, *, command: StartApplication | StartBundle, attempt: Attempt
) -> Draft:
    draft_id, subject = new_id(), _subject(person_id, command.acting_for)

    async def work() -> Kept:
        blank = await blank_at(kind, code, region_code=command.region_code, scenario={})
        await authorised(person_id, subject=subject, basic_codes=blank.basic_codes)
        typed = SaveDraft(version=1, scenario=dict(command.scenario), answers=command.answers)
        sound = await checking.require_sound(typed, blank=blank, known={}, corrected=(), person_id=person_id)
        await queries.lock_person(person_id)
        if await queries.open_count(person_id) >= DRAFTS_MOST:
            raise TooManyDrafts(most=DRAFTS_MOST)
        empty = Contents(child_id=command.child_id, subject_name=await naming.name_of(subject, actor_id=person_id))
        contents = merging.merge(empty, merging.changes_of(sound), seen=0, version=0).contents
        blank = await blank_at(kind, code, region_code=command.region_code, scenario=contents.scenario)
        standing = await viewing.work_out(blank, contents, person_id=person_id, subject=subject, today=regions.today())
        await queries.insert(
            draft_id,
            person_id=person_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            kind=kind,
            code=code,
            name=blank.name,
            region_code=command.region_code,
            step=standing.step,
            content=seal_for(ground().keyring, draft_id=draft_id, contents=contents),
            at=now(),
        )
        await _record("forms.started", person_id=person_id, draft_id=draft_id)
        return Kept(draft_id)

    kept = await once(attempt, Kept, work)
    return await read_one(kept.id, person_id=person_id)


async def _filled(draft: Opened, contents: Contents, *, text_version: str) -> Contents:
    """The contents with what registers say, under the consent that is given here."""
    agreed = contents.agreed or []
    consent_id = await sources.agree(
        draft.person_id, blank=draft.blank, facts=agreed, text_version=text_version, giver=draft.giver
    )
    read = await sources.read(
        draft.person_id,
        subject=draft.subject,
        blank=draft.blank,
        names=agreed,
        consent_id=consent_id,
        child_id=contents.child_id,
    )
    return msgspec.structs.replace(contents, facts=read.facts, consent_id=consent_id, read_at=now(), away=read.away)


async def _keep(draft: Opened, contents: Contents, *, action: str) -> None:
    """Write the next version of the draft, with the step that it has come to."""
    draft_id = draft.row["id"]
    blank = await blank_at(
        draft.row["kind"], draft.row["code"], region_code=draft.row["region_code"], scenario=contents.scenario
    )
    standing = await viewing.work_out(
        blank, contents, person_id=draft.person_id, subject=draft.subject, today=regions.today()
    )
    sealed = seal_for(ground().keyring, draft_id=draft_id, contents=contents)
    await queries.update(draft_id, content=sealed, step=standing.step, name=blank.name, at=now())
    await _record(action, person_id=draft.person_id, draft_id=draft_id)


def _subject(person_id: UUID, acting_for: ActingFor | None) -> Subject:
    if acting_for is None:
        return Subject(kind="person", id=person_id)
    return Subject(kind=acting_for.kind, id=acting_for.id)


def _conflict(draft: Opened, conflicts: list[Conflict]) -> ChangedElsewhere:
    fields: list[Param] = [
        {
            "what": one.change.what,
            "key": one.change.key,
            "title": _title(draft, one.change),
            "yours": _told(one.change.value),
            "theirs": _told(one.theirs),
        }
        for one in conflicts
    ]
    return ChangedElsewhere(version=draft.row["version"], savedAt=draft.row["saved_at"].isoformat(), fields=fields)


def _title(draft: Opened, change: Change) -> str:
    blank = draft.blank
    match change.what:
        case "scenario":
            return blank.every_question[change.key].text
        case "material":
            return blank.every_material[change.key].name
        case "commitment":
            return "告知承诺"
        case _:
            return blank.every_field[change.key].title


def _told(value: Any) -> Any:
    if isinstance(value, Handed):
        return {"files": [str(one) for one in value.files], "later": value.later, "paper": value.paper}
    return value


def _summary_of(row: Record) -> DraftSummary:
    return DraftSummary(
        id=row["id"],
        version=row["version"],
        kind=DraftKind(row["kind"]),
        code=row["code"],
        name=row["name"],
        region_code=row["region_code"],
        for_another=row["subject_id"] != row["person_id"],
        step=DraftStep(row["step"]),
        saved_at=row["saved_at"],
        forgotten_on=viewing.forgotten_on(row["saved_at"]),
    )


async def _record(action: str, *, person_id: UUID, draft_id: UUID) -> None:
    await audit.record(action=action, actor=f"person:{person_id}", subject=f"draft:{draft_id}", about=person_id)
