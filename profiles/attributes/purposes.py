"""The words in which a person agrees to uses of their profile: consents' port `Purposes`, answered from data."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Final

from backend.identity.consents.structs import Bilingual
from backend.identity.consents.structs import Purpose as RegisteredPurpose
from profiles.attributes.catalogue import ATTRIBUTES, CHILD_BIRTH_DATES, names_for
from profiles.attributes.kinds import Purpose, SubjectKind

RECIPIENT: Final = "kuaiban_profile"  # mini-apps bear the names of what they do; none is called after the house
RECIPIENT_NAME: Final = "甘快办平台（甘肃省大数据中心）"
LEGAL_BASIS: Final = "本人同意（个人信息保护法第十三条第一款第一项）"
SENSITIVE_BASIS: Final = "本人单独同意（个人信息保护法第二十九条）"
GUARDIAN_BASIS: Final = "监护人单独同意（个人信息保护法第二十九条、第三十一条）"
TERM_DAYS: Final = 365  # then it is asked again: a year is long enough to have forgotten it
VERSION_LENGTH: Final = 16
CHILD_BIRTH: Final = "child.birthDate"  # what exchange calls the one value that the children's dates are made of
ASKED: Final = (Purpose.PERSONALISATION, Purpose.CHILDREN, Purpose.BENEFITS, Purpose.HOUSEHOLD)
HOUSEHOLD_FIELDS: Final = ("person.birthDate",)

USED_FOR: Final[Mapping[Purpose, Bilingual]] = {
    Purpose.PERSONALISATION: Bilingual(
        zh="让首页和提醒更贴合您（可随时关闭）", en="To fit the home screen and reminders to you; you can turn it off"
    ),
    Purpose.CHILDREN: Bilingual(
        zh="提醒孩子的疫苗、入学等事项（可随时关闭）",
        en="To remind you of your children's matters; you can turn it off",
    ),
    Purpose.BENEFITS: Bilingual(
        zh="只用于匹配法律规定以此为条件的待遇", en="Only to find entitlements whose condition by law it is"
    ),
    Purpose.HOUSEHOLD: Bilingual(zh="让家人看到", en="Shown to your family"),
    Purpose.NONE: Bilingual(zh="只给您本人看，不用于推荐", en="Shown to you, and used for nothing else"),
}
_BASES: Final[Mapping[Purpose, str]] = {
    Purpose.PERSONALISATION: LEGAL_BASIS,
    Purpose.CHILDREN: GUARDIAN_BASIS,
    Purpose.BENEFITS: SENSITIVE_BASIS,
    Purpose.HOUSEHOLD: LEGAL_BASIS,
}
_WORDS: Final[Mapping[Purpose, tuple[str, str]]] = {
    Purpose.PERSONALISATION: (
        (
            "用于让首页、提醒和办事指引更贴合您：从政府登记信息中读取{zh}，保存在您的档案里，"
            "并在 30 天内记录您在首页看到和打开的卡片。不同意也能使用全部服务。"
        ),
        (
            "To fit the home screen, reminders and guides to you: read from the government's registers and keep in "
            "your profile: {en}; and note for 30 days which cards of the home screen you saw and opened. Every service "
            "works without it, too."
        ),
    ),
    Purpose.CHILDREN: (
        "用于提醒您孩子的疫苗、入园入学、医保等事项：读取并保存{zh}。未满十四周岁孩子的信息是敏感个人信息，只用于这一目的。",
        (
            "To remind you of vaccinations, school and insurance of your children: read and keep {en}. Data of "
            "children under 14 are sensitive and used for this alone."
        ),
    ),
    Purpose.BENEFITS: (
        "用于提醒您依法可以享受的待遇：读取并保存{zh}。这是敏感个人信息，只用于这一目的，不同意不影响您自己申请。",
        (
            "To tell you of entitlements: read and keep {en}. This is sensitive data, used for this alone; you can "
            "apply for everything without it, too."
        ),
    ),
    Purpose.HOUSEHOLD: (
        "让登记为您配偶、父母、成年子女的家人在“我的家庭”里看到您的{zh}。每次查看都会记入您的查询记录。",
        (
            "To let your spouse, parents and grown-up children see in their household view: {en}. Each look stands in "
            "your access history."
        ),
    ),
}


_ASKED_BY_NAME: Final = {one.value: one for one in ASKED}


class ProfilePurposes:
    """The uses of a profile, for each of which the person says yes alone."""

    async def find(self, recipient: str, purpose: str) -> RegisteredPurpose | None:
        """The purpose in its present words; its version follows from words and fields."""
        known = _ASKED_BY_NAME.get(purpose) if recipient == RECIPIENT else None
        return None if known is None else registered(known)


@cache
def registered(purpose: Purpose) -> RegisteredPurpose:
    """What the person is shown."""
    fields = fields_of(purpose)
    titles = {one: _titles(one) for one in fields}
    zh, en = _WORDS[purpose]
    text_zh = zh.format(zh="、".join(one.zh for one in titles.values()))
    text_en = en.format(en=", ".join(one.en for one in titles.values()))
    basis = _BASES[purpose]
    return RegisteredPurpose(
        recipient_name=RECIPIENT_NAME,
        text_zh=text_zh,
        text_en=text_en,
        fields=fields,
        legal_basis=basis,
        text_version=hashlib.sha256(f"{text_zh}\0{text_en}\0{basis}".encode()).hexdigest()[:VERSION_LENGTH],
        term_days=TERM_DAYS,
    )


def fields_of(purpose: Purpose) -> list[str]:
    """The attributes that the consent is about, and the fact of exchange behind the one that is computed."""
    if purpose is Purpose.HOUSEHOLD:
        return list(HOUSEHOLD_FIELDS)
    names = names_for(SubjectKind.PERSON, purpose)
    return [*names, CHILD_BIRTH] if CHILD_BIRTH_DATES in names else names


def field_title(name: str) -> Bilingual:
    """What people call a field of such a consent."""
    return _titles(name)


def titles() -> dict[str, Bilingual]:
    """What people call every attribute: for exchange, which shows who read them."""
    return {one.name: Bilingual(zh=one.zh, en=one.en) for rows in ATTRIBUTES.values() for one in rows.values()}


def _titles(name: str) -> Bilingual:
    if name == CHILD_BIRTH:
        return Bilingual(zh="子女出生日期（逐一读取）", en="each child's date of birth")
    attribute = ATTRIBUTES[SubjectKind.PERSON][name]
    return Bilingual(zh=attribute.zh, en=attribute.en)
