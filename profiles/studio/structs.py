"""Drafts of definitions on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import I64, Command, Evidence, Moment, Wire
from backend.identity.consents.structs import Bilingual
from profiles.attributes.conditions import Purpose, Reason, SubjectKind, ValueKind, Verdict
from profiles.publishing.structs import Body, Flaw, Kind
from profiles.scenarios.structs import Answers, Guide, Ticks

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)", max_length=40)]
Note = Annotated[str, Meta(min_length=2, max_length=200, description="What changes, and why; stays with the version")]
Reasons = Annotated[str, Meta(min_length=2, max_length=500)]
Edit = Annotated[int, Meta(ge=1, le=1_000_000, description="The `edit` that was read; another one is a conflict")]
Said = Annotated[str, Meta(max_length=80)] | I64 | bool | Annotated[list[str], Meta(max_length=20)] | None
FACTS_MOST = 60


class DraftState(StrEnum):
    """Where a draft is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    PUBLISHED = "published"
    DROPPED = "dropped"


class Change(Wire, frozen=True, kw_only=True):
    """One difference to the published version; before and after as JSON."""

    path: str
    what: Literal["added", "removed", "changed", "moved"]
    before: str | None
    after: str | None


class DraftLine(Wire, frozen=True, kw_only=True):
    """A draft in the list. `edit` counts its saves."""

    id: UUID
    kind: Kind
    code: str
    title: Bilingual
    state: DraftState
    edit: int
    based_on: int | None
    note: str
    editors: list[UUID]
    edited_by: UUID
    edited_at: Moment
    submitted_by: UUID | None
    decided_by: UUID | None
    reason: str | None
    version: int | None


class Draft(Wire, frozen=True, kw_only=True):
    """A draft with what the machine finds wrong, and what differs from the newest published version."""

    line: DraftLine
    body: Body
    flaws: list[Flaw]
    changes: list[Change]


class MakeDraft(Command, frozen=True, kw_only=True):
    """Begin a draft: a copy of a published version (an older one to go back to it), or, without one, something new."""

    kind: Kind
    code: Code
    version: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    subject: SubjectKind = SubjectKind.PERSON


class SaveDraft(Command, frozen=True, kw_only=True):
    """The whole draft as it is to stand. It may be unfinished: the answer says what is wrong."""

    edit: Edit
    body: Body
    note: Annotated[str, Meta(max_length=200)] = ""


class SubmitDraft(Command, frozen=True, kw_only=True):
    """Ask a colleague to approve it."""

    edit: Edit
    note: Note


class ApproveDraft(Command, frozen=True, kw_only=True):
    """Publish what was read; without a day from today on."""

    edit: Edit
    valid_from: date | None = None


class RefuseDraft(Command, frozen=True, kw_only=True):
    """Give it back to who wrote it."""

    edit: Edit
    reason: Reasons


class DropDraft(Command, frozen=True, kw_only=True):
    """Give the draft up."""

    edit: Edit


class DefinitionLine(Wire, frozen=True, kw_only=True):
    """One scenario or tag: which version counts, which one is to come, and the draft that is open."""

    kind: Kind
    code: str
    title: Bilingual
    subject: SubjectKind
    in_force: int | None
    newest: int
    newest_from: date
    versions: int
    draft: DraftLine | None


class TryDraft(Command, frozen=True, kw_only=True):
    """Facts of nobody: what the definition would say of them. With a day there are deadlines."""

    kind: Kind
    body: Body
    facts: Annotated[dict[str, Said], Meta(max_length=FACTS_MOST)] = {}
    answers: Answers = {}
    done: Ticks = []
    cases: Annotated[dict[str, Literal["open", "granted", "refused"]], Meta(max_length=FACTS_MOST)] = {}
    day: date | None = None


class Trial(Wire, frozen=True, kw_only=True):
    """Whether it is for them, why, and the guide as they would see it; nothing of both while there are flaws."""

    flaws: list[Flaw]
    verdict: Verdict | None
    reasons: list[Reason]
    missing: list[str]
    guide: Guide | None


class WordChoice(Wire, frozen=True, kw_only=True):
    """A value that an attribute may have, and what people call it."""

    value: str
    title: str


class DefinitionWord(Wire, frozen=True, kw_only=True):
    """An attribute that conditions may look at."""

    name: str
    title: Bilingual
    value_kind: ValueKind
    many: bool
    choices: list[WordChoice]


class EventWord(Wire, frozen=True, kw_only=True):
    """A life event that may open a scenario."""

    code: str
    title: Bilingual
    subject: SubjectKind
    purpose: Purpose


class Example(Wire, frozen=True, kw_only=True):
    """Somebody invented, to try definitions on."""

    code: str
    title: Bilingual
    subject: SubjectKind
    facts: dict[str, Said]
    source: str
    evidence: Evidence
