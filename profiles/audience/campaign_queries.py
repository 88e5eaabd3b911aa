"""SQL of campaigns: what they are, who got them, how many messages a week, and who wants none."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

INSERT = """
insert into profiles_audience_campaign (id, segment_id, segment_version, segment_title, kind, purpose, department,
    condition, digest, message, link_kind, link_code, cap, hold_out, state, made_by, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10::jsonb, $11, $12, $13, $14, 'draft', $15, $16)
"""
ONE = "select * from profiles_audience_campaign where id = $1"
ONE_HELD = f"{ONE} for update"
# Only whose count is below the bound are counted and returned: the row itself decides, however many campaigns run.
COUNT_WEEK = """
insert into profiles_audience_week as kept (id, person_id, week, sent)
select one.id, one.person_id, $3, 1 from unnest($1::uuid[], $2::uuid[]) as one (id, person_id) order by one.person_id
on conflict (person_id, week) do update set sent = kept.sent + 1 where kept.sent < $4 returning person_id
"""
INSERT_DELIVERIES = """
insert into profiles_audience_delivery (id, campaign_id, person_id, arm, at, looked_at)
select one.id, $4, one.person_id, one.arm, $5, $5
from unnest($1::uuid[], $2::uuid[], $3::text[]) as one (id, person_id, arm)
"""
EFFECT = """
select arm, count(*) as members, count(read_at) as read, count(opened_at) as opened, count(started_at) as started
from profiles_audience_delivery where campaign_id = $1 group by arm
"""
# The least lately looked at come first; the mark moves, so that everybody has a turn.
UNREAD = """
update profiles_audience_delivery d set looked_at = $2 from (
    select id from profiles_audience_delivery
    where arm = 'sent' and read_at is null and at > $1 and looked_at < $3 order by looked_at limit $4
    for update skip locked
) due where d.id = due.id returning d.id
"""
WAITING = """
select 1 from profiles_audience_delivery d join profiles_audience_campaign c on c.id = d.campaign_id
where d.person_id = $1 and d.at > $2 and d.started_at is null and c.link_kind = 'item' limit 1
"""
STARTED = """
update profiles_audience_delivery d set started_at = $4 from profiles_audience_campaign c
where c.id = d.campaign_id and d.person_id = $1 and d.at > $2 and d.started_at is null
    and c.link_kind = 'item' and c.link_code = $3
