"""Requests for help as their person and the workers of their region see them."""

from uuid import UUID

from asyncpg import Record

from backend.core.ground import ground
from backend.core.structs import Page
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.reference.regions import service as regions
from backend.services.windows import help_queries
from backend.services.windows.desk import masked
from backend.services.windows.errors import HelpNotFound
from backend.services.windows.help_structs import HelpMessage, HelpRequest, HelpState

MESSAGES_MOST = 100
FIRST_ID, LAST_ID = UUID(int=0), UUID(int=2**128 - 1)


async def find(help_id: UUID, *, reader: UUID) -> HelpRequest:
    """A request with its messages, for its person and for workers of its region.

    Raises:
        HelpNotFound
    """
    row = await help_queries.request(help_id)
    if row is None or not (row["person_id"] == reader or await covered(row, worker=reader)):
        raise HelpNotFound
    concerned = reader in {row["person_id"], row["worker_id"]}
    written = await help_queries.messages(help_id, limit=MESSAGES_MOST) if concerned else []
    return await _shown(row, reader=reader, written=[_message_of(one, reader) for one in written])


async def mine(person_id: UUID, *, limit: int, cursor: str | None) -> Page[HelpRequest]:
    """The person's requests, the newest first, without their messages.

    Raises:
        BadCursor
    """
    purpose = f"windows.help:{person_id}"
    position = ground().cursors.read(purpose, cursor)
    rows = await help_queries.mine(person_id, before=UUID(position) if position else LAST_ID, limit=limit + 1)
    shown = {row["id"]: await _shown(row, reader=person_id) for row in rows[:limit]}
    return ground().cursors.page(
        purpose, rows, limit=limit, item=lambda row: shown[row["id"]], position=lambda row: str(row["id"])
    )


async def of_my_region(worker: UUID, *, state: HelpState | None, limit: int, cursor: str | None) -> Page[HelpRequest]:
    """What is asked in the worker's regions and below, the oldest first; without a state, what is not at an end.

    Raises:
        BadCursor
    """
    purpose = f"windows.help-region:{worker}:{state}"
    position = ground().cursors.read(purpose, cursor)
    after = UUID(position) if position else FIRST_ID
    rows = await help_queries.of_regions(await _regions_of(worker), state=state, after=after, limit=limit + 1)
    shown = {row["id"]: await _shown(row, reader=worker) for row in rows[:limit]}
    return ground().cursors.page(
        purpose, rows, limit=limit, item=lambda row: shown[row["id"]], position=lambda row: str(row["id"])
    )


async def covered(row: Record, *, worker: UUID) -> bool:
    """Whether the worker has a post in one of the request's regions."""
    return bool(set(await _regions_of(worker)) & set(row["way"]))


async def _regions_of(worker: UUID) -> list[str]:
    return [post.region_code for post in await people.posts_of(worker) if Role.COMMUNITY_WORKER in post.roles]


async def _shown(row: Record, *, reader: UUID, written: list[HelpMessage] | None = None) -> HelpRequest:
    """Who asks is shown to the helper who took it, and to nobody else."""
    is_mine, is_helper = row["person_id"] == reader, row["worker_id"] == reader
    return HelpRequest(
        id=row["id"],
        region_code=row["region_code"],
        region_name=await regions.name_of(row["region_code"]),
        place=row["place"],
        wished_at=row["wished_at"],
        basic_code=row["basic_code"],
        what=row["what"],
        state=HelpState(row["state"]),
        mine=is_mine,
        helper_name=await masked(row["worker_id"]) if row["worker_id"] and (is_mine or is_helper) else None,
        person_name=await masked(row["person_id"]) if is_mine or is_helper else None,
        visit_at=row["visit_at"],
        reason=row["reason"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        messages=written or [],
    )


def _message_of(row: Record, reader: UUID) -> HelpMessage:
    return HelpMessage(id=row["id"], mine=row["author_id"] == reader, text=row["text"], at=row["at"])
