"""The facts of the call under way; the stand-ins for clock, chance and output read them here."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
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


class NotInMiniApps(RuntimeError):
    """The author used something that mini-apps do not have; the message says what to use instead."""


class CallState:
    """Time and chance of one call; before the first call a fixed moment and seed, so that the image is reproducible.

    While a module of a package is loaded there are neither: a package may be loaded long before its call, and the same
    request must give the same answer either way.
    """

    def __init__(self) -> None:
        self._now = real_datetime(2026, 1, 1, tzinfo=UTC)
        self._entropy = ""
        self._chance: random.Random | None = None
        self._loading = False
        self._seed: str | None = None

    def begin(self, *, now: str, entropy: str) -> None:
        """Take over what the host gave for this call."""
        self._now = real_datetime.fromisoformat(now)
        self._entropy, self._chance = entropy, None
        self._seed = f"{entropy}/random"

    @contextmanager
    def loading(self) -> Iterator[None]:
        """While the block runs there is no call, even inside one: an import within a function is loading, too."""
        before, self._loading = self._loading, True
        try:
            yield
        finally:
            self._loading = before

    def require_call(self, what: str, instead: str) -> None:
        """Raises NotInMiniApps while a module is loaded."""
        if self._loading:
            raise NotInMiniApps(f"a module has no {what} while it is loaded: use {instead} inside the function")

    @property
    def now(self) -> real_datetime:
        """The moment of the call."""
        self.require_call("clock", "ctx.now")
        return self._now

    @property
    def chance(self) -> random.Random:
        """What ids and entropy are drawn from."""
        self.require_call("chance", "ctx.random or ctx.new_id()")
        if self._chance is None:
            self._chance = random.Random(f"{self._entropy}/chance")
        return self._chance

    def taken_seed(self) -> str | None:
        """What the module `random` starts from in this call; None when it was taken before."""
        self.require_call("chance", "ctx.random or ctx.new_id()")
        seed, self._seed = self._seed, None
        return seed

    def offset(self) -> timezone:
        """The caller's zone as a fixed offset."""
        return timezone(self.now.utcoffset() or timedelta(0))


CALL = CallState()
LOG = Log()
