"""Whether a condition makes sense for a catalogue of attributes: every fault, with the place where it stands. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from backend.core.structs import Wire
from profiles.attributes.kinds import Scalar, Sort, ValueKind
from profiles.attributes.language import (
    DEPTH_MOST,
    PARTS_MOST,
    SIZE_MOST,
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
    WithinDays,
    parts_of,
)


class Fault(Wire, frozen=True, kw_only=True):
    """One thing that is wrong; `path` leads to it (`of[1].of`), `code` is stable, the words are for the editor."""

    path: str
    code: str
    zh: str
    en: str
    attribute: str | None = None


_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "too-deep": (f"嵌套超过 {DEPTH_MOST} 层，请拆分条件。", f"Nested deeper than {DEPTH_MOST}; please split it."),
    "too-large": (f"条件超过 {SIZE_MOST} 项，请拆分。", f"More than {SIZE_MOST} parts; please split it."),
    "empty": ("至少要有一项条件。", "It must have at least one part."),
    "too-many": (f"一组最多 {PARTS_MOST} 项。", f"A group has at most {PARTS_MOST} parts."),
    "unknown-attribute": ("目录中没有这个属性。", "The catalogue has no such attribute."),
    "hidden-attribute": ("该属性不得用于此用途。", "The attribute must not be used for this purpose."),
    "wrong-kind": ("这种比较不适用于该属性。", "This comparison does not suit the attribute."),
    "no-such-value": ("该属性没有这个取值。", "The attribute has no such value."),
    "no-bound": ("请给出上限或下限。", "Please give a lower or an upper bound."),
    "bounds-crossed": ("下限大于上限。", "The lower bound is above the upper one."),
    "not-a-region": ("不是区划代码。", "That is no code of a division."),
}
_FITS: Final[Mapping[type, frozenset[ValueKind]]] = {
    AtLeast: frozenset({ValueKind.WHOLE}),
    AtMost: frozenset({ValueKind.WHOLE}),
    Before: frozenset({ValueKind.DATE}),
    After: frozenset({ValueKind.DATE}),
    Age: frozenset({ValueKind.DATE}),
    WithinDays: frozenset({ValueKind.DATE}),
    RegionWithin: frozenset({ValueKind.REGION}),
    Present: frozenset(ValueKind),
    Absent: frozenset(ValueKind),
    Is: frozenset(ValueKind),
    In: frozenset(ValueKind),
}
_TYPES: Final[Mapping[ValueKind, type]] = {ValueKind.WHOLE: int, ValueKind.FLAG: bool}  # all others are text
_REGION_LENGTHS: Final = {6, 9, 12}


def check(condition: Condition, catalogue: Mapping[str, Sort]) -> list[Fault]:
    """Everything that is wrong, the outermost first; an empty list is a condition that may be kept.

    It judges sense, not shape: what msgspec has read from JSON has the right types already.
    """
    if sum(1 for _ in parts_of(condition)) > SIZE_MOST:
        return [_fault("", "too-large")]
    return list(_faults(condition, catalogue, path="", depth=0))


def _faults(condition: Condition, catalogue: Mapping[str, Sort], *, path: str, depth: int) -> Iterator[Fault]:
    if depth > DEPTH_MOST:
        yield _fault(path, "too-deep")
        return
    if isinstance(condition, Not):
        yield from _faults(condition.of, catalogue, path=f"{path}.of".lstrip("."), depth=depth + 1)
    elif isinstance(condition, AllOf | AnyOf):
        if not condition.of:
            yield _fault(path, "empty")
        if len(condition.of) > PARTS_MOST:
            yield _fault(path, "too-many")
        for number, part in enumerate(condition.of):
            yield from _faults(part, catalogue, path=f"{path}.of[{number}]".lstrip("."), depth=depth + 1)
    else:
        sort = catalogue.get(condition.attribute)
        code = "unknown-attribute" if sort is None else _problem(condition, sort)
        if code:
            yield _fault(path, code, condition.attribute)


def _problem(comparison: Comparison, sort: Sort) -> str | None:
    if sort.hidden:
        return "hidden-attribute"
    if sort.kind not in _FITS[type(comparison)]:
        return "wrong-kind"
    judge = _PROBLEMS.get(type(comparison))
    return judge(comparison, sort) if judge else None


def _of_values(comparison: Is | In, sort: Sort) -> str | None:
    values = [comparison.value] if isinstance(comparison, Is) else comparison.values
    if not values:
        return "empty"
    if any(not _suits(value, sort.kind) for value in values):
        return "wrong-kind"
    return "no-such-value" if sort.choices and any(value not in sort.choices for value in values) else None


def _suits(value: Scalar, kind: ValueKind) -> bool:
    return type(value) is _TYPES.get(kind, str)


def _of_age(comparison: Age, _sort: Sort) -> str | None:
    if comparison.at_least is None and comparison.at_most is None:
        return "no-bound"
    if comparison.at_least is not None and comparison.at_most is not None and comparison.at_least > comparison.at_most:
        return "bounds-crossed"
    return None


def _of_region(comparison: RegionWithin, _sort: Sort) -> str | None:
    codes = [*comparison.codes, *comparison.but_not]
    if not comparison.codes:
        return "empty"
    good = all(isinstance(code, str) and code.isdigit() and len(code) in _REGION_LENGTHS for code in codes)
    return None if good else "not-a-region"


_PROBLEMS: Final[Mapping[type, Callable[..., str | None]]] = {
    Is: _of_values,
    In: _of_values,
    Age: _of_age,
    RegionWithin: _of_region,
}


def _fault(path: str, code: str, attribute: str | None = None) -> Fault:
    zh, en = _WORDS[code]
    return Fault(path=path, code=code, attribute=attribute, zh=zh, en=en)
