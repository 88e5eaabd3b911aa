"""What came of campaigns: messages read, links opened, cases begun; told of groups only, as coarsely as estimates."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from backend.core import database
from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.structs import now
from backend.services.cases.flow import service as cases
from backend.services.cases.flow.errors import CaseNotFound
from backend.services.cases.flow.structs import CaseMoved, State
from backend.supports.messages import service as messages
from profiles.audience import campaign_queries, campaigns
from profiles.audience.errors import CampaignElsewhere, MessageNotYours
from profiles.audience.keeper import rounded
from profiles.audience.limits import EFFECT_DAYS, GROUP_LEAST
from profiles.audience.sending import HELD_OUT, SENT
from profiles.audience.structs import Arm, Coarse, Effect, Opened
from profiles.audience.structs import State as CampaignState

BATCH: Final = 1_000
ROUNDS: Final = 50
AGAIN: Final = timedelta(minutes=30)  # a mark is seen this much later; asking messages costs a query a thousand
ENDED: Final = (CampaignState.DONE, CampaignState.STOPPED)


async def effect(campaign_id: UUID, *, staff_id: UUID) -> Effect:
    """What those did who got the message, beside those who were left out; once it has ended, and audited.

    Raises:
        CampaignNotFound
        CampaignElsewhere: it is under way, and counts that grow by the minute could be watched for one person.
    """
    row = await campaigns.row_of(campaign_id)
    if row["state"] not in ENDED:
        raise CampaignElsewhere(state=row["state"])
    async with database.transaction():
        counts: dict[str, Mapping[str, Any]] = {one["arm"]: one for one in await campaign_queries.effect(campaign_id)}
        await audit.record(
            action="audience.effect-read",
            actor=f"person:{staff_id}",
            subject=f"campaign:{campaign_id}",
            purpose=row["purpose"],
        )
    return Effect(
        campaign_id=campaign_id,
        state=CampaignState(row["state"]),
        sent=_arm(counts.get(SENT, {}), reached=True),
        held_out=_arm(counts.get(HELD_OUT, {}), reached=False),
        days=EFFECT_DAYS,
    )


async def open_link(message_id: UUID, *, person_id: UUID, attempt: Attempt) -> Opened:
    """The person follows the message's link; the first time counts.

    Raises:
        MessageNotYours
    """

    async def work() -> Opened:
        row = await campaign_queries.delivery(message_id, person_id=person_id)
        if row is None:
            raise MessageNotYours
        if await campaign_queries.note_opened(message_id, at=now()):
            await audit.record(
                action="audience.link-opened",
                actor=f"person:{person_id}",
                subject=f"message:{message_id}",
                about=person_id,
            )
        return Opened(message_id=message_id, link=campaigns.link_of(row))

    return await once(attempt, Opened, work)


async def measure() -> int:
    """Take over reading marks from messages; how many messages were looked at."""
    done = 0
    for _ in range(ROUNDS):
        async with database.transaction():
            at = now()
            ids = await campaign_queries.due_unread(
                since=at - timedelta(days=EFFECT_DAYS), before=at - AGAIN, at=at, limit=BATCH
            )
            marks: Sequence[tuple[UUID, Any]] = list((await messages.read_marks(ids)).items())
            if marks:
                await campaign_queries.note_read(marks)
        done += len(ids)
        if len(ids) < BATCH:
            break
    return done


async def hear_case(event: CaseMoved) -> None:
    """A case began: of the item to which a message of these days leads, it counts for its campaign."""
    since = now() - timedelta(days=EFFECT_DAYS)
    if not await campaign_queries.waits_for_case(event.applicant_id, since=since):
        return
    try:
        case = await cases.find(event.case_id, person_id=event.applicant_id)
    except CaseNotFound:
        return
    await campaign_queries.note_started(event.applicant_id, since=since, basic_code=case.basic_code, at=now())


def hears_case(event: CaseMoved) -> bool:
    """Beginnings only."""
    return event.from_state == State.DRAFT


def coarse(many: int) -> Coarse:
    """A count as it may be told."""
    return Coarse(fewer_than=GROUP_LEAST) if many < GROUP_LEAST else Coarse(at_least=rounded(many))


def _arm(counts: Mapping[str, Any], *, reached: bool) -> Arm:
    return Arm(
        members=coarse(counts.get("members", 0)),
        read=coarse(counts.get("read", 0)) if reached else None,
        opened=coarse(counts.get("opened", 0)) if reached else None,
        started=coarse(counts.get("started", 0)),
    )
