"""The face of the studio: what is defined, the drafts of it, and what an editor needs to write one."""

from typing import Final

from backend.core.ground import ground
from backend.core.structs import Page
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.attributes.conditions import Purpose, SubjectKind
from profiles.events import service as events
from profiles.publishing import service as publishing
from profiles.publishing.structs import Kind
from profiles.scenarios import service as scenarios
from profiles.studio import drafts, queries, trials
from profiles.studio.crafts import CRAFTS, Known
from profiles.studio.structs import DefinitionLine, DefinitionWord, DraftLine, EventWord, WordChoice

make = drafts.make
save = drafts.save
submit = drafts.submit
approve = drafts.approve
refuse = drafts.refuse
drop = drafts.drop
read = drafts.read
listed = drafts.listed
try_out = trials.try_out
examples = trials.examples
versions = publishing.versions
version = publishing.version
WHOLE: Final = "studio.definitions"


async def overview(kind: Kind, *, limit: int, cursor: str | None) -> Page[DefinitionLine]:
    """Everything of a kind that was ever published, by code, with the draft that is open.

    Raises:
        BadCursor
    """
    after = ground().cursors.read(f"{WHOLE}:{kind}", cursor) or ""
    await publishing.fresh()
    by_code: dict[str, list[Known]] = {}
    for one in CRAFTS[kind].every():
        by_code.setdefault(one.code, []).append(one)
    codes = sorted(code for code in by_code if code > after)[: limit + 1]
    open_drafts = {row["code"]: drafts.line(row) for row in await queries.open_ones(kind.value, codes)}
    counting = CRAFTS[kind].in_force(regions.today())
    return ground().cursors.page(
        f"{WHOLE}:{kind}",
        codes,
        limit=limit,
        item=lambda code: _line(kind, by_code[code], in_force=counting.get(code), draft=open_drafts.get(code)),
        position=lambda code: code,
    )


def words(kind: Kind, subject: SubjectKind, purpose: Purpose) -> list[DefinitionWord]:
    """The attributes that conditions of such a definition may look at; no hidden one is among them."""
    sorts = attributes.tag_sorts(subject) if kind is Kind.TAG else scenarios.sorts_for(subject, purpose)
    return [
        DefinitionWord(
            name=name,
            title=attributes.title_of(subject, name) or attributes.untitled(name),
            value_kind=sort.kind,
            many=sort.many,
            choices=[
                WordChoice(value=str(one), title=attributes.label_of(subject, name, str(one))) for one in sort.choices
            ],
        )
        for name, sort in sorts.items()
        if not sort.hidden
    ]


def event_words(subject: SubjectKind) -> list[EventWord]:
    """The life events that may open a scenario."""
    return [
        EventWord(code=one.code, title=one.title, subject=one.subject, purpose=one.purpose)
        for one in events.kinds(subject)
    ]


def _line(kind: Kind, known: list[Known], *, in_force: int | None, draft: DraftLine | None) -> DefinitionLine:
    newest = max(known, key=lambda one: one.version)
    return DefinitionLine(
        kind=kind,
        code=newest.code,
        title=newest.title,
        subject=newest.subject,
        in_force=in_force,
        newest=newest.version,
        newest_from=newest.valid_from,
        versions=len(known),
        draft=draft,
    )
