"""All SQL of notices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id
from backend.services.interaction.notices.structs import NoticeText, SeedNotice, VersionState

LISTED = """
    select n.*, v.version, v.title, v.number, v.effect, v.issued_on, v.source, v.evidence
    from interaction_notice n join interaction_notice_version v on v.notice_id = n.id and v.version = n.live
    where n.live is not null and n.withdrawn_at is null and (n.published_at, n.id) < ($1, $2)
        and ($3::text[] is null or n.region_code = any($3)) and ($4::text is null or n.category = $4)
        and ($5::text is null or n.department = $5)
        and ($6::text is null or strpos(v.title || ' ' || v.number || ' ' || v.body, $6) > 0)
    order by n.published_at desc, n.id desc limit $7
"""
PUBLISHED = """
    select n.*, v.version, v.title, v.body, v.number, v.effect, v.issued_on, v.effective_on, v.files, v.interprets,
        v.source, v.evidence
    from interaction_notice n join interaction_notice_version v on v.notice_id = n.id and v.state = 'published'
    where n.id = $1 and v.version = coalesce($2, n.live)
"""
EXPLAINING = """
    select n.id, v.title from interaction_notice_version v
    join interaction_notice n on n.id = v.notice_id and n.live = v.version and n.withdrawn_at is null
    where v.interprets = $1 order by n.published_at desc limit 20
"""
AT_DESK = """
    select n.*, v.version, v.title, v.state from interaction_notice n
    join lateral (
        select version, title, state from interaction_notice_version where notice_id = n.id
        order by version desc limit 1
    ) v on true
    where (n.department, n.region_code) in (select * from unnest($1::text[], $2::text[]))
        and (n.changed_at, n.id) < ($3, $4) and ($5::text is null or v.state = $5)
    order by n.changed_at desc, n.id desc limit $6
"""
OPEN_VERSION = """
    insert into interaction_notice_version (id, notice_id, version, state, title, body, number, effect, issued_on,
        effective_on, files, interprets, reason, editors, changed_at, source, evidence)
    values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, array[$13::uuid], $14, $15, 'read')
"""
REVISE = """
    update interaction_notice_version set title = $2, body = $3, number = $4, effect = $5, issued_on = $6,
        effective_on = $7, files = $8, interprets = $9, changed_at = $11,
        editors = case when $10::uuid = any(editors) then editors else array_append(editors, $10::uuid) end
    where id = $1
"""
CORRECT = """
    insert into interaction_notice_version (id, notice_id, version, state, title, body, number, effect, issued_on,
        effective_on, files, interprets, reason, editors, changed_at, source, evidence)
    select $2, notice_id, version + 1, 'draft', title, body, number, effect, issued_on, effective_on, files, interprets,
        $3, array[$4::uuid], $5, source, evidence
    from interaction_notice_version where notice_id = $1 order by version desc limit 1
"""
SEED_HEAD = """
    insert into interaction_notice (id, category, department, region_code, live, published_at, changed_at)
    values ($1, $2, $3, $4, 1, $5, $5) on conflict do nothing
"""
SEED_VERSION = """
    insert into interaction_notice_version (id, notice_id, version, state, title, body, number, effect, issued_on,
        effective_on, interprets, editors, published_at, changed_at, source, evidence)
    values ($1, $2, 1, 'published', $3, $4, $5, $6, $7, $8, $9, '{}', $10, $10, $11, $12)
