"""All SQL of lists and counts.

Every list goes place by place (or subject by subject) along an index that ends in the list's order, takes one page from
each, and merges the pages: the size of the table does not matter.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.services.cases.flow.places import Scope

LIVE: Final = (
    "c.state in ('submitted', 'supplement-requested', 'accepted', 'in-review', 'suspended', 'countersigning',"
    " 'proposed', 'granted', 'denied')"
)
COLUMNS: Final = """
    c.id, c.number, c.unit_id, c.item_name, c.basic_code, c.item_code, c.subject_kind, c.subject_name, c.state, c.light,
    c.due_on, c.yellow_on, c.channel, c.submitted_at, c.changed_at, c.bundle_id, c.conditional, c.assigned_to
"""
# One page from every subject; `codes` limits what a delegate sees of it.
MINE: Final = """
    select m.*, u.department, u.region_code from jsonb_to_recordset($1::jsonb) as who (kind text, id uuid, codes text[])
    cross join lateral (
        select {columns} from cases_case c
        where c.subject_id = who.id and c.subject_kind = who.kind and (c.submitted_at, c.id) < ($2, $3)
            and (who.codes is null or cardinality(who.codes) = 0 or c.basic_code = any(who.codes)) {standing}
        order by c.submitted_at desc, c.id desc limit $4
    ) m join cases_unit u on u.id = m.unit_id
    order by m.submitted_at desc, m.id desc limit $4
"""
STANDINGS: Final = {"all": "", "open": f"and {LIVE}", "ended": f"and not ({LIVE})"}
# The last case of each item among the newest of a subject, with what was decided.
LATEST_OF: Final = """
    select few.id, few.basic_code, few.state, few.decided_on, s.body ->> 'outcome' as outcome from (
        select distinct on (newest.basic_code) newest.* from (
            select c.id, c.basic_code, c.state, c.round, c.decided_on, c.submitted_at from cases_case c
            where c.subject_id = $1 and c.subject_kind = $2 and c.state not in ('withdrawn', 'void')
                and ($3::text[] is null or c.basic_code = any($3))
            order by c.submitted_at desc, c.id desc limit $4
        ) newest order by newest.basic_code, newest.submitted_at desc, newest.id desc
    ) few left join cases_step s on s.case_id = few.id and s.kind = 'decision' and s.round = few.round
"""
# The officer's places: posts ($1, $2) against units, narrowed to one department or region if asked ($3, $4).
PLACES: Final = """
    select u.id, u.department, u.region_code from cases_unit u
    where exists (select 1 from unnest($1::text[], $2::text[]) as post (department, prefix)
            where post.department = u.department and starts_with(u.region_code, post.prefix))
        and ($3::text is null or u.department = $3) and ($4::text is null or starts_with(u.region_code, $4))
"""
QUEUE: Final = """
    with places as materialized ({places})
    select q.*, places.department, places.region_code from places cross join lateral (
        select {columns} from cases_case c
        where c.unit_id = places.id and (c.due_on, c.id) > ($5, $6) {filters}
        order by c.due_on, c.id limit $7
    ) q order by q.due_on, q.id limit $7
"""
ASSIGNED: Final = """
    select {columns}, places.department, places.region_code
    from cases_case c join ({places}) places on places.id = c.unit_id
    where c.assigned_to = $8 and {live} and (c.due_on, c.id) > ($5, $6) {filters}
    order by c.due_on, c.id limit $7
"""
BY_NUMBER: Final = """
    select {columns}, places.department, places.region_code
    from cases_case c join ({places}) places on places.id = c.unit_id
    where reverse(c.number) like reverse($8) || '%' and (c.due_on, c.id) > ($5, $6) {filters}
    order by c.due_on, c.id limit $7
"""
TAKEN_IN: Final = """
    with places as materialized ({places})
    select q.*, u.department, u.region_code from places cross join lateral (
        select {columns} from cases_case c
        where c.receiver_unit_id = places.id and (c.submitted_at, c.id) < ($5, $6)
        order by c.submitted_at desc, c.id desc limit $7
    ) q join cases_unit u on u.id = q.unit_id order by q.submitted_at desc, q.id desc limit $7
"""
COUNTS: Final = """
    with places as materialized ({places})
    select t.state, sum(t.cases)::bigint as cases from cases_tally t join places on places.id = t.unit_id
    group by t.state
"""
# Lights are counted up to a number beyond which nobody counts.
LIGHTS: Final = """
    with places as materialized ({places})
    select {cases}
"""
LIGHT: Final = """
    (select count(*) from (
        select 1 from places join cases_case c on c.unit_id = places.id where c.light = '{light}' and {live} limit $5
    ) few) as {light}
