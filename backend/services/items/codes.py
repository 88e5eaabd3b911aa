"""The codes of items: how they are composed and read, and where two standards number the same thing differently.

The catalogue follows the family of the national platform (GB/T 39554): 12, 31 and 33 characters. The adapters at the
end are for borders where the other convention is spoken.
"""

from typing import Final

import msgspec

from backend.core.identifiers import BadIdentifier, credit_check, parse_credit_code, subject_check
from backend.services.items.errors import BadItemCode
from backend.services.items.structs import Audience, CaseKind, UseLevel

BASIC_LENGTH: Final = 12
BODY_LENGTH: Final = 18
ITEM_LENGTH: Final = BODY_LENGTH + 1 + BASIC_LENGTH
NATIONAL: Final = "00"
ITEM_TYPES: Final = {
    "01": "行政许可", "02": "行政处罚", "03": "行政强制", "04": "行政征收", "05": "行政给付", "06": "行政检查",
    "07": "行政确认", "08": "行政奖励", "09": "行政裁决", "10": "其他行政权力", "20": "公共服务",
}  # fmt: skip
LEVEL_TITLES: Final = {
    UseLevel.NATIONAL: "国家级", UseLevel.PROVINCE: "省级", UseLevel.PREFECTURE: "市级", UseLevel.COUNTY: "县级",
    UseLevel.TOWNSHIP: "乡镇（街道）级", UseLevel.VILLAGE: "村（社区）级",
}  # fmt: skip
AGENCY: Final = "11"  # GB 32100: registered by the staffing administration, a state organ
COUNTY_DIGITS: Final = 6


class BasicParts(msgspec.Struct, frozen=True, kw_only=True):
    """基本编码: 2 region, 2 type, 2 department, 3 main item, 3 sub item."""

    region: str
    item_type: str
    department: str
    main: str
    sub: str


def parts(basic_code: str) -> BasicParts:
    """The parts of a basic code of the right length."""
    return BasicParts(
        region=basic_code[:2],
        item_type=basic_code[2:4],
        department=basic_code[4:6],
        main=basic_code[6:9],
        sub=basic_code[9:],
    )


def item_code(*, body_code: str, use_level: UseLevel, basic_code: str) -> str:
    """实施编码: who, at which level, what."""
    return f"{body_code}{use_level}{basic_code}"


def handling_code(code: str, *, sequence: int) -> str:
    """业务办理项编码: the implementation code and a number from 01 to 99."""
    return f"{code}{sequence:02d}"


def read_item_code(code: str) -> tuple[str, str, str]:
    """Body, level and basic code.

    Raises:
        BadItemCode: not 31 characters, or the first 18 are no credit code.
    """
    if len(code) != ITEM_LENGTH or code[BODY_LENGTH] not in set(UseLevel):
        raise BadItemCode
    try:
        body = parse_credit_code(code[:BODY_LENGTH])
    except BadIdentifier as error:
        raise BadItemCode from error
    return body, code[BODY_LENGTH], code[BODY_LENGTH + 1 :]


def body_code(*, department: str, region_code: str) -> str:
    """A credit code for a department whose real one we do not know: invented, with valid check characters.

    Department, township and village stand in the subject's eight places, so that the code can be read back.
    """
    below = region_code[COUNTY_DIGITS:].ljust(6, "0")
    subject = department + below
    first = f"{AGENCY}{region_code[:COUNTY_DIGITS]}{subject}{subject_check(subject)}"
    return first + credit_check(first)


def read_body_code(code: str) -> tuple[str, str] | None:
    """Department and region of a credit code that `body_code` has made, else None."""
    department, below = code[8:10], code[10:16]
    region = code[2:8] + below.removesuffix("000").removesuffix("000")
    made = body_code(department=department, region_code=region) if code.startswith(AGENCY) else ""
    return (department, region) if made == code else None


# Borders where another convention is spoken.

_AUDIENCE_39046: Final = {
    Audience.PERSON: "1", Audience.ENTERPRISE: "2", Audience.PUBLIC_INSTITUTION: "3",
    Audience.SOCIAL_ORGANISATION: "4", Audience.UNINCORPORATED: "6", Audience.AGENCY: "5", Audience.OTHER: "6",
}  # fmt: skip


def audience_to_39046(audience: Audience) -> str:
    """服务对象 as GB/T 39046 A.4 numbers it: 5 is an agency there, and what is neither is 6."""
    return _AUDIENCE_39046[audience]


def audience_from_39046(code: str) -> Audience:
    """服务对象 from GB/T 39046 A.4; its 6 (其他组织) does not say whether it is an unincorporated firm."""
    return {"5": Audience.AGENCY, "6": Audience.OTHER}.get(code) or Audience(code)


def case_kind_to_push(kind: CaseKind) -> str:
    """办件类型 for provincial push interfaces that count the other way round: 1 promised, 2 immediate."""
    return "2" if kind is CaseKind.IMMEDIATE else "1"


def case_kind_from_push(code: str) -> CaseKind:
    """办件类型 from such an interface."""
    return CaseKind.IMMEDIATE if code == "2" else CaseKind.PROMISED


def basic_to_39048(basic_code: str) -> str:
    """The 10 characters of GB/T 39046 and 39048: 2 type, 5 main, 3 sub; the region is dropped."""
    return basic_code[2:]


def basic_from_39048(code: str, *, region: str = NATIONAL) -> str:
    """A basic code from those 10 characters and the region they do not hold."""
    return region + code
