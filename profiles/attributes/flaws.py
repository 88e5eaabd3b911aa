"""Faults of conditions as editors of whole definitions read them: where, why, and what mends it. Pure."""

from collections.abc import Mapping
from typing import Final

from backend.identity.consents.structs import Bilingual
from profiles.attributes.checking import check
from profiles.attributes.kinds import Sort
from profiles.attributes.language import DEPTH_MOST, PARTS_MOST, SIZE_MOST, Condition
from profiles.publishing.structs import Flaw

_FIXES: Final[Mapping[str, tuple[str, str]]] = {
    "too-deep": (f"把条件改写到 {DEPTH_MOST} 层以内。", f"Rewrite it with at most {DEPTH_MOST} levels."),
    "too-large": (f"把条件减少到 {SIZE_MOST} 项以内。", f"Keep it to {SIZE_MOST} parts."),
    "empty": ("添加一项条件，或删除这个空组。", "Add a part, or remove the empty group."),
    "too-many": (f"拆成几组，每组最多 {PARTS_MOST} 项。", f"Split it into groups of at most {PARTS_MOST}."),
    "unknown-attribute": (
        "从列表中选择一个属性或前面的问题。",
        "Choose an attribute, or a question before it, from the list.",
    ),
    "hidden-attribute": ("换成列表中的其他属性。", "Choose another attribute from the list."),
    "wrong-kind": (
        "换一种比较方式，或按属性的类型填写取值。",
        "Choose another comparison, or a value of the attribute's kind.",
    ),
    "no-such-value": ("从该属性的取值中选择。", "Choose one of the attribute's values."),
    "no-bound": ("至少填写上限或下限之一。", "Fill in at least one bound."),
    "bounds-crossed": ("让下限不大于上限。", "Let the lower bound be at most the upper one."),
    "not-a-region": ("填写 6、9 或 12 位区划代码。", "Fill in a code of 6, 9 or 12 digits."),
}


def of_condition(path: str, condition: Condition, sorts: Mapping[str, Sort]) -> list[Flaw]:
    """Every fault of a condition that stands at `path`; the attribute's name is said where there is one."""
    return [
        Flaw(
            path=f"{path}.{one.path}" if one.path else path,
            code=one.code,
            cause=_cause(one.zh, one.en, one.attribute),
            fix=Bilingual(zh=_FIXES[one.code][0], en=_FIXES[one.code][1]),
        )
        for one in check(condition, sorts)
    ]


def _cause(zh: str, en: str, attribute: str | None) -> Bilingual:
    return Bilingual(zh=f"{attribute}：{zh}", en=f"{attribute}: {en}") if attribute else Bilingual(zh=zh, en=en)
