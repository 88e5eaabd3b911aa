"""Drafts that nobody came back to: the person is told a week before, then the draft is gone, and they are told that."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.audit import log as audit
from backend.core.structs import now
from backend.reference.regions import service as regions
from backend.services.cases.forms import queries
from backend.services.cases.forms.viewing import KEPT_DAYS
from backend.supports.messages import service as messages
from backend.supports.messages.structs import SendMessage

NOTICE: Final = timedelta(days=7)  # nobody loses a draft without a week to come back
WARNING: Final = (
    "您的“{name}”草稿已长时间没有修改，将于 {day:%Y年%m月%d日} 自动删除。如仍需办理，请在此之前打开并保存。"
)
FORGOTTEN: Final = "您的“{name}”草稿超过 {days} 天没有修改，已删除，填写的内容不再保留。需要时可以重新办理。"
AT_ONCE: Final = 200  # messages of one transaction: well within the statement timeout
SENDER: Final = "甘快办"


async def tidy(at: datetime | None = None) -> int:
    """Warn of drafts that will go, and forget those whose time has come; how many people were told something."""
    moment, told = at or now(), 0
    for work in (_warn, _forget):
        while done := await work(moment):
            told += done
    return told


async def _warn(at: datetime) -> int:
    async with database.transaction():
        rows = await queries.note_warned(saved_before=at - timedelta(days=KEPT_DAYS) + NOTICE, at=at, limit=AT_ONCE)
        for row in rows:
            last = max(row["saved_at"] + timedelta(days=KEPT_DAYS), at + NOTICE)
            day = regions.local_time(last).date()
            text = WARNING.format(name=row["name"], day=day)
            await _tell(row["person_id"], title="草稿即将删除", body=text)
    return len(rows)


async def _forget(at: datetime) -> int:
    async with database.transaction():
        rows = await queries.forget(
            saved_before=at - timedelta(days=KEPT_DAYS), warned_before=at - NOTICE, limit=AT_ONCE
        )
        for row in rows:
            await audit.record(
                action="forms.forgotten", actor="system", subject=f"draft:{row['id']}", about=row["person_id"]
            )
            if row["case_id"] is None:
                text = FORGOTTEN.format(name=row["name"], days=KEPT_DAYS)
                await _tell(row["person_id"], title="草稿已删除", body=text)
    return len(rows)


async def _tell(person_id: UUID, *, title: str, body: str) -> None:
    await messages.send(SendMessage(person_id=person_id, sender=SENDER, title=title, body=body))
