"""HTTP of ranking for staff: what counts, why, and what came of it."""

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_MOST, LIMIT_USUAL, CursorText, Limit
from backend.identity.people.structs import Role
from backend.identity.sessions.guards import operator, staff_with
from backend.identity.sessions.structs import Principal
from profiles.ranking import service
from profiles.ranking.structs import (
    Binding,
    BindWeights,
    ExperimentView,
    FeatureView,
    Figure,
    OfflineFigures,
    SeasonView,
    WeightsView,
)

any_staff = staff_with(*Role)
PATH = "/api/v1/desk/ranking"


class DeskRankingController(Controller):
    """How the home is ordered, open to all staff."""

    path = PATH
    tags = ("Ranking at the desk",)
    guards = (any_staff,)

    @get("/weights", operation_id="ListRankingWeights")
    async def weights_list(self, limit: Limit = LIMIT_USUAL, cursor: CursorText = None) -> Page[WeightsView]:
        """Every version of the weights, the newest first; one is in force."""
        return await service.weights_page(limit=limit, cursor=cursor)

    @get("/weights/{version:int}", operation_id="ReadRankingWeights")
    async def weights_one(self, version: FromPath[int]) -> WeightsView:
        """One version, from how much it was learned, and how well it explains what was held out."""
        return await service.weights(version)

    @get("/features", operation_id="ListRankingFeatures")
    async def features(self, limit: Limit = LIMIT_MOST) -> Page[FeatureView]:
        """What the order is made of, and what each feature may look at."""
        return service.features_page(limit=limit)

    @get("/experiments", operation_id="ListRankingExperiments")
    async def experiments(self, limit: Limit = LIMIT_MOST) -> Page[ExperimentView]:
        """Experiments with their arms."""
        return service.experiments_page(limit=limit)

    @get("/seasons", operation_id="ListRankingSeasons")
    async def seasons(self, limit: Limit = LIMIT_MOST) -> Page[SeasonView]:
        """Times of the year in which cards matter more."""
        return service.seasons_page(limit=limit)

    @get("/offline", operation_id="ReadRankingOffline")
    async def offline(self) -> OfflineFigures:
        """How good the order is on simulated people, beside popularity, chance and one who knows every taste."""
        return service.OFFLINE

    @get("/figures", operation_id="ListRankingFigures")
    async def figures(self, limit: Limit = LIMIT_USUAL, cursor: CursorText = None) -> Page[Figure]:
        """What came of each day in each arm."""
        return await service.figures_page(limit=limit, cursor=cursor)


class BindWeightsController(Controller):
    """Which weights count is the operator's to say."""

    path = PATH
    tags = ("Ranking at the desk",)
    guards = (operator,)

    @post("/weights/{version:int}/bind", operation_id="BindRankingWeights")
    async def bind(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        version: FromPath[int],
        data: JSONBody[BindWeights],
    ) -> Binding:
        """Let these weights count from now on, older ones too; what is learned later waits to be bound."""
        return await service.bind_weights(f"person:{person.person_id}", version=version, command=data, attempt=attempt)
