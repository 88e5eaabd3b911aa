"""What calendar refuses.

Refusal
├── LinesWrong       422  lines of a year's file are wrong; every one of them is named
├── OneFormOnly      422  CSV and days were both sent, or neither
├── PauseUnreadable  400  a pause is not `first-day/last-day`
└── LoadingClosed    403  nobody was appointed to load years (no door is bound)
"""

from collections.abc import Mapping, Sequence

from backend.core.errors import Kind, Refusal


class LinesWrong(Refusal):
    """`lines`: line, column, reason and words of each mistake; line 0 is the file as a whole."""

    kind = Kind.INVALID
    code = "calendar.lines-wrong"
    zh = "文件中有 {count} 处错误，没有载入任何内容，请逐行改正后重新提交。"
    en = "The file has {count} mistakes and nothing was loaded. Please correct the lines named and send it again."

    def __init__(self, lines: Sequence[Mapping[str, str | int]]) -> None:
        super().__init__(count=len(lines), lines=[dict(one) for one in lines])
        self.lines = lines


class OneFormOnly(Refusal):
    """Which of the two should count would be a guess."""

    kind = Kind.INVALID
    code = "calendar.one-form-only"
    zh = "请只提交一种格式：CSV 文本或 days 列表。"
    en = "Please send exactly one of the two forms: the CSV text or the list of days."


class PauseUnreadable(Refusal):
    """Dates are written 2026-09-21/2026-09-25; an open pause ends with the slash."""

    kind = Kind.BAD_REQUEST
    code = "calendar.pause-unreadable"
    zh = "中止期间的格式应为 起始日/恢复日，例如 2026-09-21/2026-09-25。"
    en = "A pause is written since/until, for example 2026-09-21/2026-09-25."


class LoadingClosed(Refusal):
    """The composition root bound no door, so nobody may load."""

    kind = Kind.FORBIDDEN
    code = "calendar.loading-closed"
    zh = "本系统没有开放工作日历的载入。"
    en = "Loading years of the calendar is not open on this installation."
