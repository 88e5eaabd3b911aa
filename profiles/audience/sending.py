"""Sending: everybody is judged on what may be used of them at that moment, in the transaction that sends.

A batch is one transaction that holds the campaign: it moves the campaign's place together with the messages, so that a
process that dies has sent a batch whole or not at all, and the next one goes on behind it. Consents are held until the
batch commits; who took theirs back before gets nothing.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.ids import new_id
from backend.core.structs import now
from backend.identity.consents.structs import Bilingual
from backend.identity.people import service as people
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.supports.messages import service as messages
from backend.supports.messages.structs import MessageFact, SendMessage
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Condition, Purpose, SubjectKind, Verdict, verdict_of
from profiles.audience import campaign_queries, coding, segments, words
from profiles.audience.limits import PER_WEEK_MOST
from profiles.audience.purposes import PURPOSES
from profiles.audience.structs import CampaignMessage, State

USES: Final = (Purpose.PERSONALISATION,)
BATCH: Final = 200  # a transaction of some 100 ms: so long a stop waits at the most
ROUNDS: Final = 50  # of one campaign before the others have their turn
SENT, HELD_OUT = "sent", "held-out"
LANGUAGE: Final = "preference.language"
OPEN_PATH: Final = "/api/v1/me/campaign-messages/{message_id}/open"
SWITCH_PATH: Final = "/api/v1/me/campaign-switches/{purpose}"
KEPT_WEEKS: Final = 8


async def send() -> int:
    """Go on with every campaign that is under way; how many batches were sent."""
    done = 0
    for campaign_id in await campaign_queries.sending():
        for _ in range(ROUNDS):
            if not await send_batch(campaign_id):
                break
            done += 1
    return done


async def send_batch(campaign_id: UUID) -> bool:
    """One batch; False when the campaign is at its end, or not under way."""
    async with database.transaction():
        row = await campaign_queries.one(campaign_id, lock=True)
        if row is None or row["state"] != State.SENDING:
            return False
        kind = SubjectKind(row["kind"])
        subjects = await attributes.subjects_after(kind, row["after"], limit=BATCH)
        room = row["cap"] - row["sent"]
        if not subjects or room <= 0:
            await _end(row)
            return False
        members = await _members(row, subjects)
        sent = await _deliver(row, members, room=room)
        await campaign_queries.advance(campaign_id, after=subjects[-1].id, sent=sent, ended_at=None)
    return True


async def tidy() -> int:
    """Forget how many messages people got in weeks long gone; of how many."""
    return await campaign_queries.forget_weeks(week_of(regions.today()) - timedelta(weeks=KEPT_WEEKS), limit=5_000)


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def is_held_out(campaign_id: UUID, person_id: UUID, *, percent: int) -> bool:
    """Whether the person is left out to compare: always the same for the same two, and by chance for any others."""
    return int.from_bytes(hashlib.sha256(campaign_id.bytes + person_id.bytes).digest()[:8]) % 100 < percent


async def _members(row: Record, subjects: Sequence[Subject]) -> dict[UUID, str]:
    """The people to whom it goes now, each with their language; those who speak for a firm in place of it."""
    kind, on = SubjectKind(row["kind"]), regions.today()
    condition: Condition = segments.condition_of(row)
    languages: dict[UUID, str] = {}
    for subject_id, known in (await attributes.attributes_of_many(subjects, uses=USES)).items():
        facts = coding.coded_facts(known.facts, kind, on=on)
        if facts is not None and verdict_of(condition, facts, on=on) is Verdict.MET:
            language = facts.get(LANGUAGE)
            languages[subject_id] = "en" if language is not None and language.value == "en" else "zh"
    if kind is SubjectKind.PERSON or not languages:
        return languages
    leaders = await people.legal_persons_of(list(languages))
    return {person: "zh" for several in leaders.values() for person in several}


async def _deliver(row: Record, members: dict[UUID, str], *, room: int) -> int:
    """Send to those who want it and have not had enough this week; how many got it."""
    everybody = list(members)
    without = await campaign_queries.switched_off(everybody, purpose=row["purpose"])
    without |= await campaign_queries.reached(row["id"], everybody)
    wanted = [one for one in everybody if one not in without]
    held_out = [one for one in wanted if is_held_out(row["id"], one, percent=row["hold_out"])]
    meant = [one for one in wanted if one not in set(held_out)][:room]
    counted = await campaign_queries.count_week(
        [(new_id(), one) for one in meant], week=week_of(regions.today()), most=PER_WEEK_MOST
    )
    parts = [(new_id(), one, SENT) for one in meant if one in counted]
    others = [(new_id(), one, HELD_OUT) for one in held_out]
    if parts or others:
        await campaign_queries.insert_deliveries([*parts, *others], campaign_id=row["id"], at=now())
    why = await words.of(segments.condition_of(row), SubjectKind(row["kind"]), on=regions.today())
    await messages.send_all([_letter(row, message_id, one, members[one], why) for message_id, one, _ in parts])
    return len(parts)


def _letter(row: Record, message_id: UUID, person_id: UUID, language: str, why: Bilingual) -> SendMessage:
    """The message with why one got it, what it is for, where it leads and how to switch such messages off."""
    text, purpose = msgspec.convert(row["message"], CampaignMessage), PURPOSES[row["purpose"]]
    english = language == "en" and text.title_en is not None and text.body_en is not None
    labels = _LABELS["en" if english else "zh"]
    reason = (why.en if english else why.zh)[:REASON_MOST]
    facts = [
        MessageFact(label=labels["why"], value=reason),
        MessageFact(label=labels["for"], value=purpose.en if english else purpose.zh),
        MessageFact(label=labels["off"], value=SWITCH_PATH.format(purpose=row["purpose"])),
    ]
    if row["link_kind"]:
        facts.append(MessageFact(label=labels["link"], value=OPEN_PATH.format(message_id=message_id)))
    return SendMessage(
        id=message_id,
        person_id=person_id,
        sender=row["department"],
        title=(text.title_en or "") if english else text.title_zh,
        body=(text.body_en or "") if english else text.body_zh,
        facts=facts,
    )


REASON_MOST: Final = 1000  # what a fact of a message holds
_LABELS: Final = {
    "zh": {"why": "为什么收到", "for": "消息类别", "off": "不想再收到（关闭此类消息）", "link": "去办理"},
    "en": {"why": "Why you get this", "for": "Kind of message", "off": "Turn such messages off", "link": "Go there"},
}


async def _end(row: Record) -> None:
    await campaign_queries.advance(row["id"], after=None, sent=0, ended_at=now())
    await audit.record(action="audience.campaign-done", actor="system", subject=f"campaign:{row['id']}")
