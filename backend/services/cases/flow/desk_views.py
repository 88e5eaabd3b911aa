"""What officers see beyond the applicant's view: what to read first, both values of a conflict, parts. Pure."""

from datetime import date
from typing import Any
from uuid import UUID

from asyncpg import Record

from backend.reference.calendar.clocks import WorkingDays
from backend.services.cases.flow.binding import binding
from backend.services.cases.flow.dossier import NEVER, Dossier, Step
from backend.services.cases.flow.kinds import Custody, Words
from backend.services.cases.flow.shown_desk import (
    Conflict,
    DeskCase,
    ExtensionAsked,
    Part,
    PartAsked,
    PartSummary,
    Proposal,
    Snippet,
)
from backend.services.cases.flow.transitions import Actor
from backend.services.cases.flow.views import Viewer, case_values, conflicting, light_today

ACTED_AS = {
    "family": Words(zh="父母代未成年子女申请", en="A parent applies for a minor child"),
    "delegation": Words(zh="受委托人代为申请", en="A delegate applies"),
    "legal-person": Words(zh="法定代表人申请", en="The legal representative applies"),
    "agent": Words(zh="单位经办人申请", en="The firm's agent applies"),
}


def desk_case_of(
    case: Dossier,
    item: dict[str, Any],
    calendar: WorkingDays,
    *,
    today: date,
    person_id: UUID,
    assigned_name: str | None = None,
) -> DeskCase:
    """The case as its officers see it."""
    proposal, extension = case.open("proposal"), case.open("extension")
    conflicts = [
        Conflict(
            name=one.name, title=one.title, answered=one.value, registered=one.register_value, register=one.register,
            as_of=one.as_of,
        )
        for one in case.content.answers
        if conflicting(one)
    ]  # fmt: skip
    return DeskCase(
        **case_values(case, calendar, today=today, viewer=Viewer(actor=Actor.OFFICER, person_id=person_id)),
        assigned_name=assigned_name,
        content_hash=binding(case.content.hash, proposal),
        item=item,
        scenario=case.content.scenario,
        snippets=_snippets(case, len(conflicts)),
        conflicts=conflicts,
        proposal=_proposal(proposal) if proposal else None,
        extension=_extension(extension) if extension else None,
        parts=[_part(one) for one in case.of("part")],
        commitment_given_at=case.content.commitment.given_at if case.content.commitment else None,
        round=case.round,
    )


def part_summary_of(row: Record, *, today: date) -> PartSummary:
    """A part as the list of the department that was asked shows it."""
    due_on = row["due_on"]
    return PartSummary(
        id=row["id"], number=row["number"], item_name=row["item_name"], asker=row["asker"], asks=row["body"]["asks"],
        asked_at=row["begun_at"], due_on=None if due_on == NEVER else due_on, light=light_today(row, today=today),
    )  # fmt: skip


def part_of(case: Dossier, step: Step) -> Part:
    """A part as the department that was asked sees it: what it was shown, and nothing else of the case."""
    fields, materials = set(step.body.fields), set(step.body.materials)
    return Part(
        id=step.id, number=case.number, item_name=case.item_name, asker=case.department, asks=step.body.asks,
        asked_at=step.begun_at, due_on=None if case.due_on == NEVER else case.due_on, light=case.light,
        answers=[one for one in case.content.answers if one.name in fields],
        materials=[one for one in case.content.materials if one.code in materials],
        answered_at=step.ended_at, outcome=step.outcome, opinion=_opinion(step),
    )  # fmt: skip


def _snippets(case: Dossier, conflicts: int) -> list[Snippet]:
    content = case.content
    missing, called = content.missing(), content.materials
    found = [
        (ACTED_AS.get(case.acted_as), "info"),
        (_if(case.round > 1, f"第 {case.round} 次申请", f"Round {case.round}"), "info"),
        (_if(bool(missing), f"材料缺 {len(missing)} 份，共 {len(called)} 份",
             f"{len(missing)} of {len(called)} materials are missing"), "warn"),
        (_if(not missing and bool(called), f"材料齐全，共 {len(called)} 份", f"All {len(called)} materials are there"),
         "info"),
        (_if(conflicts > 0, f"{conflicts} 项与登记信息不一致", f"{conflicts} fields differ from registers"), "warn"),
        (_if(case.conditional and bool(missing), "容缺受理，材料未补齐", "Accepted conditionally, materials to follow"),
         "warn"),
        (_if(content.commitment is not None, "申请人已作出告知承诺", "The applicant has committed in writing"), "info"),
        (_if(case.urges > 0, f"申请人已催办 {case.urges} 次", f"Urged {case.urges} times"), "warn"),
        (_if(case.custody in {Custody.RECEIVER, Custody.IN_TRANSIT}, "材料还没有到办理地",
             "The materials have not arrived yet"), "stop"),
        (_if(any(one.outcome == "disagrees" for one in case.opinions().values()), "会签部门有不同意见",
             "A department disagrees"), "stop"),
        (_if(content.terms.rules.maker_checker, "需两人办理", "Needs two officers"), "info"),
    ]  # fmt: skip
    return [Snippet(words=words, tone=tone) for words, tone in found if words is not None]


def _if(holds: bool, zh: str, en: str) -> Words | None:  # noqa: FBT001 - the condition comes first, as in a sentence
    return Words(zh=zh, en=en) if holds else None


def _proposal(step: Step) -> Proposal:
    assert step.begun_by is not None  # noqa: S101 - a person proposes
    return Proposal(
        outcome=step.body.outcome, reasons=step.body.reasons, proposed_by=step.begun_by, proposed_at=step.begun_at
    )


def _extension(step: Step) -> ExtensionAsked:
    assert step.begun_by is not None  # noqa: S101 - a person asks
    return ExtensionAsked(days=step.body.days, reason=step.body.reason, asked_by=step.begun_by)


def _part(step: Step) -> PartAsked:
    return PartAsked(
        id=step.id, department=step.body.department, region_code=step.body.region_code, asks=step.body.asks,
        asked_at=step.begun_at, answered_at=step.ended_at, outcome=step.outcome, opinion=_opinion(step),
    )  # fmt: skip


def _opinion(step: Step) -> str | None:
    return step.ending.reason if step.ending else None
