"""The register as a table for a spreadsheet: UTF-8 with its mark, and no cell that a spreadsheet would compute."""

import csv
import io
from collections.abc import Iterable

from backend.host.outside.structs import OutsideApp

HEAD = (
    "名称", "主管部门", "行政区划代码", "类型", "链接", "用户数（约）", "用户数截至", "事项基本编码", "服务内容",
    "整合状态", "计划日期", "并入小程序", "豁免理由", "豁免至", "联系岗位", "逾期", "来源", "依据",
)  # fmt: skip
COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def table_of(apps: Iterable[OutsideApp]) -> bytes:
    """The file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows([_harmless(cell) for cell in _cells(one)] for one in apps)
    return text.getvalue().encode("utf-8-sig")


def _cells(one: OutsideApp) -> list[str]:
    return [
        one.name, one.department, one.region_code, one.kind.value, one.link, str(one.users or ""),
        str(one.users_as_of or ""), " ".join(one.item_codes), one.services, one.state.value,
        str(one.planned_on or ""), one.merged_into or "", one.exempt_reason, str(one.exempt_until or ""),
        one.contact, "是" if one.overdue else "否", one.source, one.evidence.value,
    ]  # fmt: skip


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(COMPUTED) else cell
