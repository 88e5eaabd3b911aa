"""Bookings for everybody in the simulator: the authors' own fake, once per persona, before the same slots.

What can be booked stands in `mocks/bookings.json` of the project, as a list of `{"name", "nameEn", "most", "times"}`;
without it there is one window. Its times are offered on each of the coming working days, two places each.
"""

import json
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.fake_bookings import OPEN, FakeBookings

FILE = "bookings.json"
DAYS_OFFERED = 7
PLACES = 2
MINUTES = 60
SATURDAY = 5
TIMES = ("09:00", "10:00", "14:30", "15:30")
USUAL: list[dict[str, Any]] = [{"name": "综合窗口（模拟）", "nameEn": "Service window (simulated)"}]
KINDS = ("resource", "slot", "booking")
OWN_ID = re.compile(r"(resource|slot|booking)-(\d{1,11})")
WIRE_ID = re.compile(r"00000000-0000-4000-8000-([012])(\d{11})")

Json = Any


class Bookings:
    """Every persona's bookings; the slots and what can be booked are shared by all.

    `offers` are personas whose turn came, with their bookings, until whoever tells them has taken them out.
    """

    def __init__(self) -> None:
        self._shared = FakeBookings()
        self._people: dict[str, FakeBookings] = {}
        self._offered: set[tuple[str, str]] = set()
        self.offers: list[tuple[str, Json]] = []
        self._line: list[tuple[str, Json]] = []  # persona and waiting booking, whoever came first is first

    def answer(self, name: str, asked: dict[str, Any], *, persona: str, now: datetime, mocks: Path, most: int) -> Json:
        """Answer a capability for this persona, with ids as the contract has them.

        Raises:
            CapabilityRefused: by the product's code.

        """
        self._offer(now, _wanted(mocks))
        mine = self._of(persona, now)
        self._move_lines(now)
        if name in {"booking.hold", "booking.wait"} and sum(one["state"] in OPEN for one in mine.mine) >= most:
            raise CapabilityRefused("host.bookings-full", f"You have {most} open bookings here, as many as you may.")
        told = mine.answers()[name]({key: _inward(value) for key, value in asked.items()})
        if name == "booking.wait":
            self._line.append((persona, mine.mine[-1]))
        self._move_lines(now)
        return _outward(told)

    def of(self, persona: str) -> list[Any]:
        """What a persona has booked, the latest first, for the author's eyes."""
        fake = self._people.get(persona)
        shown: list[Any] = _outward(fake.mine[::-1]) if fake else []
        return shown

    def _of(self, persona: str, now: datetime) -> FakeBookings:
        fake = self._people.setdefault(persona, FakeBookings())
        fake._resources, fake._slots = self._shared._resources, self._shared._slots  # noqa: SLF001  # one SDK, one hall
        fake.now = now
        return fake

    def _move_lines(self, now: datetime) -> None:
        """Holds that have passed end, and a free place belongs to whoever has waited longest, as in the product."""
        for persona in self._people:
            self._of(persona, now)._lapse()  # noqa: SLF001  # as above
        for persona, booking in self._line:
            slot: Json = self._shared._slots[booking["slot"]]  # noqa: SLF001  # as above
            if booking["state"] == "waiting" and slot["free"]:
                slot["free"] -= 1
                self._people[persona].free(booking["slot"])
                self.offers.append((persona, booking))
        self._line = [one for one in self._line if one[1]["state"] == "waiting"]
        before: Counter[str] = Counter()
        for _, booking in self._line:
            before[booking["slot"]] += 1
            booking["placeInLine"] = before[booking["slot"]]

    def _offer(self, now: datetime, wanted: list[dict[str, Any]]) -> None:
        """Offer the times of the coming days that are not offered yet."""
        for number, one in enumerate(wanted, start=1):
            if number > len(self._shared._resources):  # noqa: SLF001  # as above
                name = str(one.get("name", USUAL[0]["name"]))
                english = str(one.get("nameEn", name))
                self._shared.add_resource(name, name_en=english, most=int(one.get("most", 1)))
            for day in range(1, DAYS_OFFERED + 1):
                self._offer_day(f"resource-{number}", now + timedelta(days=day), one.get("times", TIMES))

    def _offer_day(self, resource: str, day: datetime, times: list[str]) -> None:
        if day.weekday() >= SATURDAY:
            return
        for time in times:
            starts = f"{day.date().isoformat()}T{time}:00+08:00"
            if (resource, starts) not in self._offered:
                self._offered.add((resource, starts))
                self._shared.add_slot(resource, starts, minutes=MINUTES, capacity=PLACES)


def _wanted(mocks: Path) -> list[dict[str, Any]]:
    place = mocks / FILE
    if not place.is_file():
        return USUAL
    try:
        wanted = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise CapabilityRefused("host.not-granted", f"mocks/{FILE} is no JSON: {wrong}") from wrong
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise CapabilityRefused("host.not-granted", f"mocks/{FILE} is no list of objects")
    return wanted


def _outward(value: Json) -> Json:
    """The fake's readable ids as the contract's."""
    if isinstance(value, dict):
        return {key: _outward(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_outward(inner) for inner in value]
    if isinstance(value, str) and (found := OWN_ID.fullmatch(value)):
        return f"00000000-0000-4000-8000-{KINDS.index(found[1])}{int(found[2]):011d}"
    return value


def _inward(value: Json) -> Json:
    found = WIRE_ID.fullmatch(value) if isinstance(value, str) else None
    return f"{KINDS[int(found[1])]}-{int(found[2])}" if found else value
