"""Finished drafts become cases: what forms hand over, in flow's words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from backend.core.attempts import Attempt, once
from backend.core.ids import new_id
from backend.services.cases.flow import reading, submission
from backend.services.cases.flow.structs import (
    Answer,
    Case,
    Channel,
    Commitment,
    HandedMaterial,
    HandInDraft,
    Held,
    ReceivingPlace,
    SubmitCase,
)
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.structs import HandedIn, KnownValue, MaterialState, ReadyApplication

HELD: Final[Mapping[MaterialState, Held]] = {
    MaterialState.HANDED_IN: Held.FILE,
    MaterialState.LICENCE: Held.LICENCE,
    MaterialState.GOVERNMENT: Held.REGISTER,
    MaterialState.PAPER: Held.PAPER,
}
"""How a material came; in every other state it did not."""


class HandedOver(msgspec.Struct, frozen=True):
    """What an attempt remembers: which case the draft became."""

    case_id: UUID


async def submit_draft(
    draft_id: UUID, *, person_id: UUID, command: HandInDraft, attempt: Attempt, at: datetime
) -> Case:
    """Take the draft and make a case of it, both or neither. A repeated attempt is told the case without its code.

    Raises:
        what `forms.take` and `receive` refuse.
    """
    made: list[Case] = []

    async def work() -> HandedOver:
        case_id = new_id()
        ready = await forms.take(draft_id, person_id=person_id, version=command.version, case_id=case_id)
        made.append(await receive(ready, case_id=case_id, channel=Channel(command.channel), at=at))
        return HandedOver(case_id)

    handed = await once(attempt, HandedOver, work)
    return made[0] if made else await reading.find(handed.case_id, person_id=person_id)


async def receive(
    ready: ReadyApplication,
    *,
    case_id: UUID,
    channel: Channel,
    at: datetime,
    bundle_id: UUID | None = None,
    receiving: ReceivingPlace | None = None,
    app_id: str | None = None,
    number: str | None = None,
) -> Case:
    """Make a case of a finished draft, in the caller's transaction.

    Raises:
        MayNotActFor, ItemUnreadable, MaterialTwice, IdTaken, NumberTaken
    """
    return await submission.submit(
        SubmitCase(
            id=case_id,
            item=msgspec.to_builtins(ready.item),
            subject=ready.subject,
            subject_name=ready.subject_name,
            applicant_id=ready.actor_id,
            answers=_answers(ready),
            materials=[_material(one) for one in ready.materials],
            channel=channel,
            scenario=ready.scenario,
            receiving=receiving,
            commitment=Commitment(text_version=ready.committed, given_at=at) if ready.committed else None,
            bundle_id=bundle_id,
            app_id=app_id,
            number=number,
        ),
        at=at,
    )


def _answers(ready: ReadyApplication) -> list[Answer]:
    """In the order of the item's form; where the applicant says otherwise than a register, both are told."""
    return [_answer(field.name, field.title, ready) for field in ready.item.fields if field.name in ready.answers]


def _answer(name: str, title: str, ready: ReadyApplication) -> Answer:
    source: KnownValue | None = ready.known.get(name) or ready.corrections.get(name)
    value = ready.answers[name]
    if source is None:
        return Answer(name=name, title=title, value=value)
    return Answer(
        name=name,
        title=title,
        value=value,
        fact=source.fact,
        register_value=source.value,
        register=source.source,
        as_of=source.as_of,
    )


def _material(one: HandedIn) -> HandedMaterial:
    return HandedMaterial(
        code=one.code,
        name=one.name,
        necessity=one.necessity.value,
        held=HELD.get(one.state, Held.MISSING),
        files=[file.id for file in one.files],
        licence=one.licence.number_masked if one.licence else None,
        covered=one.state is MaterialState.COMMITTED,
    )