"""
MINE_ASSIGNED: Final = """
    (select count(*) from (
        select 1 from places join cases_case c on c.unit_id = places.id where c.assigned_to = $6 and {live} limit $5
    ) few) as mine
"""
PARTS_OPEN: Final = """
    (select count(*) from (
        select 1 from places join cases_step s on s.unit_id = places.id
        where s.kind = 'part' and s.ended_at is null limit $5
    ) few) as parts
"""
PARTS: Final = """
    with places as materialized ({places})
    select q.*, c.number, c.item_name, c.due_on, c.yellow_on, c.light, c.state, u.department as asker
    from places cross join lateral (
        select s.* from cases_step s where s.unit_id = places.id and s.kind = 'part' and s.ended_at is null
            and (s.begun_at, s.id) > ($5, $6)
        order by s.begun_at, s.id limit $7
    ) q join cases_case c on c.id = q.case_id join cases_unit u on u.id = c.unit_id
    order by q.begun_at, q.id limit $7
"""
TRAIL: Final = """
    select t.*, u.department from cases_trail t left join cases_unit u on u.id = t.unit_id
    where t.case_id = $1 and t.seq > $2 and (t.shown or $4) order by t.seq limit $3
"""
# What a filter of the queue adds; numbers continue after the seven of the query.
STATE: Final = "and c.state = ${n}"
LIGHT_IS: Final = "and c.light = ${n}"
ITEM: Final = "and c.basic_code = ${n}"
UNASSIGNED: Final = "and c.assigned_to is null"


async def mine(
    followed: list[dict[str, object]], *, before: tuple[datetime, UUID], limit: int, standing: str
) -> Sequence[Record]:
    """Cases of these subjects, the newest first."""
    sql = MINE.format(columns=COLUMNS, standing=STANDINGS[standing])
    return await database.fetch(sql, followed, *before, limit)


async def latest(subject_id: UUID, *, kind: str, codes: Sequence[str] | None, most: int) -> Sequence[Record]:
    """The last case of each item, looking at no more than the newest `most`."""
    return await database.fetch(LATEST_OF, subject_id, kind, codes, most)


async def queue(
    scope: Scope,
    *,
    after: tuple[date, UUID],
    limit: int,
    department: str | None,
    region_prefix: str | None,
    filters: Sequence[tuple[str, object]],
    number: str | None,
    assigned_to: UUID | None,
) -> Sequence[Record]:
    """A page of the queue, the nearest due day first. `filters`: pieces of this module with their values."""
    shape: str = QUEUE
    extra: list[object] = []
    if number is not None:
        shape, extra = BY_NUMBER, [number]
    elif assigned_to is not None:
        shape, extra = ASSIGNED, [assigned_to]
    values = [*extra, *(value for _, value in filters if value is not None)]
    pieces, used = [], 7 + len(extra)
    for piece, value in filters:
        used += value is not None
        pieces.append(piece.format(n=used))
    sql = shape.format(columns=COLUMNS, places=PLACES, live=LIVE, filters=" ".join(pieces))
    return await database.fetch(
        sql, scope.departments, scope.prefixes, department, region_prefix, *after, limit, *values
    )


async def taken_in(scope: Scope, *, before: tuple[datetime, UUID], limit: int) -> Sequence[Record]:
    """What the officer's places took in for others, the newest first."""
    sql = TAKEN_IN.format(columns=COLUMNS, places=PLACES)
    return await database.fetch(sql, scope.departments, scope.prefixes, None, None, *before, limit)


async def counts(scope: Scope) -> Sequence[Record]:
    """How many cases the officer's places have in each state."""
    return await database.fetch(COUNTS.format(places=PLACES), scope.departments, scope.prefixes, None, None)


async def attention(scope: Scope, *, person_id: UUID, most: int) -> Record | None:
    """Red, yellow, mine, and parts to answer; each counted up to `most`."""
    cases = ", ".join(
        (LIGHT.format(light="red", live=LIVE), LIGHT.format(light="yellow", live=LIVE), MINE_ASSIGNED, PARTS_OPEN)
    )
    sql = LIGHTS.format(places=PLACES, cases=cases.format(live=LIVE))
    return await database.fetch_one(sql, scope.departments, scope.prefixes, None, None, most, person_id)


async def parts(scope: Scope, *, after: tuple[datetime, UUID], limit: int) -> Sequence[Record]:
    """What other departments ask of the officer's places, the oldest first."""
    sql = PARTS.format(places=PLACES)
    return await database.fetch(sql, scope.departments, scope.prefixes, None, None, *after, limit)


async def trail(case_id: UUID, *, after: int, limit: int, everything: bool) -> Sequence[Record]:
    """The trail in order; only what the applicant may read, unless `everything`."""
    return await database.fetch(TRAIL, case_id, after, limit, everything)
