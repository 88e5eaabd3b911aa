"""Computing tags from attributes, in the transaction that changed them, and keeping from which rows they came."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from backend.core.ids import new_id
from backend.reference.regions import service as regions
from profiles.attributes import queries, tags
from profiles.attributes.judging import verdict_of
from profiles.attributes.kinds import Known, SubjectKind
from profiles.attributes.structs import Held, TagDefinition


async def compute(
    facts: Mapping[UUID, Mapping[str, Known]],
    held: Mapping[UUID, Sequence[Held]],
    *,
    kind: SubjectKind,
    names: Mapping[UUID, Collection[str]] | None,
    at: datetime,
) -> None:
    """Judge the tags of these subjects that look at the attributes named for each, or all of them; one statement."""
    on = regions.today()
    rows = [
        (new_id(), who, one.id, one.version, verdict_of(one.condition, known, on=on), _inputs(one, held.get(who, ())))
        for who, known in facts.items()
        for one in tags.touched_by(kind, None if names is None else names[who], on=on)
    ]  # fmt: skip
    if rows:
        await queries.keep_tags(rows, on=on, at=at)


def _inputs(one: TagDefinition, held: Sequence[Held]) -> str:
    """The rows that were looked at, as SQL splits them."""
    return " ".join(str(row.id) for row in held if row.name in one.inputs)
