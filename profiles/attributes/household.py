"""The nearest family as the register knows it: names for everybody, more only of minors and of who agreed to it."""

from datetime import date
from typing import Final
from uuid import UUID

from backend.core import database
from backend.identity.consents import service as consents
from backend.identity.people.structs import Subject
from backend.supports.exchange import service as exchange
from backend.supports.exchange.structs import Child, Fact, Reader, Relative
from profiles.attributes import purposes
from profiles.attributes.kinds import Purpose
from profiles.attributes.structs import Household, Member

BOOK: Final = ("household.headName", "household.address", "household.memberCount")
BIRTH: Final = "person.birthDate"


async def of(person_id: UUID) -> Household:
    """The household book, spouse, children and parents. Each look at another's data stands in that person's history.

    Raises:
        RegisterAway, RegisterUnclear
    """
    async with database.transaction():
        relatives, children = await exchange.own_relatives(person_id), await exchange.children(person_id)
        adults = [one.id for one in relatives if not one.deceased] + [one.id for one in children if not one.is_minor]
        agreed = await _agreed(adults, viewer=person_id)
        book = await exchange.own_facts(person_id, names=BOOK)
    members = [_relative(one, agreed) for one in relatives] + [_child(one, agreed) for one in children]
    count = book.get("household.memberCount")
    return Household(
        head_name=_text(book, "household.headName"),
        address=_text(book, "household.address"),
        member_count=count.value if count and isinstance(count.value, int) else None,
        members=members,
        as_of=max((one.as_of for one in book.values()), default=None),
    )


async def _agreed(ids: list[UUID], *, viewer: UUID) -> dict[UUID, str | None]:
    """Birth dates of those who let their family see them; one read each, because each is a disclosure of its own."""
    held = await consents.hold_many(ids, recipient=purposes.RECIPIENT, purposes=[Purpose.HOUSEHOLD.value])
    found: dict[UUID, str | None] = {}
    for (member_id, _), given in held.items():
        reader = Reader(
            actor_id=viewer,
            purpose=Purpose.HOUSEHOLD.value,
            purpose_text=purposes.USED_FOR[Purpose.HOUSEHOLD],
            recipient=purposes.RECIPIENT_NAME,
            basis=f"consent:{given.id}",
        )
        told = await exchange.facts(subject=Subject(kind="person", id=member_id), names=[BIRTH], reader=reader)
        found[member_id] = _text(told, BIRTH)
    return found


def _relative(one: Relative, agreed: dict[UUID, str | None]) -> Member:
    return Member(
        id=one.id,
        relation=one.relation,
        name=one.name,
        is_minor=False,
        birth_date=_day(agreed.get(one.id)),
        agreed=one.id in agreed,
        deceased=one.deceased,
    )


def _child(one: Child, agreed: dict[UUID, str | None]) -> Member:
    return Member(
        id=one.id,
        relation="child",
        name=one.name,
        is_minor=one.is_minor,
        birth_date=one.birth_date if one.is_minor else _day(agreed.get(one.id)),
        agreed=one.id in agreed,
        deceased=False,
    )


def _text(facts: dict[str, Fact], name: str) -> str | None:
    return str(facts[name].value) if name in facts else None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
