"""The calendar over HTTP: anyone reads, the operator loads."""

from uuid import uuid4

import pytest

from backend.reference.calendar import guards
from tests.reference.calendar.conftest import FILE

PATH = "/api/v1/calendar"
BODY = {
    "year": 2038, "document": "测试通知〔2037〕1号", "issuedOn": "2037-11-05", "source": "测试", "evidence": "invented",
    "csv": FILE.replace("2031-05-04,workday,劳动节调休上班\n", "").replace("2031", "2038"),
}  # fmt: skip


class TestRead:
    async def test_anyone_sees_a_year_with_its_notice(self, client):
        answer = await client.get(f"{PATH}/2026")

        assert answer.status_code == 200
        year = answer.json()
        assert (year["provisional"], year["workingDays"]) == (False, 248)
        assert year["notice"]["issuedOn"] == "2025-11-04"
        assert year["days"][3] == {
            "day": "2026-01-04", "kind": "workday", "name": "元旦调休上班", "evidence": "read",
            "source": "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）",
        }  # fmt: skip

    async def test_a_year_without_a_notice_is_provisional(self, client):
        year = (await client.get(f"{PATH}/2040")).json()

        assert (year["provisional"], year["notice"]) == (True, None)

    async def test_an_unchanged_answer_costs_nothing(self, client):
        first = await client.get(f"{PATH}/2026")

        second = await client.get(f"{PATH}/2026", headers={"if-none-match": first.headers["etag"]})

        assert (second.status_code, second.content) == (304, b"")

    @pytest.mark.parametrize(("year", "status"), [("1948", 400), ("2201", 400), ("99999", 400), ("soon", 404)])
    async def test_a_year_that_is_none_is_refused(self, client, year, status):
        assert (await client.get(f"{PATH}/{year}")).status_code == status


class TestDue:
    async def test_anyone_asks_when_a_limit_runs_out(self, client):
        answer = await client.get(f"{PATH}/due", params={"start": "2026-09-18", "amount": 20, "today": "2026-09-28"})

        assert answer.json() == {
            "day": "2026-10-22",
            "provisional": False,
            "paused": False,
            "remaining": {"days": 14, "unit": "working-days", "overdue": False, "provisional": False},
            "light": "green",
        }

    async def test_pauses_and_extensions_move_it(self, client):
        params = {
            "start": "2026-11-02", "amount": 5, "extended": 2, "today": "2026-11-28",
            "paused": ["2026-11-04/2026-11-06", "2026-11-10/2026-11-11"],
        }  # fmt: skip

        answer = (await client.get(f"{PATH}/due", params=params)).json()

        assert (answer["day"], answer["light"], answer["remaining"]["days"]) == ("2026-11-16", "red", -9)

    async def test_while_paused_nothing_is_due(self, client):
        params = {"start": "2026-11-02", "amount": 5, "paused": "2026-11-04/", "today": "2026-11-28"}

        answer = (await client.get(f"{PATH}/due", params=params)).json()

        assert (answer["day"], answer["paused"], answer["remaining"]["days"]) == (None, True, 3)

    async def test_across_a_year_without_notice_it_is_provisional(self, client):
        params = {"start": "2039-12-20", "amount": 20, "unit": "working-days"}

        assert (await client.get(f"{PATH}/due", params=params)).json()["provisional"]

    @pytest.mark.parametrize("pause", ["2026-11-04", "2026-02-30/", "x/y", "2026-11-04/2026-11-05/2026-11-06", "/"])
    async def test_a_pause_that_cannot_be_read_is_refused(self, client, pause):
        answer = await client.get(f"{PATH}/due", params={"start": "2026-11-02", "amount": 5, "paused": pause})

        assert (answer.status_code, answer.json()["code"]) == (400, "calendar.pause-unreadable")

    @pytest.mark.parametrize(
        "change",
        [{"amount": -1}, {"amount": 10_001}, {"unit": "weeks"}, {"start": "2026-02-30"}, {"extended": -1},
         {"paused": ["2026-11-04/"] * 51}],
    )  # fmt: skip
    async def test_what_cannot_be_read_is_refused(self, client, change):
        answer = await client.get(f"{PATH}/due", params={"start": "2026-11-02", "amount": 5} | change)

        assert answer.status_code == 400


class TestLoad:
    async def test_anonymous_is_refused(self, client):
        answer = await client.post(f"{PATH}/years", json=BODY)

        assert (answer.status_code, answer.json()["code"]) == (401, "identity.not-signed-in")

    @pytest.mark.parametrize("persona", ["young-parent", "case-officer", "leader"])
    async def test_others_than_the_operator_are_refused(self, client, sign_in, persona):
        answer = await client.post(f"{PATH}/years", json=BODY, headers=await sign_in(persona))

        assert (answer.status_code, answer.json()["code"]) == (403, "identity.role-missing")

    async def test_where_nobody_was_appointed_nobody_loads(self, client, sign_in, monkeypatch):
        monkeypatch.setattr(guards._Bound, "keeper", [guards.nobody])

        answer = await client.post(f"{PATH}/years", json=BODY, headers=await sign_in("operator"))

        assert (answer.status_code, answer.json()["code"]) == (403, "calendar.loading-closed")

    async def test_the_operator_loads_a_year_once(self, client, sign_in):
        headers = await sign_in("operator") | {"idempotency-key": str(uuid4())}

        first, again = [await client.post(f"{PATH}/years", json=BODY, headers=headers) for _ in range(2)]

        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert first.status_code == 201
        assert first.json()["loaded"]
        assert not (await client.get(f"{PATH}/2038")).json()["provisional"]

    async def test_every_wrong_line_is_named_in_two_languages(self, client, sign_in):
        wrong = BODY | {"csv": BODY["csv"] + "2038-02-30,off,\n"}

        answer = await client.post(f"{PATH}/years", json=wrong, headers=await sign_in("operator"))

        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "calendar.lines-wrong")
        assert [(one["line"], one["column"]) for one in problem["params"]["lines"]] == [
            (8, "day"),
            (8, "kind"),
            (8, "name"),
        ]
        assert {"zh", "en"} <= set(problem["params"]["lines"][0])

    async def test_two_forms_at_once_are_refused(self, client, sign_in):
        both = BODY | {"days": [{"day": "2038-01-01", "kind": "holiday", "name": "元旦"}]}

        answer = await client.post(f"{PATH}/years", json=both, headers=await sign_in("operator"))

        assert (answer.status_code, answer.json()["code"]) == (422, "calendar.one-form-only")

    @pytest.mark.parametrize("change", [{"year": 1900}, {"days": [{}] * 401}, {"csv": "x" * 64_001}, {"who": "me"}])
    async def test_what_cannot_be_read_is_refused(self, client, sign_in, change):
        answer = await client.post(f"{PATH}/years", json=BODY | change, headers=await sign_in("operator"))

        assert answer.status_code == 400
