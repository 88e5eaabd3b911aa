"""Bookings over HTTP: one's own for residents, one's department's for staff, the draw for everybody."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.structs import now
from backend.reference.regions.service import local_time
from backend.supports.bookings import line, service
from tests.supports.bookings.conftest import order

MINE, OFFERS = "/api/v1/bookings", "/api/v1/booking-resources"
PLAN = [{"weekday": day, "opens": "09:00", "closes": "11:00", "slotMinutes": 60, "capacity": 1} for day in range(1, 8)]
STAFF_ROUTES = [
    ("POST", OFFERS),
    ("GET", f"{OFFERS}?owner=mini-app:x"),
    ("PUT", f"{OFFERS}/{uuid4()}"),
    ("PUT", f"{OFFERS}/{uuid4()}/closed-dates"),
    ("PUT", f"{OFFERS}/{uuid4()}/rush"),
    ("GET", f"{OFFERS}/{uuid4()}/bookings?day=2031-03-04"),
]


def terms(**what_matters):
    usual = {
        "name": {"zh": "婚姻登记", "en": "Marriage registration"},
        "regionCode": "620102",
        "address": "张掖路 1 号",
        "plan": PLAN,
        "horizonDays": 3,
        "perPersonMost": 2,
    }
    return usual | what_matters


async def id_of(client, headers):
    return UUID((await client.get("/api/v1/me", headers=headers)).json()["id"])


@pytest.fixture
async def developer(client, sign_in, owners):
    """The department's developer, who acts for every owner but `...elsewhere`."""
    headers = await sign_in("department-developer")
    owners.staff = {await id_of(client, headers)}
    return headers


@pytest.fixture
async def elder(sign_in):
    return await sign_in("elder")


@pytest.fixture
async def offer(client, developer):
    """A resource, as its department made it."""
    owner = f"mini-app:t{uuid4().hex[:12]}"
    response = await client.post(OFFERS, json=terms(owner=owner), headers=developer)
    assert response.status_code == 201, response.text
    return response.json()


@pytest.fixture
async def booked(client, elder, offer):
    """The elder's booking for tomorrow at nine."""
    person, tomorrow = await id_of(client, elder), (local_time(now()) + timedelta(days=1)).date()
    [slot, *_], _ = await service.slots(
        UUID(offer["id"]), owner=offer["owner"], from_date=tomorrow, days=1, at=now(), limit=9
    )
    held = await service.hold(order(slot.id, person, owner=offer["owner"]), at=now())
    return await service.confirm(held.id, person_id=person, at=now())


class TestAnonymous:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", MINE), ("GET", f"{MINE}/{uuid4()}"), ("DELETE", f"{MINE}/{uuid4()}"), *STAFF_ROUTES],
    )
    async def test_is_refused(self, client, method, path):
        response = await client.request(method, path, json={} if method in {"POST", "PUT"} else None)

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


class TestResident:
    @pytest.mark.parametrize(("method", "path"), STAFF_ROUTES)
    async def test_manages_nothing(self, client, elder, method, path):
        response = await client.request(method, path, json={} if method in {"POST", "PUT"} else None, headers=elder)

        assert (response.status_code, response.json()["code"]) == (403, "identity.role-missing")


class TestMine:
    async def test_shows_my_booking_in_the_list_and_alone(self, client, elder, booked):
        page = (await client.get(MINE, params={"limit": 100}, headers=elder)).json()
        alone = (await client.get(f"{MINE}/{booked.id}", headers=elder)).json()

        assert alone in page["items"]
        assert (alone["state"], alone["number"], alone["name"]["zh"]) == ("booked", booked.number, "婚姻登记")
        assert alone["startsAt"].endswith("Z")

    async def test_goes_on_with_the_cursor(self, client, elder, booked):
        page = (await client.get(MINE, params={"limit": 1}, headers=elder)).json()
        altered = await client.get(MINE, params={"cursor": "AAAAAAAAAAAAAAAA"}, headers=elder)

        assert len(page["items"]) == 1
        assert (altered.status_code, altered.json()["code"]) == (400, "core.bad-cursor")

    async def test_somebody_elses_looks_like_none(self, client, sign_in, booked):
        parent = await sign_in("young-parent")

        answers = [
            await client.request(method, f"{MINE}/{which}", headers=parent)
            for which in (booked.id, uuid4())
            for method in ("GET", "DELETE")
        ]

        assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "bookings.not-found")}

    async def test_cancels_once_and_says_so_again(self, client, elder, booked):
        key = {"idempotency-key": str(uuid4())}

        answers = [await client.delete(f"{MINE}/{booked.id}", headers=elder | extra) for extra in (key, key, {})]

        assert [one.status_code for one in answers] == [204, 204, 204]
        assert (await client.get(f"{MINE}/{booked.id}", headers=elder)).json()["state"] == "cancelled"


