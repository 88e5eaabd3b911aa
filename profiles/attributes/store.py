"""Keeping and reading attributes: one current value for each source, the past beside it, and the event that tells."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.audit import log as audit
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.jobs import emit_all
from backend.core.structs import now
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from profiles.attributes import queries, sealed, tagging
from profiles.attributes.catalogue import ATTRIBUTES, CONFIDENCE
from profiles.attributes.kinds import Known, Purpose, SourceKind, SubjectKind
from profiles.attributes.structs import AttributesChanged, Held, Offer

RANK: Final[Mapping[SourceKind, int]] = {kind: place for place, kind in enumerate(SourceKind)}
SUBJECT_KINDS: Final[Mapping[str, SubjectKind]] = {"person": SubjectKind.PERSON, "organisation": SubjectKind.FIRM}
IDENTITY_KINDS: Final[Mapping[str, Any]] = {SubjectKind.PERSON: "person", SubjectKind.FIRM: "organisation"}
Changes = dict[UUID, set[str]]
Key = tuple[UUID, str, str, str]  # subject, attribute, source kind, source: one current value each


async def put(offers: Mapping[UUID, Sequence[Offer]], *, kind: SubjectKind, by: str, tagged: bool = True) -> Changes:
    """Keep what sources say of any number of subjects of one kind, and tell what is other than before.

    Joins the caller's transaction. Tags are computed again in it, so that nobody sees a value without its tags; not
    those of people who did not agree to it (`tagged` false).
    """
    if not offers:
        return {}
    at = now()
    async with database.transaction():
        await queries.lock_subjects([(one, kind) for one in offers])
        said = {(who, one.name, one.source_kind.value, one.source): one for who, each in offers.items() for one in each}
        changes = await _keep(said, kind=kind, at=at)
        if tagged:
            await tag(list(changes), kind=kind, names=changes, at=at)
        await tell(changes, kind=kind, by=by)
    return changes


async def tag(ids: Sequence[UUID], *, kind: SubjectKind, names: Changes | None, at: datetime) -> set[UUID]:
    """Compute the tags of these subjects that look at the names of each, or all; who has others now."""
    if not ids:
        return set()
    held = await current(ids)
    facts = {one: facts_of(held.get(one, ())) for one in ids}
    return await tagging.compute(facts, held, kind=kind, names=names, at=at)


async def tag_anew(ids: Sequence[UUID], *, kind: SubjectKind, names: Changes | None, at: datetime) -> None:
    """The same where nothing else has changed: whoever keeps what rests on tags hears of it from the log alone."""
    turned = await tag(ids, kind=kind, names=names, at=at)
    if turned:
        facts = [(f"{kind}:{one}", one) for one in sorted(turned)]
        await audit.record_all(action="profiles.tags-turned", actor="system", facts=facts)


async def tell(changes: Changes, *, kind: SubjectKind, by: str) -> None:
    """Let everybody who looks at these subjects know: version, audit log, event; in the caller's transaction."""
    if not changes:
        return
    await queries.touch(changes)
    facts = [(f"{kind}:{one}", one) for one in changes]
    await audit.record_all(action="profiles.changed", actor=by, facts=facts, fields=changes)
    await emit_all(
        [
            AttributesChanged(subject=Subject(kind=IDENTITY_KINDS[kind], id=one), names=sorted(names))
            for one, names in changes.items()
        ]
    )


async def current(
    ids: Collection[UUID], *, purposes: Collection[Purpose] | None = None, names: Collection[str] | None = None
) -> dict[UUID, list[Held]]:
    """Everything currently known of these subjects, opened; one query."""
    wanted = None if purposes is None else [one.value for one in purposes]
    found: dict[UUID, list[Held]] = {}
    for row in await queries.current(ids, purposes=wanted, names=names):
        found.setdefault(row["subject_id"], []).append(held_of(row))
    return found


async def purposes_kept(person_id: UUID) -> set[Purpose]:
    """For which uses others have said something of the person that is still kept."""
    rows = await queries.current([person_id])
    return {Purpose(row["purpose"]) for row in rows if row["source_kind"] != SourceKind.PERSON}


def by_name(held: Collection[Held]) -> dict[str, list[Held]]:
    """By attribute, the value that counts first: the more reliable source, then the later day."""
    found: dict[str, list[Held]] = {}
    for one in sorted(held, key=lambda each: (RANK[each.source_kind], -each.as_of.toordinal(), each.source)):
        found.setdefault(one.name, []).append(one)
    return found


def facts_of(held: Collection[Held]) -> dict[str, Known]:
    """What conditions are judged on."""
    return {
        name: Known(value=first.value, as_of=first.as_of, source_kind=first.source_kind, source=first.source)
        for name, (first, *_) in by_name(held).items()
    }


def held_of(row: Record) -> Held:
    """A row, opened."""
    value = row["value"]
    if row["sealed"] is not None:
        value = sealed.unseal_for(ground().keyring, row_id=row["id"], column=sealed.VALUE, sealed=row["sealed"])
    return Held(
        id=row["id"],
        name=row["name"],
        value=value,
        source_kind=SourceKind(row["source_kind"]),
        source=row["source"],
        purpose=Purpose(row["purpose"]),
        basis=row["basis"],
        confidence=row["confidence"],
        as_of=row["as_of"],
        received_at=row["received_at"],
        keep_until=row["keep_until"],
    )


async def _keep(said: Mapping[Key, Offer], *, kind: SubjectKind, at: datetime) -> Changes:
    """End what is other now or said no longer, keep what is new, and confirm the rest; the subjects are locked."""
    ring = ground().keyring
    there = {
        (row["subject_id"], row["name"], row["source_kind"], row["source"]): (row["id"], row["digest"])
        for row in await queries.digests({key[0] for key in said})
    }
    ended, new, same = [], [], []
    changes: Changes = {}
    for key, offer in said.items():
        row_id, digest = there.get(key, (None, None))
        now_digest = sealed.digest_of(ring, subject_id=key[0], name=offer.name, value=offer.value)
        if offer.gone and row_id is None:
            continue
        if not offer.gone and digest == now_digest:
            same.append(_confirmed(row_id, offer, kind))
            continue
        changes.setdefault(key[0], set()).add(offer.name)
        if row_id is not None:
            ended.append(row_id)
        if not offer.gone:
            new.append(_row(key[0], offer, now_digest, kind))
    if ended:
        await queries.end(ended, at=at)
    if same:
        await queries.confirm(same)
    if new:
        await queries.insert(new, at=at)
    return changes


def _confirmed(row_id: UUID, offer: Offer, kind: SubjectKind) -> tuple[object, ...]:
    attribute = ATTRIBUTES[kind][offer.name]
    return (row_id, offer.as_of, offer.basis, attribute.purpose.value, keep_until(attribute.kept_days))


def _row(subject_id: UUID, offer: Offer, digest: bytes, kind: SubjectKind) -> tuple[object, ...]:
    ring, row_id, attribute = ground().keyring, new_id(), ATTRIBUTES[kind][offer.name]
    person = kind is SubjectKind.PERSON
    return (
        row_id, subject_id, offer.name, offer.source_kind.value, offer.source,
        None if person else sealed.plain(offer.value),
        sealed.seal_for(ring, row_id=row_id, column=sealed.VALUE, value=offer.value) if person else None,
        digest, attribute.purpose.value, offer.basis, CONFIDENCE[offer.source_kind], offer.as_of,
        keep_until(attribute.kept_days),
    )  # fmt: skip


def keep_until(days: int) -> date:
    """The last day on which a value that arrives today may be kept."""
    return regions.today() + timedelta(days=days)
