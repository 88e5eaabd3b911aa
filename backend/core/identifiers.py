"""The numbers by which the country knows people, firms, places and phones: read, judged and masked.

Each `parse_*` takes what a person typed and returns the one normal form, or raises `BadIdentifier` with a reason. No
table of divisions is asked: an identity number keeps the area of its first issue, and many of those are long abolished.
The annotated types at the end check the form on the wire; only the functions check digits and dates.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta


class Reason(StrEnum):
    """Why an identifier is refused; stable, for the words that people see."""

    SHAPE = "shape"
    AREA = "area"
    BIRTH_DATE = "birth-date"
    CHECK = "check"


class BadIdentifier(ValueError):
    """The text is not such an identifier; it never repeats the text, which may be somebody's number."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"refused: {reason}")
        self.reason: Final = reason


class Document(StrEnum):
    """Identity documents by their code in GA/T 2000.156.

    The residence permits of Hong Kong, Macao and Taiwan residents have no code in the sources at hand; they carry an
    18-digit number of the same scheme (81, 82, 83) and are recorded under RESIDENT_ID_CARD.
    """

    RESIDENT_ID_CARD = "111"
    TEMPORARY_ID_CARD = "112"
    HOUSEHOLD_REGISTER = "113"
    OFFICER_CARD = "114"
    PASSPORT = "414"
    TAIWAN_TRAVEL_PERMIT = "511"
    HONG_KONG_MACAO_TRAVEL_PERMIT = "516"
    FOREIGN_PERMANENT_RESIDENT = "553"


EARLIEST_BIRTH: Final = date(1870, 1, 1)
"""Numbers were first issued in 1984, to nobody born before this."""

_RESIDENT: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_FOREIGN_PREFIX: Final = "9"
# First two digits of GB/T 2260: the provinces, and 81, 82, 83 for Hong Kong, Macao and Taiwan residence permits.
_PROVINCES: Final = frozenset(
    f"{number}"
    for numbers in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for number in numbers
)
_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS: Final = "10X98765432"

_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100 leaves out I, O, S, V, Z
_CREDIT: Final = re.compile(f"[{_CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{_CREDIT_ALPHABET}]{{10}}")
_CREDIT_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_CREDIT_MODULUS: Final = 31
_SUBJECT: Final = slice(8, 17)  # the old organisation code inside the credit code
_SUBJECT_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_SUBJECT_CHECKS: Final = "0X987654321"

_PHONE: Final = re.compile(r"(?:(?:\+|00)86)?(1[3-9][0-9]{9})")
_PHONE_SEPARATORS: Final = str.maketrans("", "", " -\u00a0\u2010\u2011")
_REGION: Final = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")

# Travel documents have no public check digit: these are forms, generous where issues differ.
_DOCUMENT_FORMS: Final = {
    Document.OFFICER_CARD: re.compile(r"[0-9A-Z\u4e00-\u9fff]{4,20}"),
    Document.PASSPORT: re.compile(r"[0-9A-Z]{5,17}"),
    Document.TAIWAN_TRAVEL_PERMIT: re.compile(r"[0-9]{8}|[0-9]{10}[0-9A-Z]?"),
    Document.HONG_KONG_MACAO_TRAVEL_PERMIT: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
}
_FOREIGN_OLD: Final = re.compile(r"[A-Z]{3}[0-9]{12}")


def parse_resident_id(text: str, *, today: date) -> str:
    """Read an 18-digit number of GB 11643, a residence permit (81, 82, 83) or a foreign permanent resident's (9...).

    Raises:
        BadIdentifier: SHAPE, AREA (no such province), BIRTH_DATE (unreal or in the future), CHECK.
    """
    number = _upper(text)
    if not _RESIDENT.fullmatch(number):
        raise BadIdentifier(Reason.SHAPE)
    if number[0] != _FOREIGN_PREFIX and number[:2] not in _PROVINCES:
        raise BadIdentifier(Reason.AREA)
    if not EARLIEST_BIRTH <= birth_date(number) <= today:
        raise BadIdentifier(Reason.BIRTH_DATE)
    if number[-1] != resident_check(number[:-1]):
        raise BadIdentifier(Reason.CHECK)
    return number


def birth_date(resident_id: str) -> date:
    """Read the birth date of a number of the right shape; the layout is the same for the numbers with 9.

    Raises:
        BadIdentifier: BIRTH_DATE, when the calendar has no such day.
    """
    try:
        return date(int(resident_id[6:10]), int(resident_id[10:12]), int(resident_id[12:14]))
    except ValueError as error:
        raise BadIdentifier(Reason.BIRTH_DATE) from error


