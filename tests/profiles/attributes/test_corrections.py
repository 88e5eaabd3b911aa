import asyncio
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image

from backend.core import database
from backend.reference.calendar import service as calendar
from tests.profiles.attributes.conftest import agree, firm_of
from tests.profiles.attributes.test_controllers import key, phone_of  # noqa: F401 - a fixture

MINE, DESK = "/api/v1/me/profile/corrections", "/api/v1/desk/profile-corrections"
WRONG = {"attribute": "person.maritalStatus", "shouldBe": "已婚", "reason": "去年已在城关区登记结婚"}


@pytest.fixture
def ask(client, make_person, phone_of):  # noqa: F811 - the fixture
    """Somebody new asks for a correction; the headers and the answer."""

    async def asked(**changes):
        someone = await make_person()
        await agree(someone)
        headers = await phone_of(someone)
        answer = await client.post(MINE, headers=headers | key(), json=WRONG | changes)
        return someone, headers, answer

    return asked


class TestAsk:
    async def test_goes_to_the_source_with_a_clock_in_working_days(self, client, ask):
        someone, headers, answer = await ask()

        body = answer.json()
        listed = (await client.get(MINE, headers=headers)).json()["items"]
        assert answer.status_code == 201, answer.text
        assert (body["was"], body["shouldBe"], body["state"]) == ("未婚", "已婚", "open")
        assert body["askedOf"]["zh"] == "民政部门"
        assert (body["remainingDays"], body["overdue"]) == (10, False)
        assert listed == [body]
        row = await database.fetch_one("select * from profiles_correction where person_id = $1", someone)
        assert "结婚".encode() not in row["content"]

    @pytest.mark.parametrize(
        ("attribute", "status", "code"),
        [
            ("preference.language", 422, "profiles.correct-yourself"),
            ("person.phone", 422, "profiles.correct-yourself"),
            ("person.shoeSize", 404, "profiles.unknown-attribute"),
            ("person.religion", 404, "profiles.unknown-attribute"),
        ],
    )
    async def test_only_what_a_source_keeps_can_be_corrected(self, ask, attribute, status, code):
        _, _, answer = await ask(attribute=attribute)

        assert (answer.status_code, answer.json()["code"]) == (status, code)

    async def test_one_check_at_a_time(self, client, ask):
        _, headers, _ = await ask()

        again = await client.post(MINE, headers=headers | key(), json=WRONG)

        assert (again.status_code, again.json()["code"]) == (409, "profiles.correction-pending")

    async def test_files_must_be_ones_own(self, ask):
        _, _, answer = await ask(files=[str(uuid4())])

        assert answer.json()["code"] == "files.not-found", answer.text

    async def test_a_day_has_an_end(self, client, ask):
        someone, headers, _ = await ask()
        await database.execute("update core_rate set used = 20 where bucket = $1", f"profiles.correction:{someone}")

        answer = await client.post(MINE, headers=headers | key(), json=WRONG | {"attribute": "person.gender"})

        assert (answer.status_code, answer.json()["code"]) == (429, "profiles.too-many-corrections")

    async def test_what_no_register_knows_can_be_asked_for_too(self, ask):
        _, _, answer = await ask(attribute="person.educationLevel")

        assert (answer.json()["was"], answer.json()["source"]) == ("无记录", "教育部门")

    async def test_a_firms_data_are_corrected_by_who_speaks_for_it(self, client, sign_in):
        firm = await firm_of("firm-owner")
        command = {
            "attribute": "firm.employeeCount", "shouldBe": "21 人", "reason": "新招三人", "firmId": str(firm.id),
        }  # fmt: skip

        mine = await client.post(MINE, headers=await sign_in("firm-owner") | key(), json=command)
        stranger = await client.post(MINE, headers=await sign_in("trader") | key(), json=command)
        queue = (await client.get(DESK, headers=await sign_in("market-officer"))).json()["items"]

        assert (mine.status_code, mine.json()["was"]) == (201, "18"), mine.text
        assert stranger.status_code == 404
        assert mine.json()["id"] in {one["id"] for one in queue}


