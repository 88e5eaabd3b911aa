"""The registers as tables of this room: for the demo world, and for a province that delivers its registers as files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.crypto.keyring import KeyRing
from backend.core.ground import ground
from backend.reference.regions import service as regions
from backend.supports.exchange import register_queries as queries
from backend.supports.exchange import sealed
from backend.supports.exchange.catalogue import group
from backend.supports.exchange.ports import Answer, Known, PersonKey, Registers
from backend.supports.exchange.structs import Child, Entries, HouseholdEntry, PersonEntry, PlaceEntry, Relative

OF_AGE_YEARS: Final = 18  # Civil Code, Art. 17
CHILDREN_MOST: Final = 30  # more than any mother has had in the register; a bound for the list
AT_ONCE: Final = 2_000  # rows of one INSERT
GENDER_WORDS: Final = {"1": "男", "2": "女"}  # GB/T 2261.1; 9 is not stated

# Column of the one row that a read fetches -> the fact. Sealed columns follow below.
_PERSON: Final = {
    "person.name": "name",
    "person.documentKind": "document",
    "person.birthDate": "birth_date",
    "person.gender": "gender",
    "person.ethnicGroup": "ethnic_group",
    "person.regionCode": "region_code",
    "person.address": "address",
    "person.maritalStatus": "marital_status",
    "person.educationLevel": "education_level",
    "person.employmentStatus": "employment_status",
    "person.disabilityGrade": "disability_grade",
    "person.deathDate": "death_date",
    "child.name": "child_name",
    "child.birthDate": "child_birth_date",
    "child.gender": "child_gender",
    "spouse.name": "spouse_name",
    "mother.name": "mother_name",
    "father.name": "father_name",
    "household.headName": "head_name",
    "household.address": "household_address",
    "household.memberCount": "member_count",
}
# Fact -> (column, what it is sealed to).
_SEALED: Final = {
    "person.idNumber": ("number_sealed", sealed.NUMBER),
    "child.idNumber": ("child_number_sealed", sealed.NUMBER),
    "child.birthCertificateNumber": ("child_certificate_sealed", sealed.BIRTH_CERTIFICATE),
    "spouse.idNumber": ("spouse_number_sealed", sealed.NUMBER),
    "mother.idNumber": ("mother_number_sealed", sealed.NUMBER),
    "father.idNumber": ("father_number_sealed", sealed.NUMBER),
    "household.bookNumber": ("book_number_sealed", sealed.BOOK_NUMBER),
}
_FIRM: Final = {
    "firm.name": "name",
    "firm.creditCode": "credit_code",
    "firm.kind": "kind",
    "firm.address": "address",
    "firm.regionCode": "region_code",
    "firm.legalPersonName": "legal_person_name",
    "firm.registeredCapitalFen": "registered_capital_fen",
    "firm.industryCode": "industry_code",
    "firm.businessScope": "business_scope",
    "firm.foundedOn": "founded_on",
    "firm.status": "status",
    "firm.employeeCount": "employee_count",
}
_CREDIT: Final = {"credit.class": "credit_class", "credit.penaltyCount": "penalty_count"}
_PLACE: Final = {"place.standardAddress": "standard_address", "place.gridName": "grid_name"}
_GROUPS: Final = ("person", "child", "spouse", "mother", "father", "household")


class EmbeddedPopulation:
    """The population register in `exchange_person` and `exchange_household`."""

    async def read(self, key: PersonKey, names: Sequence[str], *, child_id: UUID | None) -> Answer | None:
        """One row holds everything; only what was asked for is unsealed."""
        row = await queries.person(
            key.id, number_fingerprint=_fingerprint(key), child_id=child_id, minor_if_born_after=born_after()
        )
        if row is None:
            return None
        ids = {one: row["id" if one == "person" else f"{one}_id"] for one in _GROUPS}
        days = {one: row["as_of" if one == "person" else f"{one}_as_of"] for one in _GROUPS}
        values = {}
        for name in names:
            value = _person_value(row, name, ids=ids)
            if value is not None:
                values[name] = Known(value, days[group(name)])
        about = {one: ids[one] for one in _GROUPS if ids[one] is not None and one != "household"}
        return Answer(values=values, about=about, place_id=row["place_id"])

    async def children(self, key: PersonKey, *, on: date) -> Sequence[Child]:
        """By the parents' entries in the children's rows."""
        rows = await queries.children(
            key.id, number_fingerprint=_fingerprint(key), minor_if_born_after=born_after(on), limit=CHILDREN_MOST
        )
        return [
            Child(
                id=row["id"],
                name=row["name"],
                birth_date=row["birth_date"],
                gender=row["gender"],
                is_minor=row["is_minor"],
            )
            for row in rows
        ]

    async def relatives(self, key: PersonKey) -> Sequence[Relative]:
        """By the person's own entry."""
        rows = await queries.relatives(key.id, number_fingerprint=_fingerprint(key))
        return [
            Relative(id=row["id"], relation=row["relation"], name=row["name"], deceased=row["deceased"]) for row in rows
        ]

    async def id_of(self, key: PersonKey) -> UUID | None:
        """The row's id."""
        return await queries.id_of(key.id, number_fingerprint=_fingerprint(key))


