"""What lists say: the days that are left, and who has a case."""

from datetime import date, timedelta

from backend.identity.people import service as people
from backend.reference.calendar import service as calendars
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Assign, Reasoned, Suspend
from tests.services.cases.conftest import attempt, now

BEFORE_NATIONAL_DAY = date(2026, 9, 30)  # a Wednesday; offices rest from 1 to 7 October and work on Saturday the 10th


async def line_of(case, person_id):
    """The case as `mine` shows it."""
    page = await flow.mine(person_id, limit=10)
    return next(one for one in page.items if one.id == case.id)


class TestRemainingDays:
    async def test_are_working_days_by_the_servers_calendar(self, office, on_day):
        on_day(BEFORE_NATIONAL_DAY)
        case = await office.submit()
        calendar = await calendars.current()

        line = await line_of(case, case.applicant_id)
        queued = (await flow.queue(office.officer, limit=10)).items[0]

        assert line.due_on is not None
        assert line.remaining_days == queued.remaining_days == case.remaining_days == 5
        assert (line.due_on - BEFORE_NATIONAL_DAY).days > 7  # days off lie between
        assert calendar.between(BEFORE_NATIONAL_DAY, line.due_on).days == 5

    async def test_fall_to_zero_on_the_day_itself_and_below_when_it_is_over(self, office, on_day):
        today = on_day(BEFORE_NATIONAL_DAY)
        case = await office.submit()
        due = (await line_of(case, case.applicant_id)).due_on

        on_day(due)
        last = await line_of(case, case.applicant_id)
        on_day(due + timedelta(days=14))
        late = await line_of(case, case.applicant_id)

        assert (last.remaining_days, last.light) == (0, "yellow")
        assert late.remaining_days is not None
        assert (late.remaining_days < 0, late.light) == (True, "red")
        assert today < due

    async def test_there_are_none_while_the_clock_stands_still_or_when_it_is_over(self, office):
        suspended, withdrawn = await office.accepted(), await office.submit()
        until = calendars.today() + timedelta(days=10)
        order = Suspend(kind="hearing", reason="听证", expected_until=until)
        suspended = await office.order(suspended, "suspend", order)
        withdrawn = await flow.order(
            withdrawn.id, action="withdraw", order=Reasoned(reason="不办了"), person_id=withdrawn.applicant_id,
            attempt=attempt(), at=now(),
        )  # fmt: skip

        assert (suspended.remaining_days, withdrawn.remaining_days) == (None, None)
        assert (await line_of(withdrawn, withdrawn.applicant_id)).remaining_days is None


class TestAssigned:
    async def test_officers_see_the_name_and_applicants_see_nobody(self, office):
        case = await office.submit()
        name = (await people.names_of([office.approver]))[office.approver]

        assigned = await office.order(case, "assign", Assign(officer_id=office.approver))
        [queued] = (await flow.queue(office.officer, limit=10)).items
        line, own = await line_of(case, case.applicant_id), await flow.find(case.id, person_id=case.applicant_id)

        assert (assigned.assigned_to, assigned.assigned_name) == (office.approver, name)
        assert (queued.assigned_to, queued.assigned_name) == (office.approver, name)
        assert {(one.assigned_to, one.assigned_name) for one in (line, own)} == {(None, None)}
