"""Who may see and say something for a firm: as its legal person, its agent, or by delegation."""

from typing import Final
from uuid import UUID

from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from profiles.attributes.errors import FirmNotYours

ACTION: Final = "apply"  # whoever may apply for a firm may see what its forms are filled in with


async def speak_for(person_id: UUID, organisation_id: UUID) -> None:
    """Let the person speak for the firm until the caller's transaction ends.

    Raises:
        FirmNotYours
    """
    firm = Subject(kind="organisation", id=organisation_id)
    try:
        await delegations.authority(
            agent_id=person_id, subject=firm, action=ACTION, basic_code=None, at=regions.today()
        )
    except MayNotActFor as error:
        raise FirmNotYours from error
