"""Who may sit where, and what rooms above learn about who sits."""

from uuid import uuid4

import pytest

from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.services.windows import service
from backend.services.windows.errors import NotYourHall
from tests.services.windows.conftest import ELDER, MONDAY, call, enrol_stranger, minutes, sit, take


class TestOfficerAt:
    async def test_says_where_somebody_sits_today(self, hall, make_officer, monkeypatch):
        officer = await make_officer(hall)
        await sit(hall, officer, 2)
        monkeypatch.setattr(service.regions, "today", MONDAY.date)
        await take(hall, ELDER)
        called = await call(hall, officer)

        window, ticket = await service.officer_at(officer), await service.current_ticket(officer)

        assert (window.hall_code, window.number) == (hall, 2)
        assert (ticket.id, ticket.person_id) == (called.id, ELDER)

    async def test_knows_nothing_of_who_does_not_sit(self, hall):
        assert await service.officer_at(uuid4()) is None
        assert await service.current_ticket(uuid4()) is None

    async def test_forgets_yesterday(self, hall, make_officer, monkeypatch):
        officer = await make_officer(hall)
        await sit(hall, officer, 2)
        monkeypatch.setattr(service.regions, "today", (MONDAY + minutes(24 * 60)).date)

        assert await service.officer_at(officer) is None


class TestPosts:
    @pytest.mark.parametrize(
        ("level", "region", "post", "role", "may"),
        [
            ("county", "620102", "620102", Role.CASE_OFFICER, True),
            ("county", "620102", "620100", Role.CASE_OFFICER, False),
            ("county", "620102", "620102", Role.COMMUNITY_WORKER, False),
            ("township", "620102001", "620102001", Role.COMMUNITY_WORKER, True),
            ("village", "620102001001", "620102001", Role.COMMUNITY_WORKER, True),
            ("village", "620102001001", "620102002", Role.COMMUNITY_WORKER, False),
            ("village", "620102001001", "620102", Role.COMMUNITY_WORKER, False),
            ("village", "620102001001", "620102001", Role.CASE_OFFICER, True),
            ("county", "620102", "620102", Role.TERMINAL_OPERATOR, False),
            ("county", "620102", "620000", Role.OPERATOR, False),
        ],
    )
    async def test_say_who_sits_where(self, make_hall, level, region, post, role, may):
        hall, person = await make_hall(seed={"level": level, "region_code": region}), uuid4()
        await enrol_stranger(person)
        await people.appoint(person, department="别的部门", region_code=post, roles=[role])

        try:
            await sit(hall, person, 1)
        except NotYourHall:
            assert not may
        else:
            assert may
