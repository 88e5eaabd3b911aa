"""Enrolling people and bodies, and answering who they are. Numbers are read in clear only here."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from backend.core import database
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.identifiers import (
    BadIdentifier,
    Document,
    mask_phone,
    parse_credit_code,
    parse_region,
)
from backend.core.ids import new_id
from backend.core.structs import now
from backend.identity.people import passwords, queries, records, sealed
from backend.identity.people.errors import (
    BadPersonData,
    PersonNotFound,
    PhoneTaken,
    WeakPassword,
    WrongCurrentPassword,
    WrongPassword,
)
from backend.identity.people.structs import (
    Body,
    Capacity,
    Colleague,
    Face,
    NewOrganisation,
    NewPerson,
    Organisation,
    OrganisationKind,
    Papers,
    Post,
    Profile,
    Role,
    Standing,
)
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from plugin_sdk.contract.capabilities.person import PersonField, PersonValues

SYSTEM = "system"  # enrolment comes from registers, not from a caller
AT_ONCE = 2_000  # rows of one INSERT: about 1 MB, well within the statement timeout


async def enrol(person: NewPerson) -> UUID:
    """Enrol one person, unless the document is known; the id either way.

    Raises:
        BadPersonData: a number, code or level is not one, or the chosen id is somebody else's.
        PhoneTaken: the phone is somebody else's.
    """
    return (await enrol_all([person]))[0]


async def enrol_all(people: Sequence[NewPerson]) -> Sequence[UUID]:
    """Enrol any number of people in one transaction; their ids in the same order. Known documents are left as they are.

    Raises:
        BadPersonData: as `enrol`; nobody is enrolled then.
        PhoneTaken: as `enrol`; nobody is enrolled then.
    """
    ring, today = ground().keyring, now().date()
    rows = [records.row_of(ring, person, person_id=person.id or new_id(), today=today) for person in people]
    async with database.transaction():
        new: set[UUID] = set()
        try:
            for start in range(0, len(rows), AT_ONCE):
                new |= await queries.insert_people(rows[start : start + AT_ONCE])
        except asyncpg.UniqueViolationError as error:
            if "phone" in (error.constraint_name or ""):
                raise PhoneTaken from error
            raise BadPersonData(field="id", reason="taken") from error
        await _record_enrolment(new)
        ids = await queries.ids_by_number([row[4] for row in rows])
    return [ids[row[4]] for row in rows]


async def enrol_organisation(organisation: NewOrganisation) -> UUID:
    """Enrol a body, unless its credit code is known; the id either way.

    Raises:
        BadPersonData: the credit code or region is not one.
    """
    try:
        code, region = parse_credit_code(organisation.credit_code), parse_region(organisation.region_code)
    except BadIdentifier as error:
        raise BadPersonData(field="organisation", reason=error.reason.value) from error
    async with database.transaction():
        body, new = await queries.insert_organisation(
            organisation.id or new_id(),
            credit_code=code,
            name=organisation.name,
            kind=organisation.kind,
            region_code=region,
        )
        if new:
            await audit.record(action="identity.organisation-enrolled", actor=SYSTEM, subject=f"organisation:{body}")
    return body


async def appoint(person_id: UUID, *, department: str, region_code: str, roles: Sequence[Role]) -> None:
    """Give the person a post with these roles, replacing what they had in that department and region.

    Signed-in sessions learn of it at their next refresh, at most ten minutes later.

    Raises:
        PersonNotFound: there is nobody to appoint.
    """
    async with database.transaction():
        try:
            post = await queries.upsert_staff(
                person_id, department=department, region_code=region_code, roles=sorted(set(roles))
            )
        except asyncpg.ForeignKeyViolationError as error:
            raise PersonNotFound from error
        await audit.record(action="identity.appointed", actor=SYSTEM, subject=f"post:{post}", about=person_id)


async def dismiss(person_id: UUID, *, department: str, region_code: str) -> None:
    """Take the post away; nothing happens when there is none. Signed-in sessions learn of it as in `appoint`."""
    async with database.transaction():
        post = await queries.delete_staff(person_id, department=department, region_code=region_code)
        if post is not None:
            await audit.record(action="identity.dismissed", actor=SYSTEM, subject=f"post:{post}", about=person_id)


async def join(person_id: UUID, *, organisation_id: UUID, capacity: Capacity) -> None:
    """Let the person speak for the organisation.

    Raises:
        PersonNotFound: one of the two is unknown.
    """
    async with database.transaction():
        try:
            new = await queries.insert_membership(person_id, organisation_id=organisation_id, capacity=capacity)
        except asyncpg.ForeignKeyViolationError as error:
            raise PersonNotFound from error
        if new:
            subject = f"organisation:{organisation_id}"
            await audit.record(action="identity.joined", actor=SYSTEM, subject=subject, about=person_id)


async def find_by_phone(phone: str) -> UUID | None:
    """Who is signed in by this phone (normal form)."""
    row = await queries.by_phone(sealed.phone_fingerprint(ground().keyring, phone=phone))
    return row["id"] if row else None


async def check_password(phone: str, *, password: str) -> UUID:
    """The person whom phone and password prove; takes the same time whatever is wrong.

    Raises:
        WrongPassword: unknown phone, no password, or another one.
    """
    row = await queries.by_phone(sealed.phone_fingerprint(ground().keyring, phone=phone))
    right = await passwords.matches(password, hashed=row["password_hash"] if row else None)
    if row is None or not right:
        raise WrongPassword
    person_id: UUID = row["id"]
    return person_id


async def set_password(person_id: UUID, *, password: str, current: str | None) -> None:
    """Give the person a password; inside the caller's transaction.

    Raises:
        WrongCurrentPassword: there is a password and `current` is not it.
        WeakPassword: guessers try this one first.
    """
    async with database.transaction():
        row = await queries.person_for_update(person_id)
        if row is None:
            raise PersonNotFound
        had = row["password_hash"]
        if had is not None and not await passwords.matches(current or "", hashed=had):
            raise WrongCurrentPassword
        if reason := passwords.weakness(
            password, phone=records.phone_of(ground().keyring, row) or "", name=row["name"]
        ):
            raise WeakPassword(reason=reason)
        await queries.set_password_hash(person_id, password_hash=await passwords.hash_of(password))
        actor, subject = f"person:{person_id}", f"person:{person_id}"
        await audit.record(action="identity.password-set", actor=actor, subject=subject, about=person_id)


async def standing(person_id: UUID) -> Standing:
    """Trust level and roles, as they are now.

    Raises:
        PersonNotFound: nobody has this id.
    """
    row = await queries.standing(person_id)
    if row is None:
        raise PersonNotFound
    return Standing(level=row["trust_level"], roles=[Role(role) for role in row["roles"]])


async def profile(person_id: UUID) -> Profile:
    """What the person sees of themselves.

    Raises:
        PersonNotFound: nobody has this id.
    """
    row = await queries.person(person_id)
    if row is None:
        raise PersonNotFound
    return Profile(
        id=person_id,
        name=row["name"],
        phone_masked=mask_phone(records.phone_of(ground().keyring, row) or ""),
        region_code=row["region_code"],
        region_name=await _region_name(row["region_code"]) or row["region_code"],
        level=row["trust_level"],
        has_password=row["password_hash"] is not None,
    )


async def face(person_id: UUID) -> Face:
    """Name and place, all that the first screen shows of a person; nothing is unsealed for it.

    Raises:
        PersonNotFound: nobody has this id.
    """
    row = await queries.face(person_id)
    if row is None:
        raise PersonNotFound
    code = row["region_code"]
    return Face(name=row["name"], region_code=code, region_name=await _region_name(code) or code)


async def body(organisation_id: UUID) -> Body | None:
    """What a body is at a glance; whoever asks has a reason to look at it."""
    row = await queries.body(organisation_id)
    if row is None:
        return None
    code, kind = row["region_code"], OrganisationKind(row["kind"])
    return Body(name=row["name"], kind=kind, region_code=code, region_name=await _region_name(code) or code)


async def posts_of(person_id: UUID) -> Sequence[Post]:
    """The departments the person works for."""
    return [_post(row) for row in await queries.posts_of(person_id)]


async def post_for(person_id: UUID, *, department: str, region_code: str) -> Post | None:
    """The person's post in exactly this department and region."""
    row = await queries.post_for(person_id, department=department, region_code=region_code)
    return None if row is None else _post(row)


