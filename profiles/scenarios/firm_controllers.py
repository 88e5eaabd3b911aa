"""HTTP of scenarios for firms for which one speaks: the same as for oneself."""

from typing import Final
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from profiles.events.structs import LifeEvent, SayEvent
from profiles.scenarios import service
from profiles.scenarios.structs import AnswerScenario, EventSaid, MyGuide, OpenScenario

NO_CONTENT: Final = 204


class FirmScenarioController(Controller):
    """What happened to a firm, and what it has to do."""

    path = "/api/v1/me/firms/{firm_id:uuid}"
    tags = ("Scenarios",)
    guards = (signed_in,)

    @get("/life-events", operation_id="ListMyFirmsLifeEvents")
    async def events(
        self,
        person: NamedDependency[Principal],
        firm_id: FromPath[UUID],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[LifeEvent]:
        """What registers, cases or we ourselves told, each with its source."""
        return await service.life_events(person.person_id, limit=limit, cursor=cursor, firm_id=firm_id)

    @post("/life-events", operation_id="SayMyFirmsLifeEvent")
    async def say(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        firm_id: FromPath[UUID],
        data: JSONBody[SayEvent],
    ) -> EventSaid:
        """Say that something happened, or will; the guides for it are in the answer."""
        return await service.say(person.person_id, command=data, attempt=attempt, firm_id=firm_id)

    @delete("/life-events/{event_id:uuid}", operation_id="TakeBackMyFirmsLifeEvent", status_code=NO_CONTENT)
    async def take_back(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        firm_id: FromPath[UUID],
        event_id: FromPath[UUID],
    ) -> None:
        """It is not so, or is not to be shown; its guides go, too."""
        await service.take_back(person.person_id, event_id=event_id, attempt=attempt, firm_id=firm_id)

    @get("/scenarios", operation_id="ListMyFirmsScenarios")
    async def scenarios(
        self,
        person: NamedDependency[Principal],
        firm_id: FromPath[UUID],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[OpenScenario]:
        """Each with why it is open, how far the firm is, and what comes next."""
        return await service.mine(person.person_id, limit=limit, cursor=cursor, firm_id=firm_id)

    @get("/scenarios/{scenario_id:uuid}", operation_id="ReadMyFirmsScenario")
    async def read(
        self, person: NamedDependency[Principal], firm_id: FromPath[UUID], scenario_id: FromPath[UUID]
    ) -> MyGuide:
        """The wizard: questions, what is known already, steps with state and deadline."""
        return await service.guide(person.person_id, scenario_id=scenario_id, firm_id=firm_id)

    @put("/scenarios/{scenario_id:uuid}/answers", operation_id="AnswerMyFirmsScenario")
    async def answer(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        firm_id: FromPath[UUID],
        scenario_id: FromPath[UUID],
        data: JSONBody[AnswerScenario],
    ) -> MyGuide:
        """All answers and ticks as they are to stand."""
        return await service.answer(
            person.person_id, scenario_id=scenario_id, command=data, attempt=attempt, firm_id=firm_id
        )
