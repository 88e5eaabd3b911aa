"""From rows to what the room says, and the positions of its lists."""

from datetime import date

import msgspec
from asyncpg import Record

from backend.supports.bookings.structs import Booking, Opening, Resource, Situation, Slot, State, Words


def resource_of(row: Record) -> Resource:
    """A resource; its pending rush, if any, is in the row."""
    return Resource(
        id=row["id"],
        owner=row["owner"],
        name=words_of(row),
        region_code=row["region_code"],
        address=row["address"],
        plan=msgspec.convert(row["plan"], list[Opening]),
        closed_dates=msgspec.convert(row["closed_dates"], list[date]),
        horizon_days=row["horizon_days"],
        per_person_most=row["per_person_most"],
        hold_seconds=row["hold_seconds"],
        active=row["active"],
        opens_at=row["opens_at"],
        commitment=row["commitment"],
    )


def slot_of(row: Record) -> Slot:
    """A slot with its counts."""
    return Slot(**{name: row[name] for name in Slot.__struct_fields__})


def situation_of(row: Record) -> Situation:
    """A person before a slot."""
    return Situation(
        slot=slot_of(row),
        name=words_of(row),
        address=row["address"],
        hold_seconds=row["hold_seconds"],
        per_person_most=row["per_person_most"],
        active=row["active"],
        opens_at=row["opens_at"],
        mine_open=row["mine_open"],
        mine_here=row["mine_here"],
    )


def booking_of(row: Record) -> Booking:
    """One's own booking."""
    return Booking(
        id=row["id"],
        slot_id=row["slot_id"],
        resource_id=row["resource_id"],
        name=words_of(row),
        address=row["address"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        state=State(row["state"]),
        number=row["number"],
        expires_at=row["expires_at"],
        place_in_line=row["place_in_line"],
    )


def words_of(row: Record) -> Words:
    """The resource's name."""
    return Words(zh=row["name_zh"], en=row["name_en"])
