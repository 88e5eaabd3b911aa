"""The facts of the call under way; the stand-ins for clock, chance and output read them here."""

import random
from datetime import UTC, datetime, timedelta, timezone

LOG_LINES = 100
LOG_LINE_CHARACTERS = 500

real_datetime = datetime
"""The class itself, kept before `stand_ins` puts a frozen one into the module `datetime`."""


class Log:
    """Stands in for stdout and stderr: keeps the first lines, counts the rest, so that a flood costs nothing."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.dropped = 0
        self._open_line = ""

    def write(self, text: str) -> int:
        """Take text as `print` sends it, piece by piece."""
        room = LOG_LINES - len(self.lines)
        if not room:
            self.dropped += text.count("\n")
            return len(text)
        *finished, rest = (self._open_line + text).split("\n", room)
        self.lines += [line[:LOG_LINE_CHARACTERS] for line in finished]
        if len(self.lines) == LOG_LINES:
            self.dropped += rest.count("\n")
            rest = ""
        self._open_line = rest[:LOG_LINE_CHARACTERS]
        return len(text)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def isatty(self) -> bool:
        """Nobody watches."""
        return False

    def all_lines(self) -> list[str]:
        """What was kept, and how much was not."""
        lines = [*self.lines, self._open_line] if self._open_line else list(self.lines)
        return [*lines, f"… {self.dropped} more lines were not kept"] if self.dropped else lines


class CallState:
    """Time and chance of one call; before the first call a fixed moment and seed, so that the image is reproducible."""

    def __init__(self) -> None:
        self.now = real_datetime(2026, 1, 1, tzinfo=UTC)
        self.chance = random.Random(0)

    def begin(self, *, now: str, entropy: str) -> None:
        """Take over what the host gave for this call."""
        self.now = real_datetime.fromisoformat(now)
        self.chance.seed(f"{entropy}/chance")
        random.seed(f"{entropy}/random")

    def offset(self) -> timezone:
        """The caller's zone as a fixed offset."""
        return timezone(self.now.utcoffset() or timedelta(0))


CALL = CallState()
LOG = Log()
