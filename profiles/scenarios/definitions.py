"""Scenarios as data: everyday questions, steps with conditions, deadlines, and who does each step."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.core.structs import Evidence
from backend.identity.consents.structs import Bilingual
from backend.reference.calendar.clocks import LimitUnit
from profiles.attributes.conditions import Condition, Purpose, SubjectKind

ANSWER_PREFIX = "answer."  # what conditions call the answer to a question
Name = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}$(?!\n)")]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)")]


class _Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of everything in `data/*.json`."""


class Choice(_Part, frozen=True, kw_only=True):
    """One possible answer."""

    value: Name
    title: Bilingual


class Prefill(_Part, frozen=True, kw_only=True):
    """The answer that attributes give by themselves, so that nobody is asked what is known."""

    answer: Name
    when: Condition


class Question(_Part, frozen=True, kw_only=True):
    """One question. `when` looks at answers to questions before it and at nothing else, so every way through ends."""

    id: Name
    text: Bilingual
    choices: Sequence[Choice]
    when: Condition | None = None
    prefill: Sequence[Prefill] = ()


class Deadline(_Part, frozen=True, kw_only=True):
    """Until when, counted from the day of the event. `legal`: a rule says so; else it is good advice."""

    amount: Annotated[int, Meta(ge=1, le=3650)]
    unit: LimitUnit
    legal: bool
    source: str


class Step(_Part, frozen=True, kw_only=True):
    """Something to do. `when` looks at answers only: what attributes know comes in through the questions' prefill.

    One of `item`, `bundle` and `app` does it; none of them: advice. It is done when every item of `done_by` was granted
    (without it: the item itself), when `done_when` holds on attributes, or when the person says so.
    """

    id: Code
    title: Bilingual
    about: Bilingual
    source: str
    evidence: Evidence
    when: Condition | None = None
    after: Sequence[Code] = ()
    item: str | None = None
    bundle: str | None = None
    app: str | None = None
    done_by: Sequence[str] = ()
    done_when: Condition | None = None
    deadline: Deadline | None = None
    needs: Sequence[Bilingual] = ()
    place: Bilingual | None = None

    def granted_by(self) -> Sequence[str]:
        """The basic codes whose granted cases mean that it is done."""
        return self.done_by or ((self.item,) if self.item else ())


class Definition(_Part, frozen=True, kw_only=True):
    """One version of a scenario. `when` says on attributes for whom it is; `events` open it.

    `lead_days`: cases that began at most so long before the event's day belong to it.
    """

    code: Code
    version: int
    subject: SubjectKind
    title: Bilingual
    about: Bilingual
    events: Sequence[Code]
    when: Condition
    questions: Sequence[Question]
    steps: Sequence[Step]
    valid_from: date
    source: str
    evidence: Evidence
    purpose: Purpose = Purpose.PERSONALISATION
    valid_to: date | None = None
    lead_days: int = 0

    def question(self, question_id: str) -> Question | None:
        """The question of this id, if there is one."""
        return next((one for one in self.questions if one.id == question_id), None)


def fact_name(question_id: str) -> str:
    """What conditions call the answer to a question."""
    return f"{ANSWER_PREFIX}{question_id}"
