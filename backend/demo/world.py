"""Puts the demo world into the database. Doing it twice changes nothing."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from uuid import UUID

from backend.core.attempts import Attempt
from backend.core.ground import ground
from backend.core.settings import Mode
from backend.demo import firms, interaction, people, registers
from backend.demo.personas import BY_ID, PERSONAS, Persona
from backend.identity.delegations import service as delegations
from backend.identity.delegations.structs import DelegatedAction, GiveDelegation
from backend.identity.people import service
from backend.identity.people.structs import Capacity, Role
from backend.reference.calendar import service as calendar
from backend.reference.regions import service as regions
from backend.reference.regions.structs import Level
from profiles.attributes import service as profiles
from profiles.attributes.conditions import Purpose

BATCH = 5_000
DELEGATED_DAYS = 365
AGREED = (Purpose.PERSONALISATION, Purpose.CHILDREN)
WITHOUT_PERSONALISATION = "student"  # somebody shows how everything works without it


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
        roles = [Role(role) for role in persona.roles]
        for post in persona.all_posts:
            await service.appoint(persona.person_id, department=post.department, region_code=post.region, roles=roles)
    firm_of = {}
    for owner in firms.owners():
        firm_of[owner.id] = firm = await service.enrol_organisation(firms.of(owner))
        await service.join(owner.person_id, organisation_id=firm, capacity=Capacity.LEGAL_PERSON)
    await registers.fill()
    await _agree(firm_of)
    await _delegate(BY_ID["elder"], BY_ID["elders-helper"])
    await interaction.fill()
    return await _many(scale)


async def _agree(firm_of: Mapping[str, UUID]) -> None:
    """Residents' profiles arise from the registers, as they would from a tap on yes; who ever said no is not asked."""
    for persona in PERSONAS:
        if persona.kind == "resident" and persona.id != WITHOUT_PERSONALISATION:
            for purpose in AGREED:
                await profiles.agree_once(persona.person_id, purpose=purpose)
        if persona.id in firm_of:
            await profiles.load_firm(firm_of[persona.id], by=persona.person_id)


async def _delegate(principal: Persona, agent: Persona) -> None:
    """Once in the life of this world: what was ended stays ended."""
    if (await delegations.given(principal.person_id, limit=1, cursor=None)).items:
        return
    today = calendar.today()
    command = GiveDelegation(
        agent_name=agent.name,
        agent_phone=agent.phone,
        actions=list(DelegatedAction),
        from_date=today,
        to_date=today + timedelta(DELEGATED_DAYS),
    )
    attempt = Attempt(caller="system", key=None, request_hash=b"")
    await delegations.give(principal.person_id, command=command, attempt=attempt)


async def _many(scale: int) -> int:
    if scale == 0:
        return 0
    townships = [one.code for one in await regions.all_of_level(Level.TOWNSHIP)]
    everybody = people.residents(scale, townships=townships)
    while batch := list(islice(everybody, BATCH)):
        await service.enrol_all(batch)
        await registers.fill(batch)
    return scale
