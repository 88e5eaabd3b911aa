"""What decides about every capability, written by hand: the verdicts that the broker's are held against."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backend.identity.people.structs import Role

ALLOW = "allow"
NOBODYS = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Row:
    """What decides about one capability. `past_the_gate`: refusals of the room itself, for things that do not exist.

    `names_fields`: the request says which fields it wants; others always tell the same, and name a purpose only.
    """

    payload: dict[str, Any]
    writes: bool = False
    tells_about_the_person: bool = False
    names_fields: bool = True
    without_quota: str = ALLOW
    past_the_gate: frozenset[str] = frozenset()
    kept: str = ""


TABLE = {
    "person.read": Row({"purpose": "test", "fields": ["name", "idNumber"]}, tells_about_the_person=True),
    "person.subject": Row({}),
    "store.get": Row({"key": "k"}),
    "store.put": Row(
        {"key": "k", "value": 1}, writes=True, without_quota="host.store-full",
        kept="select count(*) as n from host_stored where id like $1 || ' %'",
    ),
    "message.send": Row(
        {"title": "题", "body": "文"}, writes=True, without_quota="host.quota-used",
        kept="select count(*) as n from messages_message where app_id = $1",
    ),
    "records.create": Row(
        {"collection": "notes", "value": {"a": 1}}, writes=True, without_quota="host.quota-used",
        kept="select count(*) as n from host_record where app_id = $1",
    ),
    "records.get": Row({"collection": "notes", "id": NOBODYS}),
    "records.list": Row({"collection": "notes"}),
    "records.update": Row(
        {"collection": "notes", "id": NOBODYS, "value": {"a": 2}, "ifVersion": 1}, writes=True,
        without_quota="host.quota-used", past_the_gate=frozenset({"host.record-unknown"}),
    ),
    "http.fetch": Row(
        {"url": "https://not-named.example/"}, without_quota="host.quota-used",
        past_the_gate=frozenset({"host.fetch-host-not-named"}),
    ),
    "booking.resources": Row({}),
    "booking.slots": Row(
        {"resource": NOBODYS, "fromDate": "2026-01-01"}, past_the_gate=frozenset({"bookings.resource-not-found"})
    ),
    "booking.hold": Row(
        {"slot": NOBODYS}, writes=True, without_quota="host.bookings-full",
        past_the_gate=frozenset({"bookings.slot-not-found"}),
    ),
    "booking.confirm": Row({"booking": NOBODYS}, writes=True, past_the_gate=frozenset({"bookings.not-found"})),
    "booking.cancel": Row({"booking": NOBODYS}, writes=True, past_the_gate=frozenset({"bookings.not-found"})),
    "booking.wait": Row(
        {"slot": NOBODYS}, writes=True, without_quota="host.bookings-full",
        past_the_gate=frozenset({"bookings.slot-not-found"}),
    ),
    "booking.mine": Row({}),
    "item.read": Row(
        {"basicCode": "620799999000", "regionCode": "620102"}, past_the_gate=frozenset({"items.unknown-item"})
    ),
    "case.submit": Row(
        {"purpose": "test", "basicCode": "620799999000", "regionCode": "620102"}, writes=True,
        tells_about_the_person=True, names_fields=False, without_quota="host.quota-used",
        past_the_gate=frozenset({"cases.needs-tap", "cases.item-not-declared"}),
    ),
    "case.status": Row({"purpose": "test"}, tells_about_the_person=True, names_fields=False),
}  # fmt: skip
CONSENTS = ("none", "given", "withdrawn", "expired", "other-purpose", "other-app", "fewer-fields", "other-words")
BEYOND = "beyond-its-fields"
PURPOSES = {
    "declared": {},
    "undeclared": {"purpose": "nowhere"},
    BEYOND: {"fields": ["name", "phone"]},
}
ROLES = {"resident": "student"} | {role.value: role.value for role in Role}
SURFACES = ("screen", "action")
QUOTAS = ("left", "used-up")
NO_QUOTA = {
    "store_keys_per_person": 0, "messages_per_person_per_day": 0, "records_per_person_per_day": 0,
    "fetches_per_person_per_minute": 0, "bookings_per_person": 0, "cases_per_person_per_day": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One question and everything that decides about its answer."""

    capability: str
    declared: bool
    consent: str
    purpose: str
    role: str
    surface: str
    quota: str

    def verdict(self) -> str:
        """What must come out: `allow`, or the code of the refusal."""
        row = TABLE[self.capability]
        if not self.declared:
            return "host.not-granted"
        if row.tells_about_the_person and self.purpose != "declared":
            return "host.purpose-not-declared"
        if row.tells_about_the_person and self.consent != "given":
            return "host.consent-needed"
        return row.without_quota if self.quota == "used-up" else ALLOW


def cells(capability: str) -> Iterator[Cell]:
    """All cells of one capability; only what tells something has a purpose."""
    row = TABLE[capability]
    purposes = (
        [one for one in PURPOSES if row.names_fields or one != BEYOND] if row.tells_about_the_person else ["declared"]
    )
    for rest in itertools.product((True, False), CONSENTS, purposes, ROLES, SURFACES, QUOTAS):
        yield Cell(capability, *rest)
