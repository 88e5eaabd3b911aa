"""Colleagues: to whom a case could be assigned."""

from uuid import UUID

from backend.core.ground import ground
from backend.core.structs import Page
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.services.cases.flow import queries, standing
from backend.services.cases.flow.errors import CaseNotFound
from backend.services.cases.flow.places import codes_covering, names_for
from backend.services.cases.flow.shown_desk import Colleague


async def of_case(case_id: UUID, *, person_id: UUID, limit: int, cursor: str | None) -> Page[Colleague]:
    """Who could be assigned to the case: officers whose posts cover its place, by name, without those it is about.

    Names and nothing else: how much somebody has to do, or how fast they are, is not ours to compare.

    Raises:
        CaseNotFound: no post of the person covers it.
        BadCursor
    """
    row = await queries.case_of_decider(case_id, await standing.scope(person_id))
    if row is None:
        raise CaseNotFound
    purpose = f"colleagues:{person_id}:{case_id}"
    found = await people.staff_at(
        departments=names_for(row["department"]),
        region_codes=codes_covering(row["region_code"]),
        role=Role.CASE_OFFICER,
        without=[row["applicant_id"], row["subject_id"]],
        after=_name_and_id(ground().cursors.read(purpose, cursor)),
        limit=limit + 1,
    )
    return ground().cursors.page(
        purpose,
        found,
        limit=limit,
        item=lambda one: Colleague(id=one.id, name=one.name),
        position=lambda one: f"{one.id} {one.name}",
    )


def _name_and_id(position: str | None) -> tuple[str, UUID]:
    if position is None:
        return "", UUID(int=0)
    row_id, _, name = position.partition(" ")
    return name, UUID(row_id)
