"""What goes on by itself: registers asked again, tags of a new day, and what may be kept no longer."""

from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.jobs import emit
from backend.core.structs import now
from backend.reference.regions import service as regions
from profiles.attributes import consent, loading, queries, store, tags
from profiles.attributes.kinds import Purpose, SubjectKind
from profiles.attributes.structs import TagMovedOn
from profiles.publishing import service as publishing
from profiles.publishing.structs import DefinitionPublished, Kind

LOADS: Final = 50  # people of a round
ROUNDS: Final = 20  # at the most before other periodic work has its turn
TAGS: Final = 2_000
OLD: Final = 5_000


async def refresh() -> int:
    """Ask the registers again about people about whom they were not asked for longest; how many. Firms: at their visit.

    What an expired consent allowed to keep goes here. Each person is a transaction, because each is a disclosure.
    """
    done = 0
    for _ in range(ROUNDS):
        due = await queries.loaded_before(now() - loading.FRESH, limit=LOADS)
        for row in due:
            await _refresh(row["id"])
        done += len(due)
        if len(due) < LOADS:
            break
    return done


async def _refresh(person_id: UUID) -> None:
    async with database.transaction():
        agreed = (await consent.hold([person_id], uses=loading.KEPT_FOR)).get(person_id, {})
        for purpose in await store.purposes_kept(person_id):
            if purpose not in agreed:
                await consent.let_go(person_id, purpose)
        await loading.person(person_id)


async def retag() -> int:
    """Compute tags anew that were computed on an earlier day: ages and terms go on by themselves; of how many."""
    done = 0
    for _ in range(ROUNDS):
        found = await _retag()
        done += found
        if not found:
            break
    return done


async def _retag() -> int:
    async with database.transaction():
        due = await queries.tagged_before(regions.today(), limit=TAGS)
        for kind in SubjectKind:
            ids = [row["id"] for row in due if row["kind"] == kind]
            if ids:
                await queries.lock_subjects([(one, kind) for one in ids])
                await store.tag_anew(ids, kind=kind, names=None, at=now())
    return len(due)


async def after_publication(event: DefinitionPublished) -> None:
    """A tag was published: everybody it may be about is judged anew, some thousand a job. What begins later waits."""
    await publishing.refresh()
    published = [one for one in tags.every() if (one.id, one.version) == (event.code, event.version)]
    async with database.transaction():
        for one in published:
            if one.valid_from <= regions.today():
                await emit(TagMovedOn(kind=one.subject, tag=one.id, after=UUID(int=0)))


async def move_on(event: TagMovedOn) -> None:
    """Judge the next ones, and leave the rest to the next job."""
    await publishing.fresh()
    async with database.transaction():
        ids = await queries.subjects_after(event.kind.value, event.after, limit=TAGS)
        one = tags.in_force(event.kind, on=regions.today()).get(event.tag)
        if not ids or one is None:
            return
        if len(ids) == TAGS:
            await emit(TagMovedOn(kind=event.kind, tag=event.tag, after=ids[-1]))
        await queries.lock_subjects([(each, event.kind) for each in ids])
        if event.kind is SubjectKind.PERSON:  # who has only said something of themselves has no tags
            ids = list(await consent.hold(ids, uses=(Purpose.PERSONALISATION,)))
        await store.tag_anew(ids, kind=event.kind, names={each: set(one.inputs) for each in ids}, at=now())


def is_of_tags(event: DefinitionPublished) -> bool:
    """Whether a tag was published."""
    return event.kind is Kind.TAG


async def tidy() -> int:
    """Remove what may be kept no longer; how many values."""
    async with database.transaction():
        gone = await queries.forget_old(regions.today(), limit=OLD)
        kinds = {row["id"]: row["kind"] for row in await queries.subjects({one for one, _ in gone})}
        tagged = {row["subject_id"] for row in await queries.current_tags(set(kinds))}
        for kind in SubjectKind:
            changes: store.Changes = {}
            for subject_id, name in gone:
                if kinds.get(subject_id) == kind:
                    changes.setdefault(subject_id, set()).add(name)
            await store.tag([one for one in changes if one in tagged], kind=kind, names=changes, at=now())
            await store.tell(changes, kind=kind, by="system")
    return len(gone)
