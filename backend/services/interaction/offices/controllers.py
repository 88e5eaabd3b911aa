"""HTTP of offices: for whom the officer at this desk may publish and answer."""

from litestar import Controller, get
from litestar.di import NamedDependency

from backend.identity.sessions.structs import Principal
from backend.services.interaction.offices import service
from backend.services.interaction.offices.guards import office_staff
from backend.services.interaction.offices.structs import Offices


class OfficeController(Controller):
    """The officer's own offices."""

    path = "/api/v1/desk/offices"
    tags = ("Offices",)
    guards = (office_staff,)

    @get("/", operation_id="ListMyOffices")
    async def mine(self, person: NamedDependency[Principal]) -> Offices:
        """Each department in each region for which I work; a handful."""
        return Offices(offices=await service.mine(person.person_id))