def resident_check(first_seventeen: str) -> str:
    """Compute the check character (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_CHECKS[total % 11]


def parse_credit_code(text: str) -> str:
    """Read a unified social credit code (GB 32100), proving its own check and the subject's (GB 11714).

    Raises:
        BadIdentifier: SHAPE, CHECK.
    """
    code = _upper(text)
    if not _CREDIT.fullmatch(code):
        raise BadIdentifier(Reason.SHAPE)
    if code[-1] != credit_check(code[:-1]) or code[_SUBJECT][-1] != subject_check(code[_SUBJECT][:-1]):
        raise BadIdentifier(Reason.CHECK)
    return code


def credit_check(first_seventeen: str) -> str:
    """Compute the last character of a credit code."""
    values = (_CREDIT_ALPHABET.index(character) for character in first_seventeen)
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % _CREDIT_MODULUS]


def subject_check(first_eight: str) -> str:
    """Compute the check of the subject id, where letters count from A = 10 without gaps."""
    values = (int(character, 36) for character in first_eight)
    return _SUBJECT_CHECKS[sum(value * weight for value, weight in zip(values, _SUBJECT_WEIGHTS, strict=True)) % 11]


def parse_phone(text: str) -> str:
    """Read a mobile number, with +86 or 0086, spaces and dashes allowed; the normal form has 11 digits.

    Raises:
        BadIdentifier: SHAPE.
    """
    match = _PHONE.fullmatch(text.translate(_PHONE_SEPARATORS))
    if not match:
        raise BadIdentifier(Reason.SHAPE)
    return match[1]


def parse_region(text: str) -> str:
    """Read a division code: 6 digits to the county, 9 to the township, 12 to the village.

    Whether the division exists, and when, is known to `reference.regions`.

    Raises:
        BadIdentifier: SHAPE, AREA.
    """
    code = text.strip()
    if not _REGION.fullmatch(code):
        raise BadIdentifier(Reason.SHAPE)
    if code[:2] not in _PROVINCES:
        raise BadIdentifier(Reason.AREA)
    return code


def parse_document(text: str, *, document: Document, today: date) -> str:
    """Read the number of an identity document by the rule of its kind.

    Raises:
        BadIdentifier: as that rule says.
    """
    number = _upper(text)
    if document is Document.FOREIGN_PERMANENT_RESIDENT:
        return number if _FOREIGN_OLD.fullmatch(number) else _parse_foreign(number, today=today)
    if document not in _DOCUMENT_FORMS:
        return parse_resident_id(number, today=today)
    if not _DOCUMENT_FORMS[document].fullmatch(number):
        raise BadIdentifier(Reason.SHAPE)
    return number


def mask_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三; of a single character nothing remains."""
    if len(name) <= 2:  # noqa: PLR2004 - first and last would be the whole name
        return name[: len(name) - 1] + "*" * min(len(name), 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id(number: str) -> str:
    """620102199003071029 → 6201**********1029; of shorter numbers a quarter at each end."""
    shown = min(4, len(number) // 4)
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[len(number) - shown :]


def mask_phone(number: str) -> str:
    """13812341234 → 138****1234; anything else is masked as an identity number."""
    return f"{number[:3]}****{number[-4:]}" if _PHONE.fullmatch(number) and len(number) == 11 else mask_id(number)  # noqa: PLR2004 - without +86


def _upper(text: str) -> str:
    # `str.upper` would turn ß into SS and the like: only ASCII letters have a second form here.
    stripped = text.strip()
    return stripped.upper() if stripped.isascii() else stripped


def _parse_foreign(number: str, *, today: date) -> str:
    if not number.startswith(_FOREIGN_PREFIX):
        raise BadIdentifier(Reason.SHAPE)
    return parse_resident_id(number, today=today)


# On the wire, in normal form. The fixed lengths are not idle: in Python `$` also matches before a final line feed.
ResidentId = Annotated[str, Meta(pattern=r"^[1-9][0-9]{16}[0-9X]$", min_length=18, max_length=18)]
CreditCode = Annotated[
    str, Meta(pattern=r"^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$", min_length=18, max_length=18)
]
PhoneNumber = Annotated[
    str,
    Meta(
        pattern=r"^1[3-9][0-9]{9}$",
        min_length=11,
        max_length=11,
        description="Mobile number, 11 digits",
        examples=["13800000000"],
    ),
]
CountyCode = Annotated[str, Meta(pattern=r"^[0-9]{6}$", min_length=6, max_length=6)]
RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}(?:[0-9]{3}){0,2}$(?!\n)", min_length=6, max_length=12)]
