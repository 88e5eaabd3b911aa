"""What the calendar does to cases, by the sweep and on a look."""

from datetime import timedelta

from backend.core import database
from backend.reference.calendar import service as calendars
from backend.reference.calendar.structs import YearLoaded
from backend.services.cases.flow import service as flow
from backend.services.cases.flow import sweeping
from backend.supports.messages import service as messages
from tests.services.cases.flow.test_guards import suspension, wanted


async def swept():
    """As often as there is something to sweep: other tests leave cases, too."""
    while await sweeping.sweep() == sweeping.BATCH:
        pass


async def trail(case, office):
    page = await flow.desk_trail(case.id, person_id=office.officer, limit=50)
    return [(one.action, one.by) for one in page.items]


class TestSweep:
    async def test_shows_yellow_then_red_once_each(self, office, on_day):
        case = await office.accepted()
        calendar, day = await calendars.current(), calendars.today()

        for working_days in (7, 8, 9, 11, 12):
            on_day(calendar.add(day, working_days).day)
            await swept()

        actions = [action for action, _ in await trail(case, office)]
        assert actions == ["submit", "accept", "yellow-card", "red-card"]
        inbox = await messages.inbox(case.applicant_id, limit=5)
        assert inbox.items[0].title.startswith("办件超期提醒")

    async def test_an_unanswered_supplement_ends_the_case(self, office, on_day):
        case = await office.submit()
        await office.order(case, "request-supplement", wanted("form", days=3))
        on_day(calendars.today() + timedelta(days=4))

        await swept()

        assert (await flow.desk_case(case.id, person_id=office.officer)).state == "void"
        assert ("lapse", "system") in await trail(case, office)

    async def test_who_is_not_answered_in_five_days_is_accepted_by_law(self, office, on_day):
        case, day = await office.submit(), calendars.today()
        on_day((await calendars.current()).add(day, 6).day)

        await swept()

        seen = await flow.desk_case(case.id, person_id=office.officer)
        assert (seen.state, seen.promised.due_on) == ("accepted", (await calendars.current()).add(day, 10).day)

    async def test_a_look_does_what_the_sweep_has_not_done_yet(self, office, on_day):
        case = await office.accepted()
        on_day((await calendars.current()).add(calendars.today(), 11).day)

        seen = await flow.desk_case(case.id, person_id=office.officer)

        assert seen.light == "red"
        assert [action for action, _ in await trail(case, office)][-1] == "red-card"

    async def test_a_paused_case_is_left_alone(self, office, on_day):
        case = await office.accepted()
        await office.order(case, "suspend", suspension())
        on_day(calendars.today() + timedelta(days=90))

        await swept()

        seen = await flow.desk_case(case.id, person_id=office.officer)
        assert (seen.light, seen.due_on) == ("green", None)


class TestFold:
    async def test_keeps_the_sums_and_leaves_no_zeros(self, office):
        case = await office.submit()
        await office.order(case, "accept")
        unit = (await database.fetch_one("select unit_id from cases_case where id = $1", case.id))["unit_id"]

        await flow.fold_counts()

        rows = await database.fetch("select state, cases from cases_tally where unit_id = $1", unit)
        assert [tuple(row) for row in rows] == [("accepted", 1)]


class TestRecount:
    async def test_computes_due_days_again(self, office):
        case = await office.accepted()
        await database.execute(
            "update cases_case set due_on = '2031-01-01', promised_due_on = '2031-01-01' where id = $1", case.id
        )

        await flow.recount(YearLoaded(year=2027))

        row = await database.fetch_one("select due_on, promised_due_on from cases_case where id = $1", case.id)
        assert tuple(row) == (case.due_on, case.promised.due_on)
