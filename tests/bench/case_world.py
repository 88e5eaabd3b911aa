"""A product with many cases: the demo world, residents who apply, and rows of cases written by the database itself.

One firm (the persona `firm-owner`'s) holds 86 of every 100 cases over 900 deciding places: the holder that other systems
choke on. A tenth of all cases lies with the department of the persona `case-officer`; one case in seven is still open.
The data of each size is made once and kept in `build/bench/cases-<size>`; cases that a bench really hands in come on top.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from backend.app import standing
from backend.core import database, logs
from backend.core.crypto.keyring import KeyRing
from backend.core.settings import Settings
from backend.core.structs import now
from backend.demo import firms, world
from backend.demo.personas import BY_ID, WORLD
from backend.identity.people.structs import Role
from backend.identity.sessions import access_tokens
from tests import built
from tests.running import Product

BUILT = Path(__file__).parents[2] / "build" / "bench"
RESIDENTS = 2_000
DEPARTMENT, PLACE = "兰州市民政局（演示）", "620100"
OFFICER, HOLDER = "case-officer", "firm-owner"
SUB_UNITS = 900

SESSION = """
insert into identity_session (id, person_id, device_id, device_name, way, level, expires_at)
select id, person_id, gen_random_uuid(), 'bench', 'persona', 3, $3
from unnest($1::uuid[], $2::uuid[]) as made(id, person_id)
"""
UNITS = """
insert into cases_unit (id, department, region_code)
select nextval('cases_unit_id'), '测量用第' || n || '局', '620100' from generate_series(1, $1) as n
on conflict (department, region_code) do nothing
"""
OWN_UNIT = """
insert into cases_unit (id, department, region_code) values (nextval('cases_unit_id'), $1, $2)
on conflict (department, region_code) do nothing
"""
# Cases $1 to $2. Every tenth belongs to the officer's department ($3, $4); the other departments share the rest.
CASES = """
with own as (select id from cases_unit where department = $3 and region_code = $4),
others as (select array_agg(id order by id) as ids from cases_unit where department like '测量用第%'),
made as (
    select n, gen_random_uuid() as id,
        case when n % 10 = 0 then (select id from own) else (select ids from others)[1 + n % $7] end as unit_id,
        case when n % 100 < 86 then $5::uuid else md5('subject' || n % 50000)::uuid end as subject_id,
        case when n % 7 = 0 then (array['submitted', 'accepted', 'in-review', 'granted'])[1 + n % 4] else 'concluded' end
            as state
    from generate_series($1::int, $2::int) as n
)
insert into cases_case (id, number, unit_id, custody, basic_code, item_code, item_name, subject_kind, subject_id,
    subject_name, applicant_id, acted_as, channel, state, received_on, due_on, yellow_on, light, causal_id, submitted_at,
    changed_at, ended_at)
select id, '62010020250101' || lpad((n % 1000000)::text, 6, '0') || '0', unit_id, 'decider',
    '0005110' || lpad((n % 40)::text, 2, '0') || '000', '11620100013890129Y3' || '0005110' || lpad((n % 40)::text, 2, '0')
    || '000', '测量用事项' || n % 40, case when n % 100 < 86 then 'organisation' else 'person' end, subject_id, '测量用申请人',
    $6::uuid, 'legal-person', 'phone', state, current_date - (n % 300),
    case when state = 'concluded' then date '9999-12-31' else current_date + (1 + n % 60) end,
    case when state = 'concluded' then date '9999-12-31' else current_date + (1 + n % 50) end,
    case when state <> 'concluded' and n % 5 = 0 then 'yellow' else 'green' end, repeat('0', 32),
    now() - make_interval(mins => n % 400000), now() - make_interval(mins => n % 400000),
    case when state = 'concluded' then now() end
from made
"""
TRAIL = """
insert into cases_trail (id, case_id, seq, at, action, from_state, to_state, actor, shown, note, tap_id)
select gen_random_uuid(), c.id, 1, c.submitted_at, 'submit', 'draft', 'submitted', 'applicant', true, '', c.causal_id
from cases_case c where c.subject_name = '测量用申请人' and not exists (select 1 from cases_trail t where t.case_id = c.id)
"""
MADE = "select count(*) as n from cases_case where subject_name = '测量用申请人'"
BATCH = 50_000


@dataclass(frozen=True)
class Town:
    """The running product and who is signed in: the officer, the holder's head, and people who apply."""

    product: Product
    officer: str
    holder: str
    applicants: list[str]


@contextmanager
def running(*, cases: int) -> Iterator[Product]:
    """The product over the kept data of that size; it stops when the block ends."""
    logs.configure("ERROR")
    folder = BUILT / f"cases-{cases}"
    folder.mkdir(parents=True, exist_ok=True)
    product = Product(folder)
    built.lend(folder)
    product.start()
    try:
        yield product
    finally:
        product.stop()


def grown(product: Product, *, cases: int) -> Town:
    """The product with at least so many written cases, and everybody signed in anew."""
    return asyncio.run(_grown(product, cases))


async def _grown(product: Product, cases: int) -> Town:
    settings = product.reachable
    async with standing(settings, connections=2):
        await world.build(scale=RESIDENTS)
        await _fill(settings.database_url or "", cases)
        people = [BY_ID[OFFICER].person_id, BY_ID[HOLDER].person_id]
        people += [uuid5(WORLD, f"resident:{number}") for number in range(RESIDENTS)]
        tokens = await _signed_in(settings, people)
    return Town(product=product, officer=tokens[0], holder=tokens[1], applicants=tokens[2:])


async def _fill(url: str, cases: int) -> None:
    own = await database.single_connection(url)  # beside the pool: these statements may take minutes
    try:
        await own.execute("set statement_timeout = 0")
        await own.execute(UNITS, SUB_UNITS)
        await own.execute(OWN_UNIT, DEPARTMENT, PLACE)
        there = int(await own.fetchval(MADE))
        holder = BY_ID[HOLDER]
        for first in range(there + 1, cases + 1, BATCH):
            last = min(cases, first + BATCH - 1)
            await own.execute(
                CASES, first, last, DEPARTMENT, PLACE, firms.of(holder).id, holder.person_id, SUB_UNITS
            )  # fmt: skip
        if there < cases:
            await own.execute(TRAIL)
            for table in ("cases_case", "cases_trail"):
                await own.execute(f"vacuum analyze {table}")
    finally:
        await own.close()


async def _signed_in(settings: Settings, people: list[UUID]) -> list[str]:
    moment, sessions = now(), [uuid4() for _ in people]
    await database.execute("delete from identity_session where device_name = 'bench'")
    await database.execute(SESSION, sessions, people, moment + timedelta(days=1))
    ring = KeyRing.load(settings.keys_file, allow_demo=True)
    return [
        access_tokens.issue(
            ring, issuer=settings.public_url, person_id=person, session_id=session, level=3,
            roles=[Role.CASE_OFFICER] if person == BY_ID[OFFICER].person_id else [], now=moment,
        )
        for person, session in zip(people, sessions, strict=True)
    ]  # fmt: skip
