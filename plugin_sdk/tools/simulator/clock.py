"""The simulator's time: this machine's until the author sets it; then it stands still, so that a day can be tried."""

from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


class Clock:
    """What `ctx.now` is."""

    def __init__(self) -> None:
        self._set: datetime | None = None

    def now(self) -> datetime:
        """The present moment of the simulator, with the province's offset."""
        return self._set or datetime.now(UTC).astimezone(CHINA).replace(microsecond=0)

    def set_to(self, moment: str | None) -> None:
        """Stand still at this moment (a time without an offset is the province's), or run again with None.

        Raises:
            ValueError: no time in ISO 8601.

        """
        if moment is None:
            self._set = None
            return
        said = datetime.fromisoformat(moment)
        self._set = said.replace(tzinfo=CHINA) if said.tzinfo is None else said.astimezone(CHINA)

    @property
    def stands(self) -> bool:
        """Whether the author has set it."""
        return self._set is not None
