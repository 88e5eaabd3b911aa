"""Campaigns: written by one person, approved by another, stopped by anybody at any time."""

from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.reference.regions import service as regions
from backend.services.items import service as items
from profiles.attributes.conditions import SubjectKind, encode
from profiles.audience import campaign_queries, estimating, segments, words
from profiles.audience.errors import CampaignElsewhere, CampaignNotFound, LinkUnknown, NotByProposer
from profiles.audience.structs import Campaign, CampaignMessage, Link, MakeCampaign, State, StopCampaign
from profiles.scenarios import service as scenarios
from profiles.scenarios.errors import UnknownScenario

LAST: Final = UUID(int=2**128 - 1)


async def make(staff_id: UUID, *, command: MakeCampaign, attempt: Attempt) -> Campaign:
    """Write a draft for a segment as it is now; a later change of the segment or of its tags does not change it.

    Raises:
        SegmentNotFound, DepartmentNotYours, LinkUnknown
    """

    async def work() -> Campaign:
        segment = await segments.row_of(command.segment_id)
        await segments.require_post(staff_id, segment["department"])
        if command.link is not None:
            await _require_link(command.link)
        campaign_id, link, asked = new_id(), command.link, segments.question_of(segment)
        await campaign_queries.insert(
            (
                campaign_id, segment["id"], segment["version"], segment["title"], segment["kind"], segment["purpose"],
                segment["department"], encode(asked.condition).decode(), asked.digest,
                msgspec.json.encode(command.message).decode(), link.kind if link else None, link.code if link else None,
                command.cap, command.hold_out, staff_id, now(),
            )
        )  # fmt: skip
        return await _recorded(campaign_id, by=staff_id, what="made")

    return await once(attempt, Campaign, work)


async def propose(campaign_id: UUID, *, staff_id: UUID, attempt: Attempt) -> Campaign:
    """Ask a colleague to approve it.

    Raises:
        CampaignNotFound, CampaignElsewhere, DepartmentNotYours, EstimateNeeded, GroupTooSmall
    """

    async def work() -> Campaign:
        row = await _held(campaign_id, State.DRAFT)
        await segments.require_post(staff_id, row["department"])
        await estimating.require_large(SubjectKind(row["kind"]), row["digest"])
        await campaign_queries.propose(campaign_id, by=staff_id, at=now())
        return await _recorded(campaign_id, by=staff_id, what="proposed")

    return await once(attempt, Campaign, work)


async def approve(campaign_id: UUID, *, staff_id: UUID, attempt: Attempt) -> Campaign:
    """Let it be sent; by somebody who neither wrote nor proposed it.

    Raises:
        CampaignNotFound, CampaignElsewhere, NotByProposer, EstimateNeeded, GroupTooSmall
    """

    async def work() -> Campaign:
        row = await _held(campaign_id, State.PROPOSED)
        if staff_id in {row["made_by"], row["proposed_by"]}:
            raise NotByProposer
        await estimating.require_large(SubjectKind(row["kind"]), row["digest"])
        await campaign_queries.approve(campaign_id, by=staff_id, at=now())
        return await _recorded(campaign_id, by=staff_id, what="approved")

    return await once(attempt, Campaign, work)


async def stop(campaign_id: UUID, *, command: StopCampaign, staff_id: UUID, attempt: Attempt) -> Campaign:
    """End it, wherever it is: a batch that is being sent is finished or undone first, and none follows.

    Raises:
        CampaignNotFound, CampaignElsewhere
    """

    async def work() -> Campaign:
        await _held(campaign_id, State.DRAFT, State.PROPOSED, State.SENDING)
        await campaign_queries.stop(campaign_id, by=staff_id, reason=command.reason, at=now())
        return await _recorded(campaign_id, by=staff_id, what="stopped")

    return await once(attempt, Campaign, work)


async def read(campaign_id: UUID) -> Campaign:
    """One campaign.

    Raises:
        CampaignNotFound
    """
    return await _campaign(await row_of(campaign_id))


async def listed(*, state: State | None, limit: int, cursor: str | None) -> Page[Campaign]:
    """All campaigns, or those in a state, the newest first.

    Raises:
        BadCursor
    """
    cursors, purpose = ground().cursors, f"audience.campaigns:{state}"
    position = cursors.read(purpose, cursor)
    rows = await campaign_queries.listed(
        state=state.value if state else None, before=UUID(position) if position else LAST, limit=limit + 1
    )
    shown = {row["id"]: await _campaign(row) for row in rows[:limit]}
    return cursors.page(
        purpose, rows, limit=limit, item=lambda row: shown[row["id"]], position=lambda row: str(row["id"])
    )


async def row_of(campaign_id: UUID) -> Record:
    """The row of a campaign.

    Raises:
        CampaignNotFound
    """
    row = await campaign_queries.one(campaign_id)
    if row is None:
        raise CampaignNotFound
    return row


def link_of(row: Record) -> Link | None:
    """Where a row's message leads."""
    return Link(kind=row["link_kind"], code=row["link_code"]) if row["link_kind"] else None


async def _held(campaign_id: UUID, *states: State) -> Record:
    row = await campaign_queries.one(campaign_id, lock=True)
    if row is None:
        raise CampaignNotFound
    if row["state"] not in states:
        raise CampaignElsewhere(state=row["state"])
    return row


async def _require_link(link: Link) -> None:
    """Mini-apps are known above this room only: their host says so when one opens what is not there."""
    if link.kind == "item" and not await items.exists(link.code):
        raise LinkUnknown(code=link.code)
    if link.kind == "scenario":
        try:
            await scenarios.in_force(link.code)
        except UnknownScenario as error:
            raise LinkUnknown(code=link.code) from error


async def _recorded(campaign_id: UUID, *, by: UUID, what: str) -> Campaign:
    row = await row_of(campaign_id)
    await audit.record(
        action=f"audience.campaign-{what}",
        actor=f"person:{by}",
        subject=f"campaign:{campaign_id}",
        purpose=row["purpose"],
        fields=[row["digest"].hex()],
    )
    return await _campaign(row)


async def _campaign(row: Record) -> Campaign:
    kind = SubjectKind(row["kind"])
    return Campaign(
        id=row["id"],
        segment_id=row["segment_id"],
        segment_version=row["segment_version"],
        segment_title=row["segment_title"],
        kind=kind,
        purpose=row["purpose"],
        department=row["department"],
        words=await words.of(segments.condition_of(row), kind, on=regions.today()),
        message=msgspec.convert(row["message"], CampaignMessage),
        link=link_of(row),
        cap=row["cap"],
        hold_out=row["hold_out"],
        state=State(row["state"]),
        made_by=row["made_by"],
        made_at=row["made_at"],
        proposed_by=row["proposed_by"],
        approved_by=row["approved_by"],
        stopped_by=row["stopped_by"],
        reason=row["reason"],
        ended_at=row["ended_at"],
    )
