"""All SQL that makes, locks and moves cases. Lists stand in `list_queries`.

Who moves a case holds its row, and the state and version that it read stand in the WHERE once more: a step that rests
on something old changes nothing. Officers reach a case through a place that they give, and in no other way.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id
from backend.services.cases.flow.places import Scope

CASE = """
    select c.*, u.department, u.region_code, t.snapshot_id, t.terms, t.answers, t.materials, t.scenario, t.receiving,
        t.commitment, t.later_by, t.hash, {place}.department as asked_department, {place}.region_code as asked_region
    from cases_case c join cases_unit u on u.id = c.unit_id join cases_content t on t.id = c.id
"""
LOCK = " for no key update of c"
BY_ID = f"{CASE.format(place='u')} where c.id = $1"
BY_BUNDLE = f"{CASE.format(place='u')} where c.bundle_id = $1 order by c.id"
RECEIVERS = f"{CASE.format(place='r')} join cases_unit r on r.id = c.receiver_unit_id where c.id = $1"
# A department that was asked reaches the case through its part, and through nothing else.
PARTS = f"""
    {CASE.format(place="p")}
    join cases_step s on s.case_id = c.id and s.kind = 'part' join cases_unit p on p.id = s.unit_id
    where s.id = $1
"""
OF_APP = f"""
    {CASE.format(place="u")} where c.app_id = $1 and c.applicant_id = $2 and c.subject_id = $2
        and (cardinality($3::text[]) = 0 or c.number = any($3))
    order by c.submitted_at desc, c.id desc limit $4
"""
STEPS_OF_MANY = "select * from cases_step where case_id = any($1::uuid[]) order by begun_at, id"
STEPS = "select * from cases_step where case_id = $1 order by begun_at, id"
SNAPSHOT = "select item from cases_snapshot where id = $1"
UNIT = "select id from cases_unit where department = $1 and region_code = $2"
INSERT_UNIT = """
    insert into cases_unit (id, department, region_code) values (nextval('cases_unit_id'), $1, $2)
    on conflict (department, region_code) do nothing
"""
NUMBER = "select nextval('cases_number') as serial"
INSERT_SNAPSHOT = "insert into cases_snapshot (id, item) values ($1, $2) on conflict (id) do nothing"
INSERT_CASE = """
    insert into cases_case (id, number, unit_id, receiver_unit_id, custody, basic_code, item_code, item_name,
        subject_kind, subject_id, subject_name, applicant_id, acted_as, channel, state, received_on, due_on, yellow_on,
        light, bundle_id, causal_id, app_id, submitted_at, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $23)
    on conflict do nothing
