"""Flow's face: what rooms above and our own routes may ask and order. Each name says where its rules stand.

A command answers with the case as it is afterwards, read again: the attempt keeps only that it was done.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.identity.people.structs import Post, Subject
from backend.reference.calendar.structs import Light, YearLoaded
from backend.services.cases.flow import (
    acting,
    disclosing,
    of_subject,
    reading,
    receiving,
    submission,
    sweeping,
    table,
    through_apps,
)
from backend.services.cases.flow import (
    colleagues as colleagues_of,
)
from backend.services.cases.flow.kinds import Channel, State
from backend.services.cases.flow.orders import AnswerPart, HandInDraft, Order
from backend.services.cases.flow.places import scope_of
from backend.services.cases.flow.shown import Case, CaseSummary, LatestCase, SubmitCase, TrailEntry
from backend.services.cases.flow.shown_desk import (
    Colleague,
    Counts,
    DeskCase,
    Enquiry,
    Part,
    PartSummary,
    StateTable,
)
from backend.services.cases.flow.through_apps import CaseOfApp, Promised, Tap
from backend.services.cases.flow.transitions import ACTOR_OF, Actor
from backend.services.cases.forms.service import ApplyAtOnce
from backend.services.cases.forms.structs import ReadyApplication
from backend.supports.files.structs import StoredFile

OFFICERS = frozenset(action for action, actor in ACTOR_OF.items() if actor is Actor.OFFICER)
APPLICANTS = frozenset(action for action, actor in ACTOR_OF.items() if actor is Actor.APPLICANT) - {"submit"}


async def submit(command: SubmitCase, *, at: datetime) -> Case:
    """Make a case, in the caller's transaction if there is one; the same `command.id` again is the same case.

    Raises:
        MayNotActFor, ItemUnreadable, MaterialTwice, IdTaken
    """
    return await submission.submit(command, at=at)


async def submit_draft(
    draft_id: UUID, *, person_id: UUID, command: HandInDraft, attempt: Attempt, at: datetime
) -> Case:
    """Make a case of a person's finished draft.

    Raises:
        what `forms.take` and `submit` refuse; KeyReused
    """
    return await receiving.submit_draft(draft_id, person_id=person_id, command=command, attempt=attempt, at=at)


async def promise_for_app(tap: Tap, command: ApplyAtOnce, *, at: datetime) -> Promised:
    """What a mini-app's application will become, or everything that is missing; nothing is handed in yet.

    Raises:
        OtherDepartmentsItem, and what `forms.prepare_at_once` and `submit` refuse.
    """
    return await through_apps.promise(tap, command, at=at)


async def hand_in_for_app(tap: Tap, promised: Promised) -> Case:
    """Make the promised case, in the caller's transaction.

    Raises:
        HandedInOtherwise, NumberTaken: it would no longer be that case.
    """
    return await through_apps.hand_in(tap, promised)


async def of_app(app_id: str, *, person_id: UUID, numbers: Sequence[str], limit: int) -> list[CaseOfApp]:
    """What a mini-app handed in for the person themself, the newest first; of the `numbers`, or all."""
    return await through_apps.cases(app_id, person_id=person_id, numbers=numbers, limit=limit)


async def receive(
    ready: ReadyApplication, *, case_id: UUID, channel: Channel, at: datetime, bundle_id: UUID | None = None
) -> Case:
    """Make a case of what forms handed over, in the caller's transaction: a part of a bundle.

    Raises:
        as `submit`
    """
    return await receiving.receive(ready, case_id=case_id, channel=channel, at=at, bundle_id=bundle_id)


async def order(case_id: UUID, *, action: str, order: Order, person_id: UUID, attempt: Attempt, at: datetime) -> Case:
    """An applicant's order (`answer-supplement`, `withdraw`, `urge`, ...).

    Raises:
        CaseNotFound, NotNow, every refusal of a guard, FileNotHere, KeyReused
    """
    if action not in APPLICANTS:
        raise ValueError(action)
    await acting.by_applicant(case_id, action=action, order=order, person_id=person_id, attempt=attempt, at=at)
    return await reading.find(case_id, person_id=person_id)


async def order_at_desk(
    case_id: UUID, *, action: str, order: Order, person_id: UUID, attempt: Attempt, at: datetime
) -> DeskCase:
    """An officer's order (`accept`, `propose`, `conclude`, ...).

    Raises:
        CaseNotFound, NotNow, every refusal of a guard, FileNotHere, KeyReused
    """
    if action not in OFFICERS:
        raise ValueError(action)
    moved = await acting.by_officer(case_id, action=action, order=order, person_id=person_id, attempt=attempt, at=at)
    if moved is None:
        return await reading.desk_case(case_id, person_id=person_id)
    return await reading.shown_to_officer(moved, person_id=person_id)


async def hand_over(case_id: UUID, *, order: Order, person_id: UUID, attempt: Attempt, at: datetime) -> Case:
    """Send a case that one's place took in to the deciding place.

    Raises:
        CaseNotFound, NotNow, NotHeldByReceiver, KeyReused
    """
    await acting.by_receiver(case_id, action="hand-over", order=order, person_id=person_id, attempt=attempt, at=at)
    return await reading.taken_in_one(case_id, person_id=person_id)


async def answer_part(part_id: UUID, *, order: AnswerPart, person_id: UUID, attempt: Attempt, at: datetime) -> Part:
    """Give one's department's opinion about its part.

    Raises:
        CaseNotFound, NotNow, OwnCase, KeyReused
    """
    await acting.on_part(part_id, order=order, person_id=person_id, attempt=attempt, at=at)
    return await reading.part(part_id, person_id=person_id)


async def find(case_id: UUID, *, person_id: UUID) -> Case:
    """A case as its applicant sees it.

    Raises:
        CaseNotFound
    """
    return await reading.find(case_id, person_id=person_id)


async def mine(person_id: UUID, *, limit: int, cursor: str | None = None, standing: str = "all") -> Page[CaseSummary]:
    """The cases of everybody whose cases the person may look at; `standing`: all, open or ended.

    Raises:
        BadCursor
    """
    return await reading.mine(person_id, limit=limit, cursor=cursor, standing_in=standing)


async def open_of(person_id: UUID, *, limit: int) -> list[CaseSummary]:
    """The person's own cases that are not over, the newest first; those of people they act for are in `mine`."""
    return await reading.open_of(person_id, limit=limit)


