"""Rows of a CSV file as JSON's values, each remembering its line; what cannot be read becomes a fault of its cell."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import msgspec

from backend.services.items.cells import CellWrong
from backend.services.items.columns import Column, Sheet
from backend.services.items.faults import Fault, Flaw, Path, Spot, fault


class Sheetful(msgspec.Struct, kw_only=True):
    """What a file gives: rows, faults, and the items of rows that were left out. `torn`: nothing of it was read."""

    rows: list["Row"] = []
    faults: list[Fault] = []
    broken: set[str] = set()
    torn: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row's value, and which column stands where."""

    value: dict[str, Any]
    file: str
    line: int
    columns: dict[Path, int]
    names: dict[Path, str]

    def spot(self, path: Path) -> Spot:
        """The cell of the path or of what holds it; the whole row when no column does."""
        for length in range(len(path), 0, -1):
            for known in self.columns:
                if known[:length] == path[:length]:
                    return Spot(file=self.file, line=self.line, column=self.columns[known], name=self.names[known])
        return Spot(file=self.file, line=self.line, column=1)


def rows(sheet: Sheet, text: str, *, forbidden: frozenset[str] = frozenset()) -> Sheetful:
    """All rows of the sheet's file. Columns named in `forbidden` are refused as that, not as unknown."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = next(reader, None)
        if not header:
            flaw = Flaw(path=(), code="no-header")
            return Sheetful(faults=[fault(flaw, Spot(file=sheet.file, line=1, column=1))], torn=True)
        faults = list(_header_faults(sheet, header, forbidden))
        return Sheetful(faults=faults, torn=True) if faults else _body(sheet, header, reader)
    except csv.Error as error:
        spot = Spot(file=sheet.file, line=reader.line_num, column=1)
        return Sheetful(faults=[fault(Flaw(path=(), code="value", params={"reason": str(error)}), spot)], torn=True)


def _header_faults(sheet: Sheet, header: list[str], forbidden: frozenset[str]) -> Iterator[Fault]:
    known = {column.name: column for column in sheet.columns}
    for number, name in enumerate(header, 1):
        spot = Spot(file=sheet.file, line=1, column=number, name=name)
        if name in forbidden:
            yield fault(Flaw(path=(), code="not-allowed-here", params={"name": name}), spot)
        elif name not in known:
            params: dict[str, str | int] = {"name": name, "known": ", ".join(known)}
            yield fault(Flaw(path=(), code="unknown-column", params=params), spot)
        elif header.index(name) < number - 1:
            yield fault(Flaw(path=(), code="twice", params={"value": name}), spot)
    for column in sheet.columns:
        if not column.optional and column.name not in header:
            spot = Spot(file=sheet.file, line=1, column=1, name=column.name)
            yield fault(Flaw(path=(), code="missing-column", params={"name": column.name}), spot)


def _body(sheet: Sheet, header: list[str], reader: Any) -> Sheetful:
    by_name = {column.name: column for column in sheet.columns}
    columns = [by_name[name] for name in header]
    places = {column.path: number for number, column in enumerate(columns, 1)}
    names = {column.path: column.name for column in columns}
    found, line = Sheetful(), reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row = Row(value={}, file=sheet.file, line=line, columns=places, names=names)
            wrong = list(_fill(row, columns, cells))
            found.faults += wrong
            if wrong:
                found.broken.add(str(row.value.get("basicCode", "")))
            else:
                found.rows.append(row)
        line = reader.line_num + 1
    return found


def _fill(row: Row, columns: list[Column], cells: list[str]) -> Iterator[Fault]:
    if len(cells) != len(columns):
        flaw = Flaw(path=(), code="cells", params={"found": len(cells), "wanted": len(columns)})
        yield fault(flaw, row.spot(()))
        return
    for column, cell in zip(columns, cells, strict=True):
        text = cell.strip()
        try:
            if text:
                _put(row.value, column.path, column.cell.read(text))
            elif not column.optional:
                yield fault(Flaw(path=(), code="empty", params={"name": column.name}), row.spot(column.path))
        except CellWrong as error:
            yield fault(error.flaw, row.spot(column.path))


def _put(value: dict[str, Any], path: Path, content: Any) -> None:
    for step in path[:-1]:
        value = value.setdefault(str(step), {})
    value[str(path[-1])] = content
