"""All SQL of letters."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.ids import new_id
from backend.services.interaction.letters.structs import LetterAction, PublishLetter, SeedBox, WriteLetter

BOXES = """
    select * from interaction_letter_box where active and ($1::text[] is null or region_code = any($1))
    order by array_position($1::text[], region_code::text) desc nulls last, leader desc, title limit 100
"""
WRITE = """
    insert into interaction_letter (id, number, person_id, kind, subject, text, files, publishable, box_id, department,
        region_code, state, received_at, counted_from, due_on, due_provisional, changed_at)
    values ($1, to_char($11::date, 'YYYYMMDD') || lpad(nextval('interaction_letter_number')::text, 6, '0'), $2, $3, $4,
        $5, $6, $7, $8, $9, $10, 'received', $14, $11, $12, $13, $14)
"""
MOVE = """
    update interaction_letter set state = $2, transfers = $3, rounds = $4, proposer_id = $5, changed_at = $6
    where id = $1
"""
AT_DESK = """
    select * from interaction_letter
    where (department, region_code) in (select * from unnest($1::text[], $2::text[]))
        and (due_on, id) > ($3, $4) and state = any($5)
    order by due_on, id limit $6
"""
PUBLISHED = """
    select * from interaction_letter where published_at is not null and (published_at, id) < ($1, $2)
        and ($3::text[] is null or region_code = any($3)) and ($4::text is null or kind = $4)
        and ($5::text is null or strpos(public_title || ' ' || public_question || ' ' || public_answer, $5) > 0)
    order by published_at desc, id desc limit $6
"""
SEED_BOX = """
    insert into interaction_letter_box as old (id, department, region_code, title, about, leader, source, evidence)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing
"""


async def boxes(regions: Sequence[str] | None) -> Sequence[Record]:
    """Open boxes of these regions, the last region first."""
    return await database.fetch(BOXES, regions)


async def box(box_id: UUID) -> Record | None:
    """An open box."""
    return await database.fetch_one("select * from interaction_letter_box where id = $1 and active", box_id)


async def write(
    letter_id: UUID,
    command: WriteLetter,
    box: Record,
    *,
    person_id: UUID,
    files: list[dict[str, object]],
    on: date,
    due: tuple[date, bool],
    at: datetime,
) -> None:
    """Keep a letter under the next number of the day."""
    await database.execute(
        WRITE, letter_id, person_id, command.kind, command.subject, command.text, files, command.publishable,
        command.box_id, box["department"], box["region_code"], on, *due, at,
    )  # fmt: skip


async def step(letter_id: UUID, action: LetterAction, *, actor: UUID, department: str, text: str, at: datetime) -> None:
    """Note what happened."""
    await database.execute(
        """
        insert into interaction_letter_step (id, letter_id, action, at, actor_id, department, text)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        new_id(),
        letter_id,
        action,
        at,
        actor,
        department,
        text,
    )


async def lock(letter_id: UUID) -> Record | None:
    """A letter for who moves it."""
    return await database.fetch_one("select * from interaction_letter where id = $1 for update", letter_id)


async def one(letter_id: UUID) -> Record | None:
    """A letter."""
    return await database.fetch_one("select * from interaction_letter where id = $1", letter_id)


async def steps(letter_id: UUID) -> Sequence[Record]:
    """What happened, the first thing first."""
    return await database.fetch(
        "select * from interaction_letter_step where letter_id = $1 order by id limit 200", letter_id
    )


async def move(
    letter_id: UUID, *, state: str, transfers: int, rounds: int, proposer: UUID | None, at: datetime
) -> None:
    """Let it stand where the table says."""
    await database.execute(MOVE, letter_id, state, transfers, rounds, proposer, at)


async def assign(letter_id: UUID, *, officer: UUID) -> None:
    """Who sees to it."""
    await database.execute("update interaction_letter set officer_id = $2 where id = $1", letter_id, officer)


async def hand_on(letter_id: UUID, box: Record) -> None:
    """To another office, where nobody sees to it yet."""
    await database.execute(
        """
        update interaction_letter set box_id = $2, department = $3, region_code = $4, officer_id = null where id = $1
        """,
        letter_id,
        box["id"],
        box["department"],
        box["region_code"],
    )


async def propose(letter_id: UUID, text: str) -> None:
    """Keep an answer until it is checked."""
    await database.execute("update interaction_letter set proposal = $2 where id = $1", letter_id, text)


async def restart(letter_id: UUID, *, on: date, due: tuple[date, bool]) -> None:
    """A new round with a clock of its own."""
    await database.execute(
        """
        update interaction_letter set counted_from = $2, due_on = $3, due_provisional = $4, proposal = '', solved = null
        where id = $1
        """,
        letter_id,
        on,
        *due,
    )


async def settle(letter_id: UUID, *, solved: bool) -> None:
    """What the writer says about the answer."""
    await database.execute("update interaction_letter set solved = $2 where id = $1", letter_id, solved)


async def publish(letter_id: UUID, command: PublishLetter, *, at: datetime) -> None:
    """Let others read it in these words."""
    await database.execute(
        """
        update interaction_letter set public_title = $2, public_question = $3, public_answer = $4, published_at = $5
        where id = $1
        """,
        letter_id,
        command.title,
        command.question,
        command.answer,
        at,
    )


async def mine(person_id: UUID, *, before: tuple[datetime, UUID], limit: int) -> Sequence[Record]:
    """The person's own letters, the newest first."""
    return await database.fetch(
        """
        select * from interaction_letter where person_id = $1 and (received_at, id) < ($2, $3)
        order by received_at desc, id desc limit $4
        """,
        person_id,
        *before,
        limit,
    )


async def at_desk(
    offices: tuple[list[str], list[str]], *, after: tuple[date, UUID], states: Sequence[str], limit: int
) -> Sequence[Record]:
    """Letters of these offices, what is due first first."""
    return await database.fetch(AT_DESK, *offices, *after, list(states), limit)


async def published(
    *,
    before: tuple[datetime, UUID],
    regions: Sequence[str] | None,
    kind: str | None,
    text: str | None,
    limit: int,
) -> Sequence[Record]:
    """What others may read, the newest first."""
    return await database.fetch(PUBLISHED, *before, regions, kind, text, limit)


async def provisional(*, after: UUID, limit: int) -> Sequence[Record]:
    """Open letters whose day rests on a year without a notice."""
    return await database.fetch(
        """
        select id, kind, counted_from from interaction_letter
        where due_provisional and state in ('received', 'assigned', 'proposed') and id > $1 order by id limit $2
        """,
        after,
        limit,
    )


async def redue(ids: Sequence[UUID], *, days: Sequence[date], provisional: Sequence[bool]) -> None:
    """Their days as the calendar has them now."""
    await database.execute(
        """
        update interaction_letter l set due_on = n.day, due_provisional = n.provisional
        from unnest($1::uuid[], $2::date[], $3::bool[]) as n (id, day, provisional) where l.id = n.id
        """,
        list(ids),
        list(days),
        list(provisional),
    )


async def seed_box(one: SeedBox) -> bool:
    """Open a seeded box; False when it is there."""
    return bool(
        await database.execute(
            SEED_BOX,
            one.id,
            one.department,
            one.region_code,
            one.title,
            one.about,
            one.leader,
            one.source,
            one.evidence,
        )
    )
