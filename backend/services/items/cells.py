"""What stands in a cell of the catalogue's CSV files, read and written."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from backend.core.structs import Evidence
from backend.reference.calendar.structs import LimitUnit
from backend.services.items.faults import Flaw
from backend.services.items.structs import (
    Audience,
    CaseKind,
    Channel,
    CrossPlace,
    HandlingForm,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Necessity,
    UseLevel,
)

SEPARATOR: Final = ";"
YES: Final = "yes"


class CellWrong(ValueError):
    """A cell cannot be read; the flaw says why, its path is the cell's."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.flaw: Final = Flaw(path=(), code=code, params=params)


class Cell:
    """How one kind of cell is read into JSON's values and written again."""

    def __init__(self, read: Callable[[str], Any], write: Callable[[Any], str]) -> None:
        self.read: Final = read
        self.write: Final = write


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _read_number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise CellWrong("number", value=text) from error


def _read_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise CellWrong("date", value=text) from error


def _read_limit(text: str) -> dict[str, Any]:
    amount, _, unit = text.partition(" ")
    if not amount.isascii() or not amount.isdigit() or unit not in set(LimitUnit):
        raise CellWrong("limit", value=text, known=", ".join(LimitUnit))
    return {"amount": int(amount), "unit": unit}


def _write_limit(value: Any) -> str:
    return f"{value['amount']} {value['unit']}" if value else ""


def _read_when(text: str) -> list[dict[str, Any]]:
    clauses = []
    for clause in text.split("&"):
        question, equals, values = clause.strip().partition("=")
        chosen = [value.strip() for value in values.split("|")]
        if not equals or not question.strip() or not all(chosen):
            raise CellWrong("when", value=text)
        clauses.append({"question": question.strip(), "oneOf": chosen})
    return clauses


def _write_when(value: Any) -> str:
    return " & ".join(f"{clause['question']}={'|'.join(clause['oneOf'])}" for clause in value or ())


def _choice(kind: type[StrEnum]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in set(kind):
            raise CellWrong("choice", value=text, known=", ".join(kind))
        return text

    return read


def _several(read: Callable[[str], str]) -> Cell:
    def read_all(text: str) -> list[str]:
        found = [read(part.strip()) for part in text.split(SEPARATOR) if part.strip()]
        if len(set(found)) < len(found):
            raise CellWrong("twice", value=next(one for one in found if found.count(one) > 1))
        return found

    return Cell(read_all, lambda value: SEPARATOR.join(value or ()))


def _read_yes(text: str) -> bool:
    if text not in {YES, "no"}:
        raise CellWrong("choice", value=text, known="yes, no")
    return text == YES


def _kinds(kinds: Iterable[type[StrEnum]]) -> dict[type[StrEnum], Cell]:
    return {kind: Cell(_choice(kind), _text) for kind in kinds}


TEXT: Final = Cell(str, _text)
NUMBER: Final = Cell(_read_number, _text)
DATE: Final = Cell(_read_date, _text)
LIMIT: Final = Cell(_read_limit, _write_limit)
WHEN: Final = Cell(_read_when, _write_when)
YES_NO: Final = Cell(_read_yes, lambda value: YES if value else "no")
TEXTS: Final = _several(str)
AUDIENCES: Final = _several(_choice(Audience))
LEVELS: Final = _several(_choice(UseLevel))
FORMS: Final = _several(_choice(HandlingForm))
CHANNELS: Final = _several(_choice(Channel))
CROSS: Final = _several(_choice(CrossPlace))
ONE: Final = _kinds((CaseKind, Evidence, MaterialKind, MaterialForm, Necessity, MaterialSource))
