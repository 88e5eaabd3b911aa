"""`kuaiban load-year`: a year's notice from a file, with every wrong line named."""

from datetime import date
from pathlib import Path

import msgspec

from backend.app import standing
from backend.core.attempts import Attempt
from backend.core.settings import Settings
from backend.operation.prepare import Say
from backend.reference.calendar import service as calendar
from backend.reference.calendar.errors import LinesWrong
from backend.reference.calendar.structs import LoadYear

FROM_HERE = Attempt(caller="operator", key=None, request_hash=b"")


def command_of(year: int, *, file: Path, document: str, issued_on: date, check_only: bool) -> LoadYear:
    """The order that the operator gives, held to the same bounds as over HTTP.

    Raises:
        ValueError: the file cannot be read, or the year, the text or the name is beyond its bounds.
    """
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from error
    given = {"year": year, "document": document, "issuedOn": issued_on, "source": document, "csv": text}
    return msgspec.convert(given | {"checkOnly": check_only}, LoadYear)


async def load(settings: Settings, *, command: LoadYear, say: Say) -> bool:
    """Load it, or check it alone, and say what came of it; False when lines are wrong and nothing was loaded."""
    async with standing(settings, connections=2):
        try:
            done = await calendar.load(command, attempt=FROM_HERE)
        except LinesWrong as refused:
            for line in refused.lines:
                say(f"line {line['line']} {line['column']}: {line['zh']} / {line['en']}")
            say(refused.en.format(count=len(refused.lines)))
            return False
    what = "loaded" if done.loaded else "good, nothing loaded"
    figures = f"{done.holidays} days off, {done.workdays} swapped, {done.working_days} working days in all"
    say(f"{done.year} {what}: {figures}")
    return True
