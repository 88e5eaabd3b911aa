"""All SQL of the embedded registers. Each `read` is one statement, however many facts are asked for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.supports.exchange.structs import FirmEntry

# The child in question: the chosen one, else the youngest, else the person themself while they are a minor. Mother and
# father are that child's; of somebody without a child, their own.
PERSON = """
select p.id, p.name, p.document, p.number_sealed, p.birth_date, p.gender, p.ethnic_group, p.region_code, p.address,
    p.marital_status, p.education_level, p.employment_status, p.disability_grade, p.death_date, p.place_id, p.as_of,
    c.id as child_id, c.name as child_name, c.number_sealed as child_number_sealed, c.birth_date as child_birth_date,
    c.gender as child_gender, c.birth_certificate_sealed as child_certificate_sealed, c.as_of as child_as_of,
    s.id as spouse_id, s.name as spouse_name, s.number_sealed as spouse_number_sealed, s.as_of as spouse_as_of,
    m.id as mother_id, m.name as mother_name, m.number_sealed as mother_number_sealed, m.as_of as mother_as_of,
    f.id as father_id, f.name as father_name, f.number_sealed as father_number_sealed, f.as_of as father_as_of,
    h.id as household_id, h.head_name, h.book_number_sealed, h.address as household_address, h.member_count,
    h.as_of as household_as_of
from exchange_person p
left join lateral (
    select k.* from exchange_person k
    where (k.mother_id = p.id or k.father_id = p.id) and ($3::uuid is null or k.id = $3)
    order by k.birth_date desc, k.id desc limit 1
) own on true
left join exchange_person c on c.id = coalesce(
    own.id, case when p.birth_date > $4 and ($3::uuid is null or $3 = p.id) then p.id end
)
left join exchange_person s on s.id = p.spouse_id
left join exchange_person m on m.id = case when c.id is null then p.mother_id else c.mother_id end
left join exchange_person f on f.id = case when c.id is null then p.father_id else c.father_id end
left join exchange_household h on h.id = p.household_id
where p.id = $1 or p.number_fingerprint = $2
order by p.id = $1 desc limit 1
"""
CHILDREN = """
select k.id, k.name, k.birth_date, k.gender, k.birth_date > $3 as is_minor
from exchange_person p join exchange_person k on k.mother_id = p.id or k.father_id = p.id
where p.id = coalesce(
    (select id from exchange_person where id = $1), (select id from exchange_person where number_fingerprint = $2)
)
order by k.birth_date desc, k.id desc limit $4
"""
RELATIVES = """
select r.id, one.relation, r.name, r.death_date is not null as deceased
from exchange_person p
cross join lateral (values (p.spouse_id, 'spouse', 1), (p.mother_id, 'mother', 2), (p.father_id, 'father', 3))
    as one (id, relation, place)
join exchange_person r on r.id = one.id
where p.id = coalesce(
    (select id from exchange_person where id = $1), (select id from exchange_person where number_fingerprint = $2)
)
order by one.place
"""
INSERT_PEOPLE = """
insert into exchange_person (id, name, document, number_sealed, number_fingerprint, birth_certificate_sealed,
    birth_date, gender, ethnic_group, region_code, address, marital_status, education_level, employment_status,
    disability_grade, death_date, mother_id, father_id, spouse_id, household_id, place_id, as_of, source, evidence)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[], $7::date[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::date[], $17::uuid[],
    $18::uuid[], $19::uuid[], $20::uuid[], $21::uuid[], $22::date[], $23::text[], $24::text[])
on conflict do nothing
"""
INSERT_HOUSEHOLDS = """
insert into exchange_household (id, book_number_sealed, head_name, address, member_count, as_of, source, evidence)
select * from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::int[], $6::date[], $7::text[], $8::text[])
on conflict do nothing
"""
INSERT_FIRM = """
insert into exchange_firm (id, credit_code, name, kind, address, region_code, legal_person_name,
    registered_capital_fen, industry_code, business_scope, founded_on, status, employee_count, place_id, as_of, source,
    evidence)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
on conflict do nothing
"""
INSERT_CREDIT = """
insert into exchange_credit (credit_code, credit_class, penalty_count, as_of, source, evidence)
values ($1, $2, $3, $4, $5, $6) on conflict do nothing
"""
INSERT_PLACES = """
insert into exchange_place (id, standard_address, grid_name, region_code, property_number_sealed, as_of, source,
    evidence)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::date[], $7::text[], $8::text[])
on conflict do nothing
"""


async def person(
    person_id: UUID, *, number_fingerprint: bytes | None, child_id: UUID | None, minor_if_born_after: date
) -> Record | None:
    """A person with household, spouse, the child in question and that child's parents."""
    return await database.fetch_one(PERSON, person_id, number_fingerprint, child_id, minor_if_born_after)


async def children(
    person_id: UUID, *, number_fingerprint: bytes | None, minor_if_born_after: date, limit: int
) -> Sequence[Record]:
    """The person's children, the youngest first."""
    return await database.fetch(CHILDREN, person_id, number_fingerprint, minor_if_born_after, limit)


async def relatives(person_id: UUID, *, number_fingerprint: bytes | None) -> Sequence[Record]:
    """The person's spouse and parents; three at the most."""
    return await database.fetch(RELATIVES, person_id, number_fingerprint)


async def id_of(person_id: UUID, *, number_fingerprint: bytes | None) -> UUID | None:
    """The register's id of a person."""
    row = await database.fetch_one(
        "select id from exchange_person where id = $1 or number_fingerprint = $2 order by id = $1 desc limit 1",
        person_id,
        number_fingerprint,
    )
    return row["id"] if row else None


async def firm(credit_code: str) -> Record | None:
    """A body."""
    return await database.fetch_one("select * from exchange_firm where credit_code = $1", credit_code)


async def credit(credit_code: str) -> Record | None:
    """A body's standing."""
    return await database.fetch_one("select * from exchange_credit where credit_code = $1", credit_code)


async def place(place_id: UUID) -> Record | None:
    """A place."""
    return await database.fetch_one("select * from exchange_place where id = $1", place_id)


async def insert_people(rows: Sequence[tuple[object, ...]]) -> int:
    """Keep the people that are new; how many were."""
    return await database.execute(INSERT_PEOPLE, *_columns(rows))


async def insert_households(rows: Sequence[tuple[object, ...]]) -> int:
    """Keep the households that are new."""
    return await database.execute(INSERT_HOUSEHOLDS, *_columns(rows))


async def insert_places(rows: Sequence[tuple[object, ...]]) -> int:
    """Keep the places that are new."""
    return await database.execute(INSERT_PLACES, *_columns(rows))


async def insert_firm(one: FirmEntry) -> int:
    """Keep a body and its standing, if they are new."""
    new = await database.execute(
        INSERT_FIRM, one.id, one.credit_code, one.name, one.kind, one.address, one.region_code, one.legal_person_name,
        one.registered_capital_fen, one.industry_code, one.business_scope, one.founded_on, one.status,
        one.employee_count, one.place_id, one.as_of, one.source, one.evidence,
    )  # fmt: skip
    await database.execute(
        INSERT_CREDIT, one.credit_code, one.credit_class, one.penalty_count, one.as_of, one.source, one.evidence
    )
    return new


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
