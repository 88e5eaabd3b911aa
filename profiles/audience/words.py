"""A segment in plain words: on the desk, and in each message as the reason why somebody got it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from backend.identity.consents.structs import Bilingual
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from profiles.attributes.conditions import (
    Absent,
    After,
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Before,
    Comparison,
    Condition,
    In,
    Is,
    Not,
    Present,
    RegionWithin,
    Scalar,
    SubjectKind,
    WithinDays,
    parts_of,
)
from profiles.audience.coding import BIRTH, TAG, title_of

YES_ZH: Final = {True: "是", False: "否"}
YES_EN: Final = {True: "yes", False: "no"}
Names = Mapping[str, str]


async def of(condition: Condition, kind: SubjectKind, *, on: date) -> Bilingual:
    """The condition, read aloud in both languages."""
    names = await _names(condition)
    zh, en = _said(condition, kind, on, names)
    return Bilingual(zh=zh, en=en)


async def _names(condition: Condition) -> Names:
    """Full names of the divisions that it names; a code that no register knows stays a code."""
    codes = {
        code for one in parts_of(condition) if isinstance(one, RegionWithin) for code in (*one.codes, *one.but_not)
    }
    found = {}
    for code in codes:
        try:
            found[code] = await regions.name_of(code)
        except UnknownRegion:
            found[code] = code
    return found


def _said(condition: Condition, kind: SubjectKind, on: date, names: Names) -> tuple[str, str]:
    if isinstance(condition, Not):
        zh, en = _said(condition.of, kind, on, names)
        return f"不符合（{zh}）", f"not ({en})"
    if isinstance(condition, AllOf | AnyOf):
        parts = [_said(one, kind, on, names) for one in condition.of]
        word_zh, word_en = ("，且", " and ") if isinstance(condition, AllOf) else ("，或", " or ")
        zh, en = word_zh.join(one[0] for one in parts), word_en.join(one[1] for one in parts)
        return (f"（{zh}）", f"({en})") if len(parts) > 1 else (zh, en)
    return _compared(condition, kind, on, names)


def _compared(one: Comparison, kind: SubjectKind, on: date, names: Names) -> tuple[str, str]:
    title = title_of(kind, one.attribute, on=on) or Bilingual(zh=one.attribute, en=one.attribute)
    if one.attribute.startswith(TAG) and isinstance(one, Is):
        return (title.zh, title.en) if one.value is True else (f"不是{title.zh}", f"not {title.en}")
    if one.attribute == BIRTH and isinstance(one, Age):
        return _years_old(one)
    zh, en = _WORDS[type(one)](one, names)
    return f"{title.zh}{zh}", f"{title.en} {en}"


def _years_old(one: Age) -> tuple[str, str]:
    unit_zh, unit_en = ("个月", "months") if one.unit == "months" else ("周岁", "years")
    if one.at_least is not None and one.at_most is not None:
        return f"年龄 {one.at_least} 至 {one.at_most} {unit_zh}", f"aged {one.at_least} to {one.at_most} {unit_en}"
    if one.at_least is not None:
        return f"年龄 {one.at_least} {unit_zh}以上", f"aged {one.at_least} {unit_en} or more"
    return f"年龄不超过 {one.at_most} {unit_zh}", f"aged {one.at_most} {unit_en} at the most"


def _age(one: Age, _names: Names) -> tuple[str, str]:
    unit_zh, unit_en = ("个月", "months") if one.unit == "months" else ("年", "years")
    if one.at_least is not None and one.at_most is not None:
        return (f"距今满 {one.at_least} 至 {one.at_most} {unit_zh}", f"{one.at_least} to {one.at_most} {unit_en} ago")
    if one.at_least is not None:
        return f"距今满 {one.at_least} {unit_zh}以上", f"{one.at_least} {unit_en} ago or more"
    return f"距今不超过 {one.at_most} {unit_zh}", f"{one.at_most} {unit_en} ago at the most"


def _days(one: WithinDays, _names: Names) -> tuple[str, str]:
    return (
        f"在过去 {one.past} 天至未来 {one.ahead} 天内",
        f"between {one.past} days ago and {one.ahead} days from now",
    )


def _region(one: RegionWithin, names: Names) -> tuple[str, str]:
    places, others = _listed(names[code] for code in one.codes), _listed(names[code] for code in one.but_not)
    if others:
        return f"在{places}（不含{others}）", f"in {places} (without {others})"
    return f"在{places}", f"in {places}"


def _is(one: Is | In, _names: Names) -> tuple[str, str]:
    values: list[Scalar] = [one.value] if isinstance(one, Is) else one.values
    zh = _listed(YES_ZH[value] if isinstance(value, bool) else str(value) for value in values)
    en = _listed(YES_EN[value] if isinstance(value, bool) else str(value) for value in values)
    return f"为{zh}", f"is {en}"


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)


_WORDS: Final[Mapping[type, Callable[..., tuple[str, str]]]] = {
    Is: _is,
    In: _is,
    AtLeast: lambda one, _: (f"不少于 {one.number}", f"at least {one.number}"),
    AtMost: lambda one, _: (f"不多于 {one.number}", f"at most {one.number}"),
    Before: lambda one, _: (f"早于 {one.day}", f"before {one.day}"),
    After: lambda one, _: (f"晚于 {one.day}", f"after {one.day}"),
    Age: _age,
    WithinDays: _days,
    RegionWithin: _region,
    Present: lambda _one, _: ("有记载", "is there"),
    Absent: lambda _one, _: ("没有", "is not there"),
}
