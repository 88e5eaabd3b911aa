"""Handing in: a case is made whole or not at all, in the transaction of whoever hands it in."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core import database, tracing
from backend.core.ground import ground
from backend.identity.delegations.structs import DelegatedAction
from backend.reference.calendar import service as calendars
from backend.reference.calendar.structs import Light
from backend.services.cases.flow import deadlines, engine, holding, letters, numbers, queries, records, standing
from backend.services.cases.flow.binding import content_hash
from backend.services.cases.flow.dossier import NEVER, Content, Dossier, Terms
from backend.services.cases.flow.engine import Hand
from backend.services.cases.flow.errors import IdTaken, ItemUnreadable, NumberTaken
from backend.services.cases.flow.kinds import CrossPlace, Custody, State
from backend.services.cases.flow.places import plain
from backend.services.cases.flow.refusals import MaterialTwice
from backend.services.cases.flow.shown import Case, SubmitCase
from backend.services.cases.flow.transitions import Actor, Transition, rows_of
from backend.services.cases.flow.views import case_of

TRIES: Final = 5  # of a number: a clash needs a million cases of one county on one day
AWAY: Final = frozenset({CrossPlace.ON_BEHALF, CrossPlace.JOINT})
_canonical = msgspec.json.Encoder(order="sorted").encode


async def submit(command: SubmitCase, *, at: datetime) -> Case:
    """Make the case; the same `command.id` again is answered with the case that it became (without its query code).

    Raises:
        MayNotActFor: the applicant may not act for the subject (any more).
        ItemUnreadable, MaterialTwice: what is handed in is not well formed.
        FileNotHere: a file is not there, or not of who hands it in.
        IdTaken: somebody else's case has this id.
        NumberTaken: the promised number was drawn by another case meanwhile.
    """
    today, calendar = calendars.today(), await calendars.current()
    async with database.transaction():
        if (known := await _known(command)) is not None:
            return case_of(known, calendar, today=today)
        _require_distinct(command)
        terms = _terms_of(command.item)
        authority = await standing.acting_for(
            command.applicant_id, command.subject, action=DelegatedAction.APPLY, basic_code=terms.basic_code, on=today
        )
        await holding.hold(command.materials, person_id=_typist(command))
        case = await _new(command, terms, acted_as=authority.kind.value, at=at, today=today)
        days = deadlines.days_of(case, calendar, today=today)
        case, code = records.with_days(case, days), numbers.query_code()
        number = await _insert(case, command, code, today=today)
        if number is None:  # the same id at the same time: the other one was first
            known = await _known(command)
            return case_of(known or case, calendar, today=today)
        case = replace(case, number=number)
        await _note(case, command, at=at)
    return case_of(case, calendar, today=today, query_code=code)


async def _known(command: SubmitCase) -> Dossier | None:
    """The case that this submission became already.

    Raises:
        IdTaken: it is somebody else's.
    """
    row = await queries.case(command.id)
    if row is not None and row["applicant_id"] != command.applicant_id:
        raise IdTaken
    return await engine.load(row) if row is not None else None


def _typist(command: SubmitCase) -> UUID:
    """Who hands the files in: the applicant, or the officer at the counter."""
    return command.officer_id or command.applicant_id


def _require_distinct(command: SubmitCase) -> None:
    names = Counter([one.code for one in command.materials])
    fields = Counter([one.name for one in command.answers])
    twice = [name for counts in (names, fields) for name, number in counts.items() if number > 1]
    if twice:
        raise MaterialTwice(codes="、".join(twice))


def _terms_of(item: dict[str, Any]) -> Terms:
    try:
        return msgspec.convert(item, Terms)
    except msgspec.ValidationError as error:
        raise ItemUnreadable from error


async def _new(command: SubmitCase, terms: Terms, *, acted_as: str, at: datetime, today: date) -> Dossier:
    """The case before it has a number and days."""
    department, receiving = plain(terms.department.name), command.receiving
    away = receiving is not None and receiving.mode in AWAY
    snapshot_id = hashlib.sha256(_canonical(command.item)).digest()
    answers = tuple(command.answers)
    materials = tuple(msgspec.structs.replace(one, handed_by=_typist(command)) for one in command.materials)
    return Dossier(
        id=command.id, number="", unit_id=await queries.unit(department, terms.region_code), department=department,
        region_code=terms.region_code,
        receiver_unit_id=await queries.unit(plain(receiving.department), receiving.region_code) if receiving else None,
        custody=Custody.RECEIVER if away else Custody.DECIDER, item_name=terms.name, basic_code=terms.basic_code,
        item_code=terms.item_code, channel=command.channel, changed_at=at, subject_kind=command.subject.kind,
        subject_id=command.subject.id, subject_name=command.subject_name, applicant_id=command.applicant_id,
        acted_as=acted_as, state=State.SUBMITTED, round=1, version=1, conditional=False, received_on=today,
        started_on=None, decided_on=None, due_on=NEVER, yellow_on=NEVER, light=Light.GREEN, statutory_due_on=None,
        promised_due_on=None, extended=0, urges=0, urged_at=None, assigned_to=None, bundle_id=command.bundle_id,
        causal_id=tracing.causal_id(), submitted_at=at, accepted_at=None, ended_at=None,
        content=Content(
            terms=terms, snapshot_id=snapshot_id, answers=answers, materials=materials, scenario=command.scenario,
            hash=content_hash(snapshot_id=snapshot_id, answers=answers, materials=materials), receiving=receiving,
            commitment=command.commitment,
        ),
        app_id=command.app_id,
    )  # fmt: skip


async def _insert(case: Dossier, command: SubmitCase, code: str, *, today: date) -> str | None:
    """Write row and content under the next number that is free; None when the id is taken."""
    ring = ground().keyring
    for _ in range(TRIES):
        number = command.number or numbers.case_number(case.region_code, on=today, serial=await queries.next_serial())
        row = (
            case.id, number, case.unit_id, case.receiver_unit_id, case.custody, case.basic_code, case.item_code,
            case.item_name, case.subject_kind, case.subject_id, case.subject_name, case.applicant_id, case.acted_as,
            case.channel, case.state, case.received_on, case.due_on, case.yellow_on, case.light, case.bundle_id,
            case.causal_id, case.app_id, case.submitted_at,
        )  # fmt: skip
        if await queries.insert_case(row):
            break
        if await queries.case(case.id) is not None:
            return None
        if command.number is not None:
            raise NumberTaken
    else:
        raise IdTaken
    content = case.content
    await queries.insert_content(
        (
            case.id, content.snapshot_id, content.terms, records.sealed_answers(ring, case.id, content.answers),
            content.materials, content.scenario, content.receiving, content.commitment,
            records.query_code_hash(ring, case.id, code), bytes.fromhex(content.hash),
        ),
        snapshot_id=content.snapshot_id, item=command.item,
    )  # fmt: skip
    return number


async def _note(case: Dossier, command: SubmitCase, *, at: datetime) -> None:
    """The first entry of the trail, and what goes with every step."""
    hand = Hand(actor=Actor.APPLICANT, person_id=_typist(command))
    text = "由窗口工作人员当面代为录入" if command.officer_id else ""
    row = _row(case)
    await engine.note(case, row, State.DRAFT, text=text, hand=hand, at=at, tap=case.causal_id)
    await letters.send(case, row.action, note="")


def _row(case: Dossier) -> Transition:
    when = "straight" if case.custody is Custody.DECIDER else "taken-in-elsewhere"
    return next(one for one in rows_of(State.DRAFT, "submit") if one.when == when)
