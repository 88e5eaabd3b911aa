"""Places at a time: holds, bookings and waiting lines. Nothing says whose they are: the host knows who calls."""

from datetime import date, datetime

from plugin_sdk.guest.capabilities import HostCall, ask

Part = dict[str, object]


class Resource:
    """Something that can be booked; `name` is `{"zh": ..., "en": ...}`.

    While a rush is announced and not drawn yet, `opens_at` says when it opens: until then nothing can be held, and
    everybody who waits takes part in the draw. `commitment` is the hash of its seed, worth showing to people.
    """

    def __init__(self, told: Part) -> None:
        self.id = str(told["id"])
        self.name = _words(told["name"])
        self.region_code = str(told["regionCode"])
        self.address = str(told["address"])
        self.horizon_days = _number(told["horizonDays"])
        self.per_person_most = _number(told["perPersonMost"])
        self.hold_seconds = _number(told["holdSeconds"])
        self.opens_at = _moment(told["opensAt"])
        self.commitment = _text(told["commitment"])


class Slot:
    """A time by the province's clock; `free` are places that nobody has and nobody waits for."""

    def __init__(self, told: Part) -> None:
        self.id = str(told["id"])
        self.starts_at = datetime.fromisoformat(str(told["startsAt"]))
        self.ends_at = datetime.fromisoformat(str(told["endsAt"]))
        self.capacity = _number(told["capacity"])
        self.free = _number(told["free"])
        self.waiting = _number(told["waiting"])


class Booked:
    """A booking of the calling person: `state` is waiting, held, booked, cancelled, lapsed or closed.

    `expires_at` is set while it is held, `number` once it is booked, `place_in_line` (from 1) while it waits, except
    before the draw of a rush.
    """

    def __init__(self, told: Part) -> None:
        self.id = str(told["id"])
        self.slot = str(told["slot"])
        self.resource = str(told["resource"])
        self.name = _words(told["name"])
        self.starts_at = datetime.fromisoformat(str(told["startsAt"]))
        self.ends_at = datetime.fromisoformat(str(told["endsAt"]))
        self.state = str(told["state"])
        self.number = _text(told["number"])
        self.expires_at = _moment(told["expiresAt"])
        self.place_in_line = None if told["placeInLine"] is None else _number(told["placeInLine"])


class Booking:
    """Hold a place, then confirm it; or wait until one becomes free.

    What is refused raises `CapabilityRefused` with a code such as `bookings.slot-full`, `bookings.not-open-yet`,
    `bookings.too-many-open` or `bookings.hold-lapsed`.
    """

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def resources(self) -> list[Resource]:
        """What the department offers through this mini-app."""
        return [Resource(told) for told in _parts(ask(self._host_call, "booking.resources")["resources"])]

    def slots(self, resource: str, *, from_date: date, days: int = 7) -> list[Slot]:
        """The times from a day on (at most 31 days) that still take people.

        At most 250 come at once, in whole days; ask again from the day after the last one for more.
        """
        day = from_date.isoformat()
        answer = ask(self._host_call, "booking.slots", resource=resource, fromDate=day, days=days)
        return [Slot(told) for told in _parts(answer["slots"])]

    def hold(self, slot: str) -> Booked:
        """Keep a place for a few minutes; unless it is confirmed in time it goes back by itself."""
        return Booked(ask(self._host_call, "booking.hold", slot=slot))

    def confirm(self, booking: str) -> Booked:
        """Turn what is held, or was offered to somebody who waited, into a booking with a number."""
        return Booked(ask(self._host_call, "booking.confirm", booking=booking))

    def cancel(self, booking: str) -> Booked:
        """Give a place, or a place in line, back."""
        return Booked(ask(self._host_call, "booking.cancel", booking=booking))

    def wait(self, slot: str) -> Booked:
        """Join the line of a full time, or before the opening of a rush the draw for it.

        When a place becomes free, the first in line gets a message and half an hour to confirm.
        """
        return Booked(ask(self._host_call, "booking.wait", slot=slot))

    def mine(self) -> list[Booked]:
        """The calling person's bookings through this mini-app, the latest times first, ended ones included."""
        return [Booked(told) for told in _parts(ask(self._host_call, "booking.mine")["bookings"])]


def _parts(told: object) -> list[Part]:
    return list(told) if isinstance(told, list) else []


def _words(told: object) -> dict[str, str]:
    return dict(told) if isinstance(told, dict) else {}


def _number(told: object) -> int:
    return int(str(told))


def _text(told: object) -> str | None:
    return None if told is None else str(told)


def _moment(told: object) -> datetime | None:
    return None if told is None else datetime.fromisoformat(str(told))
