"""Applications that come whole, without a draft: from a mini-app, with one tap. The checks are those of drafts.

They come in two steps, as drafts do: first everything is worked out, registers are read under the person's consent, and
everything that is missing is named at once; then, in the transaction that makes the case, it is checked once more.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from backend.core import database
from backend.core.audit import log as audit
from backend.core.structs import now
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.services.cases.forms import checking, fitting, merging, naming, sources, taking, viewing
from backend.services.cases.forms.blank import Blank
from backend.services.cases.forms.contents import Contents
from backend.services.cases.forms.opening import Opened, authorised, blank_at
from backend.services.cases.forms.structs import DraftKind, HandIn, Missing, ReadyApplication, SaveDraft

UNVERSIONED = 1


class ApplyAtOnce(msgspec.Struct, frozen=True, kw_only=True):
    """An application for oneself that comes whole, without a draft. `prefill`: read what registers know.

    It holds personal data in clear.
    """

    basic_code: str
    region_code: str
    scenario: dict[str, str]
    answers: dict[str, Any]
    materials: dict[str, HandIn]
    prefill: bool

    def __repr__(self) -> str:
        return f"ApplyAtOnce({self.basic_code})"


@dataclass(frozen=True)
class Prepared:
    """What was worked out; ready when nothing is `missing`. The contents are a draft's, which nobody has kept."""

    command: ApplyAtOnce
    contents: Contents
    missing: list[Missing]


async def prepare(person_id: UUID, *, command: ApplyAtOnce) -> Prepared:
    """Work out the application of a person for themself, in the caller's transaction. Only register reads are kept.

    Raises:
        UnknownItem, NotOfferedHere, UnknownRegion, and what `checking` refuses.
        FactsNotAgreed: registers are to fill it in, and the person has not agreed to that.
    """
    subject, today = Subject(kind="person", id=person_id), regions.today()
    blank = await _blank(command)
    authority = await authorised(person_id, subject=subject, basic_codes=blank.basic_codes)
    contents = await _typed(person_id, command, blank=blank, subject=subject)
    blank = await _blank(command, contents)
    wanted = fitting.facts_for(blank.fields)
    contents = msgspec.structs.replace(contents, asked=wanted, agreed=[])
    if command.prefill and wanted:
        giver = sources.consenter(person_id, subject=subject, authority=authority)
        consent_id = await sources.standing_or_sheet(giver, blank=blank, facts=wanted)
        contents = await _filled(person_id, contents, blank=blank, subject=subject, consent_id=consent_id, today=today)
    standing = await viewing.work_out(blank, contents, person_id=person_id, subject=subject, today=today)
    return Prepared(command, contents, standing.missing)


async def take(person_id: UUID, *, prepared: Prepared, case_id: UUID) -> ReadyApplication:
    """The application, checked once more in the transaction that makes `case_id` of it.

    Raises:
        Incomplete, ConsentGone, FactsChanged, MayNotActFor, UnknownItem, NotOfferedHere
    """
    if not database.in_transaction():
        raise RuntimeError("an application was taken outside the transaction that makes a case of it")
    command, subject = prepared.command, Subject(kind="person", id=person_id)
    blank = await _blank(command, prepared.contents)
    authority = await authorised(person_id, subject=subject, basic_codes=blank.basic_codes)
    row = {"id": case_id, "region_code": command.region_code}  # what a draft's row says that goes into the case
    ready = await taking.application_of(Opened(row, person_id, subject, authority, blank, prepared.contents))
    await audit.record(
        action="forms.submitted", actor=f"person:{person_id}", subject=f"case:{case_id}", about=person_id
    )
    return ready


async def _blank(command: ApplyAtOnce, contents: Contents | None = None) -> Blank:
    scenario = contents.scenario if contents else {}
    return await blank_at(DraftKind.ITEM, command.basic_code, region_code=command.region_code, scenario=scenario)


async def _typed(person_id: UUID, command: ApplyAtOnce, *, blank: Blank, subject: Subject) -> Contents:
    """A draft in which everything was typed at once."""
    typed = SaveDraft(
        version=UNVERSIONED, scenario=dict(command.scenario), answers=command.answers, materials=dict(command.materials)
    )
    sound = await checking.require_sound(typed, blank=blank, known={}, corrected=(), person_id=person_id)
    empty = Contents(subject_name=await naming.name_of(subject, actor_id=person_id))
    return merging.merge(empty, merging.changes_of(sound), seen=0, version=0).contents


async def _filled(
    person_id: UUID, contents: Contents, *, blank: Blank, subject: Subject, consent_id: UUID, today: date
) -> Contents:
    """The contents with what registers say; what was typed for the same fields gives way, as in a draft."""
    read = await sources.read(
        person_id, subject=subject, blank=blank, names=contents.asked, consent_id=consent_id, child_id=None
    )
    known = viewing.known_of(blank.fields, read.facts, today=today)
    return msgspec.structs.replace(
        contents,
        agreed=contents.asked,
        answers={name: value for name, value in contents.answers.items() if name not in known},
        facts=read.facts,
        consent_id=consent_id,
        read_at=now(),
        away=read.away,
    )
