"""HTTP of campaigns for those who get them."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_MOST, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from profiles.audience import service
from profiles.audience.structs import Opened, SetSwitch, Switch


class CampaignMessageController(Controller):
    """The link of a message."""

    path = "/api/v1/me/campaign-messages"
    tags = ("Messages",)
    guards = (signed_in,)

    @post("/{message_id:uuid}/open", operation_id="OpenCampaignLink", status_code=200)
    async def open_link(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], message_id: FromPath[UUID]
    ) -> Opened:
        """Where the message leads; that it was followed is counted, never shown of one person."""
        return await service.open_link(message_id, person_id=person.person_id, attempt=attempt)


class CampaignSwitchController(Controller):
    """Which kinds of messages I want."""

    path = "/api/v1/me/campaign-switches"
    tags = ("Messages",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyCampaignSwitches")
    async def listed(self, person: NamedDependency[Principal], limit: Limit = LIMIT_MOST) -> Page[Switch]:
        """Every kind, on or off."""
        return await service.my_switches(person.person_id, limit=limit)

    @put("/{purpose:str}", operation_id="SetMyCampaignSwitch")
    async def change(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        purpose: FromPath[str],
        data: JSONBody[SetSwitch],
    ) -> Switch:
        """Turn one on or off."""
        return await service.set_switch(person.person_id, purpose=purpose, command=data, attempt=attempt)
