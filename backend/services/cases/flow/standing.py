"""Who stands where: for whom a person may act or look now, and for which places an officer works now.

Asked inside the transaction that uses the answer. An agent whose delegation has ended sees as little as a stranger.
"""

from datetime import date
from uuid import UUID

from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.delegations.structs import Authority, DelegatedAction
from backend.identity.people import service as people
from backend.identity.people.structs import Subject
from backend.services.cases.flow.errors import CaseNotFound
from backend.services.cases.flow.places import Scope, scope_of

PAGE = 100
FOLLOWED_MOST = 2_000  # an agent of nine hundred sub-units and then some

Followed = list[dict[str, object]]


async def acting_for(
    person_id: UUID, subject: Subject, *, action: DelegatedAction, basic_code: str, on: date
) -> Authority:
    """The ground on which the person acts for the subject, locked until the transaction ends.

    Raises:
        MayNotActFor: there is none.
    """
    return await delegations.authority(agent_id=person_id, subject=subject, action=action, basic_code=basic_code, at=on)


async def require(person_id: UUID, subject: Subject, *, action: DelegatedAction, basic_code: str, on: date) -> None:
    """The same for a case that exists: who may not act for its subject does not learn that it does.

    Raises:
        CaseNotFound: they may not.
    """
    try:
        await acting_for(person_id, subject, action=action, basic_code=basic_code, on=on)
    except MayNotActFor as refusal:
        raise CaseNotFound from refusal


async def concerns(person_id: UUID, subject: Subject, *, applicant_id: UUID, basic_code: str, on: date) -> bool:
    """Whether the case is the person's own: as applicant, as subject, or as somebody who may act for the subject."""
    if person_id in {applicant_id, subject.id}:
        return True
    try:
        await acting_for(person_id, subject, action=DelegatedAction.APPLY, basic_code=basic_code, on=on)
    except MayNotActFor:
        return False
    return True


async def followed(person_id: UUID) -> Followed:
    """Whose cases the person may look at now, with the items it is limited to (none: all), as SQL unnests it."""
    found: Followed = []
    cursor: str | None = None
    while True:
        page = await delegations.acting(person_id, limit=PAGE, cursor=cursor)
        found += [
            {"kind": one.subject.kind, "id": str(one.subject.id), "codes": list(one.basic_codes)}
            for one in page.choices
            if DelegatedAction.FOLLOW in one.actions
        ]
        cursor = page.next_cursor
        if cursor is None or len(found) >= FOLLOWED_MOST:
            return found


async def scope(person_id: UUID) -> Scope:
    """The places where the person is a case officer now."""
    return scope_of(await people.posts_of(person_id))


async def works_at(person_id: UUID, *, department: str, region_code: str) -> bool:
    """Whether one of the person's posts as case officer covers the place."""
    return (await scope(person_id)).covers(department=department, region_code=region_code)


def subject_of(kind: str, subject_id: UUID) -> Subject:
    """The subject of a row."""
    return Subject(kind="person" if kind == "person" else "organisation", id=subject_id)
