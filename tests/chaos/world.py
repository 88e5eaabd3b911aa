"""The chaos residents: enrolled and signed in through the house's own services, before anything is killed."""

from uuid import UUID, uuid4, uuid5

from backend.app import bind, make_ground
from backend.core import database
from backend.core.ground import ground, lay
from backend.core.settings import Settings
from backend.core.structs import now
from backend.demo import world
from backend.demo.personas import WORLD
from backend.identity.sessions import access_tokens
from backend.identity.sessions import service as sessions
from backend.identity.sessions.structs import Device
from tests.chaos.residents import Resident


async def populate(settings: Settings, *, count: int) -> list[Resident]:
    """`count` invented residents of the demo world, each with a session of their own."""
    lay(make_ground(settings))
    bind()
    await database.open_pool(settings.database_url or "", size=4)
    try:
        await world.build(scale=count)
        return [await signed_in(uuid5(WORLD, f"resident:{number}")) for number in range(count)]
    finally:
        await ground().cache.close()
        await database.close_pool()


async def signed_in(person_id: UUID) -> Resident:
    """A session of theirs, begun in this process."""
    tokens = await sessions.start(person_id, device=Device(id=uuid4(), name="测试手机"), way="persona")
    footing = ground()
    claims = access_tokens.verify(
        footing.keyring, token=tokens.access_token, issuer=footing.settings.public_url, now=now()
    )
    return Resident(
        person_id=person_id,
        session_id=claims.sid,
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
    )
