"""HTTP of audiences at the desk. Nothing here ever names a person."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_MOST, LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.structs import Principal
from profiles.attributes.conditions import SubjectKind
from profiles.audience import service
from profiles.audience.guards import audience_staff
from profiles.audience.structs import (
    Campaign,
    Effect,
    Estimate,
    MakeCampaign,
    MakeSegment,
    ReviseSegment,
    Segment,
    State,
    StopCampaign,
    Word,
)

KindWish = Annotated[SubjectKind, QueryParameter(name="kind", description="Segments of persons, or of firms")]
StateWish = Annotated[State | None, QueryParameter(name="state", description="Only campaigns in this state")]


class AudienceController(Controller):
    """Segments, and about how many they hold."""

    path = "/api/v1/desk/audiences"
    tags = ("Audiences",)
    guards = (audience_staff,)

    @get("/", operation_id="ListAudiences")
    async def listed(self, limit: Limit = LIMIT_USUAL, cursor: CursorText = None) -> Page[Segment]:
        """Every segment, the newest first."""
        return await service.list_segments(limit=limit, cursor=cursor)

    @get("/vocabulary", operation_id="ListAudienceWords")
    async def words(self, kind: KindWish = SubjectKind.PERSON, limit: Limit = LIMIT_MOST) -> Page[Word]:
        """The attributes and tags that segments may look at; no sensitive or hidden one is among them."""
        return Page(items=service.vocabulary(kind)[:limit])

    @get("/{segment_id:uuid}", operation_id="ReadAudience")
    async def read(self, segment_id: FromPath[UUID]) -> Segment:
        """One segment."""
        return await service.read_segment(segment_id)

    @post("/", operation_id="MakeAudience")
    async def make(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[MakeSegment]
    ) -> Segment:
        """Keep a new segment for one's department."""
        return await service.make_segment(person.person_id, command=data, attempt=attempt)

    @put("/{segment_id:uuid}", operation_id="ReviseAudience")
    async def revise(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        segment_id: FromPath[UUID],
        data: JSONBody[ReviseSegment],
    ) -> Segment:
        """Its next version."""
        return await service.revise_segment(segment_id, command=data, staff_id=person.person_id, attempt=attempt)

    @post("/{segment_id:uuid}/estimate", operation_id="EstimateAudience", status_code=200)
    async def estimate(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], segment_id: FromPath[UUID]
    ) -> Estimate:
        """About how many it holds, in tens, or fewer than the smallest group; remembered and audited."""
        return await service.estimate(segment_id, staff_id=person.person_id, attempt=attempt)


class CampaignController(Controller):
    """Messages to segments."""

    path = "/api/v1/desk/campaigns"
    tags = ("Audiences",)
    guards = (audience_staff,)

    @get("/", operation_id="ListCampaigns")
    async def listed(
        self, in_state: StateWish = None, limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Campaign]:
        """Campaigns, the newest first."""
        return await service.list_campaigns(state=in_state, limit=limit, cursor=cursor)

    @get("/{campaign_id:uuid}", operation_id="ReadCampaign")
    async def read(self, campaign_id: FromPath[UUID]) -> Campaign:
        """One campaign."""
        return await service.read_campaign(campaign_id)

    @post("/", operation_id="MakeCampaign")
    async def make(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[MakeCampaign]
    ) -> Campaign:
        """Write a draft."""
        return await service.make_campaign(person.person_id, command=data, attempt=attempt)

    @post("/{campaign_id:uuid}/propose", operation_id="ProposeCampaign", status_code=200)
    async def propose(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], campaign_id: FromPath[UUID]
    ) -> Campaign:
        """Ask a colleague to approve it."""
        return await service.propose_campaign(campaign_id, staff_id=person.person_id, attempt=attempt)

    @post("/{campaign_id:uuid}/approve", operation_id="ApproveCampaign", status_code=200)
    async def approve(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], campaign_id: FromPath[UUID]
    ) -> Campaign:
        """Let it be sent; never by who wrote or proposed it."""
        return await service.approve_campaign(campaign_id, staff_id=person.person_id, attempt=attempt)

    @post("/{campaign_id:uuid}/stop", operation_id="StopCampaign", status_code=200)
    async def stop(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        campaign_id: FromPath[UUID],
        data: JSONBody[StopCampaign],
    ) -> Campaign:
        """End it at once."""
        return await service.stop_campaign(campaign_id, command=data, staff_id=person.person_id, attempt=attempt)

    @get("/{campaign_id:uuid}/effect", operation_id="ReadCampaignEffect")
    async def effect(self, person: NamedDependency[Principal], campaign_id: FromPath[UUID]) -> Effect:
        """What came of it, in groups no smaller than the smallest."""
        return await service.effect(campaign_id, staff_id=person.person_id)
