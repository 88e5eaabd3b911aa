"""All SQL of attributes and tags. Everything is done for any number of subjects in one statement."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database

LOCK_SUBJECTS = """
with made as (
    insert into profiles_subject (id, kind, version)
    select distinct on (one.id) one.id, one.kind, 0 from unnest($1::uuid[], $2::text[]) as one (id, kind)
    order by one.id on conflict (id) do nothing
)
select 1
"""
CURRENT = """
select a.id, a.subject_id, a.name, a.source_kind, a.source, a.value, a.sealed, a.purpose, a.basis, a.confidence,
    a.as_of, a.received_at, a.keep_until
from profiles_attribute a
where a.subject_id = any($1) and a.valid_to is null and ($2::text[] is null or a.purpose = any($2))
    and ($3::text[] is null or a.name = any($3))
"""
# What changed is worked out beside the database: joined with the table, a load right after another is planned badly.
INSERT = """
insert into profiles_attribute (id, subject_id, name, source_kind, source, value, sealed, digest, purpose, basis,
    confidence, as_of, keep_until, received_at)
select one.id, one.subject_id, one.name, one.source_kind, one.source, one.value::jsonb, one.sealed, one.digest,
    one.purpose, one.basis, one.confidence, one.as_of, one.keep_until, $14
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::bytea[],
    $9::text[], $10::text[], $11::smallint[], $12::date[], $13::date[])
    as one (id, subject_id, name, source_kind, source, value, sealed, digest, purpose, basis, confidence, as_of,
    keep_until)
"""
CONFIRM = """
update profiles_attribute a set as_of = one.as_of, basis = one.basis, purpose = one.purpose, keep_until = one.keep_until
from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::date[]) as one (id, as_of, basis, purpose, keep_until)
where a.id = one.id
"""
INSERT_TAGS = """
insert into profiles_tag (id, subject_id, tag, version, verdict, inputs, computed_on, valid_from)
select one.id, one.subject_id, one.tag, one.version, one.verdict, string_to_array(one.inputs, ' ')::uuid[], $7, $8
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[])
    as one (id, subject_id, tag, version, verdict, inputs)
"""
CONFIRM_TAGS = """
update profiles_tag t set inputs = string_to_array(one.inputs, ' ')::uuid[], computed_on = $3
from unnest($1::uuid[], $2::text[]) as one (id, inputs) where t.id = one.id
"""
OLD_TAGS = """
select distinct s.id, s.kind from profiles_subject s join (
    select subject_id from profiles_tag where valid_to is null and computed_on < $1 order by computed_on limit $2
) t on t.subject_id = s.id
"""


async def lock_subjects(subjects: Sequence[tuple[UUID, str]]) -> None:
    """Make the subjects' rows and hold them: one at a time changes what is known of a subject."""
    ids = [one[0] for one in subjects]
    await database.fetch_one(LOCK_SUBJECTS, ids, [one[1] for one in subjects])
    await database.fetch("select id from profiles_subject where id = any($1) order by id for update", ids)


async def touch(ids: Collection[UUID]) -> None:
    """Something about these has changed."""
    await database.execute("update profiles_subject set version = version + 1 where id = any($1)", list(ids))


async def note_load(ids: Collection[UUID], *, at: datetime | None) -> None:
    """When the registers were asked; None when they must be asked again."""
    await database.execute("update profiles_subject set loaded_at = $2 where id = any($1)", list(ids), at)


async def subjects(ids: Collection[UUID]) -> Sequence[Record]:
    """The subjects' rows, those that there are."""
    return await database.fetch_of(
        ids, "select id, kind, version, loaded_at from profiles_subject where id = any($1) limit 100000"
    )


async def subjects_after(kind: str, after: UUID, *, limit: int) -> list[UUID]:
    """The next subjects of a kind, by id."""
    rows = await database.fetch(
        "select id from profiles_subject where kind = $1 and id > $2 order by id limit $3", kind, after, limit
    )
    return [row["id"] for row in rows]


async def loaded_before(moment: datetime, *, limit: int) -> Sequence[Record]:
    """People about whom the registers were not asked since, the longest first."""
    return await database.fetch(
        "select id from profiles_subject where kind = 'person' and (loaded_at < $1 or loaded_at is null) "
        "order by loaded_at nulls first limit $2",
        moment,
        limit,
    )


async def current(
    ids: Collection[UUID], *, purposes: Collection[str] | None = None, names: Collection[str] | None = None
) -> Sequence[Record]:
    """Everything that is currently known of these subjects, for these purposes or under these names."""
    return await database.fetch_of(
        ids, CURRENT, None if purposes is None else list(purposes), None if names is None else list(names)
    )


