"""Whether a register's answer can be so. Pure: what makes no sense is named, and nothing of that answer is used."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from backend.core.identifiers import BadIdentifier, parse_credit_code, parse_region, parse_resident_id
from backend.supports.exchange.catalogue import FACTS
from backend.supports.exchange.ports import Answer, Known
from backend.supports.exchange.structs import Value

TEXT_MOST: Final = 4_000  # a scope of business is the longest text there is
WHOLE_MOST: Final = 10**15
RESIDENT_LENGTH: Final = 18  # shorter ones are travel documents, which have no check digit
EARLIEST: Final = date(1870, 1, 1)


def problem(answer: Answer, names: Sequence[str], *, today: date) -> str | None:
    """What is wrong with the answer, in a word that may be logged; None when nothing is."""
    if set(answer.values) - set(names):
        return "not asked for"
    for name, known in answer.values.items():
        if not isinstance(known, Known) or not isinstance(known.as_of, date):
            return f"{name}: no day"
        # A register in another time zone may be a day ahead.
        if not EARLIEST <= known.as_of <= today + timedelta(days=1):
            return f"{name}: day"
        if not _makes_sense(FACTS[name].kind, known.value, today):
            return f"{name}: value"
    return None


def _makes_sense(kind: str, value: Value, today: date) -> bool:
    if kind == "whole":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= WHOLE_MOST
    if not isinstance(value, str) or not 0 < len(value) <= TEXT_MOST or not value.strip():
        return False
    if any(ord(character) < ord(" ") for character in value):
        return False
    try:
        return _reads(kind, value, today)
    except (BadIdentifier, ValueError):
        return False


def _reads(kind: str, value: str, today: date) -> bool:
    match kind:
        case "date":
            return EARLIEST <= date.fromisoformat(value) <= today + timedelta(days=1)
        case "credit-code":
            return parse_credit_code(value) == value
        case "region":
            return parse_region(value) == value
        case "id-number" if len(value) == RESIDENT_LENGTH:
            return parse_resident_id(value, today=today) == value
        case _:
            return True
