"""What goes on by itself: registers asked again, tags of a new day, and what may be kept no longer."""

from typing import Final

from backend.core import database
from backend.core.structs import now
from backend.reference.regions import service as regions
from profiles.attributes import consent, loading, queries, store
from profiles.attributes.kinds import SubjectKind

LOADS: Final = 50  # a round: a read each for the registers, so that no round holds a worker for long
TAGS: Final = 2_000
OLD: Final = 5_000


async def refresh() -> int:
    """Ask the registers again about those whom they were not asked about for longest; how many. Firms: at their visit.

    What an expired consent allowed to keep goes here.
    """
    due = await queries.loaded_before(now() - loading.FRESH, limit=LOADS)
    people = [row["id"] for row in due if row["kind"] == SubjectKind.PERSON]
    for person_id in people:
        async with database.transaction():
            agreed = (await consent.hold([person_id], uses=loading.KEPT_FOR)).get(person_id, {})
            for purpose in loading.KEPT_FOR:
                if purpose not in agreed:
                    await consent.let_go(person_id, purpose)
            await loading.person(person_id)
    return len(people)


async def retag() -> int:
    """Compute tags anew that were computed on an earlier day: ages and terms go on by themselves; of how many."""
    async with database.transaction():
        due = await queries.tagged_before(regions.today(), limit=TAGS)
        for kind in SubjectKind:
            ids = [row["id"] for row in due if row["kind"] == kind]
            if ids:
                await queries.lock_subjects([(one, kind) for one in ids])
                await store.tag(ids, kind=kind, names=None, at=now())
    return len(due)


async def tidy() -> int:
    """Remove what may be kept no longer; how many values."""
    async with database.transaction():
        gone = await queries.forget_old(regions.today(), limit=OLD)
        kinds = {row["id"]: row["kind"] for row in await queries.subjects({one for one, _ in gone})}
        for kind in SubjectKind:
            changes: store.Changes = {}
            for subject_id, name in gone:
                if kinds.get(subject_id) == kind:
                    changes.setdefault(subject_id, set()).add(name)
            await store.tell(changes, kind=kind, by="system")
    return len(gone)
