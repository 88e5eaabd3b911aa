"""Draw a bundle: one line for each part, and the papers that came out so far."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.identity.consents.structs import Bilingual
from backend.services.cases.bundles import plan
from backend.services.cases.bundles.structs import (
    BundleCase,
    BundlePart,
    BundleSummary,
    PartResult,
    PartState,
)
from backend.services.cases.flow.structs import Case, State

PROBLEMS: Final = {
    "need-failed": Bilingual(
        zh="所需的前一事项没有办成，本事项未启动。前一事项重新办成后会自动启动。",
        en="It needs the result of a part that failed. It begins by itself once that part succeeds.",
    ),
    "identity.may-not-act-for": Bilingual(
        zh="代办授权已结束，本事项未启动，请本人办理。",
        en="The authority to act has ended, so this part did not begin. Please apply yourself.",
    ),
}
OTHER_PROBLEM: Final = Bilingual(
    zh="本事项未能启动，请单独申请或到窗口咨询。",
    en="This part could not begin. Please apply for it on its own, or ask at a window.",
)


def summary_of(row: Record, parts: Sequence[Record]) -> BundleSummary:
    """The bundle as the list shows it."""
    states = [PartState(part["state"]) for part in parts]
    return BundleSummary(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        region_code=row["region_code"],
        subject_kind=row["subject_kind"],
        state=plan.standing(states),
        progress=plan.progress(states),
        submitted_at=row["submitted_at"],
        due_on=row["due_on"],
    )


def bundle_of(row: Record, parts: Sequence[Record], *, cases: Mapping[UUID, Case]) -> BundleCase:
    """The bundle, whole."""
    states = [PartState(part["state"]) for part in parts]
    return BundleCase(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        region_code=row["region_code"],
        subject_kind=row["subject_kind"],
        state=plan.standing(states),
        progress=plan.progress(states),
        submitted_at=row["submitted_at"],
        due_on=row["due_on"],
        due_provisional=row["due_provisional"],
        subject_name=row["subject_name"],
        parts=[_part(part, cases.get(part["case_id"])) for part in parts],
        results=[one for part in parts if (one := _result(part, cases.get(part["case_id"])))],
        may_withdraw=any(state in plan.OPEN for state in states),
    )


def _part(part: Record, case: Case | None) -> BundlePart:
    problem = PROBLEMS.get(part["problem"], OTHER_PROBLEM) if part["problem"] else None
    return BundlePart(
        basic_code=part["basic_code"],
        name=part["name"],
        group=part["stage"],
        department=part["department"],
        state=PartState(part["state"]),
        case_state=case.state if case else _state(part["case_state"]),
        case_id=part["case_id"],
        case_number=case.number if case else None,
        due_on=case.due_on if case else None,
        problem=problem,
    )


def _state(name: str | None) -> State | None:
    return State(name) if name else None


def _result(part: Record, case: Case | None) -> PartResult | None:
    if part["state"] != PartState.GRANTED or case is None or case.result is None:
        return None
    return PartResult(
        basic_code=part["basic_code"],
        name=part["name"],
        result_name=case.result.name,
        number=case.result.number,
        case_id=case.id,
        file_id=case.result.file_id,
        issued_on=case.result.issued_on,
    )
