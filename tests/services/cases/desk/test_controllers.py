"""The desk over HTTP: anonymous first, then the queue, counts, and a case from acceptance to its result."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.reference.calendar import service as calendars
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Assign, Channel, Held, Reasoned
from backend.supports.files import service as files
from tests.services.cases.conftest import (
    Office,
    answer,
    attempt,
    make_officer,
    make_person,
    material,
    signed,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def ids(client, headers, query=""):
    answer = await client.get(f"/api/v1/desk/cases?limit=100{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


class TestDoors:
    @pytest.mark.parametrize("path", ["cases", "counts", "parts", "taken-in"])
    async def test_anonymous_is_refused(self, client, path):
        assert (await client.get(f"/api/v1/desk/{path}")).status_code == 401

    @pytest.mark.parametrize("path", ["cases", "counts", "parts", "taken-in"])
    async def test_who_is_no_case_officer_is_refused(self, client, path, database_url):
        answer = await client.get(f"/api/v1/desk/{path}", headers=await signed(await make_person()))

        assert answer.json()["code"] == "identity.role-missing"


class TestQueue:
    async def test_the_nearest_due_day_first_page_by_page(self, client, office, on_day):
        headers, today = await signed(office.officer), calendars.today()
        late = await office.submit()
        on_day(today - timedelta(days=20))
        soon = await office.submit()
        on_day(today)

        page = (await client.get("/api/v1/desk/cases?limit=1", headers=headers)).json()
        rest = (await client.get(f"/api/v1/desk/cases?limit=1&cursor={page['nextCursor']}", headers=headers)).json()

        assert [one["id"] for one in page["items"] + rest["items"]] == [str(soon.id), str(late.id)]
        assert [one["light"] for one in page["items"] + rest["items"]] == ["red", "green"]

    async def test_filters(self, client, make_office):
        office = await make_office(name="甲事项")
        headers = await signed(office.officer)
        submitted, accepted = await office.submit(), await office.accepted()
        other = await office.submit(rules={"basicCode": "000199999000"})
        await office.order(accepted, "assign", Assign(officer_id=office.officer))

        every = {str(one.id) for one in (submitted, accepted, other)}
        assert set(await ids(client, headers)) == every
        assert await ids(client, headers, "&state=accepted") == [str(accepted.id)]
        assert await ids(client, headers, "&item=000199999000") == [str(other.id)]
        assert await ids(client, headers, "&assigned=me") == [str(accepted.id)]
        assert set(await ids(client, headers, "&assigned=nobody")) == every - {str(accepted.id)}
        assert await ids(client, headers, "&light=red") == []
        assert set(await ids(client, headers, "&light=green")) == every
        assert set(await ids(client, headers, f"&department={office.department}（演示）&region=620000")) == every
        assert await ids(client, headers, "&region=620500") == []
        assert await ids(client, headers, f"&number={accepted.number}") == [str(accepted.id)]
        assert str(accepted.id) in await ids(client, headers, f"&number={accepted.number[-7:]}")
        assert await ids(client, headers, f"&number={accepted.number}&state=submitted") == []

    async def test_ended_cases_are_there_when_asked_for(self, client, office):
        case = await office.submit()
        await flow.order(
            case.id, action="withdraw", order=Reasoned(reason="不办了"), person_id=case.applicant_id,
            attempt=attempt(), at=case.submitted_at,
        )  # fmt: skip
        headers = await signed(office.officer)

        assert await ids(client, headers) == []
        assert await ids(client, headers, "&state=withdrawn") == [str(case.id)]

    async def test_a_post_covers_the_regions_below_it(self, client, database_url):
        department = f"省局{uuid4().hex[:8]}"
        county, city = Office(department, "620102", []), Office(department, "620100", [])
        cases = [await one.submit() for one in (county, city)]
        seen = {}
        for region in ("620000", "620100", "620102", "620500"):
            seen[region] = await ids(client, await signed(await make_officer(department, region)))

        both = {str(one.id) for one in cases}
        assert set(seen["620000"]) == set(seen["620100"]) == both
        assert (seen["620102"], seen["620500"]) == ([str(cases[0].id)], [])

    @pytest.mark.parametrize(
        "query", ["state=unheard-of", "light=blue", "assigned=all", "number=12", "region=1", "limit=101"]
    )
    async def test_an_unreadable_filter_is_refused(self, client, office, query):
        answer = await client.get(f"/api/v1/desk/cases?{query}", headers=await signed(office.officer))

        assert answer.status_code == 400


class TestCounts:
    async def test_add_up_what_wants_attention(self, client, office, on_day):
        today = calendars.today()
        on_day(today - timedelta(days=30))
        late = await office.submit()
        on_day(today)
        await office.order(late, "accept")
        await office.order(late, "assign", Assign(officer_id=office.officer))
        await office.submit()

        counted = (await client.get("/api/v1/desk/counts", headers=await signed(office.officer))).json()

        assert counted["states"] == {"accepted": 1, "submitted": 1}
        assert (counted["red"], counted["yellow"], counted["mine"], counted["parts"]) == (1, 0, 1, 0)


class TestCase:
    async def test_shows_conflicts_with_both_values_and_what_to_read_first(self, client, office):
        wrong = answer("address", "张掖路 9 号", fact="person.address", register_value="张掖路 6 号", register="人口库")
        case = await office.submit(
            answers=[answer(), wrong], materials=[material("a", held=Held.MISSING)], channel=Channel.KIOSK
        )

        seen = (await client.get(f"/api/v1/desk/cases/{case.id}", headers=await signed(office.officer))).json()

        [conflict] = seen["conflicts"]
        assert (conflict["answered"], conflict["registered"], conflict["register"]) == (
            "张掖路 9 号", "张掖路 6 号", "人口库",
        )  # fmt: skip
        assert [one["words"]["zh"] for one in seen["snippets"]] == ["材料缺 1 份，共 1 份", "1 项与登记信息不一致"]
        assert seen["item"]["basicCode"] == "000114005000"
        assert "request-supplement" in seen["actions"]

    async def test_files_are_read_by_officers_of_the_case(self, client, office):
        applicant = await make_person()
        file = await files.keep(PDF, name="身份证.pdf", person_id=applicant, attempt=attempt())
        case = await office.submit(applicant, materials=[material("a", held=Held.FILE, files=[file.id])])

        answer = await client.get(f"/api/v1/desk/cases/{case.id}/files/{file.id}", headers=await signed(office.officer))

        assert (answer.status_code, answer.content) == (200, PDF)
        assert answer.headers["content-type"].startswith("application/pdf")

    async def test_the_whole_way(self, client, office):
        case = await office.submit()
        headers, base = await signed(office.officer), f"/api/v1/desk/cases/{case.id}"

        steps = [
            await client.post(f"{base}/acceptance", json={}, headers=headers),
            await client.post(f"{base}/decision", json={"outcome": "granted", "reasons": "符合"}, headers=headers),
            await client.post(f"{base}/conclusion", json={"name": "测试证", "number": "甘-1"}, headers=headers),
        ]
        trail = (await client.get(f"{base}/trail", headers=headers)).json()["items"]

        assert [one.json()["state"] for one in steps] == ["accepted", "granted", "concluded"]
        assert [one["toState"] for one in trail] == ["submitted", "accepted", "granted", "concluded"]
