"""Clocks that never lie: examples of the law, and properties over 2025 to 2027 with suspension and extension."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.reference.calendar import clocks
from backend.reference.calendar.structs import Clock, Light, Limit, LimitUnit, Pause
from tests.reference.calendar.conftest import seeded

CALENDAR = seeded()
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
LATER = date(2200, 1, 1)
STARTS = st.dates(FIRST, LAST)
AMOUNTS = st.integers(0, 120)
UNITS = st.sampled_from(LimitUnit)
CALENDAR_UNITS = st.sampled_from([LimitUnit.DAYS, LimitUnit.MONTHS, LimitUnit.YEARS, LimitUnit.HOURS])


def clock(started_on, amount, *, unit=LimitUnit.WORKING_DAYS, extended=0, pauses=()):
    return Clock(
        started_on=started_on, limit=Limit(amount=amount, unit=unit), extended=extended,
        pauses=tuple(Pause(since=since, until=until) for since, until in pauses),
    )  # fmt: skip


def end(one, today=LATER):
    return clocks.due(one, CALENDAR, today=today).day


@st.composite
def pauses(draw):
    """Suspensions in any order, overlapping or not, some of them open."""
    found = []
    for _ in range(draw(st.integers(0, 5))):
        since = draw(STARTS)
        until = draw(st.one_of(st.none(), st.integers(-5, 90)))
        found.append((since, None if until is None else since + timedelta(until)))
    return tuple(found)


@st.composite
def spells(draw, start, within):
    """Suspensions one after another that are all over, inside the first `within` working days after the start."""
    found, at = [], 0
    for _ in range(draw(st.integers(0, 4))):
        at += draw(st.integers(0, 5))
        length = draw(st.integers(1, 15))
        if at >= within:
            break
        since = CALENDAR.add(start, at + sum(one for _, one in found)).day
        found.append((since, length))
    return [(since, CALENDAR.add(since, length).day, length) for since, length in found]


class TestDue:
    def test_the_first_day_is_not_counted(self):
        assert end(clock(date(2026, 11, 2), 5)) == date(2026, 11, 9)

    def test_twenty_working_days_over_the_national_day_and_its_swapped_weekends(self):
        # 2026-09-18 is a Friday; Sunday 20 September and Saturday 10 October work, 25 to 27 are 中秋.
        assert end(clock(date(2026, 9, 18), 20)) == date(2026, 10, 22)

    def test_a_limit_in_days_that_ends_on_a_day_off_ends_on_the_next_working_day(self):
        assert end(clock(date(2026, 9, 1), 30, unit=LimitUnit.DAYS)) == date(2026, 10, 8)

    def test_a_month_ends_on_the_same_number_or_on_the_last_day(self):
        assert end(clock(date(2025, 1, 31), 1, unit=LimitUnit.MONTHS)) == date(2025, 2, 28)
        assert end(clock(date(2026, 3, 10), 3, unit=LimitUnit.MONTHS)) == date(2026, 6, 10)

    def test_a_year_after_a_leap_day_ends_on_the_last_of_february(self):
        # 28 February 2025 is a Friday.
        assert end(clock(date(2024, 2, 29), 1, unit=LimitUnit.YEARS)) == date(2025, 2, 28)

    @pytest.mark.parametrize(
        ("hours", "day"), [(2, date(2026, 11, 26)), (24, date(2026, 11, 27)), (71, date(2026, 11, 30))]
    )
    def test_hours_are_judged_by_the_day(self, hours, day):
        assert end(clock(date(2026, 11, 26), hours, unit=LimitUnit.HOURS)) == day

    def test_while_paused_nothing_is_due(self):
        paused = clock(date(2026, 11, 2), 5, pauses=[(date(2026, 11, 4), None)])

        assert end(paused, date(2026, 11, 3)) == date(2026, 11, 9)
        assert end(paused, date(2026, 11, 4)) is None

    def test_a_pause_that_is_known_to_end_later_lasts_still(self):
        paused = clock(date(2026, 11, 2), 5, pauses=[(date(2026, 11, 4), date(2026, 11, 6))])

        assert [end(paused, date(2026, 11, day)) for day in (5, 6)] == [None, date(2026, 11, 11)]

    def test_paused_and_resumed_on_one_day_changes_nothing(self):
        assert end(clock(date(2026, 11, 2), 5, pauses=[(date(2026, 11, 4), date(2026, 11, 4))])) == date(2026, 11, 9)

    def test_a_pause_on_the_last_day_still_counts_and_one_after_it_comes_too_late(self):
        one = clock(date(2026, 11, 2), 5, pauses=[(date(2026, 11, 9), date(2026, 11, 11))])
        two = clock(date(2026, 11, 2), 5, pauses=[(date(2026, 11, 10), date(2026, 11, 20))])

        assert (end(one), end(two)) == (date(2026, 11, 11), date(2026, 11, 9))

    def test_a_pause_on_the_days_off_behind_a_limit_in_days_leaves_the_day_of_resumption(self):
        # Counted out on Saturday 7 November, so due on Monday the 9th; paused on Sunday until Wednesday.
        one = clock(date(2026, 11, 2), 5, unit=LimitUnit.DAYS, pauses=[(date(2026, 11, 8), date(2026, 11, 11))])

        assert end(one) == date(2026, 11, 11)

    def test_a_deadline_in_a_year_without_notice_is_provisional(self):
        found = clocks.due(clock(date(2026, 12, 20), 10), CALENDAR, today=date(2026, 12, 20))

        assert found.provisional
        assert not clocks.due(clock(date(2026, 12, 20), 5), CALENDAR, today=date(2026, 12, 20)).provisional

    @given(STARTS, st.integers(1, 120), st.integers(0, 60), pauses(), STARTS)
    def test_a_limit_in_working_days_never_ends_on_a_day_off(self, start, amount, extended, paused, today):
        found = clocks.due(clock(start, amount, extended=extended, pauses=paused), CALENDAR, today=today)

        assert found.day is None or CALENDAR.is_working(found.day)

    @given(STARTS, AMOUNTS, CALENDAR_UNITS, pauses(), STARTS)
    def test_other_limits_end_on_a_working_day_too(self, start, amount, unit, paused, today):
        found = clocks.due(clock(start, amount, unit=unit, pauses=paused), CALENDAR, today=today)

        assert found.day is None or CALENDAR.is_working(found.day)

    @given(STARTS, st.integers(0, 60), st.integers(0, 60))
    def test_an_extension_adds_exactly_its_days(self, start, amount, extended):
        assert end(clock(start, amount, extended=extended)) == CALENDAR.add(end(clock(start, amount)), extended).day

    @given(STARTS, st.integers(0, 90), st.integers(0, 90), UNITS, pauses(), STARTS)
    def test_a_longer_limit_is_never_due_earlier(self, start, one, two, unit, paused, today):
        short, long = (
            clocks.remaining(clock(start, amount, unit=unit, pauses=paused), CALENDAR, today=today)
            for amount in sorted((one, two))
        )

        assert short.days <= long.days

    @given(st.data(), STARTS, st.integers(1, 60))
    def test_suspending_for_k_working_days_shifts_by_exactly_k(self, data, start, amount):
        spell = data.draw(spells(start, amount))

        paused = clock(start, amount, pauses=[(since, until) for since, until, _ in spell])

        lost = sum(length for _, _, length in spell)
        assert end(paused) == CALENDAR.add(end(clock(start, amount)), lost).day
        assert CALENDAR.between(end(clock(start, amount)), end(paused)).days == lost

    @given(STARTS, st.integers(0, 90), CALENDAR_UNITS, st.integers(0, 60), st.integers(0, 60))
    def test_suspending_a_limit_in_days_shifts_the_day_it_runs_out_by_the_days_lost(
        self, start, amount, unit, after, lost
    ):
        plain = clocks._run_out(clock(start, amount, unit=unit))
        since = min(start + timedelta(after), plain)

        found = end(clock(start, amount, unit=unit, pauses=[(since, since + timedelta(lost))]))

        assert found == CALENDAR.first_from(plain + timedelta(lost)).day

    @given(STARTS, st.integers(1, 60), pauses())
    def test_overlapping_and_disordered_suspensions_count_once(self, start, amount, paused):
        doubled = clock(start, amount, pauses=[*reversed(paused), *paused])

        assert end(doubled) == end(clock(start, amount, pauses=paused))

    @given(STARTS, AMOUNTS, UNITS, st.integers(0, 60), pauses(), st.integers(-400, 1200))
    def test_is_provisional_if_and_only_if_it_reaches_a_year_without_notice(
        self, start, amount, unit, extended, paused, days
    ):
        one = clock(start, amount, unit=unit, extended=extended, pauses=paused)

        found = clocks.due(one, CALENDAR, today=start + timedelta(days))

        if found.day is not None:
            assert found.provisional == (max(found.day, start).year > 2026 or start.year > 2026)

    @pytest.mark.parametrize("unit", LimitUnit)
    @pytest.mark.parametrize("start", [date.min, date(1949, 10, 1), date(2026, 12, 31), date(2199, 12, 31), date.max])
    @pytest.mark.parametrize("today", [date.min, date(2026, 11, 28), date.max])
    def test_no_day_and_no_amount_is_an_exception(self, unit, start, today):
        for amount in (0, 1, 10_000):
            for paused in ((), [(start, None)], [(date.min, date.max)], [(date.max, date.min)]):
                read = clocks.reading(
                    clock(start, amount, unit=unit, extended=-1, pauses=paused), CALENDAR, today=today
                )
                assert read.light in set(Light)


class TestRemaining:
    @given(st.data(), STARTS, st.integers(1, 60), st.integers(0, 20))
    def test_today_and_what_is_left_make_the_day_that_is_due(self, data, start, amount, extended):
        spell = data.draw(spells(start, amount))
        one = clock(start, amount, extended=extended, pauses=[(since, until) for since, until, _ in spell])
        today = data.draw(st.dates(start, LAST + timedelta(500)))

        left, found = clocks.remaining(one, CALENDAR, today=today), end(one, today)

        if found is not None and today <= found:
            assert not left.overdue
            assert CALENDAR.add(today, left.days).day == found or left.days == 0
            assert CALENDAR.between(today, found).days == left.days
        elif found is not None:
            assert left.overdue
            assert left.days == -CALENDAR.between(found, today).days

    @given(STARTS, st.integers(1, 60), st.integers(0, 400))
    def test_a_working_day_takes_one_and_a_day_off_takes_none(self, start, amount, days):
        today = start + timedelta(days)
        one = clock(start, amount)

        before, after = (clocks.remaining(one, CALENDAR, today=day).days for day in (today, today + timedelta(1)))

        assert before - after == int(CALENDAR.is_working(today + timedelta(1)))

    @given(STARTS, st.integers(1, 60), UNITS, st.integers(0, 30), st.integers(0, 500))
    def test_stays_as_it_was_while_paused(self, start, amount, unit, after, days):
        since = start + timedelta(after)
        one, paused = clock(start, amount, unit=unit), clock(start, amount, unit=unit, pauses=[(since, None)])

        read = clocks.reading(paused, CALENDAR, today=since + timedelta(days))

        assert read.paused
        assert read.remaining == clocks.remaining(one, CALENDAR, today=since)
        assert read.light == clocks.light(one, CALENDAR, today=since)

    def test_is_the_whole_limit_before_the_clock_starts(self):
        assert clocks.remaining(clock(date(2026, 11, 2), 5), CALENDAR, today=date(2026, 1, 1)).days == 5

    def test_a_limit_in_days_is_told_in_days(self):
        left = clocks.remaining(clock(date(2026, 11, 2), 7, unit=LimitUnit.DAYS), CALENDAR, today=date(2026, 11, 4))

        assert (left.days, left.unit) == (5, LimitUnit.DAYS)


class TestLight:
    @pytest.mark.parametrize(
        ("day", "light"),
        [
            ("2026-09-18", "green"),
            ("2026-10-15", "green"),
            ("2026-10-16", "yellow"),
            ("2026-10-22", "yellow"),
            ("2026-10-23", "red"),
        ],
    )
    def test_turns_yellow_at_a_fifth_and_red_behind_the_last_day(self, day, light):
        assert clocks.light(clock(date(2026, 9, 18), 20), CALENDAR, today=date.fromisoformat(day)) == light

    def test_a_short_limit_is_yellow_on_its_last_day_but_one(self):
        one = clock(date(2026, 11, 2), 3)

        assert [clocks.light(one, CALENDAR, today=date(2026, 11, day)) for day in (2, 3, 4, 5, 6)] == [
            "green", "green", "yellow", "yellow", "red",
        ]  # fmt: skip

    def test_what_was_late_before_it_was_paused_is_late(self):
        late = clock(date(2026, 11, 2), 3, pauses=[(date(2026, 11, 9), None)])

        assert clocks.light(late, CALENDAR, today=date(2026, 11, 20)) is Light.RED

    @given(STARTS, AMOUNTS, UNITS, pauses(), st.integers(0, 800))
    def test_never_turns_back_without_a_resumption_or_extension(self, start, amount, unit, paused, days):
        order, one = [Light.GREEN, Light.YELLOW, Light.RED], clock(start, amount, unit=unit)
        today = start + timedelta(days)

        before, after = (clocks.light(one, CALENDAR, today=day) for day in (today, today + timedelta(1)))

        assert order.index(before) <= order.index(after)
