"""Whether a promise is shorter, and how a time limit is said. A promise that might take longer is not shorter."""

from typing import Final

from backend.reference.calendar.structs import Limit, LimitUnit

HOURS_A_DAY: Final = 24
WEEK_DAYS: Final = 5  # working days of an ordinary week
LONG_HOLIDAY: Final = 8  # 国庆 and 中秋 together, the longest there was; at most one in sixty working days
BETWEEN_HOLIDAYS: Final = 60
_DAYS: Final = {LimitUnit.DAYS: (1, 1), LimitUnit.MONTHS: (28, 31), LimitUnit.YEARS: (365, 366)}
_ZH: Final = {
    LimitUnit.WORKING_DAYS: "个工作日", LimitUnit.DAYS: "天", LimitUnit.MONTHS: "个月", LimitUnit.YEARS: "年",
    LimitUnit.HOURS: "小时",
}  # fmt: skip


def no_longer(promise: Limit, *, than: Limit | None) -> bool:
    """Whether the promise can never end later than the other limit; without another limit nothing is too long."""
    if than is None:
        return True
    if promise.unit is than.unit:
        return promise.amount <= than.amount
    return _most_days(promise) <= _least_days(than)


def said(limit: Limit | None) -> str:
    """The limit in words: 即时, 5个工作日, 未规定."""
    if limit is None:
        return "未规定"
    return f"{limit.amount}{_ZH[limit.unit]}" if limit.amount else "即时"


def _least_days(limit: Limit) -> float:
    if limit.unit is LimitUnit.HOURS:
        return limit.amount / HOURS_A_DAY
    return limit.amount * _DAYS.get(limit.unit, (1, 1))[0]


def _most_days(limit: Limit) -> float:
    if limit.unit is LimitUnit.HOURS:
        return limit.amount / HOURS_A_DAY
    if limit.unit is LimitUnit.WORKING_DAYS:
        weekends = 2 * -(-limit.amount // WEEK_DAYS)
        holidays = LONG_HOLIDAY * (1 + limit.amount // BETWEEN_HOLIDAYS)
        return limit.amount + weekends + holidays if limit.amount else 0
    return limit.amount * _DAYS[limit.unit][1]
