"""Requests for help as their person and the workers of their region see them."""

from collections.abc import Sequence
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
    return (await _shown([row], reader=reader, written=[_message_of(one, reader) for one in written]))[help_id]


async def mine(person_id: UUID, *, limit: int, cursor: str | None) -> Page[HelpRequest]:
    """The person's requests, the newest first, without their messages.

    Raises:
        BadCursor
    """
    purpose = f"windows.help:{person_id}"
    position = ground().cursors.read(purpose, cursor)
    rows = await help_queries.mine(person_id, before=UUID(position) if position else LAST_ID, limit=limit + 1)
    shown = await _shown(rows[:limit], reader=person_id)
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
    shown = await _shown(rows[:limit], reader=worker)
    return ground().cursors.page(
        purpose, rows, limit=limit, item=lambda row: shown[row["id"]], position=lambda row: str(row["id"])
    )


async def covered(row: Record, *, worker: UUID) -> bool:
    """Whether the worker has a post in one of the request's regions."""
    return bool(set(await _regions_of(worker)) & set(row["way"]))


async def _regions_of(worker: UUID) -> list[str]:
    return [post.region_code for post in await people.posts_of(worker) if Role.COMMUNITY_WORKER in post.roles]


async def _shown(
    rows: Sequence[Record], *, reader: UUID, written: list[HelpMessage] | None = None
) -> dict[UUID, HelpRequest]:
    """Requests by their ids. Who asks is shown to the helper who took it, and to nobody else."""
    concerned = [row for row in rows if reader in {row["person_id"], row["worker_id"]}]
    names = await masked([one for row in concerned for one in (row["person_id"], row["worker_id"]) if one])
    return {row["id"]: await _request_of(row, reader=reader, names=names, written=written or []) for row in rows}


async def _request_of(row: Record, *, reader: UUID, names: dict[UUID, str], written: list[HelpMessage]) -> HelpRequest:
    """One of them; names of places come from this process's memory."""
    concerned = reader in {row["person_id"], row["worker_id"]}
    return HelpRequest(
        id=row["id"],
        region_code=row["region_code"],
        region_name=await regions.name_of(row["region_code"]),
        place=row["place"],
        wished_at=row["wished_at"],
        basic_code=row["basic_code"],
        what=row["what"],
        state=HelpState(row["state"]),
        mine=row["person_id"] == reader,
        helper_name=names[row["worker_id"]] if row["worker_id"] and concerned else None,
        person_name=names[row["person_id"]] if concerned else None,
        visit_at=row["visit_at"],
        reason=row["reason"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        messages=written,
    )


def _message_of(row: Record, reader: UUID) -> HelpMessage:
    return HelpMessage(id=row["id"], mine=row["author_id"] == reader, text=row["text"], at=row["at"])
