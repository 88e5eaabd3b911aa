"""The home of a firm on the wire: what waits, what is recommended, and the zone over the firm's life."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.core.structs import Evidence, Wire
from backend.home.structs import HomeCard
from backend.identity.consents.structs import Bilingual
from backend.identity.delegations.structs import AuthorityKind, DelegatedAction
from backend.identity.people.structs import OrganisationKind


class FirmFace(Wire, frozen=True, kw_only=True):
    """For whom one acts."""

    id: UUID
    name: str
    kind: OrganisationKind
    region_code: str
    region_name: str


class FirmActing(Wire, frozen=True, kw_only=True):
    """By what right, and how far: `items` is how many items it reaches at most, None for all; `until` the last day."""

    authority: AuthorityKind
    until: date | None
    actions: list[DelegatedAction]
    items: int | None


class FirmSectionId(StrEnum):
    """The parts of a firm's home, in the order in which they stand."""

    TO_DO = "to-do"
    CONTINUE = "continue"
    LIFE = "life"
    FOR_YOU = "for-you"
    POLICIES = "policies"


class FirmSection(Wire, frozen=True, kw_only=True):
    """Cards that belong together; a section without cards is left out. `policies` holds support for firms."""

    id: FirmSectionId
    title: str
    cards: list[HomeCard]


class StageCode(StrEnum):
    """The parts of a firm's life, in their order."""

    FOUND = "found"
    OPERATE = "operate"
    CHANGE = "change"
    STAFF = "staff"
    SUPPORT = "support"
    END = "end"


class ThingState(StrEnum):
    """How far the firm is with something. What was refused is open again."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    DONE = "done"


class StageThing(Wire, frozen=True, kw_only=True):
    """An item or bundle of a stage. `since`, `source`: from when it is done, and who says so, if no case does."""

    id: str
    title: str
    text: str
    to: str
    state: ThingState = ThingState.OPEN
    case_id: UUID | None = None
    since: date | None = None
    source: str | None = None


class StageGuide(Wire, frozen=True, kw_only=True):
    """A guide of a stage, and how far the firm is in it: steps that are done, and those that are left."""

    code: str
    title: Bilingual
    to: str
    state: ThingState
    done: int
    left: int
    due_on: date | None


class FirmStage(Wire, frozen=True, kw_only=True):
    """One part of a firm's life. `things` are the first ones, what is under way before all; `total` counts all."""

    code: StageCode
    title: str
    about: str
    guides: list[StageGuide]
    things: list[StageThing]
    total: int
    done: int
    under_way: int
    source: str
    evidence: Evidence


class FirmHome(Wire, frozen=True, kw_only=True):
    """All that the home of a firm shows, in one answer, for one who may act for it now.

    `personalised`: what public registers say of the firm orders it; who acts for it in a few items only is shown those,
    in one order for all, and learns nothing that registers say.
    """

    greeting: str
    firm: FirmFace
    acting: FirmActing
    personalised: bool
    sections: list[FirmSection]
    stages: list[FirmStage]
