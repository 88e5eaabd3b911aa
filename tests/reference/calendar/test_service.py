"""The calendar in the database and in every process's memory."""

import asyncio
from datetime import UTC, date, datetime

import msgspec
import pytest

from backend.core import database, jobs
from backend.core.attempts import Attempt
from backend.core.jobs import Subscriber
from backend.core.structs import Evidence
from backend.reference.calendar import seeds, service
from backend.reference.calendar.errors import LinesWrong, OneFormOnly
from backend.reference.calendar.structs import DayLine, YearLoaded
from tests.reference.calendar.conftest import FILE, load_year, seeded

pytestmark = pytest.mark.usefixtures("database_url")
OPERATOR = Attempt(caller="person:11111111-1111-4111-8111-111111111111", key=None, request_hash=b"")
WORKED = date(2031, 5, 4)  # a Sunday that the invented notice swaps


async def load(**what_matters):
    return await service.load(load_year(**what_matters), attempt=OPERATOR)


def of_year(year):
    return {"year": year, "csv": FILE.replace("2031-05-04,workday,劳动节调休上班\n", "").replace("2031", str(year))}


class TestCurrent:
    async def test_is_the_seeded_calendar(self):
        calendar, wanted = await service.current(), seeded()

        for year in (2025, 2026):
            assert calendar.is_published(date(year, 6, 1))
            assert calendar.in_year(year) == wanted.in_year(year)
        assert calendar.add(date(2026, 9, 18), 20) == wanted.add(date(2026, 9, 18), 20)

    async def test_is_one_object_until_a_year_is_loaded(self):
        await load()
        before = await service.current()

        assert await service.current() is before
        await load()
        assert await service.current() is not before
        assert before.is_working(WORKED)

    async def test_asks_nothing_while_it_is_fresh(self, monkeypatch):
        await service.current()
        asked = []
        monkeypatch.setattr("backend.reference.calendar.queries.revision", lambda: asked.append(1))

        await asyncio.gather(*(service.current() for _ in range(50)))

        assert not asked

    async def test_sees_a_load_of_another_process_when_it_is_no_longer_fresh(self, monkeypatch):
        await load(**of_year(2032))
        before = await service.current()
        await database.execute(
            "insert into calendar_day values ('2032-02-09', 2032, 'holiday', '测试', '测试', 'invented')"
        )
        await database.execute("update calendar_year set revision = revision + 1 where year = 2032")
        assert await service.current() is before

        monkeypatch.setattr(service._Kept, "checked", service._Kept.checked - service.FRESH_SECONDS)

        after = await service.current()
        assert [one.is_working(date(2032, 2, 9)) for one in (before, after)] == [True, False]


class TestYear:
    async def test_a_year_with_a_notice(self):
        year = await service.year(2026)

        assert (year.provisional, year.working_days, len(year.days)) == (False, 248, 39)
        assert year.notice
        assert year.notice.document == "国办发明电〔2025〕7号"

    async def test_a_year_without_one_is_what_law_makes_it(self):
        year = await service.year(2035)

        assert (year.provisional, year.notice, year.working_days) == (True, None, 248)
        assert {day.name.removesuffix("补休") for day in year.days} == {
            "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节",
        }  # fmt: skip


class TestLoad:
    async def test_changes_what_days_are_working(self):
        answer = await load()

        assert (answer.loaded, answer.holidays, answer.workdays) == (True, 6, 1)
        calendar = await service.current()
        assert calendar.is_working(WORKED)
        assert calendar.in_year(2031) == answer.working_days
        assert not (await service.year(2031)).provisional

    async def test_takes_the_place_of_what_was_there(self):
        await load()
        await load(csv=FILE.replace("2031-05-04,workday,劳动节调休上班\n", ""))

        assert not (await service.current()).is_working(WORKED)
        await load()

    async def test_is_audited_and_told_to_whoever_keeps_deadlines(self, monkeypatch):
        told = []
        monkeypatch.setattr(
            jobs, "_subscribers", {YearLoaded: [Subscriber("test.recompute", YearLoaded, handle=told.append)]}
        )
        await load(**of_year(2033))

        waiting = await database.fetch("select payload from pgqueuer where entrypoint = 'test.recompute'")
        assert len(waiting) == 1
        assert msgspec.json.decode(waiting[0]["payload"])["event"] == {"year": 2033}
        await database.execute("delete from pgqueuer where entrypoint = 'test.recompute'")
        leaves = await database.fetch(
            "select leaf from core_audit_leaf union all select leaf from core_audit_entry order by 1 desc"
        )
        found = [leaf for row in leaves if (leaf := msgspec.json.decode(row["leaf"]))["subject"] == "calendar:2033"]
        assert {(leaf["action"], leaf["actor"]) for leaf in found} == {("calendar.year-loaded", OPERATOR.caller)}

    async def test_checking_a_file_writes_nothing(self):
        answer = await load(**of_year(2034), check_only=True)

        assert (answer.loaded, answer.holidays) == (False, 6)
        assert (await service.year(2034)).provisional

    async def test_a_file_with_mistakes_loads_nothing_and_names_them(self):
        with pytest.raises(LinesWrong) as refused:
            await load(**of_year(2036) | {"csv": "day,kind,name\n2036-01-32,holiday,元旦\n2036-01-02,off,元旦\n"})

        assert refused.value.params["count"] == 2
        assert [one["line"] for one in refused.value.params["lines"]] == [2, 3]
        assert (await service.year(2036)).provisional

    async def test_a_day_of_another_years_notice_is_named(self):
        await load(csv=FILE + "2030-12-28,workday,元旦调休上班\n")

        with pytest.raises(LinesWrong) as refused:
            await load(
                **of_year(2030) | {"csv": of_year(2030)["csv"] + "2030-12-28,holiday,测试\n"},
            )

        assert refused.value.params["lines"][0]["reason"] == "of-another-notice"
        await load()

    async def test_one_form_only(self):
        for both in ({"days": [DayLine()]}, {"csv": None}):
            with pytest.raises(OneFormOnly):
                await load(**both)

    async def test_loads_at_the_same_time_leave_one_whole_notice(self):
        await asyncio.gather(*(load() for _ in range(6)))

        rows = await database.fetch("select day from calendar_day where year = 2031")
        assert len(rows) == 7


class TestSeed:
    async def test_the_second_time_changes_nothing(self):
        assert await service.seed() == 0

    async def test_what_an_operator_loaded_stays(self, monkeypatch):
        await load()
        other = msgspec.structs.replace(seeds.seeds()[0], year=2031, days=[])
        monkeypatch.setattr(seeds, "seeds", lambda: [other])

        assert await service.seed() == 0
        assert (await service.year(2031)).notice.evidence is Evidence.INVENTED

    async def test_a_corrected_seed_takes_the_place_of_the_old(self, monkeypatch):
        first = msgspec.structs.replace(seeds.seeds()[0], year=2037, days=[])
        second = msgspec.structs.replace(first, notice=msgspec.structs.replace(first.notice, source="更正"))

        changed = []
        for one in (first, second, second):
            monkeypatch.setattr(seeds, "seeds", lambda one=one: [one])
            changed.append(await service.seed())

        assert changed == [1, 1, 0]


def test_today_is_the_date_in_the_province(monkeypatch):
    monkeypatch.setattr(service, "now", lambda: datetime(2026, 12, 31, 16, 0, tzinfo=UTC))

    assert service.today() == date(2027, 1, 1)
