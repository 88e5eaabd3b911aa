"""Delegations, on the wire and between rooms."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.identifiers import PhoneNumber
from backend.core.jobs import Event
from backend.core.structs import Command, Moment, ShortText, Wire
from backend.identity.people.structs import Subject

CODES_MOST = 50

BasicCode = Annotated[str, Meta(pattern=r"^[0-9A-Z]{12}$(?!\n)", description="基本编码 of an item")]


class DelegatedAction(StrEnum):
    """What somebody may do for another."""

    APPLY = "apply"
    FOLLOW = "follow"
    COLLECT = "collect"


class AuthorityKind(StrEnum):
    """On what ground somebody acts for a subject."""

    SELF = "self"
    FAMILY = "family"
    DELEGATION = "delegation"
    LEGAL_PERSON = "legal-person"
    AGENT = "agent"


class DelegationState(StrEnum):
    """How a delegation stands today."""

    PLANNED = "planned"
    IN_FORCE = "in-force"
    OVER = "over"
    ENDED = "ended"


class DelegationSide(StrEnum):
    """Who ended it."""

    PRINCIPAL = "principal"
    AGENT = "agent"


class Authority(Wire, frozen=True, kw_only=True):
    """The ground on which somebody acts, and until which day it reaches (None: as long as it lasts)."""

    kind: AuthorityKind
    delegation_id: UUID | None = None
    until: date | None = None

    @property
    def basis(self) -> str:
        """The ground in one word for the audit log."""
        return self.kind.value if self.delegation_id is None else f"{self.kind.value}:{self.delegation_id}"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """For what somebody may act for a body now, all grounds together.

    `scopes`: by action the items that it reaches, None for all; an action that is not there is not allowed. `until` is
    the last day on which all of it is (None: as long as the ground lasts).
    """

    kind: AuthorityKind
    until: date | None
    scopes: Mapping[DelegatedAction, frozenset[str] | None]

    def covers(self, action: DelegatedAction) -> bool:
        """Whether the act is allowed for every item, so that it need not be about one."""
        return action in self.scopes and self.scopes[action] is None

    def reaches(self, action: DelegatedAction, basic_code: str) -> bool:
        """Whether the act is allowed for this item."""
        codes = self.scopes.get(action, frozenset())
        return codes is None or basic_code in codes


class MinorChild(msgspec.Struct, frozen=True, kw_only=True):
    """A child of somebody who asks, not of age, as the register knows them; it need not be enrolled."""

    id: UUID
    name: str
    birth_date: date


class GiveDelegation(Command, frozen=True, kw_only=True):
    """Let somebody act for oneself, or for a body that one leads (`on_behalf_of`).

    The agent is named by full name and phone: both must be right, so that nobody is appointed by a slip of a finger.
    `basic_codes` are the items it is for; none means all.
    """

    agent_name: ShortText
    agent_phone: PhoneNumber
    actions: Annotated[list[DelegatedAction], Meta(min_length=1, max_length=len(DelegatedAction))]
    from_date: date
    to_date: date
    basic_codes: Annotated[list[BasicCode], Meta(max_length=CODES_MOST)] = []
    on_behalf_of: UUID | None = None


class Party(Wire, frozen=True, kw_only=True):
    """One side of a delegation; the other one sees the full name."""

    subject: Subject
    name: str


class Delegation(Wire, frozen=True, kw_only=True):
    """A delegation as it was given, and how it stands today; `to_date` is the last day on which it holds."""

    id: UUID
    principal: Party
    agent: Party
    actions: list[DelegatedAction]
    basic_codes: list[str]
    from_date: date
    to_date: date
    given_at: Moment
    state: DelegationState
    ended_at: Moment | None
    ended_by: DelegationSide | None


class Choice(Wire, frozen=True, kw_only=True):
    """Somebody for whom the signed-in person may act, with the scope; no codes means all items."""

    subject: Subject
    name: str
    kind: AuthorityKind
    actions: list[DelegatedAction]
    basic_codes: list[str]
    until: date | None
    delegation_id: UUID | None


class Acting(Wire, frozen=True, kw_only=True):
    """For whom one may act: oneself, minor children, bodies, then delegations page by page.

    `missing` names what could not be asked just now; what stands here holds all the same.
    """

    choices: list[Choice]
    missing: list[Literal["family"]]
    next_cursor: str | None


class DelegationGiven(Event, frozen=True, kw_only=True):
    """Somebody may act for another from now on."""

    delegation_id: UUID


class DelegationEnded(Event, frozen=True, kw_only=True):
    """One side ended it before its last day."""

    delegation_id: UUID
    by: DelegationSide
