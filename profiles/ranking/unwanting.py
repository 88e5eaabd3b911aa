"""What somebody does not want to see: kept, listed, taken back; and gone with the consent."""

import re
from typing import Final, Literal
from uuid import UUID

from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Purpose, SubjectKind
from profiles.ranking import pseudonyms, queries, seeing
from profiles.ranking.errors import NotHidden, PersonalisationOff, TooManyUnwanted, UnknownCard, UnknownTopic
from profiles.ranking.structs import Unwanted
from profiles.ranking.viewer import TOPICS

MOST: Final = 200  # whoever hides more wants to turn personalisation off, and is asked to look at the list
CARD: Final = re.compile(r"[a-z]{1,9}:[A-Za-z0-9_.:-]{1,70}")
UnwantedKind = Literal["card", "topic"]


def topics() -> frozenset[str]:
    """Every topic that somebody may care about, or not."""
    return frozenset(
        choice
        for kind in SubjectKind
        for choice in attributes.sorts(kind, Purpose.PERSONALISATION)[TOPICS[kind]].choices
    )


async def listed(person_id: UUID, *, limit: int, cursor: str | None) -> Page[Unwanted]:
    """What the person does not want to see, the last first.

    Raises:
        BadCursor
    """
    purpose = f"profiles.unwanted:{person_id}"
    position = ground().cursors.read(purpose, cursor)
    before = None if position is None else UUID(position)
    rows = await queries.unwanted_page(person_id, before=before, limit=limit + 1)
    return ground().cursors.page(
        purpose,
        rows,
        limit=limit,
        item=lambda row: Unwanted(kind=row["kind"], name=row["name"], since=row["since"]),
        position=lambda row: str(row["id"]),
    )


async def hide(person_id: UUID, *, kind: UnwantedKind, name: str, attempt: Attempt) -> Unwanted:
    """Keep it from the person's home from now on.

    Raises:
        UnknownCard, UnknownTopic, PersonalisationOff, TooManyUnwanted, KeyReused
        NotHidden: done with this key before, and taken back meanwhile.
    """
    if kind == "card" and not CARD.fullmatch(name):
        raise UnknownCard(card=name)
    if kind == "topic" and name not in topics():
        raise UnknownTopic(topic=name)

    async def work() -> Done:
        if not await seeing.agrees(person_id):
            raise PersonalisationOff
        if await queries.count_unwanted(person_id) >= MOST:
            raise TooManyUnwanted(most=MOST)
        if await queries.want_not(new_id(), person_id=person_id, kind=kind, name=name, at=now()) is not None:
            if kind == "card":
                pseudonym = pseudonyms.pseudonym_of(person_id)
                await queries.mark_unwanted(pseudonym, card=name, day=regions.today())
            await _tell(person_id, "profiles.hidden")
        return Done()

    # What is remembered of an attempt lies open for two days and outlives the consent, so it says nothing.
    await once(attempt, Done, work)
    row = await queries.unwanted(person_id, kind=kind, name=name)
    if row is None:
        raise NotHidden
    return Unwanted(kind=row["kind"], name=row["name"], since=row["since"])


async def show_again(person_id: UUID, *, kind: UnwantedKind, name: str, attempt: Attempt) -> None:
    """Take it back; what is not hidden is shown already.

    Raises:
        KeyReused
    """

    async def work() -> Done:
        # A path may hold anything, and the database refuses NUL.
        if name.isprintable() and await queries.want_again(person_id, kind=kind, name=name):
            await _tell(person_id, "profiles.shown-again")
        return Done()

    await once(attempt, Done, work)


async def _tell(person_id: UUID, action: str) -> None:
    """For the audit log, which whoever keeps the person's home follows. Not what: it says something about them."""
    await audit.record(action=action, actor=f"person:{person_id}", subject=f"person:{person_id}", about=person_id)