class TestDesk:
    async def test_only_the_source_of_the_place_sees_it(self, client, ask, sign_in):
        _, _, asked = await ask()
        number = asked.json()["id"]

        async def sees(persona):
            found = await client.get(f"{DESK}?limit=100", headers=await sign_in(persona))
            one = await client.get(f"{DESK}/{number}", headers=await sign_in(persona))
            return number in {each["id"] for each in found.json()["items"]}, one.status_code

        assert await sees("case-officer") == (True, 200), "civil affairs of the district"
        assert await sees("tianshui-officer") == (False, 404), "civil affairs elsewhere"
        assert await sees("police-officer") == (False, 404), "another source"
        assert (await client.get(DESK, headers=await sign_in("student"))).status_code == 403

    async def test_the_list_has_no_values_and_a_look_stands_in_the_history(self, client, ask, sign_in):
        _, headers, asked = await ask()
        officer = await sign_in("case-officer")

        listed = (await client.get(f"{DESK}?limit=100", headers=officer)).json()["items"]
        opened = await client.get(f"{DESK}/{asked.json()['id']}", headers=officer)
        newest = (await client.get("/api/v1/me/access-history?limit=1", headers=headers)).json()["items"][0]

        assert not {"was", "shouldBe", "reason"} & set(listed[0])
        assert opened.json()["shouldBe"] == "已婚"
        assert (newest["purpose"], newest["byMe"], newest["recipient"]) == ("correction", False, "兰州市民政局（演示）")

    async def test_the_answer_reaches_the_person(self, client, ask, sign_in):
        someone, headers, asked = await ask()
        officer, path = await sign_in("case-officer"), f"{DESK}/{asked.json()['id']}/answer"
        command = {"outcome": "confirmed", "text": "已核对婚姻登记档案，登记信息已更正。"}

        answer = await client.post(path, headers=officer | key(), json=command)
        again = await client.post(path, headers=officer | key(), json=command | {"outcome": "refused"})
        mine = (await client.get(MINE, headers=headers)).json()["items"][0]
        inbox = (await client.get("/api/v1/messages", headers=headers)).json()["items"]

        assert answer.status_code == 201, answer.text
        assert (again.status_code, again.json()["code"]) == (409, "profiles.correction-answered")
        assert (mine["state"], mine["answer"], mine["department"]) == (
            "confirmed",
            command["text"],
            "兰州市民政局（演示）",
        )
        assert "婚姻状况" in inbox[0]["title"]
        row = await database.fetch_one("select loaded_at from profiles_subject where id = $1", someone)
        assert row["loaded_at"] is None, "the registers are asked again soon"
        answered = (await client.get(f"{DESK}?answered=true&limit=100", headers=officer)).json()["items"]
        assert mine["id"] in {one["id"] for one in answered}

    async def test_a_refusal_says_why(self, client, ask, sign_in):
        _, headers, asked = await ask()
        path = f"{DESK}/{asked.json()['id']}/answer"

        await client.post(
            path, headers=await sign_in("case-officer") | key(), json={"outcome": "refused", "text": "没有登记记录。"}
        )

        mine = (await client.get(MINE, headers=headers)).json()["items"][0]
        assert (mine["state"], mine["answer"]) == ("refused", "没有登记记录。")

    async def test_nobody_answers_their_own(self, client, sign_in):
        officer = await sign_in("case-officer")
        asked = await client.post(MINE, headers=officer | key(), json=WRONG)

        answer = await client.post(
            f"{DESK}/{asked.json()['id']}/answer", headers=officer | key(), json={"outcome": "confirmed", "text": "好"}
        )

        assert (answer.status_code, answer.json()["code"]) == (403, "profiles.own-correction")

    async def test_what_is_late_says_so(self, client, ask):
        someone, headers, _ = await ask()
        await database.execute(
            "update profiles_correction set started_on = $2 where person_id = $1",
            someone,
            calendar.today() - timedelta(days=60),
        )

        mine = (await client.get(MINE, headers=headers)).json()["items"][0]

        assert mine["overdue"]
        assert mine["remainingDays"] < 0

    async def test_two_officers_at_once_give_one_answer(self, client, ask, sign_in):
        _, headers, asked = await ask()
        path = f"{DESK}/{asked.json()['id']}/answer"
        officers = [await sign_in(one) for one in ("case-officer", "approver")]

        answers = await asyncio.gather(*(
            client.post(path, headers=one | key(), json={"outcome": "confirmed", "text": "已更正"}) for one in officers
        ))  # fmt: skip

        inbox = (await client.get("/api/v1/messages", headers=headers)).json()["items"]
        assert sorted(one.status_code for one in answers) == [201, 409]
        assert len(inbox) == 1

    async def test_the_same_tap_twice_is_one_request(self, client, make_person, phone_of):  # noqa: F811
        headers = await phone_of(await make_person()) | key()

        first = await client.post(MINE, headers=headers, json=WRONG)
        second = await client.post(MINE, headers=headers, json=WRONG)

        assert first.json() == second.json()

    async def test_what_was_handed_in_is_shown_to_the_source_and_stays(self, client, make_person, phone_of, sign_in):  # noqa: F811
        headers = await phone_of(await make_person())
        picture = io.BytesIO()
        Image.new("RGB", (40, 40), "white").save(picture, "PNG")
        sent = headers | key() | {"content-type": "application/octet-stream", "x-file-name": "page.png"}
        kept = await client.post("/api/v1/files", headers=sent, content=picture.getvalue())
        asked = await client.post(MINE, headers=headers | key(), json=WRONG | {"files": [kept.json()["id"]]})
        path = f"{DESK}/{asked.json()['id']}/files/{kept.json()['id']}"

        shown = await client.get(path, headers=await sign_in("case-officer"))
        elsewhere = await client.get(path, headers=await sign_in("tianshui-officer"))
        removed = await client.delete(f"/api/v1/files/{kept.json()['id']}", headers=headers | key())

        assert (shown.status_code, shown.headers["content-type"]) == (200, kept.json()["mediaType"])
        assert shown.content
        assert elsewhere.status_code == 404
        assert removed.status_code == 409

    async def test_files_of_others_requests_look_like_none(self, client, ask, sign_in):
        _, _, asked = await ask()

        answer = await client.get(f"{DESK}/{asked.json()['id']}/files/{uuid4()}", headers=await sign_in("case-officer"))

        assert (answer.status_code, answer.json()["code"]) == (404, "profiles.correction-not-found")
