"""Who may have a place, and who may join a line: the same judgement before a promise and when it is kept."""

from datetime import datetime

from backend.reference.regions.service import local_time
from backend.supports.bookings.errors import (
    AlreadyHere,
    NotOpenYet,
    SlotClosed,
    SlotFull,
    SlotHasPlaces,
    TooManyOpen,
)
from backend.supports.bookings.structs import Situation


def may_hold(situation: Situation, *, at: datetime) -> None:
    """Refuse unless there is a place for this person.

    Raises:
        SlotClosed, AlreadyHere, TooManyOpen, NotOpenYet, SlotFull
    """
    _may_enter(situation, at=at)
    if situation.opens_at is not None:
        raise NotOpenYet(opensAt=_clock(situation.opens_at))
    if situation.slot.free < 1:
        raise SlotFull


def may_wait(situation: Situation, *, at: datetime) -> None:
    """Refuse unless there is something to wait for: a full slot, or an opening.

    Raises:
        SlotClosed, AlreadyHere, TooManyOpen, SlotHasPlaces
    """
    _may_enter(situation, at=at)
    if situation.opens_at is None and situation.slot.free > 0:
        raise SlotHasPlaces


def _may_enter(situation: Situation, *, at: datetime) -> None:
    if not (situation.active and situation.slot.open and at < situation.slot.starts_at):
        raise SlotClosed
    if situation.mine_here:
        raise AlreadyHere
    if situation.mine_open >= situation.per_person_most:
        raise TooManyOpen(most=situation.per_person_most)


def _clock(moment: datetime) -> str:
    return f"{local_time(moment):%Y-%m-%d %H:%M}"
