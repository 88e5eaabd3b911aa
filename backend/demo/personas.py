"""The personas: fixed ids, invented people with valid check digits, spread over the province.

Evidence: every person, number and firm is invented; the places are real (divisions of Gansu).
"""

from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid5

import msgspec

WORLD = UUID("6e1f7a52-0f57-5c0e-9c0b-620000000000")  # namespace of everything the demo world names


class FurtherPost(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another department or region that a member of staff works for, in the same roles."""

    department: str
    region: str


class Persona(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody to sign in as; `id` is the handle that people type, and it never changes."""

    id: str
    name: str
    title: str
    region: str
    born: date
    female: bool
    native_county: str
    sequence: int
    evidence: Literal["invented"]
    ethnic_group: str = "汉"
    roles: tuple[str, ...] = ()
    department: str = ""
    posts: tuple[FurtherPost, ...] = ()
    firm: str = ""

    @property
    def person_id(self) -> UUID:
        """The same in every demo world."""
        return uuid5(WORLD, f"persona:{self.id}")

    @property
    def all_posts(self) -> tuple[FurtherPost, ...]:
        """Where the persona works; nowhere without a role."""
        return (FurtherPost(department=self.department, region=self.region), *self.posts) if self.roles else ()

    @property
    def kind(self) -> Literal["resident", "staff"]:
        """`staff` when the persona has a role, else `resident`."""
        return "staff" if self.roles else "resident"

    @property
    def phone(self) -> str:
        """An invented number; nothing is ever sent to it."""
        return f"1380000{self.sequence:04d}"


PERSONAS: tuple[Persona, ...] = msgspec.json.decode(
    (Path(__file__).parent / "data" / "personas.json").read_bytes(), type=tuple[Persona, ...]
)
BY_ID = {persona.id: persona for persona in PERSONAS}
