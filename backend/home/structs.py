"""The first screen on the wire."""

from datetime import date
from enum import StrEnum

from backend.core.structs import Wire
from backend.host.registry.structs import MiniAppCard
from profiles.ranking.structs import FeatureReason, RuleStep


class HomePerson(Wire, frozen=True, kw_only=True):
    """Who is greeted, and where they live."""

    name: str
    region_code: str
    region_name: str


class SectionId(StrEnum):
    """The parts of the first screen, in the order in which they stand: what waits for the person comes first."""

    TO_DO = "to-do"
    CONTINUE = "continue"
    LIFE = "life"
    FOR_YOU = "for-you"
    NEAR = "near"


class Tone(StrEnum):
    """How loudly a card speaks: `urgent` only where the person has to act, and soon."""

    PLAIN = "plain"
    URGENT = "urgent"


class HomeCard(Wire, frozen=True, kw_only=True):
    """One thing to tap. `to` is an address of the phone pages.

    `reasons` and `steps` say why a ranked card stands where it stands: their sum is `score`, and the order of the
    section follows from them alone (`profiles.ranking.service.replay`). Cards that are not ranked are there because of
    what they are (a draft, a case), and carry none.
    """

    id: str
    kind: str
    title: str
    text: str | None
    to: str
    due_on: date | None = None
    tone: Tone = Tone.PLAIN
    score: int | None = None
    reasons: list[FeatureReason] = []
    steps: list[RuleStep] = []


class HomeSection(Wire, frozen=True, kw_only=True):
    """Cards that belong together; a section without cards is left out."""

    id: SectionId
    title: str
    cards: list[HomeCard]


class Home(Wire, frozen=True, kw_only=True):
    """All that the first screen shows, in one answer.

    `personalised`: the person agreed that their data order it; without, the same services are there in one order for
    all. `seen` is given back with what was shown, so that the order can learn (`POST /api/v1/me/home/seen`).
    """

    greeting: str
    person: HomePerson
    personalised: bool
    sections: list[HomeSection]
    mini_apps: list[MiniAppCard]
    unread_messages: int
    seen: str | None = None


class PublicHome(Wire, frozen=True, kw_only=True):
    """The first screen of somebody who is not signed in."""

    greeting: str
    sections: list[HomeSection]
    mini_apps: list[MiniAppCard]
