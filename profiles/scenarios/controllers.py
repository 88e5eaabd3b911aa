"""HTTP of scenarios: guides for everybody, and what happened and is to be done for oneself."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from profiles.attributes.conditions import SubjectKind
from profiles.events.structs import LifeEvent, SayEvent
from profiles.scenarios import service
from profiles.scenarios.structs import (
    AnswerScenario,
    EventSaid,
    Guide,
    MyGuide,
    OpenScenario,
    ScenarioSummary,
    TryScenario,
)

NO_CONTENT: Final = 204
SubjectWish = Annotated[
    SubjectKind | None, QueryParameter(name="subject", description="Only guides for persons, or for firms")
]


class ScenarioController(Controller):
    """Guides for situations of life, open to everybody."""

    path = "/api/v1/scenarios"
    tags = ("Scenarios",)
    guards = (public,)

    @get("/", operation_id="ListScenarios")
    async def listed(
        self, subject: SubjectWish = None, limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[ScenarioSummary]:
        """Every guide in force, by code."""
        return await service.listed(subject=subject, limit=limit, cursor=cursor)

    @get("/{code:str}", operation_id="ReadScenario")
    async def read(self, code: FromPath[str]) -> Guide:
        """One guide with its questions and steps, before anything is answered."""
        return await service.read(code)

    @post("/{code:str}/steps", operation_id="TryScenario", status_code=200)
    async def try_out(self, code: FromPath[str], data: JSONBody[TryScenario]) -> Guide:
        """Answers in, steps out; nothing is kept."""
        return await service.try_out(code, command=data)


class LifeEventController(Controller):
    """What happened in my life."""

    path = "/api/v1/me/life-events"
    tags = ("Scenarios",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyLifeEvents")
    async def listed(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[LifeEvent]:
        """What registers, cases or I myself told, each with its source."""
        return await service.life_events(person.person_id, limit=limit, cursor=cursor)

    @post("/", operation_id="SayLifeEvent")
    async def say(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[SayEvent]
    ) -> EventSaid:
        """Say that something happened, or will; the guides for it are in the answer."""
        return await service.say(person.person_id, command=data, attempt=attempt)

    @delete("/{event_id:uuid}", operation_id="TakeBackLifeEvent", status_code=NO_CONTENT)
    async def take_back(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], event_id: FromPath[UUID]
    ) -> None:
        """It is not so, or is not to be shown; its guides go, too."""
        await service.take_back(person.person_id, event_id=event_id, attempt=attempt)


class MyScenarioController(Controller):
    """The guides that are open for me."""

    path = "/api/v1/me/scenarios"
    tags = ("Scenarios",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyScenarios")
    async def listed(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[OpenScenario]:
        """Each with why it is open, how far I am, and what comes next."""
        return await service.mine(person.person_id, limit=limit, cursor=cursor)

    @get("/{scenario_id:uuid}", operation_id="ReadMyScenario")
    async def read(self, person: NamedDependency[Principal], scenario_id: FromPath[UUID]) -> MyGuide:
        """The wizard: questions, what is known already, steps with state and deadline."""
        return await service.guide(person.person_id, scenario_id=scenario_id)

    @put("/{scenario_id:uuid}/answers", operation_id="AnswerMyScenario")
    async def answer(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        scenario_id: FromPath[UUID],
        data: JSONBody[AnswerScenario],
    ) -> MyGuide:
        """All my answers and ticks as they are to stand."""
        return await service.answer(person.person_id, scenario_id=scenario_id, command=data, attempt=attempt)
