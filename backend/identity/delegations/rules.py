"""Whom one may appoint, for how long, and how often one may guess."""

import unicodedata
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from backend.core import rates
from backend.identity.delegations.errors import (
    DelegateUnfit,
    DelegateUnknown,
    DelegationByMinor,
    DelegationDates,
    DelegationNotYoursToGive,
    TooManyDelegateTries,
)
from backend.identity.delegations.structs import GiveDelegation
from backend.identity.people import service as people
from backend.identity.people.structs import Capacity, Subject, TrustLevel

ADULT_YEARS: Final = 18
TERM_DAYS: Final = 731  # two years: a standing permission that nobody looks at again is a danger to the old
STANDING_MOST: Final = 50  # by one principal at one time; a firm with more clerks makes them its agents
TRIES_MOST, TRIES_WINDOW = 20, timedelta(hours=1)  # else names could be tried out for a phone


def is_adult(born: date, *, on: date) -> bool:
    """Whether somebody born then is eighteen; who was born on 29 February is on 1 March."""
    return on > minor_until(born)


def minor_until(born: date) -> date:
    """The last day on which somebody born then is not of age."""
    year = born.year + ADULT_YEARS
    leap_day = (born.month, born.day) == (2, 29)
    return date(year, 2, 28) if leap_day else date(year, born.month, born.day) - timedelta(1)


def check_dates(command: GiveDelegation, *, today: date) -> None:
    """Refuse a term that begins in the past, ends before it begins, or is too long.

    Raises:
        DelegationDates
    """
    reason = None
    if command.from_date < today:
        reason = "past"
    elif command.to_date < command.from_date:
        reason = "order"
    elif command.to_date - command.from_date >= timedelta(TERM_DAYS):
        reason = "too-long"
    if reason:
        raise DelegationDates(reason=reason, most=TERM_DAYS)


async def count_try(person_id: UUID) -> None:
    """Count a name and phone that somebody asks about, outside any transaction: a refused try is a try.

    Raises:
        TooManyDelegateTries: with the seconds to wait.
    """
    bucket = f"identity.delegate:{person_id}"
    if seconds := await rates.count(bucket, most=TRIES_MOST, window=TRIES_WINDOW):
        raise TooManyDelegateTries(retryAfter=seconds)


async def principal_of(person_id: UUID, command: GiveDelegation, *, today: date) -> Subject:
    """In whose name the person may give this.

    Raises:
        DelegationNotYoursToGive: they do not lead the body.
        DelegationByMinor: they are not of age.
    """
    if command.on_behalf_of is not None:
        capacity = await people.capacity_in(person_id, organisation_id=command.on_behalf_of)
        if capacity is not Capacity.LEGAL_PERSON:
            raise DelegationNotYoursToGive
        return Subject(kind="organisation", id=command.on_behalf_of)
    if not is_adult(await people.birth_date_of(person_id), on=today):
        raise DelegationByMinor
    return Subject(kind="person", id=person_id)


async def agent_of(person_id: UUID, command: GiveDelegation, *, today: date) -> UUID:
    """The person whom name and phone mean together.

    Raises:
        DelegateUnknown: nobody.
        DelegateUnfit: the giver, a minor, or somebody who has not proved their name.
    """
    agent_id = await people.find_by_phone(command.agent_phone)
    if agent_id is None or _bare((await people.names_of([agent_id])).get(agent_id, "")) != _bare(command.agent_name):
        raise DelegateUnknown
    if agent_id == person_id:
        raise DelegateUnfit(reason="oneself")
    if (await people.standing(agent_id)).level < TrustLevel.REAL_NAME:
        raise DelegateUnfit(reason="not-proved")
    if not is_adult(await people.birth_date_of(agent_id), on=today):
        raise DelegateUnfit(reason="minor")
    return agent_id


def _bare(name: str) -> str:
    """A name without what people type differently: spaces, and the dots of 扎西·才让."""
    return "".join(one for one in unicodedata.normalize("NFKC", name).casefold() if one.isalnum())