class TestManage:
    async def test_what_was_made_is_listed(self, client, developer, offer):
        page = (await client.get(OFFERS, params={"owner": offer["owner"]}, headers=developer)).json()

        assert page == {"items": [offer], "nextCursor": None}

    async def test_the_same_key_makes_one(self, client, developer):
        owner, key = f"mini-app:t{uuid4().hex[:12]}", {"idempotency-key": str(uuid4())}

        answers = [await client.post(OFFERS, json=terms(owner=owner), headers=developer | key) for _ in range(2)]

        assert answers[0].json() == answers[1].json()

    async def test_another_departments_mini_app_is_refused(self, client, developer):
        made = await client.post(OFFERS, json=terms(owner="mini-app:elsewhere"), headers=developer)
        listed = await client.get(OFFERS, params={"owner": "mini-app:elsewhere"}, headers=developer)

        for answer in (made, listed):
            assert (answer.status_code, answer.json()["code"]) == (403, "bookings.not-your-resource")

    async def test_another_departments_resource_is_refused(self, client, developer, offer, owners):
        owners.staff = set()
        path = f"{OFFERS}/{offer['id']}"

        answers = [
            await client.put(path, json=terms(), headers=developer),
            await client.put(f"{path}/closed-dates", json={"dates": []}, headers=developer),
            await client.put(f"{path}/rush", json={"opensAt": "2031-03-03T00:00:00Z"}, headers=developer),
            await client.get(f"{path}/bookings", params={"day": "2031-03-04"}, headers=developer),
        ]

        assert {(one.status_code, one.json()["code"]) for one in answers} == {(403, "bookings.not-your-resource")}

    async def test_operators_enter_by_the_same_door(self, client, sign_in, owners, offer):
        operator = await sign_in("operator")
        owners.staff = {await id_of(client, operator)}

        answer = await client.get(OFFERS, params={"owner": offer["owner"]}, headers=operator)

        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "wrong",
        [
            {"horizonDays": 61},
            {"perPersonMost": 0},
            {"holdSeconds": 59},
            {"regionCode": "62"},
            {"plan": [PLAN[0] | {"opens": "24:00"}]},
            {"plan": [PLAN[0] | {"capacity": 0}]},
            {"owner": "somebody"},
            {"surprise": 1},
        ],
    )
    async def test_what_no_terms_allow_is_not_read(self, client, developer, wrong):
        response = await client.post(OFFERS, json=terms(owner="mini-app:any") | wrong, headers=developer)

        assert response.status_code == 400

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"plan": [PLAN[0], PLAN[0]]}, "bookings.plan-unusable"),
            ({"regionCode": "629999"}, "bookings.place-unknown"),
        ],
    )
    async def test_what_cannot_be_offered_is_refused(self, client, developer, offer, wrong, code):
        response = await client.put(f"{OFFERS}/{offer['id']}", json=terms() | wrong, headers=developer)

        assert (response.status_code, response.json()["code"]) == (422, code)

    async def test_changes_the_terms(self, client, developer, offer):
        changed = await client.put(
            f"{OFFERS}/{offer['id']}", json=terms(address="新址", active=False), headers=developer
        )

        assert changed.json() == offer | {"address": "新址", "active": False}

    async def test_closing_a_day_ends_its_bookings(self, client, developer, elder, offer, booked):
        day = local_time(booked.starts_at).date().isoformat()

        closed = await client.put(f"{OFFERS}/{offer['id']}/closed-dates", json={"dates": [day]}, headers=developer)

        assert closed.json()["closedDates"] == [day]
        assert (await client.get(f"{MINE}/{booked.id}", headers=elder)).json()["state"] == "closed"

    async def test_shows_who_comes_with_masked_names(self, client, developer, offer, booked):
        day = local_time(booked.starts_at).date().isoformat()

        page = (await client.get(f"{OFFERS}/{offer['id']}/bookings", params={"day": day}, headers=developer)).json()

        [item] = page["items"]
        assert (item["id"], item["number"], item["name"]) == (str(booked.id), booked.number, "张*兰")
        assert "桂" not in str(page)

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    async def test_nobody_comes_at_the_ends_of_the_calendar(self, client, developer, offer, day):
        path = f"{OFFERS}/{offer['id']}"

        page = await client.get(f"{path}/bookings", params={"day": day}, headers=developer)
        closed = await client.put(f"{path}/closed-dates", json={"dates": [day]}, headers=developer)

        assert (page.status_code, page.json()["items"]) == (200, [])
        assert closed.json()["closedDates"] == [day]

    async def test_what_is_not_there_is_not_there(self, client, developer):
        response = await client.get(f"{OFFERS}/{uuid4()}/bookings", params={"day": "2031-03-04"}, headers=developer)

        assert (response.status_code, response.json()["code"]) == (404, "bookings.resource-not-found")


class TestRush:
    async def test_everybody_sees_the_commitment_first_and_the_seed_afterwards(self, client, developer, offer):
        opens_at = (now() + timedelta(hours=1)).isoformat()
        path = f"{OFFERS}/{offer['id']}"

        none = await client.get(f"{path}/draw")
        announced = (await client.put(f"{path}/rush", json={"opensAt": opens_at}, headers=developer)).json()
        before = (await client.get(f"{path}/draw")).json()
        await line.draw_rush(UUID(offer["id"]), at=now() + timedelta(hours=1))
        after = (await client.get(f"{path}/draw")).json()

        assert (none.status_code, none.json()["code"]) == (404, "bookings.draw-not-found")
        assert announced["commitment"] == before["commitment"] == after["commitment"]
        assert (before["seed"], len(after["seed"])) == (None, 64)

    async def test_a_past_opening_is_refused(self, client, developer, offer):
        response = await client.put(
            f"{OFFERS}/{offer['id']}/rush", json={"opensAt": "2020-01-01T00:00:00Z"}, headers=developer
        )

        assert (response.status_code, response.json()["code"]) == (422, "bookings.opening-out-of-reach")
