"""People as other rooms know them. Numbers in clear stay inside this process: none of these goes out on the wire."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from backend.core.identifiers import Document


class Role(StrEnum):
    """What a member of staff may do."""

    CASE_OFFICER = "case-officer"
    REVIEWER = "reviewer"
    COMMUNITY_WORKER = "community-worker"
    TERMINAL_OPERATOR = "terminal-operator"
    DEPARTMENT_DEVELOPER = "department-developer"
    OPERATOR = "operator"
    LEADER = "leader"


class Gender(StrEnum):
    """GB/T 2261.1."""

    MALE = "1"
    FEMALE = "2"
    NOT_STATED = "9"


class TrustLevel:
    """How well we know that a person is who they say; each level includes the ones below."""

    PHONE = 1
    REAL_NAME = 2
    STRONG = 3


class OrganisationKind(StrEnum):
    """What sort of body it is."""

    ENTERPRISE = "enterprise"
    INDIVIDUAL_BUSINESS = "individual-business"
    COOPERATIVE = "cooperative"
    PUBLIC_INSTITUTION = "public-institution"
    AGENCY = "agency"
    SOCIAL_ORGANISATION = "social-organisation"


class Capacity(StrEnum):
    """In which capacity a person speaks for an organisation."""

    LEGAL_PERSON = "legal-person"
    AGENT = "agent"


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person to be enrolled; numbers in any spelling people use. `id` is given only where it must be fixed."""

    name: str
    number: str
    birth_date: date
    region_code: str
    document: Document = Document.RESIDENT_ID_CARD
    gender: Gender = Gender.NOT_STATED
    phone: str | None = None
    trust_level: int = TrustLevel.PHONE
    id: UUID | None = None

    def __repr__(self) -> str:
        return f"NewPerson({self.id})"


class NewOrganisation(msgspec.Struct, frozen=True, kw_only=True):
    """A body to be enrolled."""

    credit_code: str
    name: str
    kind: OrganisationKind
    region_code: str
    id: UUID | None = None


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """A body that a person speaks for."""

    id: UUID
    credit_code: str
    name: str
    kind: OrganisationKind
    region_code: str
    capacity: Capacity


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whom something is about or done for: a person or a body."""

    kind: Literal["person", "organisation"]
    id: UUID


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """By what registers know a person, and the phone they gave us; in clear, so it stays inside this process."""

    document: Document
    number: str
    phone: str | None

    def __repr__(self) -> str:
        return "Papers(...)"


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is in one department and region; who works for several regions has a post in each."""

    department: str
    region_code: str
    roles: Sequence[Role]


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff by name, for those who work beside them."""

    id: UUID
    name: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a sign-in gives a person."""

    level: int
    roles: Sequence[Role]


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is at a glance."""

    name: str
    region_code: str
    region_name: str


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What a body is at a glance, as registers tell everybody."""

    name: str
    kind: OrganisationKind
    region_code: str
    region_name: str


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What a person sees of themselves; the phone is masked already."""

    id: UUID
    name: str
    phone_masked: str
    region_code: str
    region_name: str
    level: int
    has_password: bool