async def history(subject_id: UUID, *, name: str, before: tuple[datetime, UUID], limit: int) -> Sequence[Record]:
    """What was known before, the newest first."""
    return await database.fetch(
        "select * from profiles_attribute where subject_id = $1 and name = $2 and valid_to is not null "
        "and (received_at, id) < ($3, $4) order by received_at desc, id desc limit $5",
        subject_id,
        name,
        *before,
        limit,
    )


async def digests(ids: Collection[UUID]) -> Sequence[Record]:
    """The current values of these subjects, unopened: what a load is compared with."""
    return await database.fetch(
        "select id, subject_id, name, source_kind, source, digest from profiles_attribute "
        "where subject_id = any($1) and valid_to is null",
        list(ids),
    )


async def end(ids: Collection[UUID], *, at: datetime) -> None:
    """End values: they are the past from now on."""
    await database.execute("update profiles_attribute set valid_to = $2 where id = any($1)", list(ids), at)


async def confirm(rows: Sequence[tuple[object, ...]]) -> None:
    """Values that are the same again: id, as of, basis, purpose, keep until."""
    await database.execute(CONFIRM, *_columns(rows))


async def insert(rows: Sequence[tuple[object, ...]], *, at: datetime) -> None:
    """Keep new values; a row's members stand in the order of `INSERT`."""
    await database.execute(INSERT, *_columns(rows), at)


async def forget(subject_id: UUID, *, purposes: Collection[str], but_source: str) -> list[str]:
    """Remove values kept for these purposes, past ones too, but for those of one source kind; the names."""
    rows = await database.fetch(
        "delete from profiles_attribute where subject_id = $1 and purpose = any($2) and source_kind <> $3 "
        "returning name",
        subject_id,
        list(purposes),
        but_source,
    )
    return sorted({row["name"] for row in rows})


async def forget_declared(subject_id: UUID, *, name: str, source_kind: str) -> bool:
    """Remove what the person said, past values too."""
    return bool(
        await database.execute(
            "delete from profiles_attribute where subject_id = $1 and name = $2 and source_kind = $3",
            subject_id,
            name,
            source_kind,
        )
    )


async def forget_old(on: date, *, limit: int) -> list[tuple[UUID, str]]:
    """Remove what may be kept no longer; whose and which."""
    rows = await database.fetch(
        "delete from profiles_attribute where id in (select id from profiles_attribute where keep_until < $1 "
        "order by keep_until limit $2) returning subject_id, name",
        on,
        limit,
    )
    return [(row["subject_id"], row["name"]) for row in rows]


async def current_tags(ids: Collection[UUID]) -> Sequence[Record]:
    """The tags of these subjects as they stand."""
    return await database.fetch_of(
        ids,
        "select id, subject_id, tag, version, verdict, inputs, computed_on, valid_from from profiles_tag "
        "where subject_id = any($1) and valid_to is null order by subject_id, tag limit 1000000",
    )


async def met_tags(ids: Collection[UUID]) -> Sequence[Record]:
    """The tags of these subjects that are met."""
    return await database.fetch_of(
        ids,
        "select subject_id, tag, version from profiles_tag "
        "where subject_id = any($1) and valid_to is null and verdict = 'met' limit 1000000",
    )


async def end_tags(ids: Collection[UUID], *, at: datetime) -> None:
    """End verdicts that are other now."""
    await database.execute("update profiles_tag set valid_to = $2 where id = any($1)", list(ids), at)


async def confirm_tags(rows: Sequence[tuple[object, ...]], *, on: date) -> None:
    """Verdicts that are the same again: id, inputs (ids with spaces)."""
    await database.execute(CONFIRM_TAGS, *_columns(rows), on)


async def insert_tags(rows: Sequence[tuple[object, ...]], *, on: date, at: datetime) -> None:
    """Keep verdicts: id, subject, tag, version, verdict, inputs (ids with spaces)."""
    await database.execute(INSERT_TAGS, *_columns(rows), on, at)


async def forget_tags(subject_id: UUID, *, tags: Collection[str] | None) -> None:
    """Remove these tags of a subject, or all of them; past ones too."""
    await database.execute(
        "delete from profiles_tag where subject_id = $1 and ($2::text[] is null or tag = any($2))",
        subject_id,
        None if tags is None else list(tags),
    )


async def tagged_before(day: date, *, limit: int) -> Sequence[Record]:
    """Subjects with a tag that was computed on an earlier day: ages and terms go on by themselves."""
    return await database.fetch(OLD_TAGS, day, limit)


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
