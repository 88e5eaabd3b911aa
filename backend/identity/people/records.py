"""A person as a row, and what a row says in clear."""

from datetime import date
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core.crypto.keyring import KeyRing
from backend.core.identifiers import BadIdentifier, Document, birth_date, parse_document, parse_phone, parse_region
from backend.identity.people import sealed
from backend.identity.people.errors import BadPersonData
from backend.identity.people.queries import NewRow
from backend.identity.people.structs import Gender, NewPerson, TrustLevel
from plugin_sdk.contract.capabilities.person import PersonField

NAME_MOST: Final = 80
CIVIL_REGISTER: Final = frozenset({Document.RESIDENT_ID_CARD, Document.TEMPORARY_ID_CARD, Document.HOUSEHOLD_REGISTER})
GENDER_WORDS: Final = {Gender.MALE: "男", Gender.FEMALE: "女", Gender.NOT_STATED: None}


def row_of(ring: KeyRing, person: NewPerson, *, person_id: UUID, today: date) -> NewRow:
    """The person as a row, numbers sealed.

    Raises:
        BadPersonData: `field` and `reason` say what is wrong.
    """
    number, phone, region = _checked(person, today=today)
    return (
        person_id,
        person.name,
        person.document.value,
        sealed.seal_for(ring, person_id=person_id, column=sealed.NUMBER, value=number),
        sealed.number_fingerprint(ring, document=person.document, number=number),
        sealed.seal_for(ring, person_id=person_id, column=sealed.PHONE, value=phone) if phone else None,
        sealed.phone_fingerprint(ring, phone=phone) if phone else None,
        person.birth_date,
        person.gender.value,
        region,
        person.trust_level,
    )


def value(ring: KeyRing, row: Record, field: PersonField) -> str | None:
    """One field in clear. Of the region only the code: its name belongs to another room."""
    match field:
        case "name":
            return str(row["name"])
        case "idNumber":
            return sealed.unseal_for(ring, person_id=row["id"], column=sealed.NUMBER, sealed=row["number_sealed"])
        case "phone":
            return phone_of(ring, row)
        case "regionCode" | "regionName":
            return str(row["region_code"])
        case "birthDate":
            return str(row["birth_date"].isoformat())
        case "gender":
            return GENDER_WORDS[Gender(row["gender"])]


def source(row: Record, field: PersonField) -> str:
    """From which register the field came, in the words that people see."""
    if field == "phone":
        return "本人登记"
    return "户籍登记" if row["document"] in CIVIL_REGISTER else "证件登记"


def phone_of(ring: KeyRing, row: Record) -> str | None:
    """The phone in clear."""
    if row["phone_sealed"] is None:
        return None
    return sealed.unseal_for(ring, person_id=row["id"], column=sealed.PHONE, sealed=row["phone_sealed"])


def _checked(person: NewPerson, *, today: date) -> tuple[str, str | None, str]:
    field = "number"
    try:
        number = parse_document(person.number, document=person.document, today=today)
        field = "phone"
        phone = parse_phone(person.phone) if person.phone else None
        field = "regionCode"
        region = parse_region(person.region_code)
    except BadIdentifier as error:
        raise BadPersonData(field=field, reason=error.reason.value) from error
    if not 0 < len(person.name) <= NAME_MOST:
        raise BadPersonData(field="name", reason="length")
    if person.document is Document.RESIDENT_ID_CARD and birth_date(number) != person.birth_date:
        raise BadPersonData(field="birthDate", reason="number")
    if not TrustLevel.PHONE <= person.trust_level <= TrustLevel.STRONG:
        raise BadPersonData(field="trustLevel", reason="range")
    return number, phone, region
