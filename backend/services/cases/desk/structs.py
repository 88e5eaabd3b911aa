"""What the counter hands in."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Wire
from backend.identity.consents.structs import Bilingual
from backend.identity.delegations.structs import AuthorityKind
from backend.identity.people.structs import Subject
from backend.services.cases.flow.structs import Held

FILES_MOST = 20
Code = Annotated[str, Meta(min_length=1, max_length=80)]
BasicCode = Annotated[str, Meta(pattern=r"^[0-9A-Z]{12}$(?!\n)")]
RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)")]


class PresentPerson(Command, frozen=True, kw_only=True):
    """Who stands at the counter, as their identity card says."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    number: Annotated[str, Meta(min_length=15, max_length=24)]

    def __repr__(self) -> str:
        return "PresentPerson(...)"


class ActingFor(Command, frozen=True, kw_only=True):
    """For whom they act, if not for themselves; what they are called, registers say."""

    kind: Literal["person", "organisation"]
    id: UUID

    @property
    def subject(self) -> Subject:
        """Whom the case is about."""
        return Subject(kind=self.kind, id=self.id)


class AskForWhom(Command, frozen=True, kw_only=True):
    """Who is at the counter, and for which item."""

    person: PresentPerson
    basic_code: BasicCode


class Represented(Wire, frozen=True, kw_only=True):
    """Somebody for whom they may apply, on what ground, and until which day (None: as long as it lasts)."""

    subject: Subject
    name: str
    kind: AuthorityKind
    until: date | None


class ForWhom(Wire, frozen=True, kw_only=True):
    """For whom they may apply beside themselves; `complete` is False when a register could not be asked just now."""

    items: list[Represented]
    complete: bool


class CommitmentText(Wire, frozen=True, kw_only=True):
    """告知承诺: what is promised, and which version of the text it is."""

    text: Bilingual
    text_version: str


class CounterMaterial(Command, frozen=True, kw_only=True):
    """A material as it lies on the counter."""

    code: Code
    held: Held
    files: Annotated[list[UUID], Meta(max_length=FILES_MOST)] = []
    licence: Annotated[str, Meta(max_length=80)] | None = None


class Intake(Command, frozen=True, kw_only=True):
    """一窗受理: an officer hands in for somebody who is present, for any item and any place.

    What the list of materials leaves out is missing; `region_code` is where the person wants it handled. `window` is
    the one at which the officer says they sit; empty: at none.
    """

    basic_code: BasicCode
    region_code: RegionCode
    person: PresentPerson
    acting_for: ActingFor | None = None
    scenario: Annotated[dict[str, str], Meta(max_length=100)] = {}
    answers: Annotated[dict[str, Any], Meta(max_length=300)] = {}
    materials: Annotated[list[CounterMaterial], Meta(max_length=100)] = []
    window: Annotated[str, Meta(max_length=40)] = ""
    commitment_text_version: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
