"""From rows to what consultations say."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.structs import Evidence
from backend.reference.calendar.working_days import WorkingDays
from backend.services.interaction.consultations.stages import TERM_BASIS, result_due_on, stage_of
from backend.services.interaction.consultations.structs import (
    Comment,
    Consultation,
    ConsultationDetail,
    ConsultationResult,
    DeskComment,
    DeskConsultation,
    PublishedResult,
    Section,
    Stage,
)


class Present:
    """The day on which consultations are looked at."""

    def __init__(self, *, today: date, calendar: WorkingDays) -> None:
        self.today, self.calendar = today, calendar

    def stage(self, row: Record) -> Stage:
        """Where this one stands."""
        return stage_of(row, today=self.today, calendar=self.calendar)

    def summary(self, row: Record) -> Consultation:
        """As lists show it."""
        return Consultation(**self._summary(row))

    def detail(self, row: Record, *, region_name: str) -> ConsultationDetail:
        """With its draft and result."""
        return ConsultationDetail(**self._detail(row, region_name=region_name))

    def desk(self, row: Record, *, region_name: str, reader: UUID) -> DeskConsultation:
        """As its department works on it."""
        proposed = row["result"] is not None and row["result_at"] is None
        if row["opened_at"] is None:
            may_check = reader not in row["editors"]
        else:
            may_check = proposed and row["result_by"] != reader
        return DeskConsultation(
            **self._detail(row, region_name=region_name),
            proposed=msgspec.convert(row["result"], ConsultationResult) if proposed else None,
            may_check=may_check,
        )

    def _summary(self, row: Record) -> dict[str, Any]:
        return {
            "id": row["id"],
            "department": row["department"],
            "region_code": row["region_code"],
            "title": row["title"],
            "opens_on": row["opens_on"],
            "closes_on": row["closes_on"],
            "stage": self.stage(row),
            "result_due_on": result_due_on(row["closes_on"], self.calendar),
            "comments": row["comments"],
            "source": row["source"],
            "evidence": Evidence(row["evidence"]),
        }

    def _detail(self, row: Record, *, region_name: str) -> dict[str, Any]:
        result = None
        if row["result_at"] is not None:
            told = msgspec.convert(row["result"], ConsultationResult)
            result = PublishedResult(published_at=row["result_at"], summary=told.summary, groups=told.groups)
        return self._summary(row) | {
            "region_name": region_name,
            "intro": row["intro"],
            "sections": msgspec.convert(row["sections"], list[Section]),
            "normative": row["normative"],
            "short_reason": row["short_reason"],
            "term_basis": TERM_BASIS,
            "result": result,
        }


def comment_of(row: Record) -> Comment:
    """One's own."""
    return Comment(
        id=row["id"],
        section=row["section"],
        text=row["text"],
        at=row["at"],
        withdrawn_at=row["withdrawn_at"],
        for_organisation=row["organisation_id"] is not None,
    )


def desk_comment_of(row: Record) -> DeskComment:
    """Somebody's, without who."""
    return DeskComment(
        id=row["id"],
        section=row["section"],
        text=row["text"],
        at=row["at"],
        for_organisation=row["organisation_id"] is not None,
    )