"""


async def insert(values: Sequence[object]) -> None:
    """Keep a draft; the members stand in the order of `INSERT`."""
    await database.execute(INSERT, *values)


async def one(campaign_id: UUID, *, lock: bool = False) -> Record | None:
    """One campaign; held, so that nothing is sent or decided meanwhile."""
    return await database.fetch_one(ONE_HELD if lock else ONE, campaign_id)


async def listed(*, state: str | None, before: UUID, limit: int) -> Sequence[Record]:
    """Campaigns, the newest first."""
    return await database.fetch(
        "select * from profiles_audience_campaign where id < $1 and ($2::text is null or state = $2) "
        "order by id desc limit $3",
        before,
        state,
        limit,
    )


async def sending() -> list[UUID]:
    """Campaigns under way, the oldest first."""
    rows = await database.fetch(
        "select id from profiles_audience_campaign where state = 'sending' order by approved_at limit 100"
    )
    return [row["id"] for row in rows]


async def propose(campaign_id: UUID, *, by: UUID, at: datetime) -> None:
    """It waits for somebody else."""
    await database.execute(
        "update profiles_audience_campaign set state = 'proposed', proposed_by = $2, proposed_at = $3 where id = $1",
        campaign_id,
        by,
        at,
    )


async def approve(campaign_id: UUID, *, by: UUID, at: datetime) -> None:
    """It is sent from now on."""
    await database.execute(
        "update profiles_audience_campaign set state = 'sending', approved_by = $2, approved_at = $3 where id = $1",
        campaign_id,
        by,
        at,
    )


async def stop(campaign_id: UUID, *, by: UUID, reason: str, at: datetime) -> None:
    """Nothing more is sent."""
    await database.execute(
        "update profiles_audience_campaign set state = 'stopped', stopped_by = $2, reason = $3, ended_at = $4 "
        "where id = $1",
        campaign_id,
        by,
        reason,
        at,
    )


async def advance(campaign_id: UUID, *, after: UUID | None, sent: int, ended_at: datetime | None) -> None:
    """How far it has come; with an end it is done."""
    await database.execute(
        "update profiles_audience_campaign set after = coalesce($2, after), sent = sent + $3, ended_at = $4, "
        "state = case when $4::timestamptz is null then state else 'done' end where id = $1",
        campaign_id,
        after,
        sent,
        ended_at,
    )


async def reached(campaign_id: UUID, person_ids: Sequence[UUID]) -> set[UUID]:
    """Who of these has a part in the campaign already."""
    rows = await database.fetch(
        "select person_id from profiles_audience_delivery where campaign_id = $1 and person_id = any($2)",
        campaign_id,
        list(person_ids),
    )
    return {row["person_id"] for row in rows}


async def count_week(rows: Sequence[tuple[UUID, UUID]], *, week: date, most: int) -> set[UUID]:
    """Count one message more for each of these (row's id, person) who has fewer than `most` this week; who they are."""
    ids, people = [one[0] for one in rows], [one[1] for one in rows]
    found = await database.fetch(COUNT_WEEK, ids, people, week, most)
    return {row["person_id"] for row in found}


async def insert_deliveries(rows: Sequence[tuple[UUID, UUID, str]], *, campaign_id: UUID, at: datetime) -> None:
    """Keep who has a part: id, person, arm."""
    ids, people, arms = [one[0] for one in rows], [one[1] for one in rows], [one[2] for one in rows]
    await database.execute(INSERT_DELIVERIES, ids, people, arms, campaign_id, at)


async def effect(campaign_id: UUID) -> Sequence[Record]:
    """What those of each arm did."""
    return await database.fetch(EFFECT, campaign_id)


async def delivery(message_id: UUID, *, person_id: UUID) -> Record | None:
    """The message's part in its campaign, if it is this person's."""
    return await database.fetch_one(
        "select d.id, c.link_kind, c.link_code from profiles_audience_delivery d "
        "join profiles_audience_campaign c on c.id = d.campaign_id "
        "where d.id = $1 and d.person_id = $2 and d.arm = 'sent'",
        message_id,
        person_id,
    )


async def note_opened(message_id: UUID, *, at: datetime) -> bool:
    """The first opening counts."""
    touched = await database.execute(
        "update profiles_audience_delivery set opened_at = $2 where id = $1 and opened_at is null", message_id, at
    )
    return touched == 1


async def due_unread(*, since: datetime, before: datetime, at: datetime, limit: int) -> list[UUID]:
    """Messages sent since then whose reading mark was not looked for lately; they count as looked for."""
    return [row["id"] for row in await database.fetch(UNREAD, since, at, before, limit)]


async def note_read(marks: Sequence[tuple[UUID, datetime]]) -> None:
    """Reading marks."""
    await database.execute(
        "update profiles_audience_delivery d set read_at = one.at "
        "from unnest($1::uuid[], $2::timestamptz[]) as one (id, at) where d.id = one.id",
        [one[0] for one in marks],
        [one[1] for one in marks],
    )


async def waits_for_case(person_id: UUID, *, since: datetime) -> bool:
    """Whether a campaign that leads to an item reached the person, or held them out, since then."""
    return await database.fetch_one(WAITING, person_id, since) is not None


async def note_started(person_id: UUID, *, since: datetime, basic_code: str, at: datetime) -> None:
    """The person began a case of this item."""
    await database.execute(STARTED, person_id, since, basic_code, at)


async def switched_off(person_ids: Sequence[UUID], *, purpose: str) -> set[UUID]:
    """Who of these wants no messages for the purpose."""
    rows = await database.fetch(
        "select person_id from profiles_audience_switch where person_id = any($1) and purpose = $2",
        list(person_ids),
        purpose,
    )
    return {row["person_id"] for row in rows}


async def switches(person_id: UUID) -> set[str]:
    """The purposes that the person switched off."""
    rows = await database.fetch(
        "select purpose from profiles_audience_switch where person_id = $1 limit 100", person_id
    )
    return {row["purpose"] for row in rows}


async def switch_off(switch_id: UUID, *, person_id: UUID, purpose: str, at: datetime) -> bool:
    """No more of it; False when that was so."""
    touched = await database.execute(
        "insert into profiles_audience_switch (id, person_id, purpose, off_at) values ($1, $2, $3, $4) "
        "on conflict (person_id, purpose) do nothing",
        switch_id,
        person_id,
        purpose,
        at,
    )
    return touched == 1


async def switch_on(*, person_id: UUID, purpose: str) -> bool:
    """Again; False when that was so."""
    touched = await database.execute(
        "delete from profiles_audience_switch where person_id = $1 and purpose = $2", person_id, purpose
    )
    return touched == 1


async def forget_weeks(before: date, *, limit: int) -> int:
    """Remove counts of weeks long gone; how many."""
    return await database.execute(
        "delete from profiles_audience_week where id in (select id from profiles_audience_week where week < $1 "
        "order by week limit $2)",
        before,
        limit,
    )
