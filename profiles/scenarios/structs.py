"""Scenarios on the wire and between rooms."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.structs import Command, Evidence, Moment, Wire
from backend.identity.consents.structs import Bilingual
from profiles.attributes.conditions import SourceKind, SubjectKind
from profiles.events.structs import LifeEvent, Why
from profiles.scenarios.asking import Asked
from profiles.scenarios.engine import StepState

ANSWERS_MOST = 40
STEPS_MOST = 60
Key = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9-]{0,39}$(?!\n)", max_length=40)]


class ChoiceView(Wire, frozen=True, kw_only=True):
    """One possible answer."""

    value: str
    title: Bilingual


class AnswerBasis(Wire, frozen=True, kw_only=True):
    """An attribute that an answer rests on: who says so, as of which day."""

    attribute: str
    title: Bilingual | None
    source: str
    source_kind: SourceKind
    as_of: date


class QuestionView(Wire, frozen=True, kw_only=True):
    """A question as it stands; with `basis` attributes answered it, and nobody is asked."""

    id: str
    text: Bilingual
    choices: list[ChoiceView]
    state: Asked
    answer: str | None
    basis: list[AnswerBasis]


class StepDue(Wire, frozen=True, kw_only=True):
    """The last day in time. `legal`: by the rule in `source`. `provisional`: the year's calendar is not out."""

    day: date
    overdue: bool
    provisional: bool
    legal: bool
    source: str


class StepTerm(Wire, frozen=True, kw_only=True):
    """A deadline in words of its own, before anybody's day is known."""

    amount: int
    unit: str
    legal: bool
    source: str


class DoneBy(Wire, frozen=True, kw_only=True):
    """What does a step: an item or bundle of the catalogue, a mini-app; `advice`: the person, without the platform."""

    kind: Literal["item", "bundle", "app", "advice"]
    code: str | None


class StepView(Wire, frozen=True, kw_only=True):
    """A step as it stands. `because`: questions whose answers made it so; `settled_by`: those that would.

    `ticked`: the person says that it is done. Ticks are written all at once, so whoever changes one must know the
    others, and tell them from what a case or an attribute says.
    """

    id: str
    title: Bilingual
    about: Bilingual
    state: StepState
    done_by: DoneBy
    needs: list[Bilingual]
    place: Bilingual | None
    term: StepTerm | None
    due: StepDue | None
    because: list[str]
    settled_by: list[str]
    blocked_by: list[str]
    refused: bool
    ticked: bool
    source: str
    evidence: Evidence


class StepCounts(Wire, frozen=True, kw_only=True):
    """How many steps stand how; those that do not apply are left out."""

    done: int
    in_progress: int
    missing: int
    blocked: int
    unknown: int


class NextUp(Wire, frozen=True, kw_only=True):
    """The step that comes next, and until when; None when all that remains waits or is done."""

    step: str
    title: Bilingual
    due_on: date | None


class Guide(Wire, frozen=True, kw_only=True):
    """The wizard: questions, steps, and what to ask next."""

    code: str
    version: int
    subject: SubjectKind
    title: Bilingual
    about: Bilingual
    day: date | None
    questions: list[QuestionView]
    next_question: str | None
    steps: list[StepView]
    counts: StepCounts
    next_up: NextUp | None
    source: str
    evidence: Evidence


class ScenarioSummary(Wire, frozen=True, kw_only=True):
    """A scenario in the public list; `events` are the kinds that open it, `sayable` those one may say."""

    code: str
    version: int
    subject: SubjectKind
    title: Bilingual
    about: Bilingual
    events: list[str]
    sayable: list[str]
    questions: int
    steps: int
    evidence: Evidence


class OpenScenario(Wire, frozen=True, kw_only=True):
    """A scenario that is open for somebody, why, and how far it is."""

    id: UUID
    code: str
    version: int
    title: Bilingual
    about: Bilingual
    event_id: UUID
    event: str
    event_title: Bilingual
    day: date
    why: Why
    counts: StepCounts
    next_up: NextUp | None
    open_questions: int
    changed_at: Moment


class MyGuide(Wire, frozen=True, kw_only=True):
    """The wizard of an open scenario."""

    open: OpenScenario
    guide: Guide


class EventSaid(Wire, frozen=True, kw_only=True):
    """What one said, and the scenarios that it opened."""

    event: LifeEvent
    scenarios: list[OpenScenario]


Answers = Annotated[dict[Key, Key], Meta(max_length=ANSWERS_MOST)]
Ticks = Annotated[list[Key], Meta(max_length=STEPS_MOST)]


class AnswerScenario(Command, frozen=True, kw_only=True):
    """All answers and all ticks as they are to stand: what is left out is taken back."""

    answers: Answers
    done: Ticks = []


class TryScenario(Command, frozen=True, kw_only=True):
    """The same without signing in; nothing is kept. With a day there are deadlines."""

    answers: Answers = {}
    done: Ticks = []
    day: date | None = None
