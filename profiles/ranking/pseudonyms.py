"""In whose name exposures are kept: a keyed pseudonym, so that the log alone names nobody; and who is in which arm."""

import hashlib
from datetime import date
from typing import Final
from uuid import UUID

from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import tag
from backend.core.ground import ground
from profiles.ranking.library import EVERYBODY, Arm, Experiment, experiment_on

BYTES: Final = 16
SHARES: Final = 10_000


def pseudonym_of(person_id: UUID) -> UUID:
    """The one under which something is kept from now on."""
    return pseudonyms_of(person_id)[0]


def pseudonyms_of(person_id: UUID) -> list[UUID]:
    """All under which something may still be kept, as keys are rotated; the present one first."""
    keys = ground().keyring.usable(Purpose.PAIRWISE)
    return [UUID(bytes=tag(key, message=b"ranking\0" + person_id.bytes)[:BYTES]) for key in keys]


def arm_of(pseudonym: UUID, *, on: date) -> Arm:
    """The arm of whoever bears this pseudonym: the same on every day of an experiment."""
    experiment = experiment_on(on)
    return EVERYBODY if experiment is None else assigned(pseudonym, experiment)


def assigned(pseudonym: UUID, experiment: Experiment) -> Arm:
    """By a hash of both, so that the arms of one experiment say nothing about those of another."""
    digest = hashlib.sha256(f"{experiment.code}\0{pseudonym}".encode()).digest()
    place = int.from_bytes(digest[:8]) % SHARES
    for arm in experiment.arms:
        if place < arm.share:
            return arm
        place -= arm.share
    return EVERYBODY
