"""All SQL of ranking."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

# What somebody does not want, and what they did before today, in one statement.
OF_PERSON = """
with own as (
    select card, sector, day, outcome, max(day) filter (where outcome > 0) over (partition by card) as opened_on
    from profiles_rank_exposure where subject = $2 and day >= $3 and day < $4
)
select 'use' as kind, card as name, max(sector) as sector, max(opened_on) as opened_on, max(day) as seen_on,
    count(*) filter (where outcome > 0) as opened,
    count(*) filter (where outcome <= 0 and (opened_on is null or day > opened_on)) as shown
from own group by card
union all
select kind, name, null, null, null, 0, 0 from profiles_rank_unwanted where person_id = $1
limit 2000
"""
# One row a person, day and card: reported again, the stronger outcome stays, and the place where it was seen first.
KEEP = """
insert into profiles_rank_exposure as e (id, subject, day, card, sector, region, position, propensity, arm,
    weights_version, vector, outcome)
select one.id, $1, $2, one.card, one.sector, $3, one.position, one.propensity, $4, $5,
    string_to_array(one.vector, ' ')::smallint[], one.outcome
from unnest($6::uuid[], $7::text[], $8::text[], $9::smallint[], $10::int[], $11::text[], $12::smallint[])
    as one (id, card, sector, position, propensity, vector, outcome)
on conflict (subject, day, card) do update set outcome = excluded.outcome
    where e.outcome >= 0 and excluded.outcome > e.outcome and e.learned_at is null
"""
TAKE_UP = """
select id, subject, position, propensity, vector, outcome from profiles_rank_exposure
where learned_at is null and day < $1 order by day desc, id desc limit $2 for update skip locked
"""
# Twenty people at the least stand behind every figure about a card: fewer could be found again in it. Counted in the
# province (no region), in prefectures (four digits) and in counties.
COUNT_USE = """
select card, max(sector) as sector, coalesce(county, prefecture, '') as region, count(distinct subject) as people,
    count(distinct subject) filter (where outcome > 0) as opened
from (
    select card, sector, subject, outcome, nullif(region, '') as county, nullif(left(region, 4), '') as prefecture
    from profiles_rank_exposure where day >= $1
) seen
group by grouping sets ((card), (card, prefecture), (card, county))
having count(distinct subject) >= $2
    and (grouping(prefecture) = 1 or prefecture is not null) and (grouping(county) = 1 or county is not null)
"""
KEEP_USE = """
insert into profiles_rank_use (id, card, region, people, share, counted_at)
select gen_random_uuid(), one.card, one.region, one.people, one.share, $1
from unnest($2::text[], $3::text[], $4::int[], $5::smallint[]) as one (card, region, people, share)
"""
SUM_DAY = """
insert into profiles_rank_figure (id, day, arm, people, shown, opened, started, unwanted, weighted_shown,
    weighted_opened)
select gen_random_uuid(), day, arm, count(distinct subject), count(*), count(*) filter (where outcome > 0),
    count(*) filter (where outcome = 2), count(*) filter (where outcome < 0),
    sum(least($3, 1000000 / propensity)), coalesce(sum(least($3, 1000000 / propensity)) filter (where outcome > 0), 0)
from profiles_rank_exposure where day >= $1 and day < $2 group by day, arm
on conflict (day, arm) do update set people = excluded.people, shown = excluded.shown, opened = excluded.opened,
    started = excluded.started, unwanted = excluded.unwanted, weighted_shown = excluded.weighted_shown,
    weighted_opened = excluded.weighted_opened
"""


async def of_person(person_id: UUID, *, pseudonym: UUID, since: date, today: date) -> Sequence[Record]:
    """Rows of kind `card` and `topic` are unwanted, rows of kind `use` what was done with a card before today."""
    return await database.fetch(OF_PERSON, person_id, pseudonym, since, today)


async def keep(
    pseudonym: UUID, rows: Sequence[tuple[object, ...]], *, day: date, region: str, arm: str, version: int
) -> int:
    """Keep what was shown; how many rows are new or say more. A row's members stand in the order of `KEEP`."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    return await database.execute(KEEP, pseudonym, day, region, arm, version, *columns)


async def mark_unwanted(pseudonym: UUID, *, card: str, day: date) -> None:
    """What was shown of the card today was not wanted."""
    await database.execute(
        "update profiles_rank_exposure set outcome = -1 where subject = $1 and day = $2 and card = $3 "
        "and learned_at is null",
        pseudonym,
        day,
        card,
    )


async def take_up(before: date, *, limit: int) -> Sequence[Record]:
    """Exposures of days that are over and were not learned from, held until the transaction ends.

    The latest first: where more is shown than can be learned from, yesterday teaches, and what is left is let go.
    """
    return await database.fetch(TAKE_UP, before, limit)


async def mark_learned(ids: Collection[UUID], *, at: datetime) -> None:
    """These were learned from; each counts once."""
    await database.execute("update profiles_rank_exposure set learned_at = $2 where id = any($1)", list(ids), at)


async def forget(person_id: UUID, *, pseudonyms: Collection[UUID]) -> int:
    """Forget what a person saw, did and does not want; how many rows."""
    seen = await database.execute("delete from profiles_rank_exposure where subject = any($1)", list(pseudonyms))
    return seen + await database.execute("delete from profiles_rank_unwanted where person_id = $1", person_id)


