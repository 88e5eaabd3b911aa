"""For whom somebody asks: themselves, or a firm for which they may apply."""

from typing import Final
from uuid import UUID

from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from profiles.attributes.conditions import SubjectKind
from profiles.attributes.errors import FirmNotYours

ACTION: Final = "apply"  # whoever may apply for a firm may see what there is to do
KINDS: Final = {"person": SubjectKind.PERSON, "organisation": SubjectKind.FIRM}


async def subject(person_id: UUID, firm_id: UUID | None) -> Subject:
    """The person, or the firm for which they speak until the caller's transaction ends.

    Raises:
        FirmNotYours
    """
    if firm_id is None:
        return Subject(kind="person", id=person_id)
    firm = Subject(kind="organisation", id=firm_id)
    try:
        await delegations.authority(
            agent_id=person_id, subject=firm, action=ACTION, basic_code=None, at=regions.today()
        )
    except MayNotActFor as error:
        raise FirmNotYours from error
    return firm
