"""Is the process alive, and is everything it needs there."""

from collections.abc import Awaitable, Callable
from typing import Literal

from litestar import Controller, Response, get

from backend.core import database
from backend.core.ground import ground
from backend.core.structs import Wire
from backend.core.web.guards import public
from backend.core.web.problems import AWAY

SERVICE_UNAVAILABLE = 503
Check = Callable[[], Awaitable[bool]]


class Live(Wire, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(Wire, frozen=True, kw_only=True):
    """Whether work can be done here; `missing` names what cannot be reached."""

    status: Literal["ready", "missing"]
    missing: list[str]


# name -> check. The root adds what higher floors need (the sandbox).
CHECKS: dict[str, Check] = {}


async def database_answers() -> bool:
    """Whether PostgreSQL takes a statement right now."""
    try:
        return await database.fetch_one("select 1") is not None
    except AWAY:
        return False


async def redis_answers() -> bool:
    """Whether Redis answers; without it everything works, only slower."""
    return await ground().cache.answers()


class HealthController(Controller):
    """For load balancers and supervisors; says nothing about people."""

    path = "/health"
    tags = ("Operation",)
    guards = (public,)

    @get("/live", operation_id="IsLive")
    async def live(self) -> Live:
        """The process runs and its event loop turns."""
        return Live()

    @get("/ready", operation_id="IsReady")
    async def ready(self) -> Response[Ready]:
        """Everything that is needed is there; otherwise 503 with the names of what is missing."""
        checks: dict[str, Check] = {"database": database_answers, "redis": redis_answers, **CHECKS}
        missing = [name for name, check in checks.items() if not await check()]
        status = Ready(status="missing" if missing else "ready", missing=missing)
        return Response(status, status_code=SERVICE_UNAVAILABLE if missing else 200)
