"""All SQL of consultations."""

# ruff: noqa: S608 - braces in the statements hold constants of this module; values travel as parameters

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core import database
from backend.services.interaction.consultations.structs import (
    ConsultationResult,
    ConsultationText,
    DraftConsultation,
    GiveComment,
    SeedConsultation,
)

COUNTED = """
    select c.*, (
        select count(*) from interaction_comment m where m.consultation_id = c.id and m.withdrawn_at is null
    ) as comments from interaction_consultation c
"""
LISTED = f"""
    {COUNTED} where c.opened_at is not null and (c.closes_on, c.id) < ($1, $2)
        and ($3::text[] is null or c.region_code = any($3))
        and ($4::text is null or strpos(c.title, $4) > 0)
    order by c.closes_on desc, c.id desc limit $5
"""
AT_DESK = f"""
    {COUNTED} where (c.department, c.region_code) in (select * from unnest($1::text[], $2::text[]))
        and (c.changed_at, c.id) < ($3, $4)
    order by c.changed_at desc, c.id desc limit $5
"""
DRAFT = """
    insert into interaction_consultation (id, department, region_code, title, intro, sections, opens_on, closes_on,
        normative, short_reason, editors, changed_at, source, evidence)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, array[$11::uuid], $12, $2, 'read')
"""
REVISE = """
    update interaction_consultation set title = $2, intro = $3, sections = $4, opens_on = $5, closes_on = $6,
        normative = $7, short_reason = $8, changed_at = $10,
        editors = case when $9::uuid = any(editors) then editors else array_append(editors, $9::uuid) end
    where id = $1
"""
SEED = """
    insert into interaction_consultation (id, department, region_code, title, intro, sections, opens_on, closes_on,
        normative, short_reason, editors, opened_at, result, result_at, changed_at, source, evidence)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '{}', $11, $12, $13, $11, $14, $15) on conflict do nothing
"""


async def listed(
    *, before: tuple[date, UUID], regions: Sequence[str] | None, text: str | None, limit: int
) -> Sequence[Record]:
    """What was opened, those that end last first."""
    return await database.fetch(LISTED, *before, regions, text, limit)


async def at_desk(
    offices: tuple[list[str], list[str]], *, before: tuple[datetime, UUID], limit: int
) -> Sequence[Record]:
    """Those of these offices, what was changed last first."""
    return await database.fetch(AT_DESK, *offices, *before, limit)


async def one(consultation_id: UUID) -> Record | None:
    """One, opened or not."""
    return await database.fetch_one(f"{COUNTED} where c.id = $1", consultation_id)


async def lock(consultation_id: UUID) -> Record | None:
    """The same for who changes it."""
    await database.execute("select 1 from interaction_consultation where id = $1 for update", consultation_id)
    return await one(consultation_id)


async def draft(consultation_id: UUID, command: DraftConsultation, *, editor: UUID, at: datetime) -> None:
    """One that nobody sees yet."""
    head = (consultation_id, command.department, command.region_code)
    await database.execute(DRAFT, *head, *_said(command), editor, at)


async def revise(consultation_id: UUID, command: ConsultationText, *, editor: UUID, at: datetime) -> None:
    """Replace what the draft says."""
    await database.execute(REVISE, consultation_id, *_said(command), editor, at)


async def open_it(consultation_id: UUID, *, checker: UUID, at: datetime) -> None:
    """Let people see it."""
    await database.execute(
        "update interaction_consultation set opened_by = $2, opened_at = $3, changed_at = $3 where id = $1",
        consultation_id,
        checker,
        at,
    )


async def propose_result(consultation_id: UUID, result: ConsultationResult, *, writer: UUID, at: datetime) -> None:
    """Keep the result until a colleague has checked it."""
    await database.execute(
        "update interaction_consultation set result = $2, result_by = $3, changed_at = $4 where id = $1",
        consultation_id,
        msgspec.to_builtins(result),
        writer,
        at,
    )


async def publish_result(consultation_id: UUID, *, at: datetime) -> None:
    """Let people see the result."""
    await database.execute(
        "update interaction_consultation set result_at = $2, changed_at = $2 where id = $1", consultation_id, at
    )


async def lock_person(person_id: UUID) -> None:
    """One comment of a person after the other, so that they can be counted."""
    await database.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"comment:{person_id}")


async def standing_of(consultation_id: UUID, *, person_id: UUID) -> int:
    """How many comments of the person stand."""
    row = await database.fetch_one(
        """
        select count(*) as many from interaction_comment
        where consultation_id = $1 and person_id = $2 and withdrawn_at is null
        """,
        consultation_id,
        person_id,
    )
    return int(row["many"]) if row else 0


async def comment(
    comment_id: UUID, consultation_id: UUID, command: GiveComment, *, person_id: UUID, at: datetime
) -> None:
    """Keep a comment."""
    await database.execute(
        """
        insert into interaction_comment (id, consultation_id, person_id, organisation_id, section, text, at)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
        """,
        comment_id,
        consultation_id,
        person_id,
        command.organisation_id,
        command.section,
        command.text,
        at,
    )


async def withdraw(comment_id: UUID, *, consultation_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Take one's own comment back; False when there is none that stands."""
    return bool(
        await database.execute(
            """
            update interaction_comment set withdrawn_at = $4
            where id = $1 and consultation_id = $2 and person_id = $3 and withdrawn_at is null
            """,
            comment_id,
            consultation_id,
            person_id,
            at,
        )
    )


async def mine(consultation_id: UUID, *, person_id: UUID, limit: int) -> Sequence[Record]:
    """The person's own comments, withdrawn ones included, the newest first."""
    return await database.fetch(
        "select * from interaction_comment where consultation_id = $1 and person_id = $2 order by id desc limit $3",
        consultation_id,
        person_id,
        limit,
    )


async def comments(consultation_id: UUID, *, after: UUID, limit: int) -> Sequence[Record]:
    """What stands, the oldest first."""
    return await database.fetch(
        """
        select id, section, text, at, organisation_id from interaction_comment
        where consultation_id = $1 and withdrawn_at is null and id > $2 order by id limit $3
        """,
        consultation_id,
        after,
        limit,
    )


async def seed(seeded: SeedConsultation, *, opened_at: datetime, result_at: datetime | None) -> bool:
    """Open a seeded one; False when it is there."""
    result = None if seeded.result is None else msgspec.to_builtins(seeded.result)
    head = (seeded.id, seeded.department, seeded.region_code)
    return bool(
        await database.execute(
            SEED, *head, *_said(seeded), opened_at, result, result_at, seeded.source, seeded.evidence
        )
    )


def _said(text: ConsultationText) -> tuple[object, ...]:
    return (
        text.title, text.intro, msgspec.to_builtins(text.sections), text.opens_on, text.closes_on, text.normative,
        text.short_reason,
    )  # fmt: skip
