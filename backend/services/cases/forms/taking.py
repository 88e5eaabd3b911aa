"""Hand a finished draft over to become a case: checked once more, wholly, in the transaction that makes the case."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from backend.core import database
from backend.core.audit import log as audit
from backend.core.structs import now
from backend.identity.delegations.structs import Authority
from backend.reference.regions import service as regions
from backend.services.cases.forms import papers, queries, sources, viewing
from backend.services.cases.forms.blank import Blank
from backend.services.cases.forms.errors import FactsChanged, Incomplete, NotABundle, NotOneItem, StaleVersion
from backend.services.cases.forms.opening import Opened, authorised, opened
from backend.services.cases.forms.structs import (
    HandedIn,
    KnownValue,
    MaterialNeed,
    MaterialState,
    ReadyApplication,
    ReadyBundle,
    ReadyPart,
)
from backend.services.cases.forms.viewing import Standing
from backend.services.items import service as items
from backend.services.items.structs import Bundle, Item, Material, MemberNarrowed, Narrowed

FRESH_HOURS: Final = 24  # what a register said is used this long; later it is asked again before a case is made of it


async def take(draft_id: UUID, *, person_id: UUID, version: int, case_id: UUID) -> ReadyApplication:
    """Turn the draft of one item into an application, and note that it became `case_id`. In the caller's transaction.

    Raises:
        DraftNotFound, AlreadySubmitted, StaleVersion, NotOneItem, Incomplete, ConsentGone, FactsChanged, MayNotActFor
    """
    draft = await _locked(draft_id, person_id=person_id, version=version)
    ready = await application_of(draft)
    await _hand_over(draft, case_id=case_id)
    return ready


async def application_of(draft: Opened) -> ReadyApplication:
    """The application that the opened draft of one item makes, checked wholly, in the caller's transaction.

    Raises:
        NotOneItem, Incomplete, ConsentGone, FactsChanged
    """
    if draft.blank.item is None:
        raise NotOneItem
    standing = await _finished(draft)
    return _application(
        draft,
        draft.authority,
        item=draft.blank.item,
        narrowed=draft.blank,
        scenario=draft.blank.scenario,
        answers=_answers(standing),
        known=_known(standing),
        corrections=_corrections(standing),
        materials=[papers.handed_in(one) for one in standing.materials],
    )


async def take_bundle(draft_id: UUID, *, person_id: UUID, version: int, case_id: UUID) -> ReadyBundle:
    """Turn the draft of a bundle into one application for each part that takes place; nothing is asked of two of them.

    Raises:
        DraftNotFound, AlreadySubmitted, StaleVersion, NotABundle, Incomplete, ConsentGone, FactsChanged, MayNotActFor
    """
    draft = await _locked(draft_id, person_id=person_id, version=version)
    bundle = draft.blank.bundle
    if bundle is None:
        raise NotABundle
    standing = await _finished(draft)
    members = items.narrow_bundle(bundle, draft.blank.scenario).members
    parts = [await _part(draft, standing, bundle=bundle, member=member) for member in members]
    await _hand_over(draft, case_id=case_id)
    return ReadyBundle(
        draft_id=draft_id,
        bundle=bundle,
        region_code=draft.row["region_code"],
        subject=draft.subject,
        subject_name=draft.contents.subject_name,
        actor_id=person_id,
        parts=sorted(parts, key=lambda part: part.group),
    )


async def _locked(draft_id: UUID, *, person_id: UUID, version: int) -> Opened:
    if not database.in_transaction():
        raise RuntimeError("a draft was taken outside the transaction that makes a case of it")
    draft = await opened(draft_id, person_id=person_id, lock=True)
    if draft.row["version"] != version:
        raise StaleVersion(version=draft.row["version"])
    return draft


async def _finished(draft: Opened) -> Standing:
    """The draft worked out; complete, with facts that still hold and under a consent that still stands."""
    consent_id = await sources.hold(blank=draft.blank, contents=draft.contents, giver=draft.giver)
    today = regions.today()
    standing = await viewing.work_out(
        draft.blank, draft.contents, person_id=draft.person_id, subject=draft.subject, today=today
    )
    if standing.missing:
        raise Incomplete(missing=[_told(one) for one in standing.missing])
    if consent_id is not None:
        await _require_fresh(draft, standing, consent_id=consent_id)
    return standing


async def _require_fresh(draft: Opened, standing: Standing, *, consent_id: UUID) -> None:
    contents = draft.contents
    if not standing.known or contents.read_at is None:
        return
    if now() - contents.read_at < timedelta(hours=FRESH_HOURS):
        return
    read = await sources.read(
        draft.person_id,
        subject=draft.subject,
        blank=draft.blank,
        names=sorted(contents.facts),
        consent_id=consent_id,
        child_id=contents.child_id,
    )
    if read.away:
        return  # the day on which the register said it goes into the case with the value
    fresh = viewing.known_of(draft.blank.fields, read.facts, today=regions.today())
    changed = [name for name, one in standing.known.items() if name not in fresh or fresh[name].value != one.value]
    if changed:
        raise FactsChanged(fields=list(changed))


async def _part(draft: Opened, standing: Standing, *, bundle: Bundle, member: MemberNarrowed) -> ReadyPart:
    code = member.basic_code
    item = next(one for one in bundle.items if one.basic_code == code)
    authority = await authorised(draft.person_id, subject=draft.subject, basic_codes=[code])
    needs = {one.code: one for one in standing.materials}
    application = _application(
        draft,
        authority,
        item=item,
        narrowed=member.narrowed,
        scenario=member.narrowed.answers,
        answers=items.member_values(bundle, code, _answers(standing)),
        known=items.member_values(bundle, code, _known(standing)),
        corrections=items.member_values(bundle, code, _corrections(standing)),
        materials=[_part_material(one, needs.get(one.code)) for one in member.narrowed.materials],
    )
    return ReadyPart(group=member.group, application=application)


def _part_material(material: Material, need: MaterialNeed | None) -> HandedIn:
    """The material as this part sees it. What nobody was asked for comes out of an earlier part of the bundle."""
    if need is None:
        return HandedIn(
            code=material.code, name=material.name, necessity=material.necessity, state=MaterialState.GOVERNMENT
        )
    held = papers.handed_in(need)
    return HandedIn(
        code=material.code,
        name=material.name,
        necessity=material.necessity,
        state=held.state,
        files=held.files,
        licence=held.licence,
    )


def _application(
    draft: Opened,
    authority: Authority,
    *,
    item: Item,
    narrowed: Blank | Narrowed,
    scenario: Mapping[str, str],
    answers: Mapping[str, Any],
    known: Mapping[str, KnownValue],
    corrections: Mapping[str, KnownValue],
    materials: Sequence[HandedIn],
) -> ReadyApplication:
    return ReadyApplication(
        draft_id=draft.row["id"],
        item=item,
        region_code=draft.row["region_code"],
        subject=draft.subject,
        subject_name=draft.contents.subject_name,
        actor_id=draft.person_id,
        authority=authority,
        scenario=dict(scenario),
        answers=dict(answers),
        known=dict(known),
        corrections=dict(corrections),
        materials=list(materials),
        conditions=narrowed.conditions,
        steps=narrowed.steps,
        fees=narrowed.fees,
        committed=viewing.COMMITMENT_VERSION if draft.contents.committed and draft.blank.commitment else None,
    )


async def _hand_over(draft: Opened, *, case_id: UUID) -> None:
    draft_id, person_id = draft.row["id"], draft.person_id
    await queries.empty(draft_id, case_id=case_id, at=now())
    await audit.record(
        action="forms.submitted", actor=f"person:{person_id}", subject=f"draft:{draft_id}", about=person_id
    )


def _answers(standing: Standing) -> dict[str, Any]:
    """Every value of the form by its field: of registers where they answered, else what was typed."""
    asked = {one.name for one in standing.composed.asked}
    known = {name: one.value for name, one in standing.known.items() if name not in asked}
    return known | standing.values


def _known(standing: Standing) -> dict[str, KnownValue]:
    asked = {one.name for one in standing.composed.asked}
    return {name: one for name, one in standing.known.items() if name not in asked}


def _corrections(standing: Standing) -> dict[str, KnownValue]:
    """What registers say where the person says otherwise."""
    return {name: one for name, one in standing.known.items() if name in standing.contents.corrections}


def _told(missing: Any) -> dict[str, Any]:
    problem = {"zh": missing.problem.zh, "en": missing.problem.en} if missing.problem else None
    return {"what": missing.what, "key": missing.key, "title": missing.title, "problem": problem}
