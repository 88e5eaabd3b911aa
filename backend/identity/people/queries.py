"""All SQL of people."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id

NewRow = tuple[UUID, str, str, bytes, bytes, bytes | None, bytes | None, date, str, str, int]

INSERT_PEOPLE = """
insert into identity_person (id, name, document, number_sealed, number_fingerprint, phone_sealed, phone_fingerprint,
    birth_date, gender, region_code, trust_level)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[],
    $8::date[], $9::text[], $10::text[], $11::smallint[])
on conflict (number_fingerprint) do nothing
returning id
"""


async def insert_people(rows: Sequence[NewRow]) -> set[UUID]:
    """Insert those whose document is new; the ids that were."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    return {row["id"] for row in await database.fetch(INSERT_PEOPLE, *columns)}


async def ids_by_number(fingerprints: Sequence[bytes]) -> dict[bytes, UUID]:
    """The people of these documents, by fingerprint."""
    rows = await database.fetch(
        "select id, number_fingerprint from identity_person where number_fingerprint = any($1)", list(fingerprints)
    )
    return {row["number_fingerprint"]: row["id"] for row in rows}


async def person(person_id: UUID) -> Record | None:
    """The person's row."""
    return await database.fetch_one("select * from identity_person where id = $1", person_id)


async def face(person_id: UUID) -> Record | None:
    """Name and region alone."""
    return await database.fetch_one("select name, region_code from identity_person where id = $1", person_id)


async def body(organisation_id: UUID) -> Record | None:
    """Name, sort and region of a body."""
    return await database.fetch_one(
        "select name, kind, region_code from identity_organisation where id = $1", organisation_id
    )


async def by_phone(fingerprint: bytes) -> Record | None:
    """Who has this phone."""
    return await database.fetch_one(
        "select id, password_hash from identity_person where phone_fingerprint = $1", fingerprint
    )


async def standing(person_id: UUID) -> Record | None:
    """Trust level and all roles of the person's posts."""
    return await database.fetch_one(
        """
        select trust_level, array(
            select distinct role from identity_staff, unnest(roles) as role where person_id = $1 order by role
        ) as roles from identity_person where id = $1
        """,
        person_id,
    )


async def person_for_update(person_id: UUID) -> Record | None:
    """The person's row, kept from others until the transaction ends."""
    return await database.fetch_one("select * from identity_person where id = $1 for update", person_id)


async def set_password_hash(person_id: UUID, *, password_hash: str) -> None:
    """Replace the password."""
    await database.execute("update identity_person set password_hash = $2 where id = $1", person_id, password_hash)


async def insert_organisation(
    organisation_id: UUID, *, credit_code: str, name: str, kind: str, region_code: str
) -> tuple[UUID, bool]:
    """Insert unless the code is known; the id, and whether it is new."""
    touched = await database.execute(
        """
        insert into identity_organisation (id, credit_code, name, kind, region_code) values ($1, $2, $3, $4, $5)
        on conflict (credit_code) do nothing
        """,
        organisation_id,
        credit_code,
        name,
        kind,
        region_code,
    )
    row = await database.fetch_one("select id from identity_organisation where credit_code = $1", credit_code)
    return (row["id"] if row else organisation_id), touched == 1


async def upsert_staff(person_id: UUID, *, department: str, region_code: str, roles: Sequence[str]) -> UUID:
    """The person's one post in that department and region, as given now."""
    row = await database.fetch_one(
        """
        insert into identity_staff (id, person_id, department, region_code, roles) values ($1, $2, $3, $4, $5)
        on conflict (person_id, department, region_code) do update set roles = excluded.roles
        returning id
        """,
        new_id(),
        person_id,
        department,
        region_code,
        list(roles),
    )
    assert row is not None  # noqa: S101 - an upsert always returns its row
    post_id: UUID = row["id"]
    return post_id


async def delete_staff(person_id: UUID, *, department: str, region_code: str) -> UUID | None:
    """Take the post away; its id if there was one."""
    row = await database.fetch_one(
        "delete from identity_staff where person_id = $1 and department = $2 and region_code = $3 returning id",
        person_id,
        department,
        region_code,
    )
    return row["id"] if row else None


async def insert_membership(person_id: UUID, *, organisation_id: UUID, capacity: str) -> bool:
    """Let the person speak for the organisation; False when they did already."""
    touched = await database.execute(
        """
        insert into identity_membership (id, person_id, organisation_id, capacity) values ($1, $2, $3, $4)
        on conflict (person_id, organisation_id, capacity) do nothing
        """,
        new_id(),
        person_id,
        organisation_id,
        capacity,
    )
    return touched == 1


async def posts_of(person_id: UUID) -> Sequence[Record]:
    """The person's posts, by department and region."""
    return await database.fetch(
        "select department, region_code, roles from identity_staff where person_id = $1 "
        "order by department, region_code",
        person_id,
    )


async def post_for(person_id: UUID, *, department: str, region_code: str) -> Record | None:
    """The person's post there."""
    return await database.fetch_one(
        "select department, region_code, roles from identity_staff "
        "where person_id = $1 and department = $2 and region_code = $3",
        person_id,
        department,
        region_code,
    )


async def staff_at(
    departments: Sequence[str],
    region_codes: Sequence[str],
    *,
    role: str,
    without: Sequence[UUID],
    after: tuple[str, UUID],
    limit: int,
) -> Sequence[Record]:
    """People with a post of this role there, by name; several posts count once."""
    return await database.fetch(
        """
        select p.id, p.name from identity_person p
        where exists (select 1 from identity_staff s where s.person_id = p.id and s.department = any($1)
                and s.region_code = any($2) and $3 = any(s.roles))
            and p.id <> all($4) and (p.name, p.id) > ($5, $6)
        order by p.name, p.id limit $7
        """,
        list(departments),
        list(region_codes),
        role,
        list(without),
        *after,
        limit,
    )


async def capacities_shared(person_id: UUID, *, organisation_id: UUID) -> Sequence[Record]:
    """In which capacities the person speaks for the body, kept from being taken away until the transaction ends."""
    return await database.fetch(
        "select capacity from identity_membership where person_id = $1 and organisation_id = $2 for share",
        person_id,
        organisation_id,
    )


async def legal_persons(organisation_ids: Sequence[UUID]) -> Sequence[Record]:
    """Who leads each of these bodies."""
    return await database.fetch(
        "select organisation_id, person_id from identity_membership "
        "where organisation_id = any($1) and capacity = 'legal-person' order by organisation_id, person_id",
        list(organisation_ids),
    )


async def names(ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of people and bodies; their ids never meet."""
    rows = await database.fetch(
        "select id, name from identity_person where id = any($1) "
        "union all select id, name from identity_organisation where id = any($1)",
        list(ids),
    )
    return {row["id"]: row["name"] for row in rows}


async def organisations_of(person_id: UUID) -> Sequence[Record]:
    """The organisations that the person speaks for, by name."""
    return await database.fetch(
        """
        select o.id, o.credit_code, o.name, o.kind, o.region_code, m.capacity
        from identity_membership m join identity_organisation o on o.id = m.organisation_id
        where m.person_id = $1 order by o.name, m.capacity
        """,
        person_id,
    )


async def credit_code(organisation_id: UUID) -> str | None:
    """The credit code of a body."""
    row = await database.fetch_one("select credit_code from identity_organisation where id = $1", organisation_id)
    return str(row["credit_code"]) if row else None
