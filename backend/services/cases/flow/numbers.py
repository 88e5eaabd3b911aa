"""Case numbers and query codes. Pure.

    number = region (6) | day (8) | serial (6) | check digit (Luhn, ISO/IEC 7812-1)

The serial comes from one sequence of the province that goes round after a million: no day of one county reaches that.
"""

import secrets
from datetime import date
from typing import Final

REGION_DIGITS: Final = 6
SERIALS: Final = 1_000_000
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read aloud or typed as something else
CODE_LENGTH: Final = 6


def luhn(digits: str) -> str:
    """The check digit behind these digits: finds every wrong digit and nearly every swapped pair."""
    doubled = (sum(divmod(2 * int(one), 10)) for one in digits[::-1][::2])
    total = sum(doubled) + sum(int(one) for one in digits[::-1][1::2])
    return str(-total % 10)


def case_number(region_code: str, *, on: date, serial: int) -> str:
    """The number of a case of this place and day."""
    body = f"{region_code[:REGION_DIGITS]}{on:%Y%m%d}{serial % SERIALS:06d}"
    return body + luhn(body)


def is_case_number(text: str) -> bool:
    """Whether it can be one."""
    return len(text) == REGION_DIGITS + 8 + 6 + 1 and text.isdecimal() and luhn(text[:-1]) == text[-1]


def query_code() -> str:
    """查询码: given once, kept as a hash; 30^6 codes against five tries an hour."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
