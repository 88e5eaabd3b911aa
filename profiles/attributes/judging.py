"""Whether a condition holds, on what is known: met, not met, or unknown, with the reasons. Pure and total.

Knowledge only ever settles: as long as nothing known changes, learning one more attribute never turns `met` into `not
met` or the other way round (strong Kleene logic). A value that cannot be compared counts as not known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from backend.core.structs import Wire
from profiles.attributes.kinds import Known, Scalar, SourceKind, Value
from profiles.attributes.language import (
    DEPTH_MOST,
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
)

MONTHS: Final = 12
PROVINCE_END, PREFECTURE_END, SHORT = "0000", "00", 6


class Verdict(StrEnum):
    """What may be said of a condition."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


class Reason(Wire, frozen=True, kw_only=True):
    """One comparison that counted. `expects` is false under a `not`; `verdict` is how it counted, with that in mind.

    Without `source` nothing is known of the attribute; `unclear` says that its value makes no sense here.
    """

    attribute: str
    comparison: Comparison
    expects: bool
    verdict: Verdict
    value: Value | None = None
    source_kind: SourceKind | None = None
    source: str | None = None
    as_of: date | None = None
    unclear: bool = False


class Judgement(Wire, frozen=True, kw_only=True):
    """A verdict, the comparisons that made it, and the attributes to ask for next while it is unknown.

    Those settle it, unless one replaces a value that was unclear to one comparison and clear to another.
    """

    verdict: Verdict
    reasons: list[Reason]
    missing: list[str]


Facts = Mapping[str, Known]
_OPPOSITE: Final = {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET, Verdict.UNKNOWN: Verdict.UNKNOWN}


def judge(condition: Condition, facts: Facts, *, on: date) -> Judgement:
    """The verdict on that day, and why."""
    verdict = verdict_of(condition, facts, on=on)
    reasons: list[Reason] = []
    for one in _reasons(condition, facts, on, expects=True, depth=0):
        if one not in reasons:
            reasons.append(one)
    open_ones = [one.attribute for one in reasons if one.verdict is Verdict.UNKNOWN]
    missing = list(dict.fromkeys(open_ones)) if verdict is Verdict.UNKNOWN else []
    return Judgement(verdict=verdict, reasons=reasons, missing=missing)


def verdict_of(condition: Condition, facts: Facts, *, on: date) -> Verdict:
    """The verdict alone, for many subjects."""
    return _verdict(condition, facts, on, 0)


def _verdict(condition: Condition, facts: Facts, on: date, depth: int) -> Verdict:
    if depth > DEPTH_MOST:
        return Verdict.UNKNOWN  # `check` refuses such a condition; judging one must not end in a broken stack
    if isinstance(condition, AllOf):
        return _joined(condition.of, facts, on, depth, settles=Verdict.NOT_MET)
    if isinstance(condition, AnyOf):
        return _joined(condition.of, facts, on, depth, settles=Verdict.MET)
    if isinstance(condition, Not):
        return _OPPOSITE[_verdict(condition.of, facts, on, depth + 1)]
    return _compared(condition, facts.get(condition.attribute), on)


def _joined(parts: Sequence[Condition], facts: Facts, on: date, depth: int, *, settles: Verdict) -> Verdict:
    """One part of the kind `settles` settles it; else one unknown leaves it open."""
    found = _OPPOSITE[settles]
    for part in parts:
        verdict = _verdict(part, facts, on, depth + 1)
        if verdict is settles:
            return settles
        if verdict is Verdict.UNKNOWN:
            found = Verdict.UNKNOWN
    return found


def _reasons(condition: Condition, facts: Facts, on: date, *, expects: bool, depth: int) -> Iterator[Reason]:
    """The comparisons that made the verdict: of a settled join only the parts that agree with it."""
    if depth > DEPTH_MOST:
        return
    if isinstance(condition, Not):
        yield from _reasons(condition.of, facts, on, expects=not expects, depth=depth + 1)
    elif isinstance(condition, AllOf | AnyOf):
        verdict = _verdict(condition, facts, on, depth)
        for part in condition.of:
            if verdict is Verdict.UNKNOWN or _verdict(part, facts, on, depth + 1) is verdict:
                yield from _reasons(part, facts, on, expects=expects, depth=depth + 1)
    else:
        yield _reason(condition, facts.get(condition.attribute), on, expects=expects)


