"""What is shown of cases to officers and to departments that were asked, and what everybody may see of the table."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.core.structs import Moment, Wire
from backend.reference.calendar.structs import Light
from backend.services.cases.flow.kinds import State, Words
from backend.services.cases.flow.orders import Answer, HandedMaterial
from backend.services.cases.flow.shown import Case


class Conflict(Wire, frozen=True, kw_only=True):
    """A field whose two values differ: what was answered, and what a register says."""

    name: str
    title: str
    answered: Any
    registered: Any
    register: str | None
    as_of: date | None


class Snippet(Wire, frozen=True, kw_only=True):
    """One line that an officer should read first."""

    words: Words
    tone: str


class Proposal(Wire, frozen=True, kw_only=True):
    """A decision that waits for a second officer."""

    outcome: str
    reasons: str
    proposed_by: UUID
    proposed_at: Moment


class ExtensionAsked(Wire, frozen=True, kw_only=True):
    """A longer time that waits for approval."""

    days: int
    reason: str
    asked_by: UUID


class PartAsked(Wire, frozen=True, kw_only=True):
    """What another department was asked, and what it said; `outcome`: agrees, disagrees, recalled, or still open."""

    id: UUID
    department: str
    region_code: str
    asks: str
    asked_at: Moment
    answered_at: Moment | None
    outcome: str | None
    opinion: str | None


class DeskCase(Case, frozen=True, kw_only=True):
    """A case as an officer of its place sees it. `content_hash` is what an approval must name."""

    content_hash: str
    item: dict[str, Any]
    scenario: dict[str, str]
    snippets: list[Snippet]
    conflicts: list[Conflict]
    proposal: Proposal | None
    extension: ExtensionAsked | None
    parts: list[PartAsked]
    commitment_given_at: Moment | None
    round: int


class Colleague(Wire, frozen=True, kw_only=True):
    """An officer who could take the case: the name, and nothing that would rank anybody."""

    id: UUID
    name: str


class PartSummary(Wire, frozen=True, kw_only=True):
    """What a department is asked, as its list shows it."""

    id: UUID
    number: str
    item_name: str
    asker: str
    asks: str
    asked_at: Moment
    due_on: date | None
    light: Light


class Part(PartSummary, frozen=True, kw_only=True):
    """A department's part of a case: the question, the fields and materials that it was shown, and its answer."""

    answers: list[Answer]
    materials: list[HandedMaterial]
    answered_at: Moment | None
    outcome: str | None
    opinion: str | None


class Counts(Wire, frozen=True, kw_only=True):
    """The desk at a glance; `red`, `yellow`, `mine` and `parts` are counted up to `most`."""

    states: dict[str, int]
    red: int
    yellow: int
    mine: int
    parts: int
    most: int


class Enquiry(Wire, frozen=True, kw_only=True):
    """What number and query code open to anybody: how it stands, and nothing about anybody."""

    number: str
    item_name: str
    department: str
    state: State
    state_words: Words
    due_on: date | None
    light: Light


class GuardShown(Wire, frozen=True, kw_only=True):
    """A guard with the refusal that people see when it does not hold."""

    name: str
    code: str
    words: Words


class TransitionShown(Wire, frozen=True, kw_only=True):
    """One row of the table."""

    action: str
    words: Words
    actor: str
    states: list[State]
    to: State | None
    when: str | None
    guards: list[GuardShown]
    clock: str
    event: str


class StateShown(Wire, frozen=True, kw_only=True):
    """A state, and whether a case may stay in it for ever."""

    state: State
    words: Words
    end: bool


class StateTable(Wire, frozen=True, kw_only=True):
    """The transition table as the engine obeys it."""

    states: list[StateShown]
    transitions: list[TransitionShown]
