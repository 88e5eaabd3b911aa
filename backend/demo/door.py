"""Lets people in as personas: identity's port `Personas`, bound only where the settings say demo."""

from collections.abc import Sequence
from uuid import UUID

from backend.demo.personas import BY_ID, PERSONAS
from backend.identity.sign_in.structs import Persona
from backend.reference.regions import service as regions


class DemoPersonas:
    """The personas of the demo world."""

    async def find(self, persona: str) -> UUID | None:
        """The person who plays this persona."""
        known = BY_ID.get(persona)
        return None if known is None else known.person_id

    async def all(self) -> Sequence[Persona]:
        """Everybody, in the order to be shown."""
        return [
            Persona(
                id=one.id, name=one.name, title=one.title, region_name=await regions.name_of(one.region), kind=one.kind
            )
            for one in PERSONAS
        ]
