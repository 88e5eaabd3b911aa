"""Which messages a person wants: each purpose has a switch of its own, on until it is turned off."""

from uuid import UUID

from backend.core.attempts import Attempt, once
from backend.core.audit import log as audit
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.identity.consents.structs import Bilingual
from profiles.audience import campaign_queries
from profiles.audience.errors import PurposeUnknown
from profiles.audience.purposes import PURPOSES
from profiles.audience.structs import SetSwitch, Switch


async def of_person(person_id: UUID, *, limit: int) -> Page[Switch]:
    """Every purpose, on or off."""
    off = await campaign_queries.switches(person_id)
    return Page(items=[_switch(code, on=code not in off) for code in PURPOSES][:limit])


async def change(person_id: UUID, *, purpose: str, command: SetSwitch, attempt: Attempt) -> Switch:
    """Turn one on or off; what is being sent this moment may still arrive, nothing after it.

    Raises:
        PurposeUnknown
    """

    async def work() -> Switch:
        if purpose not in PURPOSES:
            raise PurposeUnknown(purpose=purpose)
        if command.on:
            changed = await campaign_queries.switch_on(person_id=person_id, purpose=purpose)
        else:
            changed = await campaign_queries.switch_off(new_id(), person_id=person_id, purpose=purpose, at=now())
        if changed:
            await audit.record(
                action=f"audience.switched-{'on' if command.on else 'off'}",
                actor=f"person:{person_id}",
                subject=f"audience-purpose:{purpose}",
                about=person_id,
            )
        return _switch(purpose, on=command.on)

    return await once(attempt, Switch, work)


def _switch(code: str, *, on: bool) -> Switch:
    row = PURPOSES[code]
    return Switch(purpose=code, title=Bilingual(zh=row.zh, en=row.en), on=on)
