"""When a consultation is open, and when its result is late: pure arithmetic over days."""

from datetime import date

from asyncpg import Record

from backend.reference.calendar.working_days import WorkingDays
from backend.services.interaction.consultations.structs import Stage

# 重大行政决策程序暂行条例（国务院令第 713 号）art. 15, recalled:
# 公开征求意见的期限一般不少于 30 日, shorter with a reason.
LEAST_DAYS = 30
# No law names a day for the result; twenty working days are this house's own promise, shown as such.
RESULT_WORKING_DAYS = 20
TERM_BASIS = "《重大行政决策程序暂行条例》第十五条（回忆，未核对原文）；结果公布期限 20 个工作日为平台约定"


def days_open(opens_on: date, closes_on: date) -> int:
    """Both days count."""
    return (closes_on - opens_on).days + 1


def is_short(opens_on: date, closes_on: date) -> bool:
    """Less than a normative document needs."""
    return days_open(opens_on, closes_on) < LEAST_DAYS


def result_due_on(closes_on: date, calendar: WorkingDays) -> date:
    """The last day on which the result is in time."""
    return calendar.add(closes_on, RESULT_WORKING_DAYS).day


def stage_of(row: Record, *, today: date, calendar: WorkingDays) -> Stage:
    """Where it stands on this day."""
    if row["opened_at"] is None:
        return Stage.DRAFT
    if row["result_at"] is not None:
        return Stage.ANSWERED
    if today < row["opens_on"]:
        return Stage.COMING
    if today <= row["closes_on"]:
        return Stage.OPEN
    return Stage.OVERDUE if today > result_due_on(row["closes_on"], calendar) else Stage.ENDED
