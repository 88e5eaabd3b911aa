"""The face of scenarios: the public guides, the guides that are open for somebody, and what the home screen asks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.structs import Page, now
from backend.identity.people.structs import Subject
from backend.reference.calendar import service as calendars
from backend.reference.calendar.clocks import WorkingDays
from backend.reference.regions import service as regions
from profiles.attributes.conditions import Facts, SubjectKind
from profiles.events import service as events
from profiles.events.errors import EventNotFound
from profiles.events.structs import LifeEvent, SayEvent
from profiles.scenarios import following, keeping, library, queries, soundness, standing, viewing
from profiles.scenarios.definitions import Definition
from profiles.scenarios.engine import CaseStanding, Doings, follow
from profiles.scenarios.errors import ScenarioNotFound, UnknownAnswer, UnknownQuestion, UnknownScenario, UnknownStep
from profiles.scenarios.structs import (
    AnswerScenario,
    EventSaid,
    Guide,
    MyGuide,
    OpenScenario,
    ScenarioSummary,
    TryScenario,
)


class _Kept(msgspec.Struct, frozen=True):
    """What is remembered of a life event that was said."""

    event_id: UUID


OPEN_MOST: Final = 50  # what a home screen looks at; nobody's life is that full
hear_opened = following.hear_opened
hear_closed = following.hear_closed
hear_case = following.hear_case
hears_case = following.hears_case
hear_attributes = following.hear_attributes
hears_attributes = following.hears_attributes
tidy = following.tidy
Scenario = Definition
definition_of = library.definition
sorts_for = library.sorts_for
faults = soundness.faults
named_items = soundness.named_items
Surroundings = soundness.Surroundings


async def listed(*, subject: SubjectKind | None, limit: int, cursor: str | None) -> Page[ScenarioSummary]:
    """The guides in force by code, of one sort of subjects or all.

    Raises:
        BadCursor
    """
    await library.fresh()
    after = ground().cursors.read("profiles.scenarios", cursor) or ""
    every = sorted(library.in_force(regions.today()).values(), key=lambda one: one.code)
    rows = [one for one in every if one.code > after and (subject is None or one.subject is subject)][: limit + 1]
    return ground().cursors.page(
        "profiles.scenarios", rows, limit=limit, item=viewing.summary, position=lambda one: one.code
    )


async def read(code: str) -> Guide:
    """A guide as it is for somebody of whom nothing is known.

    Raises:
        UnknownScenario
    """
    scenario = await in_force(code)
    return viewing.guide(scenario, follow(scenario, {}, {}, on=regions.today()), day=None)


async def try_out(code: str, *, command: TryScenario) -> Guide:
    """The guide for these answers; nothing is kept.

    Raises:
        UnknownScenario, UnknownQuestion, UnknownAnswer, UnknownStep
    """
    scenario = await in_force(code)
    _check(scenario, command.answers, command.done)
    doings = Doings(ticked=frozenset(command.done))
    today, calendar = regions.today(), await calendars.current()
    progress = follow(scenario, {}, command.answers, doings, on=today, day=command.day, calendar=calendar)
    return viewing.guide(scenario, progress, day=command.day)


def known_definitions() -> Sequence[Definition]:
    """Every version of every scenario, as this process knows them."""
    return library.every()


def versions_in_force(on: date) -> Mapping[str, int]:
    """By code the version that counts on that day."""
    return {code: one.version for code, one in library.in_force(on).items()}


def guide_of_nobody(
    scenario: Definition,
    facts: Facts,
    *,
    answers: Mapping[str, str],
    ticked: Collection[str],
    cases: Mapping[str, str],
    day: date | None,
    calendar: WorkingDays,
) -> Guide:
    """The guide for somebody invented, of a definition that may be a draft.

    Raises:
        UnknownQuestion, UnknownAnswer, UnknownStep
    """
    _check(scenario, answers, ticked)
    standings = {code: CaseStanding(standing) for code, standing in cases.items()}
    doings = Doings(cases=standings, ticked=frozenset(ticked))
    progress = follow(scenario, facts, answers, doings, on=regions.today(), day=day, calendar=calendar)
    return viewing.guide(scenario, progress, day=day)


async def in_force(code: str) -> Definition:
    """The newest version of a guide.

    Raises:
        UnknownScenario
    """
    await library.fresh()
    found = library.in_force(regions.today()).get(code)
    if found is None:
        raise UnknownScenario(code=code)
    return found


async def life_events(
    person_id: UUID, *, limit: int, cursor: str | None, firm_id: UUID | None = None
) -> Page[LifeEvent]:
    """What happened to the person, or a firm for which they speak.

    Raises:
        FirmNotYours, BadCursor
    """
    async with database.reading():
        subject = await standing.subject(person_id, firm_id)
        return await events.page(subject, limit=limit, cursor=cursor)


async def say(person_id: UUID, *, command: SayEvent, attempt: Attempt, firm_id: UUID | None = None) -> EventSaid:
    """Keep what the person says, and open the guides for it before the answer.

    Raises:
        FirmNotYours, UnknownEventKind, EventNotSayable, EventDayUnlikely, TooManyEvents, KeyReused
        EventNotFound: said again with the same key, and taken back meanwhile.
    """

    async def work() -> _Kept:
        subject = await standing.subject(person_id, firm_id)
        found = await events.say(subject, command=command, by=person_id)
        await following.open_for_event(found)
        return _Kept(event_id=found.event.id)

    # What is remembered of an attempt lies open for two days, so it is the id alone; the rest is read again.
    kept = await once(attempt, _Kept, work)
    found = await events.find(kept.event_id)
    if found is None:
        raise EventNotFound
    rows = await queries.of_event(kept.event_id)
    await library.fresh(rows)
    return EventSaid(event=found.event, scenarios=[_opened(row) for row in rows])


async def take_back(person_id: UUID, *, event_id: UUID, attempt: Attempt, firm_id: UUID | None = None) -> None:
    """It was not so, or is not to be shown; its guides go with it, answers too.

    Raises:
        FirmNotYours, EventNotFound, KeyReused
    """

    async def work() -> Done:
        subject = await standing.subject(person_id, firm_id)
        await events.take_back(subject, event_id=event_id, by=person_id)
        await queries.close(event_id)
        return Done()

    await once(attempt, Done, work)


async def mine(person_id: UUID, *, limit: int, cursor: str | None, firm_id: UUID | None = None) -> Page[OpenScenario]:
    """The guides that are open for the person, or a firm for which they speak, the last opened first.

    Raises:
        FirmNotYours, BadCursor
    """
    async with database.reading():
        subject = await standing.subject(person_id, firm_id)
        purpose = f"profiles.open:{subject.id}"
        position = ground().cursors.read(purpose, cursor)
        pairs = events.pairs(await events.agreed(subject))
        before = None if position is None else UUID(position)
        rows = await queries.page(subject.id, pairs=pairs, before=before, limit=limit + 1)
    await library.fresh(rows)
    return ground().cursors.page(purpose, rows, limit=limit, item=_opened, position=lambda row: str(row["id"]))


async def open_for(subject: Subject) -> list[OpenScenario]:
    """What is open for a subject, with reasons, for the rooms above: one query, and one that holds the consents.

    How far each is was written when something changed; only time goes on without it, and a wizard that is opened looks
    afresh.
    """
    async with database.reading():
        pairs = events.pairs(await events.agreed(subject))
        rows = await queries.page(subject.id, pairs=pairs, before=None, limit=OPEN_MOST)
    await library.fresh(rows)
    return [_opened(row) for row in rows]


async def guide(person_id: UUID, *, scenario_id: UUID, firm_id: UUID | None = None) -> MyGuide:
    """One open guide as it stands now.

    Raises:
        FirmNotYours, ScenarioNotFound
    """
    async with database.reading():
        subject = await standing.subject(person_id, firm_id)
        return await _guide(subject, scenario_id)


async def answer(
    person_id: UUID, *, scenario_id: UUID, command: AnswerScenario, attempt: Attempt, firm_id: UUID | None = None
) -> MyGuide:
    """Keep all answers and ticks as given; what attributes answer needs none, but the person's word counts first.

    Raises:
        FirmNotYours, ScenarioNotFound, UnknownQuestion, UnknownAnswer, UnknownStep, KeyReused
    """

    async def work() -> Done:
        subject = await standing.subject(person_id, firm_id)
        await _keep(subject, scenario_id, command, by=person_id)
        return Done()

    # Answers are sealed, and what is remembered of an attempt is not.
    await once(attempt, Done, work)
    return await guide(person_id, scenario_id=scenario_id, firm_id=firm_id)


async def _keep(subject: Subject, scenario_id: UUID, command: AnswerScenario, *, by: UUID) -> None:
    row = await _held(subject, scenario_id)
    definition = keeping.definition_of(row)
    _check(definition, command.answers, command.done)
    content = msgspec.structs.replace(
        keeping.content_of(row), answers=command.answers, ticked=sorted(set(command.done))
    )
    progress = following.progress_of(definition, await following.known_of(subject), content)
    sealed = keeping.seal_content(keeping.summed_up(content, progress), row_id=scenario_id)
    await queries.write([(scenario_id, sealed)], at=now())
    kind = standing.KINDS[subject.kind]
    await audit.record(
        action="profiles.scenario-answered", actor=f"person:{by}", subject=f"{kind}:{subject.id}", about=subject.id
    )


async def _guide(subject: Subject, scenario_id: UUID) -> MyGuide:
    row = await _held(subject, scenario_id)
    definition, content = keeping.definition_of(row), keeping.content_of(row)
    progress = following.progress_of(definition, await following.known_of(subject), content)
    opened = keeping.opened(row, keeping.summed_up(content, progress), definition)
    return MyGuide(open=opened, guide=viewing.guide(definition, progress, day=content.event.day))


async def _held(subject: Subject, scenario_id: UUID) -> Record:
    """The row, held until the transaction ends: nobody else writes it meanwhile."""
    row = await queries.hold(scenario_id, subject_id=subject.id)
    if row is None or not _may_show(row, await events.agreed(subject)):
        raise ScenarioNotFound
    await library.fresh([row])
    return row


def _may_show(row: Record, agreed: events.Agreed) -> bool:
    """The rule that lists have in SQL, for one row."""
    pairs = events.pairs(agreed)
    if pairs is None or row["told"] == "said":
        return True
    return (row["purpose"], row["attribute"] or "") in set(zip(*pairs, strict=True))


def _opened(row: Record) -> OpenScenario:
    return keeping.opened(row, keeping.content_of(row), keeping.definition_of(row))


def _check(scenario: Definition, answers: Mapping[str, str], ticks: Collection[str]) -> None:
    for question_id, value in answers.items():
        question = scenario.question(question_id)
        if question is None:
            raise UnknownQuestion(question=question_id)
        if all(one.value != value for one in question.choices):
            raise UnknownAnswer(question=question_id, answer=value)
    known = {one.id for one in scenario.steps}
    for step in ticks:
        if step not in known:
            raise UnknownStep(step=step)
