"""The rooms whose fakes authors know from their tests: records, bookings, items, cases, and mocks for `http.fetch`.

A mock department is a folder of the project: `mocks/<host>/<path>.json` answers `https://<host>/<path>` with its
content and status 200; `<path>.POST.json` answers POST; an object of exactly `status` and `json` has its own status.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.masking import CHECKS, WEIGHTS
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.fake_http import FakeHttp
from plugin_sdk.guest.fake_records import FakeRecords
from plugin_sdk.tools.simulator import items
from plugin_sdk.tools.simulator.bookings import Bookings
from plugin_sdk.tools.simulator.cases import Desk

RECORD_BYTES = 16 * 1024
URL = re.compile(r"https://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?.*)?")
SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
ID_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
MOBILE_NUMBER = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
Rooms = dict[str, Any]


def answer(
    name: str,
    asked: dict[str, Any],
    *,
    rooms: Rooms,
    manifest: Manifest,
    persona: str,
    now: datetime,
    drawing: bool,
    mocks: Path,
) -> Any:
    """Answer a capability by its room's fake.

    Raises:
        CapabilityRefused: the room says no, by the product's code.

    """
    if name == "http.fetch":
        return _fetched(asked, manifest=manifest, drawing=drawing, mocks=mocks)
    if name.startswith("records."):
        _require_record(asked, manifest=manifest, records=_records(rooms, manifest, now), name=name)
        return _records(rooms, manifest, now).answers()[name](asked)
    if name.startswith("booking."):
        hall: Bookings = rooms.setdefault("bookings", Bookings())
        most = manifest.gkb.quotas.bookings_per_person
        return hall.answer(name, asked, persona=persona, now=now, mocks=mocks, most=most)
    if name == "item.read":
        return items.read(asked, mocks=mocks)
    if name.startswith("case."):
        desk: Desk = rooms.setdefault("cases", Desk())
        return desk.answer(name, asked, manifest=manifest, persona=persona, now=now, drawing=drawing, mocks=mocks)
    raise CapabilityRefused("host.not-granted", f"the simulator cannot play {name}")


def records_of(rooms: Rooms) -> dict[str, list[Any]]:
    """What lies in each collection, for the author's eyes."""
    fake = rooms.get("records")
    return dict(fake.kept) if isinstance(fake, FakeRecords) else {}


def bookings_of(rooms: Rooms, persona: str) -> list[Any]:
    """What this persona has booked, for the author's eyes."""
    hall = rooms.get("bookings")
    return hall.of(persona) if isinstance(hall, Bookings) else []


def take_messages(rooms: Rooms) -> list[tuple[str, str, str]]:
    """What these rooms themselves have to tell people, once: persona, title and text, in the product's words."""
    hall = rooms.get("bookings")
    if not isinstance(hall, Bookings):
        return []
    offers, hall.offers = hall.offers, []
    return [(persona, "排到名额了，请确认", _offered(booking)) for persona, booking in offers]


def _offered(booking: dict[str, Any]) -> str:
    starts, until = (datetime.fromisoformat(booking[name]) for name in ("startsAt", "expiresAt"))
    kept = f"已为您保留到 {until:%H:%M}，请在此之前确认，过时将让给下一位。"
    return f"您排队的“{booking['name']['zh']}”{starts:%Y-%m-%d %H:%M} 时段有名额了，{kept}"


def _records(rooms: Rooms, manifest: Manifest, now: datetime) -> FakeRecords:
    fake = rooms.setdefault("records", FakeRecords())
    fake.today = now.date().isoformat()
    for collection in manifest.gkb.collections:
        fake.kept.setdefault(collection.name, [])
    return fake  # type: ignore[no-any-return]  # what was put there


def _require_record(asked: dict[str, Any], *, manifest: Manifest, records: FakeRecords, name: str) -> None:
    collection = manifest.collection(str(asked.get("collection")))
    if collection is None:
        raise CapabilityRefused(
            "host.collection-unknown", f"The manifest declares no collection {asked.get('collection')}."
        )
    if "value" not in asked:
        return
    text = json.dumps(asked["value"], ensure_ascii=False)
    if len(text.encode()) > RECORD_BYTES:
        raise CapabilityRefused("host.record-too-large", f"A record holds at most {RECORD_BYTES} bytes.")
    if what := _personal(text):
        raise CapabilityRefused(
            "host.record-personal",
            f"A record must not hold a personal number ({what}); keep personal data in the person's own store.",
        )
    if name == "records.create" and len(records.kept[collection.name]) >= collection.most_records:
        raise CapabilityRefused(
            "host.records-full", f"The collection {collection.name} already holds {collection.most_records} records."
        )


def _personal(text: str) -> str:
    for found in ID_NUMBER.findall(text):
        if CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, found[:17], strict=True)) % 11] == (
            found[17].upper()
        ):
            return "id-number"
    return "mobile-number" if MOBILE_NUMBER.search(text) else ""


def _fetched(asked: dict[str, Any], *, manifest: Manifest, drawing: bool, mocks: Path) -> Any:
    address = URL.fullmatch(asked["url"])
    if address is None:
        raise CapabilityRefused("host.fetch-url-refused", "The address was refused: https and a plain path only")
    if address["host"] not in manifest.gkb.outbound_hosts:
        raise CapabilityRefused(
            "host.fetch-host-not-named", f"The manifest's outbound_hosts do not name the host {address['host']}."
        )
    if drawing and asked["method"] == "POST":
        raise CapabilityRefused("host.fetch-not-here", "A screen that is being drawn may not POST; do it in an action.")
    place = _mock_file(mocks, address["host"], address["path"] or "/", method=asked["method"])
    department = FakeHttp()
    status, content = _mock_content(place)
    department.give(asked["url"], method=asked["method"], status=status, json=content)
    return department.answers()["http.fetch"](asked)


def _mock_file(mocks: Path, host: str, path: str, *, method: str) -> Path:
    parts = [part for part in path.split("/") if part] or ["index"]
    wanted = "/".join(["mocks", host, *parts])
    if all(SEGMENT.fullmatch(part) for part in parts):
        folder = mocks.joinpath(host, *parts[:-1])
        for name in (f"{parts[-1]}.{method}.json", f"{parts[-1]}.json"):
            if (folder / name).is_file():
                return folder / name
    raise CapabilityRefused("host.fetch-failed", f"no mock department answers here: put a file {wanted}.json")


def _mock_content(place: Path) -> tuple[int, Any]:
    try:
        content = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise CapabilityRefused("host.fetch-failed", f"the mock file {place.name} is no JSON: {wrong}") from wrong
    if isinstance(content, dict) and content.keys() == {"status", "json"} and type(content["status"]) is int:
        return content["status"], content["json"]
    return 200, content
