"""Halls, queue and helpers over HTTP: the anonymous caller first, then residents, then staff."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.structs import now
from backend.reference.regions.service import today
from backend.services.windows import appointments
from backend.services.windows.structs import AppointmentPlan
from tests.services.windows.conftest import change_of

HALLS, TICKETS, DESK, HELP = "/api/v1/halls", "/api/v1/queue-tickets", "/api/v1/desk/queue", "/api/v1/help-requests"
ONE = uuid4()
STEPS = ("recall", "serve", "finish", "skip", "no-show", "transfer")
SIGNED_IN = [
    ("POST", f"{HALLS}/h620102/appointments"),
    ("POST", f"{HALLS}/k620102/faults"),
    ("POST", TICKETS),
    ("GET", TICKETS),
    ("GET", f"{TICKETS}/{ONE}"),
    ("DELETE", f"{TICKETS}/{ONE}"),
    ("POST", f"{TICKETS}/{ONE}/rejoin"),
    ("POST", HELP),
    ("GET", HELP),
    ("GET", f"{HELP}/{ONE}"),
    ("POST", f"{HELP}/{ONE}/withdraw"),
    ("POST", f"{HELP}/{ONE}/messages"),
]
STAFF = [
    ("PUT", f"{HALLS}/h620102"),
    ("PUT", f"{HALLS}/h620102/appointment-plan"),
    ("GET", f"{HALLS}/h620102/appointments/day?day=2026-12-01"),
    ("GET", f"{HALLS}/k620102/faults"),
    ("PUT", f"{HALLS}/k620102/faults/{ONE}"),
    ("GET", f"{DESK}/halls"),
    ("GET", f"{DESK}/h620102"),
    ("POST", f"{DESK}/h620102/seat"),
    ("DELETE", f"{DESK}/h620102/seat"),
    ("POST", f"{DESK}/h620102/call"),
    ("POST", f"{DESK}/h620102/tickets"),
    *(("POST", f"{DESK}/h620102/tickets/{ONE}/{step}") for step in STEPS),
    ("GET", f"{HELP}/region"),
    *(("POST", f"{HELP}/{ONE}/{step}") for step in ("take", "hand-back", "arrange", "done", "unable")),
]


async def asked(client, method, path, headers=None, **body):
    json = body if method in {"POST", "PUT"} else None
    return await client.request(method, path, json=json, headers=headers)


@pytest.fixture
async def elder(sign_in):
    return await sign_in("elder")


@pytest.fixture
async def officer(sign_in):
    """The case officer, who sits nowhere yet."""
    headers = await sign_in("case-officer")
    await database.execute("update windows_seat set left_at = now() where left_at is null")
    return headers


@pytest.fixture
async def worker(sign_in):
    return await sign_in("community-worker")


class TestAnonymous:
    @pytest.mark.parametrize(("method", "path"), [*SIGNED_IN, *STAFF])
    async def test_is_refused(self, client, method, path):
        response = await asked(client, method, path)

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")

    async def test_finds_halls_and_reads_the_board(self, client, hall):
        for path in (HALLS, f"{HALLS}/near?lon=103.8&lat=36.06", f"{HALLS}/{hall}", f"{HALLS}/{hall}/board"):
            response = await client.get(path)
            assert response.status_code == 200
            again = await client.get(path, headers={"if-none-match": response.headers["etag"]})
            assert again.status_code == 304


class TestResident:
    @pytest.mark.parametrize(("method", "path"), STAFF)
    async def test_does_nothing_at_the_desk(self, client, elder, method, path):
        response = await asked(client, method, path, headers=elder)

        assert (response.status_code, response.json()["code"]) == (403, "identity.role-missing")


class TestHalls:
    async def test_near_says_how_far_and_what_is_invented(self, client):
        [nearest, *_] = (await client.get(f"{HALLS}/near?lon=103.8343&lat=36.0611&limit=5")).json()["items"]

        assert nearest["distanceMeters"] < 5_000
        assert (nearest["evidence"], nearest["detailsEvidence"]) == ("recalled", "invented")
        assert nearest["position"]["crs"] == "CGCS2000"

    @pytest.mark.parametrize(
        ("query", "status", "code"),
        [
            ("", 422, "windows.where-missing"),
            ("?regionCode=620199", 422, "windows.region-unknown"),
            ("?regionCode=62", 400, "core.unreadable"),
            ("?lon=nan&lat=36", 400, "core.unreadable"),
            ("?lon=103&lat=91", 400, "core.unreadable"),
        ],
    )
    async def test_near_refuses_what_is_no_place(self, client, query, status, code):
        response = await client.get(f"{HALLS}/near{query}")

        assert (response.status_code, response.json()["code"]) == (status, code)

    async def test_an_unknown_hall_is_not_found(self, client, elder):
        for path in ("h999999", "h999999/board", "h999999/appointments?fromDate=2026-12-01"):
            response = await client.get(f"{HALLS}/{path}")
            assert (response.status_code, response.json()["code"]) == (404, "windows.hall-not-found")

    async def test_the_hall_changes_itself(self, client, officer, hall):
        body = {
            "version": 2,
            "address": "新址（示例地址）",
            "hours": [{"weekday": 1, "opens": "09:00", "closes": "24:00"}],
        }

        changed = await client.put(f"{HALLS}/{hall}", json=body, headers=officer)
        stale = await client.put(f"{HALLS}/{hall}", json=body, headers=officer)
        broken = await client.put(f"{HALLS}/{hall}", json=body | {"hours": [{"weekday": 9}]}, headers=officer)

        assert (changed.status_code, changed.json()["address"], changed.json()["version"]) == (
            200,
            "新址（示例地址）",
            3,
        )
        assert (stale.status_code, stale.json()["code"]) == (409, "windows.hall-changed-elsewhere")
        assert broken.status_code == 400


class TestAppointments:
    async def test_are_found_booked_and_seen_by_the_hall(self, client, elder, officer, hall):
        planned = await client.put(
            f"{HALLS}/{hall}/appointment-plan",
            json={"slotMinutes": 60, "capacity": 1, "horizonDays": 3},
            headers=officer,
        )
        tomorrow = today() + timedelta(days=1)
        found = (await client.get(f"{HALLS}/{hall}/appointments?fromDate={tomorrow}&days=1")).json()
        slot = {"slotId": found["items"][0]["slotId"]}
        booked = await client.post(f"{HALLS}/{hall}/appointments", json=slot, headers=elder)
        full = await client.post(f"{HALLS}/{hall}/appointments", json=slot, headers=officer)
        seen = (await client.get(f"{HALLS}/{hall}/appointments/day?day={tomorrow}", headers=officer)).json()
        mine = await client.get(f"/api/v1/bookings/{booked.json()['bookingId']}", headers=elder)

        assert planned.json()["takesAppointments"] is True
        assert len(found["items"]) == 23
        assert booked.status_code == 201
        assert (full.status_code, full.json()["code"]) == (409, "bookings.slot-full")
        assert [one["id"] for one in seen["items"]] == [booked.json()["bookingId"]]
        assert mine.json()["state"] == "booked"
        gone = await client.delete(f"/api/v1/bookings/{booked.json()['bookingId']}", headers=elder)
        assert gone.status_code == 204


class TestQueue:
    async def test_a_day_at_the_hall(self, client, elder, officer, hall):
        desk = f"{DESK}/{hall}"
        taken = await client.post(TICKETS, json={"hallCode": hall, "need": "elder"}, headers=elder)
        paper = await client.post(f"{desk}/tickets", json={}, headers=officer)
        window = await client.post(f"{desk}/seat", json={"windowNumber": 2}, headers=officer)
        ticket = taken.json()
        watched = await client.get(f"{TICKETS}/{ticket['id']}", headers=elder)
        again = await client.get(
            f"{TICKETS}/{ticket['id']}", headers=elder | {"if-none-match": watched.headers["etag"]}
        )
        called = (await client.post(f"{desk}/call", headers=officer)).json()["ticket"]
        board = (await client.get(f"{HALLS}/{hall}/board")).json()
        seen = (await client.get(desk, headers=officer)).json()

        assert (taken.status_code, ticket["number"], paper.json()["number"]) == (201, "A001", "A002")
        assert (window.json()["number"], window.json()["hallCode"]) == (2, hall)
        assert (watched.json()["ahead"], again.status_code) == (0, 304)
        assert called["id"] == ticket["id"]
        assert [one["number"] for one in board["called"]] == ["A001"]
        assert board["lines"][0]["nextNumbers"] == ["A002"]
        assert "person" not in str(board)
        assert (seen["current"]["id"], seen["window"]["number"]) == (ticket["id"], 2)
        assert [one["number"] for one in seen["waiting"]] == ["A002"]
        assert [one["ticketNumber"] for one in seen["windows"] if one["mine"]] == ["A001"]

        for step in ("recall", "serve", "finish"):
            response = await client.post(f"{desk}/tickets/{ticket['id']}/{step}", headers=officer)
            assert response.status_code == 200, response.text
        ended = await client.get(f"{TICKETS}/{ticket['id']}", headers=elder)
        left = await client.delete(f"{desk}/seat", headers=officer)
        assert (ended.json()["state"], left.status_code) == ("done", 204)

    async def test_skipped_rejoined_transferred_and_given_up(self, client, elder, officer, hall):
        desk = f"{DESK}/{hall}"
        ticket = (await client.post(TICKETS, json={"hallCode": hall}, headers=elder)).json()["id"]
        await client.post(f"{desk}/seat", json={"windowNumber": 1}, headers=officer)

        async def step(what, **body):
            return (await client.post(f"{desk}/tickets/{ticket}/{what}", json=body, headers=officer)).json()["state"]

        await client.post(f"{desk}/call", headers=officer)
        states = [await step("skip")]
        states.append((await client.post(f"{TICKETS}/{ticket}/rejoin", headers=elder)).json()["state"])
        await client.post(f"{desk}/call", headers=officer)
        states.append(await step("transfer", letter="B", note="换一个队列"))
        await client.post(f"{desk}/call", headers=officer)
        states.append(await step("no-show"))
        await client.delete(f"{desk}/seat", headers=officer)

        assert states == ["skipped", "waiting", "waiting", "no-show"]

    async def test_a_paper_ticket_is_followed_by_its_number(self, client, officer, hall):
        await client.post(f"{DESK}/{hall}/tickets", json={}, headers=officer)

        seen = await client.get(f"{HALLS}/{hall}/board/A001")
        none = await client.get(f"{HALLS}/{hall}/board/A002")

        assert (seen.json()["state"], seen.json()["ahead"]) == ("waiting", 0)
        assert (none.status_code, none.json()["code"]) == (404, "windows.ticket-not-found")

    async def test_outside_opening_hours_the_phone_says_when_to_come(self, client, elder, make_hall):
        hall = await make_hall(hours=[], lines=None, windows=None)

        response = await client.post(TICKETS, json={"hallCode": hall}, headers=elder)

        assert (response.status_code, response.json()["code"]) == (409, "windows.hall-closed")

    async def test_mine_are_listed_and_given_back(self, client, elder, hall):
        ticket = (await client.post(TICKETS, json={"hallCode": hall}, headers=elder)).json()
        listed = (await client.get(f"{TICKETS}?limit=1", headers=elder)).json()

        given = [await client.delete(f"{TICKETS}/{ticket['id']}", headers=elder) for _ in range(2)]

        assert listed["items"] == [ticket]
        assert [one.status_code for one in given] == [204, 204]

    async def test_staff_see_where_they_may_sit(self, client, officer):
        found = (await client.get(f"{DESK}/halls?limit=100", headers=officer)).json()["items"]

        assert {"code": "h620102", "name": "城关区政务服务中心", "level": "county"} in found

    async def test_staff_of_another_place_are_refused(self, client, officer, worker):
        for headers in (officer, worker):
            response = await client.get(f"{DESK}/h620502", headers=headers)
            assert (response.status_code, response.json()["code"]) == (403, "windows.not-your-hall")


class TestKiosk:
    async def test_is_reported_and_repaired(self, client, elder, officer, make_hall):
        faults = f"{HALLS}/{await make_hall(seed={'level': 'kiosk'})}/faults"

        reported = await client.post(faults, json={"about": "printer", "text": "不出纸"}, headers=elder)
        listed = (await client.get(faults, headers=officer)).json()["items"]
        repaired = await client.put(f"{faults}/{reported.json()['id']}", json={"state": "repaired"}, headers=officer)

        assert (reported.status_code, listed) == (201, [reported.json()])
        assert repaired.json()["state"] == "repaired"


class TestHelp:
    async def test_from_asking_to_thanks(self, client, elder, worker):
        body = {"regionCode": "620102001001", "place": "3 号楼", "what": "想办高龄津贴"}
        asked_for = await client.post(HELP, json=body, headers=elder)
        one = f"{HELP}/{asked_for.json()['id']}"
        region = (await client.get(f"{HELP}/region?state=open&limit=100", headers=worker)).json()["items"]
        taken = await client.post(f"{one}/take", headers=worker)
        visit = f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
        arranged = await client.post(f"{one}/arrange", json={"visitAt": visit}, headers=worker)
        written = await client.post(f"{one}/messages", json={"text": "好的"}, headers=elder)
        done = await client.post(f"{one}/done", headers=worker)
        mine = (await client.get(HELP, headers=elder)).json()["items"]

        assert (asked_for.status_code, asked_for.json()["state"]) == (201, "open")
        assert asked_for.json()["id"] in [item["id"] for item in region]
        assert (taken.json()["state"], arranged.json()["visitAt"]) == ("taken", visit)
        assert [item["text"] for item in written.json()["messages"]] == ["好的"]
        assert (done.json()["state"], mine[0]["state"]) == ("done", "done")

    async def test_withdrawn_handed_back_and_unable(self, client, elder, worker):
        body = {"regionCode": "620102001", "place": "街道办旁", "what": "代办证明"}
        here = (await client.post(HELP, json=body, headers=elder)).json()["id"]
        there = (await client.post(HELP, json=body | {"regionCode": "620102002"}, headers=elder)).json()["id"]

        states = []
        for step, data in (("take", {}), ("hand-back", {}), ("take", {}), ("unable", {"reason": "需本人办理"})):
            response = await client.post(f"{HELP}/{here}/{step}", json=data, headers=worker)
            states.append(response.json()["state"])
        unseen = await client.get(f"{HELP}/{there}", headers=worker)
        gone = await client.post(f"{HELP}/{there}/withdraw", headers=elder)

        assert states == ["taken", "open", "taken", "unable"]
        assert (unseen.status_code, unseen.json()["code"]) == (404, "windows.help-not-found")
        assert gone.json()["state"] == "withdrawn"


async def test_appointments_of_a_hall_follow_its_own_days(client, officer, hall):
    async with database.transaction():
        await appointments.plan(hall, AppointmentPlan(capacity=1, slot_minutes=60, horizon_days=2), at=now())
    tomorrow = today() + timedelta(days=1)
    command = change_of(version=2, closed_dates=[tomorrow])
    body = {
        "version": 2, "address": command.address, "closedDates": [str(tomorrow)], "followsHolidays": False,
        "hours": [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(1, 8)],
    }  # fmt: skip

    await client.put(f"{HALLS}/{hall}", json=body, headers=officer)
    found = (await client.get(f"{HALLS}/{hall}/appointments?fromDate={tomorrow}&days=1")).json()

    assert found == {"items": [], "nextDate": None}
