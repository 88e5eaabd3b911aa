"""From rows to what notices say."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from backend.core.structs import Evidence
from backend.services.interaction.notices.structs import (
    DeskNotice,
    DeskNoticeLine,
    DeskVersion,
    Effect,
    Notice,
    NoticeDetail,
    NoticeLink,
    Publication,
    VersionState,
    Withdrawal,
)
from backend.services.interaction.offices.service import attachments


def notice_of(row: Record) -> Notice:
    """As lists show it."""
    return Notice(
        id=row["id"],
        category=row["category"],
        department=row["department"],
        region_code=row["region_code"],
        title=row["title"],
        number=row["number"],
        effect=Effect(row["effect"]),
        issued_on=row["issued_on"],
        published_at=row["published_at"],
        source=row["source"],
        evidence=Evidence(row["evidence"]),
    )


def detail_of(
    row: Record,
    *,
    region_name: str,
    explained: Record | None,
    explaining: Sequence[Record],
    publications: Sequence[Record],
) -> NoticeDetail:
    """With everything; what was withdrawn keeps its title and says why."""
    gone = row["withdrawn_at"] is not None
    return NoticeDetail(
        **msgspec.structs.asdict(notice_of(row)),
        region_name=region_name,
        version=row["version"],
        body="" if gone else row["body"],
        effective_on=row["effective_on"],
        attachments=[] if gone else attachments(row["files"]),
        interprets=_link(explained) if explained and explained["withdrawn_at"] is None else None,
        interpretations=[_link(one) for one in explaining],
        versions=[
            Publication(version=one["version"], published_at=one["published_at"], reason=one["reason"])
            for one in publications
        ],
        withdrawal=_withdrawal(row),
    )


def desk_line_of(row: Record) -> DeskNoticeLine:
    """As the desk's list shows it."""
    return DeskNoticeLine(
        id=row["id"],
        department=row["department"],
        region_code=row["region_code"],
        category=row["category"],
        title=row["title"],
        state=VersionState(row["state"]),
        withdrawn=row["withdrawn_at"] is not None,
        version=row["version"],
        changed_at=row["changed_at"],
    )


def desk_of(notice: Record, versions: Sequence[Record], *, reader: UUID) -> DeskNotice:
    """As its department works on it."""
    live = next((one for one in versions if one["version"] == notice["live"]), None)
    work = next((one for one in versions if one["state"] != VersionState.PUBLISHED), None)
    return DeskNotice(
        id=notice["id"],
        department=notice["department"],
        region_code=notice["region_code"],
        category=notice["category"],
        live=_version_of(live) if live else None,
        open=_version_of(work) if work else None,
        withdrawal=_withdrawal(notice),
        may_check=work is not None and work["state"] == VersionState.SUBMITTED and reader not in work["editors"],
    )


def _version_of(row: Record) -> DeskVersion:
    return DeskVersion(
        version=row["version"],
        state=VersionState(row["state"]),
        title=row["title"],
        body=row["body"],
        number=row["number"],
        effect=Effect(row["effect"]),
        issued_on=row["issued_on"],
        effective_on=row["effective_on"],
        attachments=attachments(row["files"]),
        interprets=row["interprets"],
        reason=row["reason"],
        returned=row["returned"],
        changed_at=row["changed_at"],
    )


def _link(row: Record) -> NoticeLink:
    return NoticeLink(id=row["id"], title=row["title"])


def _withdrawal(row: Record) -> Withdrawal | None:
    return Withdrawal(at=row["withdrawn_at"], reason=row["withdrawn_reason"]) if row["withdrawn_at"] else None
