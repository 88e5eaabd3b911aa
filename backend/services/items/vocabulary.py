"""The code tables of items: what a value may be, by the numbers and words of the standards."""

from enum import StrEnum


class UseLevel(StrEnum):
    """行使层级, GB/T 39046 A.2."""

    NATIONAL = "1"
    PROVINCE = "2"
    PREFECTURE = "3"
    COUNTY = "4"
    TOWNSHIP = "5"
    VILLAGE = "6"


class Audience(StrEnum):
    """服务对象 in the national platform's table; `codes.py` turns it into the one of GB/T 39046."""

    PERSON = "1"
    ENTERPRISE = "2"
    PUBLIC_INSTITUTION = "3"
    SOCIAL_ORGANISATION = "4"
    UNINCORPORATED = "5"
    AGENCY = "6"
    OTHER = "9"


class CaseKind(StrEnum):
    """办件类型, GB/T 39046 A.6: decided on the spot, or within a promised time."""

    IMMEDIATE = "1"
    PROMISED = "2"


class Channel(StrEnum):
    """办理形式, GB/T 39046 A.5."""

    WINDOW = "1"
    WEB = "2"
    MOBILE = "3"
    EXPRESS = "4"
    OTHER = "9"


class HandlingForm(StrEnum):
    """What makes an item convenient, in the words people know."""

    AT_ONCE = "马上办"
    ONLINE = "网上办"
    NEARBY = "就近办"
    ONE_VISIT = "一次办"
    SELF_SERVICE = "自助办"


class CrossPlace(StrEnum):
    """The three ways of handling an item away from home (国办发〔2020〕35号)."""

    ONLINE = "online"
    ON_BEHALF = "on-behalf"
    JOINT = "joint"


class MaterialKind(StrEnum):
    """材料类型."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"


class MaterialForm(StrEnum):
    """材料形式."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    EITHER = "either"


class Necessity(StrEnum):
    """材料必要性; `later` is 容缺后补: the case is accepted without it."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    LATER = "later"


class MaterialSource(StrEnum):
    """来源渠道."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"
    OTHER = "other"