"""


async def listed(
    *,
    before: tuple[datetime, UUID],
    regions: Sequence[str] | None,
    category: str | None,
    department: str | None,
    text: str | None,
    limit: int,
) -> Sequence[Record]:
    """What is shown, the newest first."""
    return await database.fetch(LISTED, *before, regions, category, department, text, limit)


async def published(notice_id: UUID, *, version: int | None) -> Record | None:
    """A published version, the one that is shown now unless another is named; withdrawn notices included."""
    return await database.fetch_one(PUBLISHED, notice_id, version)


async def explaining(notice_id: UUID) -> Sequence[Record]:
    """What explains this notice."""
    return await database.fetch(EXPLAINING, notice_id)


async def publications(notice_id: UUID) -> Sequence[Record]:
    """Every version that was published, the newest first."""
    return await database.fetch(
        """
        select version, published_at, reason from interaction_notice_version
        where notice_id = $1 and state = 'published' order by version desc limit 100
        """,
        notice_id,
    )


async def at_desk(
    offices: tuple[list[str], list[str]], *, before: tuple[datetime, UUID], state: str | None, limit: int
) -> Sequence[Record]:
    """Notices of these offices, what was changed last first."""
    return await database.fetch(AT_DESK, *offices, *before, state, limit)


async def notice(notice_id: UUID) -> Record | None:
    """A notice, published or not, locked for who changes it."""
    return await database.fetch_one("select * from interaction_notice where id = $1 for update", notice_id)


async def versions(notice_id: UUID, *, live: int | None) -> Sequence[Record]:
    """The version that is shown and the one that is worked on, as far as there are any."""
    return await database.fetch(
        "select * from interaction_notice_version where notice_id = $1 and (version = $2 or state <> 'published')",
        notice_id,
        live,
    )


async def begin(notice_id: UUID, *, category: str, department: str, region_code: str, at: datetime) -> None:
    """A notice of which nothing is published."""
    await database.execute(
        """
        insert into interaction_notice (id, category, department, region_code, changed_at)
        values ($1, $2, $3, $4, $5)
        """,
        notice_id,
        category,
        department,
        region_code,
        at,
    )


async def open_version(
    notice_id: UUID,
    version: int,
    text: NoticeText,
    *,
    files: list[dict[str, Any]],
    editor: UUID,
    source: str,
    at: datetime,
) -> None:
    """A version that is being written."""
    await database.execute(OPEN_VERSION, new_id(), notice_id, version, *_said(text, files), "", editor, at, source)


async def revise(
    version_id: UUID, text: NoticeText, *, files: list[dict[str, Any]], editor: UUID, at: datetime
) -> None:
    """Replace what an open version says."""
    await database.execute(REVISE, version_id, *_said(text, files), editor, at)


async def correct(notice_id: UUID, *, reason: str, editor: UUID, at: datetime) -> None:
    """Open the next version as a copy of the newest."""
    await database.execute(CORRECT, notice_id, new_id(), reason, editor, at)


async def set_state(version_id: UUID, state: VersionState, *, returned: str = "") -> None:
    """Hand a version on, or back."""
    await database.execute(
        "update interaction_notice_version set state = $2, returned = $3 where id = $1", version_id, state, returned
    )


async def publish(version_id: UUID, *, checker: UUID, at: datetime) -> None:
    """Let people see this version."""
    await database.execute(
        """
        with shown as (
            update interaction_notice_version set state = 'published', checker_id = $2, published_at = $3, returned = ''
            where id = $1 returning notice_id, version
        )
        update interaction_notice n
        set live = shown.version, published_at = coalesce(n.published_at, $3), changed_at = $3
        from shown where n.id = shown.notice_id
        """,
        version_id,
        checker,
        at,
    )


async def withdraw(notice_id: UUID, *, reason: str, at: datetime) -> None:
    """Show it no longer."""
    await database.execute(
        "update interaction_notice set withdrawn_at = $2, withdrawn_reason = $3, changed_at = $2 where id = $1",
        notice_id,
        at,
        reason,
    )


async def discard(version_id: UUID, *, notice_id: UUID) -> None:
    """Forget a version that is being written; the notice as well if nothing of it was ever published."""
    await database.execute("delete from interaction_notice_version where id = $1", version_id)
    await database.execute("delete from interaction_notice where id = $1 and live is null", notice_id)


async def touch(notice_id: UUID, *, at: datetime) -> None:
    """Something about it changed at the desk."""
    await database.execute("update interaction_notice set changed_at = $2 where id = $1", notice_id, at)


async def seed(one: SeedNotice, *, at: datetime) -> bool:
    """Publish a seeded notice; False when it is there."""
    if not await database.execute(SEED_HEAD, one.id, one.category, one.department, one.region_code, at):
        return False
    text = (one.title, one.body, one.number, one.effect, one.issued_on, one.effective_on, one.interprets)
    await database.execute(SEED_VERSION, new_id(), one.id, *text, at, one.source, one.evidence)
    return True


def _said(text: NoticeText, files: list[dict[str, Any]]) -> tuple[object, ...]:
    return (
        text.title, text.body, text.number, text.effect, text.issued_on, text.effective_on, files, text.interprets,
    )  # fmt: skip
