"""Draw a draft: what is known, what is asked, how the materials stand, and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from backend.services.cases.forms import composing, papers, ports, sources
from backend.services.cases.forms.blank import Blank
from backend.services.cases.forms.composing import Composed
from backend.services.cases.forms.contents import Contents, KeptFact
from backend.services.cases.forms.fitting import facts_for, fit
from backend.services.cases.forms.judging import judge
from backend.services.cases.forms.kinds import is_empty
from backend.services.cases.forms.structs import (
    ActingForShown,
    Commitment,
    Draft,
    DraftStep,
    KnownValue,
    MaterialNeed,
    Missing,
    Trouble,
)
from backend.services.items.structs import Field
from backend.supports.files import service as files

KEPT_DAYS: Final = 90  # after the last save: long enough for a hospital stay, short enough for data at rest
COMMITMENT: Final = Bilingual(
    zh="我已知悉办理条件和法律责任，承诺符合条件、所述属实；不实承诺将被撤销决定并承担相应责任。",
    en="I know the conditions and what the law says. I promise that I meet them and that what I say is true.",
)


COMMITMENT_VERSION: Final = "2026-11"


@dataclass(frozen=True)
class Standing:
    """A draft as far as it is worked out: from this both the page and the case are made."""

    blank: Blank
    contents: Contents
    known: dict[str, KnownValue]
    composed: Composed
    values: dict[str, Any]
    troubles: list[Trouble]
    materials: list[MaterialNeed]
    missing: list[Missing]

    @property
    def step(self) -> DraftStep:
        """What to do next."""
        open_things = {one.what for one in self.missing}
        for what, step in STEPS.items():
            if what in open_things:
                return step
        return DraftStep.READY


STEPS: Final = {
    "question": DraftStep.QUESTIONS,
    "consent": DraftStep.CONSENT,
    "field": DraftStep.FILL,
    "material": DraftStep.MATERIALS,
}


async def work_out(blank: Blank, contents: Contents, *, person_id: UUID, subject: Subject, today: date) -> Standing:
    """Everything about the draft that follows from what is kept and what stands outside: files, licences, names."""
    known = known_of(blank.fields, contents.facts, today=today)
    names = await _region_names(blank.fields, known)
    composed = composing.compose(
        blank.fields,
        known=known,
        corrected=contents.corrections,
        answers=contents.answers,
        regions=names,
        separately=blank.separately,
    )
    held = await files.of_person(_file_ids(blank, contents), person_id=person_id)
    values, troubles = judged(composed.asked, contents.answers, held={str(one.id): one for one in held}, today=today)
    types = list({one.licence_type: None for one in blank.materials if one.licence_type})
    needs = papers.needs(
        blank.materials,
        contents.materials,
        files={one.id: one for one in held},
        licences=await ports.licences().known(subject, types) if types else {},
        used_for=blank.used_for,
        committed=contents.committed and blank.commitment,
    )
    missing = _missing(blank, contents, composed.asked, troubles, needs)
    return Standing(blank, contents, known, composed, values, troubles, needs, missing)


def known_of(fields: Sequence[Field], facts: Mapping[str, KeptFact], *, today: date) -> dict[str, KnownValue]:
    """What registers know of these fields; what they know of others does not matter now."""
    found = {one.name: fit(one, facts, today=today) for one in fields}
    return {name: value for name, value in found.items() if value is not None}


def judged(
    asked: Sequence[Field], answers: Mapping[str, Any], *, held: Mapping[str, Any], today: date
) -> tuple[dict[str, Any], list[Trouble]]:
    """The answers in normal form, and what is wrong with them, missing ones included."""
    values: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for field in asked:
        given = answers.get(field.name)
        if field.kind == "Attachment" and isinstance(given, list):
            given = [_file(held[one["id"]]) for one in given if one.get("id") in held]
        value, trouble = judge(field, given, today=today)
        if trouble:
            troubles.append(trouble)
        elif value is not None:
            values[field.name] = value
    return values, troubles


def draw(
    standing: Standing,
    *,
    row: Mapping[str, Any],
    acting_for: ActingForShown | None,
    may_decide: bool,
) -> Draft:
    """The draft as its person sees it."""
    blank, contents, composed = standing.blank, standing.contents, standing.composed
    typed = [one for one in standing.troubles if not is_empty(contents.answers.get(one.field))]
    return Draft(
        id=row["id"],
        version=row["version"],
        kind=blank.kind,
        code=blank.code,
        name=blank.name,
        item_code=blank.item.item_code if blank.item else None,
        item_version=blank.version,
        region_code=row["region_code"],
        region_name=blank.region_name,
        department=blank.department,
        promised_limit=blank.promised_limit,
        acting_for=acting_for,
        child_id=contents.child_id,
        step=standing.step,
        ready=not standing.missing,
        missing=standing.missing,
        question=blank.question,
        scenario=blank.scenario,
        consent=sources.consent_need(blank, contents, may_decide=may_decide),
        form=composed.form,
        data=composed.data,
        known=composed.known,
        corrected=[name for name in contents.corrections if name in standing.known],
        registers_away=contents.away,
        troubles=typed,
        materials=standing.materials,
        conditions=blank.conditions,
        steps=blank.steps,
        fees=blank.fees,
        commitment=_commitment(contents) if blank.commitment else None,
        count=composed.count,
        parts=blank.parts,
        created_at=row["created_at"],
        saved_at=row["saved_at"],
        forgotten_on=forgotten_on(row["saved_at"]),
    )


def forgotten_on(saved_at: datetime) -> date:
    """The day on which the draft goes, in the province."""
    return regions.local_time(saved_at + timedelta(days=KEPT_DAYS)).date()


def _missing(
    blank: Blank,
    contents: Contents,
    asked: Sequence[Field],
    troubles: Sequence[Trouble],
    needs: Sequence[MaterialNeed],
) -> list[Missing]:
    found: list[Missing] = []
    if blank.question:
        found.append(Missing(what="question", key=blank.question.id, title=blank.question.text))
    if not sources.is_decided(blank, contents) and facts_for(blank.fields):
        found.append(Missing(what="consent", key="consent", title="是否同意从登记信息中代为填写"))
    titles = {one.name: one.title for one in asked}
    for one in troubles:
        typed = not is_empty(contents.answers.get(one.field))
        problem = Bilingual(zh=one.zh, en=one.en) if typed else None
        found.append(Missing(what="field", key=one.field, title=titles[one.field], problem=problem))
    open_needs = [one for one in needs if one.state in papers.OPEN]
    return [*found, *(Missing(what="material", key=one.code, title=one.name) for one in open_needs)]


def _commitment(contents: Contents) -> Commitment:
    return Commitment(given=contents.committed, text=COMMITMENT, text_version=COMMITMENT_VERSION)


def _file(stored: Any) -> dict[str, Any]:
    return {"id": str(stored.id), "name": stored.name, "mediaType": stored.media_type, "bytes": stored.bytes}


def _file_ids(blank: Blank, contents: Contents) -> list[UUID]:
    """All files that the draft speaks of, in materials and in fields."""
    found = [file for handed in contents.materials.values() for file in handed.files]
    for field in blank.every_field.values():
        given = contents.answers.get(field.name)
        if field.kind == "Attachment" and isinstance(given, list):
            found += [UUID(one["id"]) for one in given]
    return list(dict.fromkeys(found))


async def _region_names(fields: Sequence[Field], known: Mapping[str, KnownValue]) -> dict[str, str]:
    names: dict[str, str] = {}
    for field in fields:
        if field.kind == "Region" and field.name in known:
            code = str(known[field.name].value)
            try:
                names[code] = await regions.name_of(code)
            except UnknownRegion:
                names[code] = code
    return names