"""
INSERT_CONTENT = """
    insert into cases_content (id, snapshot_id, terms, answers, materials, scenario, receiving, commitment,
        query_code_hash, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
NOTE = """
    with trail as (
        insert into cases_trail (id, case_id, seq, at, action, from_state, to_state, actor, actor_id, unit_id, shown,
            note, tap_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    )
    insert into cases_tally (id, unit_id, state, cases)
    select gen_random_uuid(), $14, state, cases from unnest($15::text[], $16::int[]) as change (state, cases)
"""
MOVE = """
    update cases_case set version = version + 1, state = $4, custody = $5, round = $6, conditional = $7, due_on = $8,
        yellow_on = $9, light = $10, received_on = $11, started_on = $12, statutory_due_on = $13, promised_due_on = $14,
        extended = $15, urges = $16, urged_at = $17, assigned_to = $18, changed_at = $19, accepted_at = $20,
        decided_on = $21, ended_at = $22
    where id = $1 and state = $2 and version = $3
"""
BEGIN_STEP = """
    insert into cases_step (id, case_id, round, kind, unit_id, begun_by, begun_at, body, ended_by, ended_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
END_STEP = """
    update cases_step set ended_by = $2, ended_at = $3, outcome = $4, ending = $5 where id = $1 and ended_at is null
"""
AMEND = "update cases_content set answers = $2, materials = $3, hash = $4, later_by = $5 where id = $1"
# Rows whose light, or whose deadline, has changed since they were last touched: one branch for each partial index.
OURS = "state in ('submitted', 'accepted', 'in-review', 'countersigning', 'proposed', 'granted', 'denied')"
STALE = f"""
    (select id from cases_case where {OURS} and light = 'green' and yellow_on <= $1 limit $2)
    union
    (select id from cases_case where {OURS} and light <> 'red' and due_on < $1 limit $2)
    union
    (select id from cases_case where state = 'supplement-requested' and due_on < $1 limit $2)
    limit $2
"""  # noqa: S608 - made of constants
RUNNING = """
    select id from cases_case where id > $1 and started_on is not null
        and state in ('accepted', 'in-review', 'suspended', 'countersigning', 'proposed')
    order by id limit $2
"""
RESET_DAYS = """
    update cases_case set due_on = $2, yellow_on = $3, statutory_due_on = $4, promised_due_on = $5 where id = $1
"""
FOLD_TALLY = """
    with taken as (
        delete from cases_tally where id in (select id from cases_tally order by id limit $1 for update skip locked)
        returning unit_id, state, cases
    )
    insert into cases_tally (id, unit_id, state, cases)
    select gen_random_uuid(), unit_id, state, sum(cases) from taken group by unit_id, state having sum(cases) <> 0
"""
ENQUIRY = """
    select c.*, u.department, u.region_code, t.query_code_hash from cases_case c
    join cases_unit u on u.id = c.unit_id join cases_content t on t.id = c.id where c.number = $1
"""


async def case(case_id: UUID, *, lock: bool = False) -> Record | None:
    """The case, whoever asks: only for its applicant's side (asked next), the system, and bundles."""
    return await database.fetch_one(BY_ID + LOCK if lock else BY_ID, case_id)


async def cases_of_bundle(bundle_id: UUID) -> Sequence[Record]:
    """All cases of a bundle; it has no more parts than its item list."""
    return await database.fetch(BY_BUNDLE, bundle_id)


async def case_of_decider(case_id: UUID, scope: Scope, *, lock: bool = False) -> Record | None:
    """The case, if one of the posts covers its deciding place."""
    return await _covered(BY_ID, case_id, scope, lock=lock)


async def case_of_receiver(case_id: UUID, scope: Scope, *, lock: bool = False) -> Record | None:
    """The case, if one of the posts covers its receiving place."""
    return await _covered(RECEIVERS, case_id, scope, lock=lock)


async def case_of_part(part_id: UUID, scope: Scope, *, lock: bool = False) -> Record | None:
    """The case of a part, if one of the posts covers the department that was asked."""
    return await _covered(PARTS, part_id, scope, lock=lock)


async def _covered(sql: str, row_id: UUID, scope: Scope, *, lock: bool) -> Record | None:
    """The row, if its place is one of the scope's; compared here, since posts in it would have it planned each time."""
    row = await database.fetch_one(sql + LOCK if lock else sql, row_id)
    if row is None or not scope.covers(department=row["asked_department"], region_code=row["asked_region"]):
        return None
    return row


async def of_app(app_id: str, *, person_id: UUID, numbers: Sequence[str], limit: int) -> Sequence[Record]:
    """What the mini-app handed in for the person themself, the newest first; all when no numbers are asked for."""
    return await database.fetch(OF_APP, app_id, person_id, list(numbers), limit)


async def steps_of(case_ids: Sequence[UUID]) -> Sequence[Record]:
    """Everything that began within these cases."""
    return await database.fetch(STEPS_OF_MANY, list(case_ids))


async def steps(case_id: UUID) -> Sequence[Record]:
    """Everything that began within the case."""
    return await database.fetch(STEPS, case_id)


async def snapshot(snapshot_id: bytes) -> dict[str, Any]:
    """The frozen item."""
    row = await database.fetch_one(SNAPSHOT, snapshot_id)
    return dict(row["item"]) if row else {}


async def unit(department: str, region_code: str) -> int:
    """The number of a department at a place, made when it is new."""
    row = await database.fetch_one(UNIT, department, region_code)
    if row is None:
        await database.execute(INSERT_UNIT, department, region_code)
        row = await database.fetch_one(UNIT, department, region_code)
    assert row is not None  # noqa: S101 - units are never removed
    return int(row["id"])


async def next_serial() -> int:
    """The next of the six digits; nobody waits for anybody, and a number that was drawn is not drawn again soon."""
    row = await database.fetch_one(NUMBER)
    return int(row["serial"]) if row else 0


async def insert_case(row: Sequence[object]) -> bool:
    """Write the row of a new case; False when its id, or its number, is taken."""
    return await database.execute(INSERT_CASE, *row) == 1


async def insert_content(row: Sequence[object], *, snapshot_id: bytes, item: dict[str, Any]) -> None:
    """Write what was handed in, and the item if no case has it yet."""
    await database.execute(INSERT_SNAPSHOT, snapshot_id, item)
    await database.execute(INSERT_CONTENT, *row)


async def note(trail: Sequence[object], *, unit_id: int, changes: Mapping[str, int]) -> None:
    """Add one entry to the trail, and say in which states the place now has more or fewer cases.

    The entry's number is the case's version, so two steps cannot both have made it.
    """
    await database.execute(NOTE, new_id(), *trail, unit_id, list(changes), list(changes.values()))


async def move(case_id: UUID, *, state: str, version: int, row: Sequence[object]) -> bool:
    """Write the row anew, if it still is what was read."""
    return await database.execute(MOVE, case_id, state, version, *row) == 1


async def begin_step(row: Sequence[object]) -> None:
    """Write a step."""
    await database.execute(BEGIN_STEP, *row)


async def end_step(step_id: UUID, *, by: UUID | None, at: datetime, outcome: str, ending: object) -> None:
    """End a step that has not ended."""
    await database.execute(END_STEP, step_id, by, at, outcome, ending)


async def amend(
    case_id: UUID, *, answers: bytes, materials: object, content_hash: bytes, later_by: date | None
) -> None:
    """Replace what was handed in."""
    await database.execute(AMEND, case_id, answers, materials, content_hash, later_by)


async def stale(*, today: date, limit: int) -> list[UUID]:
    """Cases whose light or deadline has passed since somebody last looked."""
    return [row["id"] for row in await database.fetch(STALE, today, limit)]


async def running(*, after: UUID, limit: int) -> list[UUID]:
    """Cases whose item's clocks run, by id."""
    return [row["id"] for row in await database.fetch(RUNNING, after, limit)]


async def reset_days(case_id: UUID, *, days: Sequence[object]) -> None:
    """Write due days that a new calendar moved."""
    await database.execute(RESET_DAYS, case_id, *days)


async def fold_tally(*, limit: int) -> None:
    """Add up changes of counts; whoever reads meanwhile sees the same sums."""
    await database.execute(FOLD_TALLY, limit)


async def by_number(number: str) -> Record | None:
    """The case of a number, with the hash of its query code."""
    return await database.fetch_one(ENQUIRY, number)
