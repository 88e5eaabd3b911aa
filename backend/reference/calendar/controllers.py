"""HTTP of calendar: anyone reads it, the operator loads it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final, cast

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from backend.core.attempts import Attempt
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.reference.calendar import service
from backend.reference.calendar.errors import PauseUnreadable
from backend.reference.calendar.guards import calendar_loader
from backend.reference.calendar.structs import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    LIMIT_MOST,
    CalendarYear,
    Clock,
    Limit,
    LimitUnit,
    LoadedYear,
    LoadYear,
    Pause,
    Reading,
)

CACHED: Final = "public, max-age=300"  # a notice that was just loaded is seen by everybody within minutes
PAUSES_MOST: Final = 50
PAUSE: Final = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)?")
AnyRequest = Request[Any, Any, Any]
YearNumber = Annotated[int, PathParameter(ge=EARLIEST_YEAR, le=LATEST_YEAR)]
Start = Annotated[date, QueryParameter(description="The day on which the clock starts; it is not counted")]
Amount = Annotated[int, QueryParameter(ge=0, le=LIMIT_MOST)]
Extended = Annotated[int, QueryParameter(ge=0, le=LIMIT_MOST, description="In the limit's own unit")]
Paused = Annotated[
    list[str] | None,
    QueryParameter(
        max_items=PAUSES_MOST, description="since/until, repeated for each; an open one ends with the slash"
    ),
]


class CalendarController(Controller):
    """Which days offices work, and when something is due."""

    path = "/api/v1/calendar"
    tags = ("Calendar",)

    @get("/{year:int}", operation_id="ReadCalendarYear", guards=[public])
    async def read(self, request: AnyRequest, year: YearNumber) -> Response[CalendarYear]:
        """A year: its notice and the days that differ from their weekday; provisional while there is no notice."""
        found = await service.year(year)
        return cast("Response[CalendarYear]", tagged(request, found, cache_control=CACHED))

    @get("/due", operation_id="ReadDueDay", guards=[public])
    async def due(
        self,
        start: Start,
        amount: Amount,
        unit: FromQuery[LimitUnit] = LimitUnit.WORKING_DAYS,
        extended: Extended = 0,
        paused: Paused = None,
        today: FromQuery[date | None] = None,
    ) -> Reading:
        """When a limit that started then runs out, and how it stands today."""
        limit = Limit(amount=amount, unit=unit)
        clock = Clock(started_on=start, limit=limit, extended=extended, pauses=tuple(_pauses(paused or [])))
        return await service.read(clock, on=today)

    @post("/years", operation_id="LoadCalendarYear", guards=[calendar_loader])
    async def load(self, attempt: NamedDependency[Attempt], data: JSONBody[LoadYear]) -> LoadedYear:
        """Load the notice of a year, or check a file; every wrong line is named, and then nothing is loaded."""
        return await service.load(data, attempt=attempt)


def _pauses(texts: list[str]) -> Iterator[Pause]:
    for text in texts:
        read = PAUSE.fullmatch(text)
        try:
            if read is None:
                raise PauseUnreadable
            since, until = read.groups()
            yield Pause(since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None)
        except ValueError as error:
            raise PauseUnreadable from error
