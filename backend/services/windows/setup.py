"""Whether a hall can be what it wants to be: hours that do not overlap, windows that serve lines, a line for all."""

from collections import Counter as Count
from collections.abc import Iterable

from backend.services.windows import opening, usual
from backend.services.windows.errors import HoursUnusable, LinesUnusable
from backend.services.windows.structs import ChangeHall, HallLevel


def check(command: ChangeHall, *, level: HallLevel) -> None:
    """Refuse what cannot work.

    Raises:
        HoursUnusable, LinesUnusable
    """
    if command.hours is not None and (weekday := opening.clash(command.hours)) is not None:
        raise HoursUnusable(weekday=weekday)
    lines = usual.lines(level) if command.lines is None else command.lines
    windows = usual.windows(level) if command.windows is None else command.windows
    letters = [line.letter for line in lines]
    if twice := _twice(letters) or _twice([window.number for window in windows]):
        raise LinesUnusable(reason=f"{twice} x2")
    if not any(not line.basic_codes and not line.departments for line in lines):
        raise LinesUnusable(reason="一窗受理")
    served = {letter for window in windows for letter in (window.letters or letters)}
    if strange := sorted(served ^ set(letters)) if windows else []:
        raise LinesUnusable(reason=", ".join(strange))


def _twice(names: Iterable[str | int]) -> str | int | None:
    return next((name for name, count in Count(names).items() if count > 1), None)
