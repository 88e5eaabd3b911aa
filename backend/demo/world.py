"""Puts the demo world into the database. Doing it twice changes nothing."""

from itertools import islice

from backend.core.ground import ground
from backend.core.settings import Mode
from backend.demo import firms, people, registers
from backend.demo.personas import PERSONAS
from backend.identity.people import service
from backend.identity.people.structs import Capacity, Role
from backend.reference.regions import service as regions
from backend.reference.regions.structs import Level

BATCH = 5_000


class NotInProduction(Exception):
    """The demo world lets anybody be anybody; it does not go where real people are."""


async def build(*, scale: int = 0) -> int:
    """Enrol the personas, their firms and posts, and `scale` more residents; the number of residents asked for.

    Raises:
        NotInProduction: the settings say production.
    """
    if ground().settings.mode is Mode.PRODUCTION:
        raise NotInProduction
    await service.enrol_all(people.personas())
    for persona in PERSONAS:
        if persona.roles:
            roles = [Role(role) for role in persona.roles]
            await service.appoint(
                persona.person_id, department=persona.department, region_code=persona.region, roles=roles
            )
    for owner in firms.owners():
        firm = await service.enrol_organisation(firms.of(owner))
        await service.join(owner.person_id, organisation_id=firm, capacity=Capacity.LEGAL_PERSON)
    await registers.fill()
    return await _many(scale)


async def _many(scale: int) -> int:
    if scale == 0:
        return 0
    townships = [one.code for one in await regions.all_of_level(Level.TOWNSHIP)]
    everybody = people.residents(scale, townships=townships)
    while batch := list(islice(everybody, BATCH)):
        await service.enrol_all(batch)
        await registers.fill(batch)
    return scale
