"""The access history as a table for spreadsheets. Pure; no cell of it is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from backend.reference.regions.service import local_time
from backend.supports.exchange.structs import About, AccessEntry

BOM: Final = "\ufeff"  # without it spreadsheets of this country read UTF-8 as GBK
HEADINGS: Final = (
    "时间", "结果", "查询单位", "用途", "依据", "查询内容", "涉及对象", "本人操作", "办件编号", "原因", "我的提问",
    "记录编号",
)  # fmt: skip
OUTCOMES: Final = {"read": "已查询", "denied": "已拒绝", "failed": "未成功", "abandoned": "已查询，办理未完成"}
RELATIONS: Final = {"self": "本人", "child": "子女", "firm": "单位"}
# What begins a formula in some spreadsheet, full-width forms included; separators may stand before it.
FORMULA: Final = frozenset("=+-@＝＋－＠")


def as_csv(entries: Iterable[AccessEntry]) -> bytes:
    """The entries with Chinese headings, every cell quoted, one line each."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for entry in entries:
        writer.writerow([harmless(cell) for cell in _cells(entry)])
    return (BOM + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """The text as one line that a spreadsheet shows and never computes."""
    line = " ".join(cell.split())
    return f"'{line}" if line[:1] in FORMULA else line


def _cells(entry: AccessEntry) -> Sequence[str]:
    return (
        f"{local_time(entry.at):%Y-%m-%d %H:%M:%S}",
        OUTCOMES[entry.outcome],
        entry.recipient,
        entry.purpose_text.zh,
        entry.basis.text.zh,
        "、".join(fact.title.zh for fact in entry.facts),
        "、".join(_named(one) for one in entry.about),
        "是" if entry.by_me else "否",
        entry.case_ref or "",
        entry.reason or "",
        " / ".join(question.text for question in entry.questions),
        str(entry.id),
    )


def _named(one: About) -> str:
    return RELATIONS[one.relation] + (f"（{one.name}）" if one.name else "")
