"""Delegations: given by name, shown to both sides, ended by either at once, and asked in the transaction that acts."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, Done, earlier, once
from backend.core.audit import log as audit
from backend.core.errors import Kind, Refusal
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.jobs import emit
from backend.core.structs import Page
from backend.identity.delegations import ports, queries, reach, rules, shown
from backend.identity.delegations.errors import DelegationUnknown, MayNotActFor, TooManyDelegations
from backend.identity.delegations.structs import (
    Acting,
    Authority,
    AuthorityKind,
    Choice,
    DelegatedAction,
    Delegation,
    DelegationEnded,
    DelegationGiven,
    DelegationSide,
    GiveDelegation,
    Standing,
)
from backend.identity.people import service as people
from backend.identity.people.structs import Capacity, Subject
from backend.reference.calendar import service as calendar

OF_CAPACITY = {Capacity.LEGAL_PERSON: AuthorityKind.LEGAL_PERSON, Capacity.AGENT: AuthorityKind.AGENT}


async def authority(*, agent_id: UUID, subject: Subject, action: str, basic_code: str | None, at: date) -> Authority:
    """On what ground the person may do this for the subject on that day; it holds until the caller's transaction ends.

    Without a `basic_code` the act is not about one item, and only a delegation for all items covers it.

    Raises:
        MayNotActFor: on none.
        RuntimeError: there is no transaction, so the ground could be gone before the act is kept.
    """
    if not database.in_transaction():
        raise RuntimeError("authority was asked outside a transaction")
    if subject.id == agent_id:
        return Authority(kind=AuthorityKind.SELF)
    if subject.kind == "organisation":
        capacity = await people.capacity_in(agent_id, organisation_id=subject.id)
        if capacity is not None:
            return Authority(kind=OF_CAPACITY[capacity])
    row = await queries.covering_shared(
        agent_id=agent_id,
        principal_kind=subject.kind,
        principal_id=subject.id,
        action=action,
        at=at,
        basic_code=basic_code,
    )
    if row is not None:
        return Authority(kind=AuthorityKind.DELEGATION, delegation_id=row["id"], until=row["to_date"])
    # The register is asked last: while it does not answer, everybody else still acts.
    if subject.kind == "person" and await ports.family().is_minor_child(agent_id, subject.id):
        return Authority(kind=AuthorityKind.FAMILY)
    raise MayNotActFor


async def standing_for(organisation_id: UUID, *, agent_id: UUID, at: date) -> Standing:
    """Everything that the person may do for the body on that day; it holds until the caller's transaction ends.

    Raises:
        MayNotActFor: nothing, or there is no such body.
        RuntimeError: there is no transaction, so the ground could be gone before the answer is.
    """
    if not database.in_transaction():
        raise RuntimeError("a standing was asked outside a transaction")
    capacity = await people.capacity_in(agent_id, organisation_id=organisation_id)
    if capacity is not None:
        return reach.whole(OF_CAPACITY[capacity])
    rows = await queries.holding_shared(
        agent_id=agent_id, principal_kind="organisation", principal_id=organisation_id, at=at, limit=rules.STANDING_MOST
    )
    standing = reach.together(rows)
    if standing is None:
        raise MayNotActFor
    return standing


async def give(person_id: UUID, *, command: GiveDelegation, attempt: Attempt) -> Delegation:
    """Let somebody act for the person, or for a body that they lead; the same one again is the one that stands.

    Raises:
        DelegationDates, DelegationNotYoursToGive, DelegationByMinor, DelegateUnknown, DelegateUnfit: as they say.
        TooManyDelegations: some must be ended first.
        TooManyDelegateTries: names and phones were tried out.
    """
    if (answered := await earlier(attempt, Delegation)) is not None:
        return answered
    today = calendar.today()
    rules.check_dates(command, today=today)
    await rules.count_try(person_id)

    async def work() -> Delegation:
        principal = await rules.principal_of(person_id, command, today=today)
        agent_id = await rules.agent_of(person_id, command, today=today)
        row = await _given(person_id, principal=principal, agent_id=agent_id, command=command, today=today)
        return (await shown.delegations([row], today=today))[0]

    return await once(attempt, Delegation, work)


async def end(person_id: UUID, *, delegation_id: UUID, attempt: Attempt) -> None:
    """End it, from either side: no act under it commits after this has. Doing it twice is the same as once.

    Raises:
        DelegationUnknown: neither side is this person's.
    """

    async def work() -> Done:
        row = await queries.for_update(delegation_id)
        side = None if row is None else await _side(row, person_id)
        if row is None or side is None:
            raise DelegationUnknown
        if row["ended_at"] is None:
            await queries.end(delegation_id, by=side.value)
            await _record("ended", by=person_id, row=row)
            await emit(DelegationEnded(delegation_id=delegation_id, by=side))
        return Done()

    await once(attempt, Done, work)


async def given(person_id: UUID, *, limit: int, cursor: str | None) -> Page[Delegation]:
    """What the person gave, and what bodies gave that they lead, the newest first; ended ones included.

    Raises:
        BadCursor: it was altered, or belongs to another list.
    """
    purpose = f"identity.delegations-given:{person_id}"
    rows = await queries.given_by([person_id, *await _led(person_id)], before=_before(purpose, cursor), limit=limit + 1)
    return await _page(purpose, rows, limit)


async def received(person_id: UUID, *, limit: int, cursor: str | None) -> Page[Delegation]:
    """What the person was given, the newest first; ended ones included.

    Raises:
        BadCursor: it was altered, or belongs to another list.
    """
    purpose = f"identity.delegations-received:{person_id}"
    rows = await queries.received_by(person_id, before=_before(purpose, cursor), limit=limit + 1)
    return await _page(purpose, rows, limit)


async def acting(person_id: UUID, *, limit: int, cursor: str | None = None) -> Acting:
    """For whom the person may act today. `limit` counts delegations; the few others all stand on the first page.

    Raises:
        BadCursor: it was altered, or belongs to another list.
    """
    purpose = f"identity.acting:{person_id}"
    before = _before(purpose, cursor)
    own: list[Choice] = []
    missing: list[Literal["family"]] = []
    if before is None:
        own += [await _oneself(person_id)]
        try:
            own += await _children(person_id)
        except Refusal as error:
            if error.kind is not Kind.UNAVAILABLE:
                raise
            missing = ["family"]
        own += await _bodies(person_id)
    rows = await queries.in_force(person_id, on=calendar.today(), before=before, limit=limit + 1)
    more = ground().cursors.make(purpose, str(rows[limit - 1]["id"])) if len(rows) > limit else None
    return Acting(choices=[*own, *await shown.choices(rows[:limit])], missing=missing, next_cursor=more)


async def _given(
    person_id: UUID, *, principal: Subject, agent_id: UUID, command: GiveDelegation, today: date
) -> Record:
    await queries.lock_principal(principal.id)
    actions = [action.value for action in DelegatedAction if action in command.actions]
    codes = sorted(set(command.basic_codes))
    known = await queries.same(
        principal_kind=principal.kind,
        principal_id=principal.id,
        agent_id=agent_id,
        actions=actions,
        basic_codes=codes,
        from_date=command.from_date,
        to_date=command.to_date,
    )
    if known is not None:
        return known
    if await queries.standing(principal.id, on=today) >= rules.STANDING_MOST:
        raise TooManyDelegations(most=rules.STANDING_MOST)
    row = await queries.insert(
        new_id(),
        principal_kind=principal.kind,
        principal_id=principal.id,
        given_by=person_id,
        agent_id=agent_id,
        actions=actions,
        basic_codes=codes,
        from_date=command.from_date,
        to_date=command.to_date,
    )
    await _record("given", by=person_id, row=row)
    await emit(DelegationGiven(delegation_id=row["id"]))
    return row


async def _side(row: Record, person_id: UUID) -> DelegationSide | None:
    if person_id == row["agent_id"]:
        return DelegationSide.AGENT
    if row["principal_kind"] == "person":
        return DelegationSide.PRINCIPAL if person_id == row["principal_id"] else None
    leads = await people.capacity_in(person_id, organisation_id=row["principal_id"]) is Capacity.LEGAL_PERSON
    return DelegationSide.PRINCIPAL if leads else None


async def _led(person_id: UUID) -> Sequence[UUID]:
    bodies = await people.organisations_of(person_id)
    return [one.id for one in bodies if one.capacity is Capacity.LEGAL_PERSON]


async def _oneself(person_id: UUID) -> Choice:
    names = await people.names_of([person_id])
    subject = Subject(kind="person", id=person_id)
    return shown.whole(subject, name=names.get(person_id, ""), kind=AuthorityKind.SELF)


async def _children(person_id: UUID) -> list[Choice]:
    return [
        shown.whole(
            Subject(kind="person", id=child.id),
            name=child.name,
            kind=AuthorityKind.FAMILY,
            until=rules.minor_until(child.birth_date),
        )
        for child in await ports.family().minor_children(person_id)
    ]


async def _bodies(person_id: UUID) -> list[Choice]:
    """Each body once, in the higher of the person's capacities."""
    bodies = sorted(
        await people.organisations_of(person_id), key=lambda one: list(Capacity).index(one.capacity), reverse=True
    )
    highest = {one.id: one for one in bodies}
    return [
        shown.whole(Subject(kind="organisation", id=one.id), name=one.name, kind=OF_CAPACITY[one.capacity])
        for one in sorted(highest.values(), key=lambda one: one.name)
    ]


def _before(purpose: str, cursor: str | None) -> UUID | None:
    position = ground().cursors.read(purpose, cursor)
    return UUID(position) if position else None


async def _page(purpose: str, rows: Sequence[Record], limit: int) -> Page[Delegation]:
    items = await shown.delegations(rows, today=calendar.today())
    return ground().cursors.page(purpose, items, limit=limit, item=lambda one: one, position=lambda one: str(one.id))


async def _record(what: str, *, by: UUID, row: Record) -> None:
    await audit.record(
        action=f"identity.delegation-{what}",
        actor=f"person:{by}",
        subject=f"delegation:{row['id']}",
        about=row["principal_id"],
    )
