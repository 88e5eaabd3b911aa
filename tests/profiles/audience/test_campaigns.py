from uuid import uuid4

import asyncpg
import pytest

from backend.core import database
from profiles.attributes import conditions as c
from profiles.audience import service
from profiles.audience.errors import (
    CampaignElsewhere,
    CampaignNotFound,
    DepartmentNotYours,
    EstimateNeeded,
    GroupTooSmall,
    LinkUnknown,
    NotByProposer,
    SegmentNotFound,
)
from profiles.audience.structs import MakeCampaign, ReviseSegment, State, StopCampaign
from tests.profiles.audience.conftest import (
    HERE,
    LEADER,
    OPERATOR,
    TEXT,
    actions,
    approved,
    attempt,
    both,
    make_campaign,
    make_operator,
    within,
    working,
)

pytestmark = pytest.mark.usefixtures("snapshot")
JOBLESS = both(within(HERE), working("失业"))
FEW = both(within(HERE), c.Age(attribute="person.birthDate", at_most=29))


async def proposed(condition=JOBLESS, **more):
    campaign = await make_campaign(condition, **more)
    return await service.propose_campaign(campaign.id, staff_id=OPERATOR, attempt=attempt())


async def stopped(campaign, by=LEADER):
    command = StopCampaign(reason="写错了")
    return await service.stop_campaign(campaign.id, command=command, staff_id=by, attempt=attempt(by))


class TestMake:
    async def test_keeps_a_draft_with_the_condition_as_it_is_now(self):
        campaign = await make_campaign(JOBLESS, link=("scenario", "lost-job"), hold_out=10)
        await service.revise_segment(
            campaign.segment_id,
            command=ReviseSegment(version=1, title="别的", ground="条款", condition=within("620000")),
            staff_id=OPERATOR,
            attempt=attempt(),
        )

        kept = await service.read_campaign(campaign.id)

        assert kept == campaign
        assert (kept.state, kept.segment_version, kept.hold_out) == (State.DRAFT, 1, 10)
        assert "就业状态为失业" in kept.words.zh
        assert await actions(f"campaign:{campaign.id}") == ["audience.campaign-made"]

    @pytest.mark.parametrize("link", [("item", "999999999999"), ("scenario", "no-such-guide")])
    async def test_a_link_that_leads_nowhere_is_refused(self, link):
        with pytest.raises(LinkUnknown):
            await make_campaign(JOBLESS, link=link)

    async def test_for_an_unknown_segment_it_is_refused(self):
        command = MakeCampaign(segment_id=uuid4(), message=TEXT, cap=100)

        with pytest.raises(SegmentNotFound):
            await service.make_campaign(OPERATOR, command=command, attempt=attempt())

    async def test_for_another_departments_segment_it_is_refused(self):
        campaign, stranger = await make_campaign(JOBLESS), await make_operator("甘肃省教育厅（演示）")
        command = MakeCampaign(segment_id=campaign.segment_id, message=TEXT, cap=100)

        with pytest.raises(DepartmentNotYours):
            await service.make_campaign(stranger, command=command, attempt=attempt(stranger))


class TestPropose:
    async def test_waits_for_a_colleague(self):
        campaign = await proposed()

        assert (campaign.state, campaign.proposed_by, campaign.approved_by) == (State.PROPOSED, OPERATOR, None)

    async def test_without_an_estimate_it_is_refused(self):
        with pytest.raises(EstimateNeeded):
            await proposed(estimated=False)

    async def test_to_a_small_group_it_is_refused(self):
        with pytest.raises(GroupTooSmall):
            await proposed(FEW)

    async def test_twice_it_is_refused(self):
        campaign = await proposed()

        with pytest.raises(CampaignElsewhere):
            await service.propose_campaign(campaign.id, staff_id=OPERATOR, attempt=attempt())

    async def test_by_another_department_it_is_refused(self):
        campaign, stranger = await make_campaign(JOBLESS), await make_operator("甘肃省教育厅（演示）")

        with pytest.raises(DepartmentNotYours):
            await service.propose_campaign(campaign.id, staff_id=stranger, attempt=attempt(stranger))


class TestApprove:
    async def test_by_another_person_it_is_sent(self):
        campaign = await approved(JOBLESS)

        assert (campaign.state, campaign.approved_by) == (State.SENDING, LEADER)
        assert await actions(f"campaign:{campaign.id}") == [
            "audience.campaign-made", "audience.campaign-proposed", "audience.campaign-approved",
        ]  # fmt: skip
        await stopped(campaign)

    async def test_by_who_proposed_it_is_refused(self):
        campaign = await proposed()

        with pytest.raises(NotByProposer):
            await service.approve_campaign(campaign.id, staff_id=OPERATOR, attempt=attempt())

    async def test_by_who_wrote_it_is_refused_even_when_another_proposed_it(self):
        colleague = await make_operator("甘肃省大数据中心（演示）")
        campaign = await make_campaign(JOBLESS)
        await service.propose_campaign(campaign.id, staff_id=colleague, attempt=attempt(colleague))

        with pytest.raises(NotByProposer):
            await service.approve_campaign(campaign.id, staff_id=OPERATOR, attempt=attempt())

    async def test_the_database_itself_knows_that_it_takes_two(self):
        campaign = await proposed()

        with pytest.raises(asyncpg.CheckViolationError):
            await database.execute(
                "update profiles_audience_campaign set state = 'sending', approved_by = $2 where id = $1",
                campaign.id,
                OPERATOR,
            )

    async def test_a_draft_is_refused(self):
        campaign = await make_campaign(JOBLESS)

        with pytest.raises(CampaignElsewhere):
            await service.approve_campaign(campaign.id, staff_id=LEADER, attempt=attempt(LEADER))


class TestStop:
    @pytest.mark.parametrize("make", [make_campaign, proposed, approved])
    async def test_ends_it_wherever_it_is(self, make):
        campaign = await stopped(await make(JOBLESS))

        assert (campaign.state, campaign.stopped_by, campaign.reason) == (State.STOPPED, LEADER, "写错了")
        assert campaign.ended_at is not None

    async def test_what_is_stopped_stays_so(self):
        campaign = await stopped(await make_campaign(JOBLESS))

        with pytest.raises(CampaignElsewhere):
            await service.propose_campaign(campaign.id, staff_id=OPERATOR, attempt=attempt())
        with pytest.raises(CampaignElsewhere):
            await stopped(campaign)

    async def test_an_unknown_one_is_refused(self):
        with pytest.raises(CampaignNotFound):
            await service.stop_campaign(
                uuid4(), command=StopCampaign(reason="没有"), staff_id=LEADER, attempt=attempt(LEADER)
            )


class TestRead:
    async def test_an_unknown_one_is_refused(self):
        with pytest.raises(CampaignNotFound):
            await service.read_campaign(uuid4())

    async def test_lists_by_state_page_by_page(self):
        made = [(await proposed()).id for _ in range(3)]

        first = await service.list_campaigns(state=State.PROPOSED, limit=2, cursor=None)
        second = await service.list_campaigns(state=State.PROPOSED, limit=1, cursor=first.next_cursor)

        assert [one.id for one in [*first.items, *second.items]] == made[::-1]