async def forget_old(before: date, *, limit: int) -> int:
    """Forget what was shown before this day."""
    return await database.execute(
        "delete from profiles_rank_exposure where id in (select id from profiles_rank_exposure where day < $1 "
        "order by day limit $2)",
        before,
        limit,
    )


async def want_not(row_id: UUID, *, person_id: UUID, kind: str, name: str, at: datetime) -> Record | None:
    """Keep that it is not wanted; None when it was kept already."""
    return await database.fetch_one(
        "insert into profiles_rank_unwanted (id, person_id, kind, name, since) values ($1, $2, $3, $4, $5) "
        "on conflict (person_id, kind, name) do nothing returning kind, name, since",
        row_id,
        person_id,
        kind,
        name,
        at,
    )


async def unwanted(person_id: UUID, *, kind: str, name: str) -> Record | None:
    """One of those."""
    return await database.fetch_one(
        "select kind, name, since from profiles_rank_unwanted where person_id = $1 and kind = $2 and name = $3",
        person_id,
        kind,
        name,
    )


async def count_unwanted(person_id: UUID) -> int:
    """How many."""
    row = await database.fetch_one(
        "select count(*) as many from profiles_rank_unwanted where person_id = $1", person_id
    )
    return 0 if row is None else int(row["many"])


async def unwanted_page(person_id: UUID, *, before: UUID | None, limit: int) -> Sequence[Record]:
    """Those of a person, the last first."""
    return await database.fetch(
        "select id, kind, name, since from profiles_rank_unwanted where person_id = $1 "
        "and ($2::uuid is null or id < $2) order by id desc limit $3",
        person_id,
        before,
        limit,
    )


async def want_again(person_id: UUID, *, kind: str, name: str) -> bool:
    """Take it back; whether there was something to take back."""
    return bool(
        await database.execute(
            "delete from profiles_rank_unwanted where person_id = $1 and kind = $2 and name = $3", person_id, kind, name
        )
    )


async def epoch() -> Record | None:
    """The binding that counts, and when use was counted last: when either moves, there is something to load."""
    return await database.fetch_one(
        "select b.id, b.version, (select max(counted_at) from profiles_rank_use) as counted_at "
        "from (select 1) always left join lateral (select id, version from profiles_rank_binding "
        "order by id desc limit 1) b on true"
    )


async def weights(version: int) -> Record | None:
    """One version."""
    return await database.fetch_one("select * from profiles_rank_weights where version = $1", version)


async def newest_weights() -> Record | None:
    """The last that were learned, in force or not."""
    return await database.fetch_one("select * from profiles_rank_weights order by version desc limit 1")


async def weights_page(*, before: int | None, limit: int) -> Sequence[Record]:
    """Versions, the newest first."""
    return await database.fetch(
        "select * from profiles_rank_weights where ($1::int is null or version < $1) order by version desc limit $2",
        before,
        limit,
    )


async def insert_weights(
    version: int,
    *,
    from_version: int,
    at: datetime,
    learned_from: int,
    examples: int,
    values: Mapping[str, int],
    nuisance: Mapping[str, float],
    losses: tuple[int, int],
) -> None:
    """Keep a version."""
    await database.execute(
        "insert into profiles_rank_weights (version, from_version, made_at, learned_from, examples, values, nuisance, "
        "loss_before, loss_after) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        version,
        from_version,
        at,
        learned_from,
        examples,
        dict(values),
        dict(nuisance),
        *losses,
    )


async def bind(version: int, *, at: datetime, by: str, reason: str) -> None:
    """From now on these count."""
    await database.execute(
        "insert into profiles_rank_binding (version, at, by, reason) values ($1, $2, $3, $4)", version, at, by, reason
    )


async def binding() -> Record | None:
    """The one that counts."""
    return await database.fetch_one("select * from profiles_rank_binding order by id desc limit 1")


async def hold_bindings() -> None:
    """One at a time says which weights count."""
    await database.execute("lock table profiles_rank_binding in share row exclusive mode")


async def use() -> Sequence[Record]:
    """How cards are used, in the province and in counties."""
    return await database.fetch("select card, region, share from profiles_rank_use limit 200000")


async def count_use(since: date, *, least: int) -> Sequence[Record]:
    """How many people saw and opened each card since then, where at least so many saw it."""
    return await database.fetch(COUNT_USE, since, least)


async def keep_use(rows: Sequence[tuple[str, str, int, int]], *, at: datetime) -> int:
    """Let these figures (card, region, people, share) take the place of all others; how many."""
    await database.execute("delete from profiles_rank_use")
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    return await database.execute(KEEP_USE, at, *columns)


async def sum_days(first: date, end: date, *, most: int) -> int:
    """Sum up the days from the first to before the end; how many figures. `most` clips the inverse propensity."""
    return await database.execute(SUM_DAY, first, end, most)


async def figures(*, before: tuple[date, str], limit: int) -> Sequence[Record]:
    """Sums of days, the latest first."""
    return await database.fetch(
        "select * from profiles_rank_figure where (day, arm) < ($1, $2) order by day desc, arm desc limit $3",
        *before,
        limit,
    )
