"""What the counter hands in."""

from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command
from backend.identity.people.structs import Subject
from backend.services.cases.flow.structs import Held

FILES_MOST = 20
Code = Annotated[str, Meta(min_length=1, max_length=80)]
RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$(?!\n)")]


class PresentPerson(Command, frozen=True, kw_only=True):
    """Who stands at the counter, as their identity card says."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    number: Annotated[str, Meta(min_length=15, max_length=24)]

    def __repr__(self) -> str:
        return "PresentPerson(...)"


class ActingFor(Command, frozen=True, kw_only=True):
    """For whom they act, if not for themselves."""

    kind: Literal["person", "organisation"]
    id: UUID
    name: Annotated[str, Meta(min_length=1, max_length=120)]

    @property
    def subject(self) -> Subject:
        """Whom the case is about."""
        return Subject(kind=self.kind, id=self.id)


class CounterMaterial(Command, frozen=True, kw_only=True):
    """A material as it lies on the counter."""

    code: Code
    held: Held
    files: Annotated[list[UUID], Meta(max_length=FILES_MOST)] = []
    licence: Annotated[str, Meta(max_length=80)] | None = None


class Intake(Command, frozen=True, kw_only=True):
    """一窗受理: an officer hands in for somebody who is present, for any item and any place.

    What the list of materials leaves out is missing; `region_code` is where the person wants it handled.
    """

    basic_code: Annotated[str, Meta(pattern=r"^[0-9A-Z]{12}$(?!\n)")]
    region_code: RegionCode
    person: PresentPerson
    acting_for: ActingFor | None = None
    scenario: Annotated[dict[str, str], Meta(max_length=100)] = {}
    answers: Annotated[dict[str, Any], Meta(max_length=300)] = {}
    materials: Annotated[list[CounterMaterial], Meta(max_length=100)] = []
    window: Annotated[str, Meta(max_length=40)] = ""
    commitment_text_version: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
