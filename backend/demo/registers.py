"""The registers of the demo world: who its people are married to, where they live, what their firms are.

Evidence: every person, number, address and figure is invented; only the divisions are real. The newborn is born some
days before the world is first built, so that it is one whenever that is.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal
from uuid import UUID, uuid5

import msgspec

from backend.demo import firms, neighbours
from backend.demo.neighbours import AS_OF, SOURCE
from backend.demo.people import id_number
from backend.demo.personas import BY_ID, PERSONAS, WORLD, Persona
from backend.identity.people.structs import NewPerson
from backend.reference.regions import service as regions
from backend.supports.exchange import service
from backend.supports.exchange.structs import Entries, FirmEntry, HouseholdEntry, PersonEntry, PlaceEntry

Evidence = Literal["invented"]


class Home(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a persona lives, and the household there."""

    id: str
    address: str
    grid: str
    property: str
    book: str
    head: str
    region: str
    evidence: Evidence


class Life(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the population register knows of a persona beside the number; people are named by their handles."""

    id: str
    evidence: Evidence
    home: str | None = None
    marital: str | None = None
    education: str | None = None
    employment: str | None = None
    disability: str | None = None
    mother: str | None = None
    father: str | None = None
    spouse: str | None = None


class Relative(Life, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody of a persona's family who is not enrolled; the newborn has no number yet."""

    name: str
    female: bool
    county: str
    sequence: int
    born: date | None = None
    born_days_ago: int | None = None
    death: date | None = None
    certificate: str | None = None
    ethnic_group: str = "汉"


class Firm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the registers of bodies know of a persona's firm."""

    id: str
    address: str
    grid: str
    property: str
    capital_fen: int
    industry: str
    scope: str
    founded: date
    employees: int
    credit: str
    penalties: int
    evidence: Evidence


class World(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `data/registers.json`."""

    homes: tuple[Home, ...]
    people: tuple[Life, ...]
    relatives: tuple[Relative, ...]
    firms: tuple[Firm, ...]


REGISTERS: Final = msgspec.json.decode((Path(__file__).parent / "data" / "registers.json").read_bytes(), type=World)
_HOMES: Final = {home.id: home for home in REGISTERS.homes}
_LIVES: Final = {life.id: life for life in REGISTERS.people}


async def fill(residents: Sequence[NewPerson] = ()) -> None:
    """Fill the registers for these residents; without any, for the personas, their families and firms."""
    if not residents:
        await service.fill(personas(today=regions.today()))
        return
    codes = sorted({one.region_code for one in residents})
    await service.fill(neighbours.entries(residents, names={code: await regions.name_of(code) for code in codes}))


def person_id(handle: str) -> UUID:
    """A persona's own id, a relative's by the handle."""
    known = BY_ID.get(handle)
    return known.person_id if known else uuid5(WORLD, f"relative:{handle}")


def personas(*, today: date) -> Entries:
    """The personas, their families, homes and firms."""
    people = [_persona(one) for one in PERSONAS] + [_relative(one, today) for one in REGISTERS.relatives]
    living = [one for one in people if one.death_date is None]
    return Entries(
        people=people,
        households=[_household(home, living) for home in REGISTERS.homes],
        firms=[_firm(firm) for firm in REGISTERS.firms],
        places=[_place(f"home:{home.id}", home, home.region) for home in REGISTERS.homes]
        + [_place(f"firm:{firm.id}", firm, BY_ID[firm.id].region) for firm in REGISTERS.firms],
    )


def _persona(one: Persona) -> PersonEntry:
    life = _LIVES.get(
        one.id, Life(id=one.id, marital="已婚", education="大学本科", employment="在职", evidence="invented")
    )
    return PersonEntry(
        id=one.person_id,
        name=one.name,
        number=id_number(county=one.native_county, born=one.born, female=one.female, sequence=one.sequence),
        birth_date=one.born,
        gender="2" if one.female else "1",
        ethnic_group=one.ethnic_group,
        region_code=one.region,
        **_life(life),
    )


def _relative(one: Relative, today: date) -> PersonEntry:
    born = one.born or today - timedelta(days=one.born_days_ago or 0)
    return PersonEntry(
        id=person_id(one.id),
        name=one.name,
        number=id_number(county=one.county, born=born, female=one.female, sequence=one.sequence) if one.born else None,
        birth_certificate=one.certificate,
        birth_date=born,
        gender="2" if one.female else "1",
        ethnic_group=one.ethnic_group,
        region_code=_HOMES[one.home].region if one.home else one.county,
        death_date=one.death,
        **_life(one, as_of=AS_OF if one.born else today),
    )


def _life(life: Life, *, as_of: date = AS_OF) -> dict[str, Any]:
    """The members of a `PersonEntry` that are told alike of everybody."""
    home = _HOMES.get(life.home or "")
    return {
        "address": home.address if home else None,
        "marital_status": life.marital,
        "education_level": life.education,
        "employment_status": life.employment,
        "disability_grade": life.disability,
        "mother_id": person_id(life.mother) if life.mother else None,
        "father_id": person_id(life.father) if life.father else None,
        "spouse_id": person_id(life.spouse) if life.spouse else None,
        "household_id": uuid5(WORLD, f"household:{home.id}") if home else None,
        "place_id": uuid5(WORLD, f"place:home:{home.id}") if home else None,
        "as_of": as_of,
        "source": SOURCE,
        "evidence": life.evidence,
    }


def _household(home: Home, living: Iterable[PersonEntry]) -> HouseholdEntry:
    household = uuid5(WORLD, f"household:{home.id}")
    return HouseholdEntry(
        id=household,
        book_number=home.book,
        head_name=home.head,
        address=home.address,
        member_count=sum(one.household_id == household for one in living),
        as_of=AS_OF,
        source=SOURCE,
        evidence=home.evidence,
    )


def _place(handle: str, there: Home | Firm, region: str) -> PlaceEntry:
    return PlaceEntry(
        id=uuid5(WORLD, f"place:{handle}"),
        standard_address=there.address,
        grid_name=there.grid,
        region_code=region,
        property_number=there.property,
        as_of=AS_OF,
        source=SOURCE,
        evidence=there.evidence,
    )


def _firm(firm: Firm) -> FirmEntry:
    owner = BY_ID[firm.id]
    body = firms.of(owner)
    return FirmEntry(
        id=uuid5(WORLD, f"firm:{owner.id}"),
        credit_code=body.credit_code,
        name=body.name,
        kind=body.kind.value,
        address=firm.address,
        region_code=body.region_code,
        legal_person_name=owner.name,
        registered_capital_fen=firm.capital_fen,
        industry_code=firm.industry,
        business_scope=firm.scope,
        founded_on=firm.founded,
        status="存续",
        employee_count=firm.employees,
        credit_class=firm.credit,
        penalty_count=firm.penalties,
        place_id=uuid5(WORLD, f"place:firm:{firm.id}"),
        as_of=AS_OF,
        source=SOURCE,
        evidence=firm.evidence,
    )
