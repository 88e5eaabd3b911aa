"""Consultations of the demo world."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import uuid5

from backend.core import database
from backend.core.audit import log as audit
from backend.core.structs import now
from backend.services.interaction.consultations import queries
from backend.services.interaction.consultations.structs import GiveComment, SeedConsultation

RESULT_AFTER_DAYS = 7


async def seed(consultations: Sequence[SeedConsultation]) -> int:
    """Open what is not there yet, with its comments; the number that is new."""
    new = 0
    async with database.transaction():
        for one in consultations:
            opened = datetime.combine(one.opens_on, time(1), tzinfo=now().tzinfo)
            ended = datetime.combine(one.closes_on, time(8), tzinfo=now().tzinfo) + timedelta(days=RESULT_AFTER_DAYS)
            if not await queries.seed(one, opened_at=opened, result_at=ended if one.result else None):
                continue
            new += 1
            for number, (person, section, text) in enumerate(one.comments):
                said = GiveComment(text=text, section=section)
                at = opened + timedelta(days=1, hours=number)
                await queries.comment(uuid5(one.id, str(number)), one.id, said, person_id=person, at=at)
        if new:
            await audit.record(action="consultations.seeded", actor="operator", subject=f"consultations:{new}")
    return new