async def open_of_subject(subject: Subject, *, codes: Collection[str] | None, limit: int) -> list[CaseSummary]:
    """The open cases of a person or body, no rights asked; of the items in `codes`, None for all."""
    return await of_subject.still_open(subject, codes=codes, limit=limit)


async def latest_of_subject(subject: Subject, *, codes: Collection[str] | None) -> dict[str, LatestCase]:
    """By item the last case of a person or body, no rights asked; a withdrawn one is as if it had never been."""
    return await of_subject.latest(subject, codes=codes)


async def of_bundle(bundle_id: UUID) -> list[Case]:
    """The cases of a bundle, no rights asked: the bundle's room asks them."""
    return await reading.of_bundle(bundle_id)


async def trail(case_id: UUID, *, person_id: UUID, limit: int, cursor: str | None = None) -> Page[TrailEntry]:
    """What was said to the applicant, in order.

    Raises:
        CaseNotFound, BadCursor
    """
    return await reading.trail(case_id, person_id=person_id, limit=limit, cursor=cursor)


async def desk_case(case_id: UUID, *, person_id: UUID) -> DeskCase:
    """A case as its officers see it.

    Raises:
        CaseNotFound
    """
    return await reading.desk_case(case_id, person_id=person_id)


async def desk_trail(case_id: UUID, *, person_id: UUID, limit: int, cursor: str | None = None) -> Page[TrailEntry]:
    """Everything that happened to a case, in order.

    Raises:
        CaseNotFound, BadCursor
    """
    return await reading.desk_trail(case_id, person_id=person_id, limit=limit, cursor=cursor)


