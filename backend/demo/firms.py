"""The personas' firms and departments, with valid credit codes (GB 32100). All of them are invented."""

from uuid import uuid5

from backend.core.identifiers import credit_check, subject_check
from backend.demo.personas import PERSONAS, WORLD, Persona
from backend.identity.people.structs import NewOrganisation, OrganisationKind

KIND_OF = {"trader": (OrganisationKind.INDIVIDUAL_BUSINESS, "92")}
ENTERPRISE = (OrganisationKind.ENTERPRISE, "91")


def credit_code(*, prefix: str, county: str, sequence: int) -> str:
    """An invented credit code: authority and class, the registrar's county, a subject id, and both check characters."""
    subject = f"MA7{sequence:05d}"
    body = f"{prefix}{county}{subject}{subject_check(subject)}"
    return body + credit_check(body)


def of(persona: Persona) -> NewOrganisation:
    """The firm that this persona leads."""
    kind, prefix = KIND_OF.get(persona.id, ENTERPRISE)
    return NewOrganisation(
        id=uuid5(WORLD, f"firm:{persona.id}"),
        credit_code=credit_code(prefix=prefix, county=persona.native_county, sequence=persona.sequence),
        name=persona.firm,
        kind=kind,
        region_code=persona.region,
    )


def owners() -> list[Persona]:
    """The personas that lead a firm."""
    return [persona for persona in PERSONAS if persona.firm]