class EmbeddedLegalPersons:
    """The legal-person register in `exchange_firm`."""

    async def read(self, credit_code: str, names: Sequence[str]) -> Answer | None:
        """One row."""
        row = await queries.firm(credit_code)
        return None if row is None else Answer(values=_plain(row, names, _FIRM), place_id=row["place_id"])


class EmbeddedCredit:
    """The credit register in `exchange_credit`."""

    async def read(self, credit_code: str, names: Sequence[str]) -> Answer | None:
        """One row."""
        row = await queries.credit(credit_code)
        return None if row is None else Answer(values=_plain(row, names, _CREDIT))


class EmbeddedPlaces:
    """The register of places in `exchange_place`."""

    async def read(self, place_id: UUID, names: Sequence[str]) -> Answer | None:
        """One row; the property's number only when it was asked for."""
        row = await queries.place(place_id)
        if row is None:
            return None
        values = dict(_plain(row, names, _PLACE))
        if "place.propertyNumber" in names and row["property_number_sealed"] is not None:
            number = sealed.unseal_for(
                ground().keyring, row_id=place_id, column=sealed.PROPERTY_NUMBER, sealed=row["property_number_sealed"]
            )
            values["place.propertyNumber"] = Known(number, row["as_of"])
        return Answer(values=values)


def embedded() -> Registers:
    """The four, as tables of this room."""
    return Registers(
        population=EmbeddedPopulation(),
        legal_persons=EmbeddedLegalPersons(),
        credit=EmbeddedCredit(),
        places=EmbeddedPlaces(),
    )


def born_after(on: date | None = None) -> date:
    """Whoever was born after this day is a minor on the day `on` (today); one comes of age on the birthday itself."""
    day = on or regions.today()
    try:
        return day.replace(year=day.year - OF_AGE_YEARS)
    except ValueError:  # the 29th of February in a year that has none
        return date(day.year - OF_AGE_YEARS, 2, 28)


async def fill(entries: Entries) -> int:
    """Load entries that are new, in one transaction; the number of people and bodies that were."""
    ring = ground().keyring
    async with database.transaction():
        new = 0
        for rows in _batches(_place_row(ring, one) for one in entries.places):
            await queries.insert_places(rows)
        for rows in _batches(_household_row(ring, one) for one in entries.households):
            await queries.insert_households(rows)
        for rows in _batches(_person_row(ring, one) for one in entries.people):
            new += await queries.insert_people(rows)
        for firm in entries.firms:
            new += await queries.insert_firm(firm)
        if new:
            await audit.record(action="exchange.registers-filled", actor="system", subject=f"entries:{new}")
    return new


def _fingerprint(key: PersonKey) -> bytes | None:
    if key.number is None or key.document is None:
        return None
    return sealed.number_fingerprint(ground().keyring, document=key.document, number=key.number)


def _person_value(row: Record, name: str, *, ids: Mapping[str, UUID | None]) -> str | int | None:
    if name in _SEALED:
        column, kind = _SEALED[name]
        row_id = ids[group(name)]
        if row[column] is None or row_id is None:
            return None
        return sealed.unseal_for(ground().keyring, row_id=row_id, column=kind, sealed=row[column])
    value = _shown(row[_PERSON[name]])
    return GENDER_WORDS.get(str(value)) if name.endswith(".gender") else value


def _plain(row: Record, names: Sequence[str], columns: Mapping[str, str]) -> Mapping[str, Known]:
    wanted = ((name, _shown(row[columns[name]])) for name in names if name in columns)
    return {name: Known(value, row["as_of"]) for name, value in wanted if value is not None}


def _shown(value: Any) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _batches(rows: Iterable[tuple[object, ...]]) -> Iterable[Sequence[tuple[object, ...]]]:
    everything = list(rows)
    return (everything[start : start + AT_ONCE] for start in range(0, len(everything), AT_ONCE))


def _person_row(ring: KeyRing, one: PersonEntry) -> tuple[object, ...]:
    number = None if one.number is None else sealed.number_fingerprint(ring, document=one.document, number=one.number)
    return (
        one.id, one.name, one.document,
        sealed.seal_some(ring, row_id=one.id, column=sealed.NUMBER, value=one.number), number,
        sealed.seal_some(ring, row_id=one.id, column=sealed.BIRTH_CERTIFICATE, value=one.birth_certificate),
        one.birth_date, one.gender, one.ethnic_group, one.region_code, one.address, one.marital_status,
        one.education_level, one.employment_status, one.disability_grade, one.death_date, one.mother_id, one.father_id,
        one.spouse_id, one.household_id, one.place_id, one.as_of, one.source, one.evidence,
    )  # fmt: skip


def _household_row(ring: KeyRing, one: HouseholdEntry) -> tuple[object, ...]:
    number = sealed.seal_for(ring, row_id=one.id, column=sealed.BOOK_NUMBER, value=one.book_number)
    return (one.id, number, one.head_name, one.address, one.member_count, one.as_of, one.source, one.evidence)


def _place_row(ring: KeyRing, one: PlaceEntry) -> tuple[object, ...]:
    number = sealed.seal_some(ring, row_id=one.id, column=sealed.PROPERTY_NUMBER, value=one.property_number)
    return (
        one.id, one.standard_address, one.grid_name, one.region_code, number, one.as_of, one.source, one.evidence,
    )  # fmt: skip
