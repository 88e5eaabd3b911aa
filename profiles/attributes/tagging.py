"""Computing tags from attributes, in the transaction that changed them, and keeping from which rows they came."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from backend.core.ids import new_id
from backend.reference.regions import service as regions
from profiles.attributes import queries, tags
from profiles.attributes.judging import Verdict, verdict_of
from profiles.attributes.kinds import Known, SubjectKind
from profiles.attributes.structs import Held, TagDefinition
from profiles.publishing import service as publishing


async def compute(
    facts: Mapping[UUID, Mapping[str, Known]],
    held: Mapping[UUID, Sequence[Held]],
    *,
    kind: SubjectKind,
    names: Mapping[UUID, Collection[str]] | None,
    at: datetime,
) -> set[UUID]:
    """Judge the tags of these subjects that look at the attributes named for each, or all; who has others now."""
    await publishing.fresh()
    on = regions.today()
    there = {(row["subject_id"], row["tag"]): row for row in await queries.current_tags(list(facts))}
    ended, new, same = [], [], []
    turned: set[UUID] = set()
    for who, known in facts.items():
        for one in tags.touched_by(kind, None if names is None else names[who], on=on):
            verdict, inputs = verdict_of(one.condition, known, on=on), _inputs(one, held.get(who, ()))
            row = there.get((who, one.id))
            if row is not None and (row["version"], row["verdict"]) == (one.version, verdict):
                same.append((row["id"], inputs))
                continue
            if row is not None:
                ended.append(row["id"])
            if (verdict is Verdict.MET) is not (row is not None and row["verdict"] == Verdict.MET):
                turned.add(who)
            new.append((new_id(), who, one.id, one.version, verdict.value, inputs))
    if ended:
        await queries.end_tags(ended, at=at)
    if same:
        await queries.confirm_tags(same, on=on)
    if new:
        await queries.insert_tags(new, on=on, at=at)
    return turned


def _inputs(one: TagDefinition, held: Sequence[Held]) -> str:
    """The rows that were looked at, as SQL splits them."""
    return " ".join(str(row.id) for row in held if row.name in one.inputs)