async def queue(
    person_id: UUID,
    *,
    limit: int,
    cursor: str | None = None,
    state: State | None = None,
    light: Light | None = None,
    item: str | None = None,
    department: str | None = None,
    region: str | None = None,
    assigned: str | None = None,
    number: str | None = None,
) -> Page[CaseSummary]:
    """The queue of the person's places, the nearest due day first.

    Raises:
        BadCursor
    """
    return await reading.queue(
        person_id, limit=limit, cursor=cursor, state=state, light=light, item=item, department=department,
        region=region, assigned=assigned, number=number,
    )  # fmt: skip


async def counts(person_id: UUID) -> Counts:
    """The desk at a glance."""
    return await reading.counts(person_id)


async def taken_in(person_id: UUID, *, limit: int, cursor: str | None = None) -> Page[CaseSummary]:
    """What the person's places took in for others.

    Raises:
        BadCursor
    """
    return await reading.taken_in(person_id, limit=limit, cursor=cursor)


async def taken_in_one(case_id: UUID, *, person_id: UUID) -> Case:
    """One of them, as its applicant sees it.

    Raises:
        CaseNotFound
    """
    return await reading.taken_in_one(case_id, person_id=person_id)


async def parts(person_id: UUID, *, limit: int, cursor: str | None = None) -> Page[PartSummary]:
    """What other departments ask of the person's.

    Raises:
        BadCursor
    """
    return await reading.parts(person_id, limit=limit, cursor=cursor)


async def part(part_id: UUID, *, person_id: UUID) -> Part:
    """One of them.

    Raises:
        CaseNotFound
    """
    return await reading.part(part_id, person_id=person_id)


async def colleagues(case_id: UUID, *, person_id: UUID, limit: int, cursor: str | None = None) -> Page[Colleague]:
    """Officers of a case's place, to whom it could be assigned.

    Raises:
        CaseNotFound, BadCursor
    """
    return await colleagues_of.of_case(case_id, person_id=person_id, limit=limit, cursor=cursor)


async def file_of_own(case_id: UUID, file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """A file of a case that the person follows, or its result.

    Raises:
        CaseNotFound, FileNotHere
    """
    return await disclosing.file_of_own(case_id, file_id, person_id=person_id)


async def file_at_desk(case_id: UUID, file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """A file of a case that the person's place decides, or its result.

    Raises:
        CaseNotFound, FileNotHere
    """
    return await disclosing.file_at_desk(case_id, file_id, person_id=person_id)


async def file_of_part(part_id: UUID, file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """A file that the person's department was shown with a question.

    Raises:
        CaseNotFound, FileNotHere
    """
    return await disclosing.file_of_part(part_id, file_id, person_id=person_id)


async def enquire(number: str, *, query_code: str) -> Enquiry:
    """How a case stands, for whoever has its number and query code.

    Raises:
        EnquiryWrong, TooManyEnquiries
    """
    return await reading.enquire(number, query_code=query_code)


async def intake_of(case_id: UUID, *, officer_id: UUID) -> Case:
    """A case that this officer's place decides or took in, as its applicant sees it.

    Raises:
        CaseNotFound
    """
    return await reading.intake_of(case_id, person_id=officer_id)


def covers(posts: Sequence[Post], *, department: str, region_code: str) -> bool:
    """Whether one of these posts covers the place."""
    return scope_of(posts).covers(department=department, region_code=region_code)


def state_table() -> StateTable:
    """The transition table, for everybody."""
    return table.shown()


async def sweep() -> int:
    """What the calendar does to cases; how many it touched. For the worker."""
    return await sweeping.sweep()


async def fold_counts() -> None:
    """Add up the changes of counts. For the worker."""
    await sweeping.fold()


async def recount(_event: YearLoaded) -> None:
    """A year's calendar is out: what was provisional is computed again."""
    await sweeping.recount_days()
