"""Kiosks: anybody signed in may say what is broken; the hall confirms, repairs, or finds it in order."""

from uuid import uuid4

import pytest

from backend.core.pages import BadCursor
from backend.services.windows import kiosks, service
from backend.services.windows.errors import (
    FaultClosed,
    FaultNotFound,
    HallNotFound,
    NotAKiosk,
    NotYourHall,
    TooManyFaults,
)
from backend.services.windows.help_structs import FaultAbout, FaultState, ReportFault, SettleFault
from backend.services.windows.structs import KioskState
from tests.services.windows.conftest import ELDER, MONDAY, OFFICER, actions_about, attempt, minutes


@pytest.fixture
async def kiosk(make_hall):
    return await make_hall(seed={"level": "kiosk"})


async def report(code, person, *, at=MONDAY):
    command = ReportFault(about=FaultAbout.PRINTER, text="不出纸")
    return await kiosks.report(code, command, person_id=person, attempt=attempt(), at=at)


async def settle(code, fault_id, state, *, staff=OFFICER):
    command = SettleFault(state=state)
    return await kiosks.settle(code, fault_id, command, staff=staff, attempt=attempt(), at=MONDAY)


async def state_of(code):
    return (await service.find(code)).kiosk_state


class TestReport:
    async def test_is_shown_at_once_and_recorded(self, kiosk):
        person = uuid4()

        fault = await report(kiosk, person)

        assert (fault.state, fault.text, await state_of(kiosk)) == (FaultState.REPORTED, "不出纸", KioskState.REPORTED)
        assert await actions_about(person) == ["windows.fault-reported"]

    async def test_is_about_kiosks(self, hall):
        with pytest.raises(NotAKiosk):
            await report(hall, ELDER)
        with pytest.raises(HallNotFound):
            await report("k999999", ELDER)

    async def test_a_person_has_five_open_ones(self, kiosk):
        person = uuid4()
        for _ in range(5):
            await report(kiosk, person)

        with pytest.raises(TooManyFaults):
            await report(kiosk, person)


class TestFaults:
    async def test_are_for_the_hall_the_newest_first(self, kiosk):
        faults = [await report(kiosk, uuid4(), at=MONDAY + minutes(number)) for number in range(3)]

        first = await kiosks.faults(kiosk, staff=OFFICER, limit=2, cursor=None)
        second = await kiosks.faults(kiosk, staff=OFFICER, limit=2, cursor=first.next_cursor)

        assert [one.id for one in (*first.items, *second.items)] == [one.id for one in reversed(faults)]
        with pytest.raises(NotYourHall):
            await kiosks.faults(kiosk, staff=ELDER, limit=2, cursor=None)
        with pytest.raises(BadCursor):
            await kiosks.faults("k620102", staff=OFFICER, limit=2, cursor=first.next_cursor)


class TestSettle:
    async def test_confirmed_is_out_of_order_until_repaired(self, kiosk):
        fault = await report(kiosk, ELDER)

        await settle(kiosk, fault.id, FaultState.CONFIRMED)
        broken = await state_of(kiosk)
        await settle(kiosk, fault.id, FaultState.REPAIRED)

        assert (broken, await state_of(kiosk)) == (KioskState.OUT_OF_ORDER, KioskState.WORKING)

    async def test_unfounded_is_working(self, kiosk):
        fault = await report(kiosk, uuid4())

        assert (await settle(kiosk, fault.id, FaultState.UNFOUNDED)).state is FaultState.UNFOUNDED
        assert await state_of(kiosk) is KioskState.WORKING

    async def test_what_is_closed_stays_closed_and_nothing_is_reported_by_staff(self, kiosk):
        fault, other = await report(kiosk, uuid4()), await report(kiosk, uuid4())
        await settle(kiosk, fault.id, FaultState.REPAIRED)

        with pytest.raises(FaultClosed):
            await settle(kiosk, fault.id, FaultState.CONFIRMED)
        with pytest.raises(FaultClosed):
            await settle(kiosk, other.id, FaultState.REPORTED)

    async def test_is_for_the_hall_of_this_kiosk(self, kiosk, make_hall):
        fault, other = await report(kiosk, uuid4()), await make_hall(seed={"level": "kiosk"})

        with pytest.raises(NotYourHall):
            await settle(kiosk, fault.id, FaultState.REPAIRED, staff=ELDER)
        for code, which in ((other, fault.id), (kiosk, uuid4())):
            with pytest.raises(FaultNotFound):
                await settle(code, which, FaultState.REPAIRED)
