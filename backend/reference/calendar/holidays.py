"""The holidays that law itself names (全国年节及纪念日放假办法, as of 2025): what a year has before its notice is out.

Thirteen days: 元旦 1, 春节 4 (from its eve), 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3. One that falls on a Saturday or
Sunday is made up for on the next working day. How days are swapped for longer breaks (调休) only the notice says.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

SATURDAY: Final = 5
# 春节, 端午 and 中秋 by the Chinese calendar, as month and day; computed with the lunardate package 0.3.0, and the
# notices of 2025 and 2026 agree. A year that is not listed has its fixed days only.
LUNAR: Final[dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]] = {
    2025: ((1, 29), (5, 31), (10, 6)), 2026: ((2, 17), (6, 19), (9, 25)), 2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)), 2029: ((2, 13), (6, 16), (9, 22)), 2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)), 2032: ((2, 11), (6, 12), (9, 19)), 2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)), 2035: ((2, 8), (6, 10), (9, 16)), 2036: ((1, 28), (5, 30), (10, 4)),
    2037: ((2, 15), (6, 18), (9, 24)), 2038: ((2, 4), (6, 7), (9, 13)), 2039: ((1, 24), (5, 27), (10, 2)),
    2040: ((2, 12), (6, 14), (9, 20)),
}  # fmt: skip
FIXED: Final = (
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
)
KEPT_YEARS: Final = 512


def qingming(year: int) -> date:
    """清明 by the usual approximation, exact from 2001 to 2099; elsewhere at most a day off."""
    within = year % 100
    return date(year, 4, int(within * 0.2422 + 4.81) - within // 4)


@lru_cache(KEPT_YEARS)
def of(year: int) -> dict[date, str]:
    """The year's days off by law, with the name of each, made-up ones included, in order."""
    days = {date(year, month, day): name for month, day, name in FIXED} | {qingming(year): "清明节"}
    if year in LUNAR:
        spring, dragon, autumn = (date(year, month, day) for month, day in LUNAR[year])
        days |= {spring + timedelta(step): "春节" for step in range(-1, 3)}
        days |= {dragon: "端午节", autumn: "中秋节"} | days  # 国庆 keeps its name where 中秋 falls into it
    for day in sorted(days):
        if day.weekday() >= SATURDAY:
            days[_next_free(day, days)] = f"{days[day]}补休"
    return dict(sorted(days.items()))


def _next_free(day: date, taken: dict[date, str]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(1)
    return day
