from uuid import uuid4

import pytest

from backend.core import database
from backend.services.cases.flow.structs import CaseMoved
from backend.supports.messages import service as messages
from profiles.audience import effects, service
from profiles.audience.errors import CampaignElsewhere, CampaignNotFound, MessageNotYours
from profiles.audience.limits import GROUP_LEAST
from profiles.audience.structs import Coarse, Link
from tests.profiles.audience.conftest import HERE, OPERATOR, actions, approved, attempt, both, finished, within, working
from tests.services.cases.conftest import make_office, office

__all__ = ("make_office", "office")  # fixtures
pytestmark = pytest.mark.usefixtures("snapshot", "fresh_weeks")
JOBLESS = both(within(HERE), working("失业"))
FEW = Coarse(fewer_than=GROUP_LEAST)
ITEM = "002014004000"


async def parts(campaign, arm="sent"):
    rows = await database.fetch(
        "select id, person_id from profiles_audience_delivery where campaign_id = $1 and arm = $2", campaign.id, arm
    )
    return {row["person_id"]: row["id"] for row in rows}


async def read(ids):
    for person_id, message_id in ids:
        await messages.mark_read(message_id, person_id=person_id, attempt=attempt(person_id))
    await database.execute("update profiles_audience_delivery set looked_at = looked_at - interval '1 hour'")
    await service.measure()


class TestEffect:
    async def test_tells_of_groups_in_tens_and_of_few_nothing(self, crowd):
        campaign = await finished(JOBLESS)
        ids = list((await parts(campaign)).items())
        await read(ids[:63])
        for person_id, message_id in ids[:20]:
            await service.open_link(message_id, person_id=person_id, attempt=attempt(person_id))

        effect = await service.effect(campaign.id, staff_id=OPERATOR)

        assert effect.sent.members == Coarse(at_least=80)
        assert effect.sent.read == Coarse(at_least=60)
        assert (effect.sent.opened, effect.sent.started) == (FEW, FEW)
        assert (effect.held_out.members, effect.held_out.read) == (FEW, None)
        assert "audience.effect-read" in await actions(f"campaign:{campaign.id}")

    async def test_while_it_is_sent_nothing_is_told(self, crowd):
        campaign = await approved(JOBLESS)

        with pytest.raises(CampaignElsewhere):
            await service.effect(campaign.id, staff_id=OPERATOR)

    async def test_of_an_unknown_one_it_is_refused(self):
        with pytest.raises(CampaignNotFound):
            await service.effect(uuid4(), staff_id=OPERATOR)


class TestMeasure:
    async def test_takes_each_mark_once_and_looks_again_later(self, crowd):
        campaign = await finished(JOBLESS)
        (one, message_id), *_ = (await parts(campaign)).items()
        await messages.mark_read(message_id, person_id=one, attempt=attempt(one))

        assert await service.measure() == 0  # they were sent this moment
        await database.execute(
            "update profiles_audience_delivery set looked_at = now() - interval '1 hour' where campaign_id = $1",
            campaign.id,
        )
        assert await service.measure() >= 80
        assert await service.measure() == 0

        rows = await database.fetch(
            "select id from profiles_audience_delivery where campaign_id = $1 and read_at is not null", campaign.id
        )
        assert [row["id"] for row in rows] == [message_id]


class TestOpenLink:
    async def test_says_where_it_leads_and_counts_the_first_time(self, crowd):
        campaign = await finished(JOBLESS, link=("item", ITEM))
        (one, message_id), *_ = (await parts(campaign)).items()

        answers = [await service.open_link(message_id, person_id=one, attempt=attempt(one)) for _ in range(2)]

        assert [each.link for each in answers] == [Link(kind="item", code=ITEM)] * 2
        assert await actions(f"message:{message_id}") == ["messages.sent", "audience.link-opened"]

    async def test_somebody_elses_message_is_refused(self, crowd):
        campaign = await finished(JOBLESS)
        (_, message_id), (other, _), *_ = (await parts(campaign)).items()

        with pytest.raises(MessageNotYours):
            await service.open_link(message_id, person_id=other, attempt=attempt(other))

    async def test_who_was_held_out_has_no_message(self, crowd):
        campaign = await finished(JOBLESS, hold_out=40)
        (one, delivery_id), *_ = (await parts(campaign, "held-out")).items()

        with pytest.raises(MessageNotYours):
            await service.open_link(delivery_id, person_id=one, attempt=attempt(one))


class TestCases:
    async def started(self, campaign):
        rows = await database.fetch(
            "select person_id from profiles_audience_delivery where campaign_id = $1 and started_at is not null",
            campaign.id,
        )
        return {row["person_id"] for row in rows}

    def moved(self, case, applicant):
        return CaseMoved(
            case_id=case.id, event="submit", from_state="draft", to_state="submitted", subject_kind="person",
            subject_id=applicant, applicant_id=applicant, bundle_id=None, version=1,
        )  # fmt: skip

    async def test_a_case_of_the_items_counts_in_both_arms(self, crowd, office):
        campaign = await finished(JOBLESS, link=("item", ITEM), hold_out=40)
        got, left_out = next(iter(await parts(campaign))), next(iter(await parts(campaign, "held-out")))

        for one in (got, left_out):
            case = await office.submit(one, rules={"basicCode": ITEM})
            await service.hear_case(self.moved(case, one))

        assert await self.started(campaign) == {got, left_out}

    async def test_a_case_of_another_item_does_not_count(self, crowd, office):
        campaign = await finished(JOBLESS, link=("item", ITEM))
        one = next(iter(await parts(campaign)))
        case = await office.submit(one, rules={"basicCode": "000724001000"})

        await service.hear_case(self.moved(case, one))

        assert await self.started(campaign) == set()

    async def test_only_beginnings_are_heard(self, office):
        case = await office.submit()
        begun = self.moved(case, case.applicant_id)

        assert effects.hears_case(begun)
        assert not effects.hears_case(
            CaseMoved(
                **{field: getattr(begun, field) for field in begun.__struct_fields__} | {"from_state": "submitted"}
            )
        )
        await service.hear_case(begun)  # nobody sent this person anything