async def staff_at(
    *,
    departments: Sequence[str],
    region_codes: Sequence[str],
    role: Role,
    without: Sequence[UUID],
    after: tuple[str, UUID],
    limit: int,
) -> Sequence[Colleague]:
    """Who has a post with this role in one of these departments and regions, by name; `after` is the last name seen."""
    rows = await queries.staff_at(departments, region_codes, role=role, without=without, after=after, limit=limit)
    return [Colleague(id=row["id"], name=row["name"]) for row in rows]


async def find_by_number(number: str, *, document: Document) -> UUID | None:
    """Who has this document (its number in normal form), if they are enrolled; whoever asks has it before them."""
    fingerprint = sealed.number_fingerprint(ground().keyring, document=document, number=number)
    return (await queries.ids_by_number([fingerprint])).get(fingerprint)


async def capacity_in(person_id: UUID, *, organisation_id: UUID) -> Capacity | None:
    """In which capacity the person speaks for the body, the higher one first; it stays so until the caller commits."""
    held = {row["capacity"] for row in await queries.capacities_shared(person_id, organisation_id=organisation_id)}
    return next((capacity for capacity in Capacity if capacity in held), None)


async def legal_persons_of(organisation_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Who leads each of these bodies; those without anybody are left out."""
    found: dict[UUID, list[UUID]] = {}
    for row in await queries.legal_persons(organisation_ids):
        found.setdefault(row["organisation_id"], []).append(row["person_id"])
    return found


async def names_of(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Full names of people and bodies, for those who deal with them; unknown ids are left out."""
    return await queries.names(ids) if ids else {}


async def birth_date_of(person_id: UUID) -> date:
    """When the person was born.

    Raises:
        PersonNotFound: nobody has this id.
    """
    row = await queries.person(person_id)
    if row is None:
        raise PersonNotFound
    born: date = row["birth_date"]
    return born


async def organisations_of(person_id: UUID) -> Sequence[Organisation]:
    """The bodies the person speaks for."""
    return [
        Organisation(
            id=row["id"],
            credit_code=row["credit_code"],
            name=row["name"],
            kind=OrganisationKind(row["kind"]),
            region_code=row["region_code"],
            capacity=Capacity(row["capacity"]),
        )
        for row in await queries.organisations_of(person_id)
    ]


async def papers_of(person_id: UUID) -> Papers | None:
    """By what registers know the person; whoever asks must have consent or a duty: see `exchange`."""
    row = await queries.person(person_id)
    if row is None:
        return None
    ring = ground().keyring
    number = sealed.unseal_for(ring, person_id=person_id, column=sealed.NUMBER, sealed=row["number_sealed"])
    return Papers(document=Document(row["document"]), number=number, phone=records.phone_of(ring, row))


async def credit_code_of(organisation_id: UUID) -> str | None:
    """By what registers know the body."""
    return await queries.credit_code(organisation_id)


async def read_fields(person_id: UUID, fields: Sequence[PersonField]) -> PersonValues:
    """The person's own data in clear, with the register each came from. Whoever asks must have consent: see `consents`.

    Raises:
        PersonNotFound: nobody has this id.
    """
    row = await queries.person(person_id)
    if row is None:
        raise PersonNotFound
    values: dict[str, str | None] = {field: records.value(ground().keyring, row, field) for field in fields}
    if "regionName" in values:
        values["regionName"] = await _region_name(row["region_code"])
    return PersonValues(values=values, sources={field: records.source(row, field) for field in fields if values[field]})


def _post(row: asyncpg.Record) -> Post:
    return Post(
        department=row["department"], region_code=row["region_code"], roles=[Role(role) for role in row["roles"]]
    )


async def _region_name(code: str) -> str | None:
    """The full name; None for a code that no register knows (any more), which must not close the person's page."""
    try:
        return await regions.name_of(code)
    except UnknownRegion:
        return None


async def _record_enrolment(new: set[UUID]) -> None:
    """One leaf for one person; one leaf for a whole load, because a register delivers tens of thousands."""
    if len(new) == 1:
        (one,) = new
        await audit.record(action="identity.enrolled", actor=SYSTEM, subject=f"person:{one}", about=one)
    elif new:
        await audit.record(action="identity.many-enrolled", actor=SYSTEM, subject=f"people:{len(new)}")
