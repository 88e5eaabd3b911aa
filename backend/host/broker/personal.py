"""Numbers of persons inside a value: identity numbers, mobile numbers, bank cards. Pure.

It finds what is written as such a number and passes its check, in any field or field name, also in full-width digits
and in groups. It cannot find a name, a number in words or one that is cut in pieces: it guards against carelessness.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from backend.core.identifiers import BadIdentifier, parse_phone, parse_resident_id

GAP: Final = r"[ \u00a0\u2010\u2011-]?"  # what people write between groups of digits
# Ids and digests: long enough to hold every kind of number once in a while.
_MACHINE_MADE: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,}")
# The first digits of cards in use (UnionPay, Visa, Mastercard, JCB, American Express, older domestic ones): Luhn alone
# would take every tenth case number for a card.
_CARDS: Final = re.compile(
    r"(?:62|81)\d{14,17}|955\d{13,16}|4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|3[47]\d{13}"
)


def _digits(length: int, last: str = "[0-9]") -> re.Pattern[str]:
    """Runs of so many digits that stand alone; looked ahead for, so that one run does not swallow the next."""
    return re.compile(rf"(?<![0-9])(?=([0-9](?:{GAP}[0-9]){{{length - 2}}}{GAP}{last})(?![0-9]))")


def _is_resident_id(text: str, today: date) -> bool:
    try:
        return bool(parse_resident_id(text, today=today))
    except BadIdentifier:
        return False


def _is_phone(text: str, _today: date) -> bool:
    try:
        return bool(parse_phone(text))
    except BadIdentifier:
        return False


def _is_card(text: str, _today: date) -> bool:
    """The check digit of ISO/IEC 7812."""
    digits = [int(one) for one in reversed(text)]
    doubled = sum(digits[0::2]) + sum(sum(divmod(2 * one, 10)) for one in digits[1::2])
    return _CARDS.fullmatch(text) is not None and doubled % 10 == 0


Judge = Callable[[str, date], bool]
_KINDS: Final[tuple[tuple[str, re.Pattern[str], Judge], ...]] = (
    ("id-number", _digits(18, "[0-9Xx]"), _is_resident_id),
    *(("mobile-number", _digits(length), _is_phone) for length in (11, 13, 15)),  # plain, with 86, with 0086
    *(("bank-card", _digits(length), _is_card) for length in range(15, 20)),
)


def personal_number(value: object, *, today: date) -> str | None:
    """Which kind of personal number the value holds somewhere (`id-number`, `mobile-number`, `bank-card`), if any."""
    for text in _texts(value):
        plain = _MACHINE_MADE.sub(" ", unicodedata.normalize("NFKC", text))
        for kind, runs, is_one in _KINDS:
            if any(is_one(re.sub(GAP, "", run[1]), today) for run in runs.finditer(plain)):
                return kind
    return None


def _texts(whole: object) -> Iterator[str]:
    waiting: list[Any] = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str):
            yield part
        elif isinstance(part, int | float) and not isinstance(part, bool):
            yield f"{part:.0f}" if isinstance(part, float) else str(part)
