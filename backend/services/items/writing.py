"""The catalogue as files, in the very shapes that an import takes."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from backend.services.items import columns
from backend.services.items.columns import Column, Sheet

Bodies = Sequence[Mapping[str, Any]]


def write(file: str, *, items: Bodies, overrides: Bodies, bundles: Bodies) -> str:
    """The text of one file of the catalogue."""
    if file == columns.WHOLE:
        whole = {"items": items, "overrides": overrides, "bundles": bundles}
        return _json(whole)
    if file == columns.BUNDLES:
        return _json(bundles)
    if file in columns.KEYED:
        part = columns.KEYED[file]
        return _json({item["basicCode"]: item[part] for item in items if item[part]})
    sheet = columns.SHEETS[file]
    return _csv(sheet, overrides if sheet is columns.OVERRIDES else _rows(sheet, items))


def _rows(sheet: Sheet, items: Bodies) -> Iterable[Mapping[str, Any]]:
    if not sheet.part:
        return items
    return [{"basicCode": item["basicCode"], **element} for item in items for element in item[sheet.part]]


def _csv(sheet: Sheet, rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in sheet.columns)
    writer.writerows([_cell(column, row) for column in sheet.columns] for row in rows)
    return text.getvalue()


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value: Any = row
    for step in column.path:
        value = value.get(step) if value is not None else None
    return column.cell.write(value) if value is not None else ""


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"