def _reason(comparison: Comparison, known: Known | None, on: date, *, expects: bool) -> Reason:
    verdict = _compared(comparison, known, on)
    return Reason(
        attribute=comparison.attribute,
        comparison=comparison,
        expects=expects,
        verdict=verdict if expects else _OPPOSITE[verdict],
        value=None if known is None else known.value,
        source_kind=None if known is None else known.source_kind,
        source=None if known is None else known.source,
        as_of=None if known is None else known.as_of,
        unclear=known is not None and verdict is Verdict.UNKNOWN,
    )


def _compared(comparison: Comparison, known: Known | None, on: date) -> Verdict:
    if known is None:
        return Verdict.UNKNOWN
    values = _each(known.value)
    if isinstance(comparison, Present | Absent):
        return Verdict.MET if bool(values) is isinstance(comparison, Present) else Verdict.NOT_MET
    answers = [_answer(comparison, one, on) for one in values]
    if True in answers:
        return Verdict.MET
    return Verdict.UNKNOWN if None in answers else Verdict.NOT_MET


def _each(value: Value | None) -> Sequence[Scalar]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)  # type: ignore[return-value]


def _answer(comparison: Comparison, value: Scalar, on: date) -> bool | None:
    """Yes, no, or None when the two cannot be compared."""
    try:
        return _ANSWERS[type(comparison)](comparison, value, on)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _same(one: Scalar, other: Scalar) -> bool:
    """True is not 1 here."""
    return type(one) is type(other) and one == other


def _whole(value: Scalar) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _day(value: Scalar) -> date:
    if not isinstance(value, str):
        raise TypeError
    return date.fromisoformat(value)


def _age(test: Age, value: Scalar, on: date) -> bool:
    born = _day(value)
    months = (on.year - born.year) * MONTHS + on.month - born.month - (on.day < born.day)
    age = months if test.unit == "months" else months // MONTHS
    return (
        (test.at_least is None or age >= test.at_least) and (test.at_most is None or age <= test.at_most) and age >= 0
    )


def _within_days(test: WithinDays, value: Scalar, on: date) -> bool:
    return -test.past <= (_day(value) - on).days <= test.ahead


def _region(test: RegionWithin, value: Scalar, _on: date) -> bool:
    if not isinstance(value, str) or not value.isdigit():
        raise TypeError
    inside = any(value.startswith(stem_of(code)) for code in test.codes)
    return inside and not any(value.startswith(stem_of(code)) for code in test.but_not)


def stem_of(code: str) -> str:
    """What the codes of all divisions within this one begin with."""
    if len(code) == SHORT:
        for end in (PROVINCE_END, PREFECTURE_END):
            if code.endswith(end):
                return code.removesuffix(end)
    return code


def _one_kind(comparison: Is | In, value: Scalar) -> None:
    """Text is compared with text, numbers with numbers; anything else says nothing."""
    wanted = [comparison.value] if isinstance(comparison, Is) else comparison.values
    if not any(type(one) is type(value) for one in wanted):
        raise TypeError


def _is_in(test: Is | In, value: Scalar, _on: date) -> bool:
    _one_kind(test, value)
    return any(_same(one, value) for one in ([test.value] if isinstance(test, Is) else test.values))


_ANSWERS: Final[Mapping[type, Callable[..., bool]]] = {
    Is: _is_in,
    In: _is_in,
    AtLeast: lambda test, value, _on: _whole(value) >= test.number,
    AtMost: lambda test, value, _on: _whole(value) <= test.number,
    Before: lambda test, value, _on: _day(value) < test.day,
    After: lambda test, value, _on: _day(value) > test.day,
    Age: _age,
    WithinDays: _within_days,
    RegionWithin: _region,
}
