"""Bookings for authors' tests: one person before slots that the test fills and empties, with the host's refusals."""

from collections.abc import Callable
from datetime import datetime, timedelta

from plugin_sdk.guest.capabilities import CapabilityRefused

Part = dict[str, object]
OPEN = ("waiting", "held", "booked")


class FakeBookings:
    """Plays `booking.*` for one mini-app and one person; `mine` is what the person has, the oldest first.

    `now` is the present moment and may be moved on. What other people do, the test does: `fill` a slot, `free` it.
    """

    def __init__(self, *, now: str = "2026-01-15T09:30:00+08:00") -> None:
        self.now = datetime.fromisoformat(now)
        self.mine: list[Part] = []
        self._resources: dict[str, Part] = {}
        self._slots: dict[str, Part] = {}

    def add_resource(
        self,
        name: str = "婚姻登记",
        *,
        name_en: str = "Marriage registration",
        most: int = 1,
        opens_at: str | None = None,
    ) -> str:
        """Offer something new; its id. With `opens_at` it is a rush that has not been drawn yet."""
        number = f"resource-{len(self._resources) + 1}"
        self._resources[number] = {
            "id": number,
            "name": {"zh": name, "en": name_en},
            "regionCode": "620102",
            "address": "张掖路 1 号",
            "horizonDays": 14,
            "perPersonMost": most,
            "holdSeconds": 300,
            "opensAt": opens_at,
            "commitment": "0" * 64 if opens_at else None,
        }
        return number

    def add_slot(self, resource: str, starts_at: str, *, minutes: int = 60, capacity: int = 1) -> str:
        """Offer a time; its id."""
        number, starts = f"slot-{len(self._slots) + 1}", datetime.fromisoformat(starts_at)
        ends = starts + timedelta(minutes=minutes)
        self._slots[number] = {
            "id": number,
            "resource": resource,
            "startsAt": starts.isoformat(),
            "endsAt": ends.isoformat(),
            "capacity": capacity,
            "free": capacity,
            "waiting": 0,
        }
        return number

    def fill(self, slot: str) -> None:
        """Let other people take every free place."""
        self._slots[slot]["free"] = 0

    def free(self, slot: str) -> None:
        """Let somebody else give a place back: the person gets it if they wait."""
        for booking in self.mine:
            if booking["slot"] == slot and booking["state"] == "waiting":
                kept = min(self.now + timedelta(minutes=30), _starts(self._slots[slot])).isoformat()
                booking.update({"state": "held", "expiresAt": kept, "placeInLine": None})
                self._add(slot, "waiting", -1)
                return
        self._add(slot, "free", 1)

    def open_rush(self, resource: str) -> None:
        """Let the rush open: from now on places can be held. Who gets one by lot the test decides with `free`."""
        self._resources[resource].update({"opensAt": None, "commitment": None})

    def answers(self) -> dict[str, Callable[[Part], Part]]:
        """What answers each capability; a refusal is raised as `CapabilityRefused`."""
        return {
            "booking.resources": lambda _asked: {"resources": list(self._resources.values())},
            "booking.slots": self._list,
            "booking.hold": self._hold,
            "booking.confirm": self._confirm,
            "booking.cancel": self._cancel,
            "booking.wait": self._wait,
            "booking.mine": self._all,
        }

    def _all(self, _asked: Part) -> Part:
        self._lapse()
        placed = sorted(enumerate(self.mine), key=lambda one: (_starts(one[1]), one[0]), reverse=True)
        return {"bookings": [dict(booking) for _, booking in placed]}

    def _list(self, asked: Part) -> Part:
        if asked["resource"] not in self._resources:
            raise CapabilityRefused("bookings.resource-not-found", "There is no such thing to book.")
        first = datetime.fromisoformat(str(asked["fromDate"])).date()
        last = first + timedelta(days=int(str(asked["days"])))
        found = [
            {name: value for name, value in slot.items() if name != "resource"}
            for slot in self._slots.values()
            if slot["resource"] == asked["resource"] and first <= _starts(slot).date() < last
        ]
        return {"slots": sorted(found, key=lambda slot: str(slot["startsAt"])), "nextDate": None}

    def _hold(self, asked: Part) -> Part:
        slot = self._enter(asked)
        if self._resources[str(slot["resource"])]["opensAt"]:
            raise CapabilityRefused("bookings.not-open-yet", "Join the line now; places are drawn at the opening.")
        if not slot["free"]:
            raise CapabilityRefused("bookings.slot-full", "This time is full.")
        self._add(str(slot["id"]), "free", -1)
        return self._new(slot, state="held", expires=min(self.now + timedelta(seconds=300), _starts(slot)))

    def _wait(self, asked: Part) -> Part:
        slot = self._enter(asked)
        rush = self._resources[str(slot["resource"])]["opensAt"]
        if slot["free"] and not rush:
            raise CapabilityRefused("bookings.slot-has-places", "This time still has places.")
        self._add(str(slot["id"]), "waiting", 1)
        return self._new(slot, state="waiting", place=None if rush else slot["waiting"])

    def _confirm(self, asked: Part) -> Part:
        booking = self._found(asked)
        if booking["state"] == "waiting":
            raise CapabilityRefused("bookings.nothing-held", "You are still waiting in line.")
        if booking["state"] == "held":
            number = f"{datetime.fromisoformat(str(booking['startsAt'])):%m%d}-{len(self.mine):06d}"
            booking.update({"state": "booked", "number": number, "expiresAt": None})
        if booking["state"] != "booked":
            raise CapabilityRefused("bookings.hold-lapsed", "The place is no longer kept for you.")
        return dict(booking)

    def _cancel(self, asked: Part) -> Part:
        booking = self._found(asked)
        state, slot = booking["state"], str(booking["slot"])
        if state in OPEN:
            if self.now >= _starts(self._slots[slot]):
                raise CapabilityRefused("bookings.too-late", "The time has begun.")
            booking.update({"state": "cancelled", "expiresAt": None, "placeInLine": None})
            self._add(slot, "waiting" if state == "waiting" else "free", -1 if state == "waiting" else 1)
        return dict(booking)

    def _lapse(self) -> None:
        for booking in self.mine:
            if booking["state"] == "held" and self.now >= datetime.fromisoformat(str(booking["expiresAt"])):
                booking.update({"state": "lapsed", "expiresAt": None})
                self._add(str(booking["slot"]), "free", 1)

    def _enter(self, asked: Part) -> Part:
        self._lapse()
        slot = self._slots.get(str(asked["slot"]))
        if slot is None:
            raise CapabilityRefused("bookings.slot-not-found", "There is no such time to book.")
        if self.now >= _starts(slot):
            raise CapabilityRefused("bookings.slot-closed", "This time can no longer be booked.")
        mine = [one for one in self.mine if one["resource"] == slot["resource"] and one["state"] in OPEN]
        if slot["id"] in {one["slot"] for one in mine}:
            raise CapabilityRefused("bookings.already-here", "You already have a place, or wait for one.")
        if len(mine) >= int(str(self._resources[str(slot["resource"])]["perPersonMost"])):
            raise CapabilityRefused("bookings.too-many-open", "You have as many open bookings as you may.")
        return slot

    def _found(self, asked: Part) -> Part:
        self._lapse()
        booking = next((one for one in self.mine if one["id"] == asked["booking"]), None)
        if booking is None:
            raise CapabilityRefused("bookings.not-found", "You have no such booking.")
        return booking

    def _new(self, slot: Part, *, state: str, expires: datetime | None = None, place: object = None) -> Part:
        booking: Part = {
            "id": f"booking-{len(self.mine) + 1}",
            "slot": slot["id"],
            "resource": slot["resource"],
            "name": self._resources[str(slot["resource"])]["name"],
            "startsAt": slot["startsAt"],
            "endsAt": slot["endsAt"],
            "state": state,
            "number": None,
            "expiresAt": expires.isoformat() if expires else None,
            "placeInLine": place,
        }
        self.mine.append(booking)
        return dict(booking)

    def _add(self, slot: str, what: str, more: int) -> None:
        self._slots[slot][what] = int(str(self._slots[slot][what])) + more


def _starts(slot: Part) -> datetime:
    return datetime.fromisoformat(str(slot["startsAt"]))
