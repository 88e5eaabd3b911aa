"""The population in columns: small codes and packed bits, judged for everybody at once. Pure; needs only memory.

A column of codes has a dictionary of its distinct values. A comparison is judged once for each of them, by the house's
own interpreter of conditions; the rows are then only looked up. So both can never say different things. Under `not` the
rows are wanted that are known not to meet it: what is unknown is in neither.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiles.attributes.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Known,
    Not,
    SourceKind,
    Value,
    Verdict,
    verdict_of,
)

Bits = NDArray[np.uint8]
"""One bit a row, the first row lowest in the first byte; bits behind the last row are 0."""
Codes = NDArray[np.unsignedinteger[Any]]
CHUNK: Final = 1 << 18  # rows judged together: what lies between the steps stays in the processor's own memory
BYTE: Final = 8
WORD: Final = 8  # bytes; bits are counted in whole words
_OTHER: Final = {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}
_Plan = Callable[[int, int], Bits]


@dataclass(frozen=True)
class Column:
    """Code 0: nothing is known. Code n: the value at n - 1; None there is knowledge that there is none."""

    codes: Codes
    values: Sequence[Value | None]


@dataclass(frozen=True)
class Flags:
    """A tag: for whom it holds, and for whom it is known not to."""

    yes: Bits
    no: Bits


@dataclass(frozen=True)
class Index:
    """Everybody of one kind on one day; rows have no names."""

    rows: int
    as_of: date
    columns: Mapping[str, Column | Flags]


def members(index: Index, condition: Condition) -> Bits:
    """For whom the condition is met on the index's day."""
    plan = _plan(index, condition, Verdict.MET)
    found = np.zeros(width(index.rows), dtype=np.uint8)
    for start in range(0, index.rows, CHUNK):
        stop = min(start + CHUNK, index.rows)
        part = plan(start, stop)
        found[start // BYTE : start // BYTE + len(part)] = part
    return found


def count(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits.view(np.uint64)).sum())


def width(rows: int) -> int:
    """Bytes of the bits of so many rows, in whole words."""
    return -(-rows // (BYTE * WORD)) * WORD


def packed(marks: NDArray[np.bool_]) -> Bits:
    """Bits of single marks, in whole words."""
    found = np.zeros(width(len(marks)), dtype=np.uint8)
    part = np.packbits(marks, bitorder="little")
    found[: len(part)] = part
    return found


def code_type(values: int) -> type[np.uint8 | np.uint16 | np.uint32]:
    """The smallest codes that hold so many values and nothing known."""
    if values < 1 << 8:
        return np.uint8
    return np.uint16 if values < 1 << 16 else np.uint32


def _plan(index: Index, condition: Condition, wanted: Verdict) -> _Plan:
    """How the rows are found that this condition settles as wanted: never `unknown`."""
    if isinstance(condition, Not):
        return _plan(index, condition.of, _OTHER[wanted])
    if isinstance(condition, AllOf | AnyOf):
        every = isinstance(condition, AllOf) is (wanted is Verdict.MET)
        return _joined([_plan(index, one, wanted) for one in condition.of], every=every)
    column = index.columns.get(condition.attribute)
    if column is None:
        return _nobody
    if isinstance(column, Flags):
        return _flagged(column, _settled(condition, (True, False), wanted, index.as_of))
    return _coded(column.codes, _settled(condition, column.values, wanted, index.as_of))


def _settled(comparison: Comparison, values: Sequence[Value | None], wanted: Verdict, on: date) -> NDArray[np.bool_]:
    """Which of the values the interpreter judges so."""
    name = comparison.attribute
    found = (verdict_of(comparison, {name: _known(value, on)}, on=on) is wanted for value in values)
    return np.fromiter(found, dtype=np.bool_, count=len(values))


def _known(value: Value | None, on: date) -> Known:
    return Known(value=value, as_of=on, source_kind=SourceKind.DERIVED, source="")


def _joined(parts: Sequence[_Plan], *, every: bool) -> _Plan:
    join = np.bitwise_and if every else np.bitwise_or

    def plan(start: int, stop: int) -> Bits:
        found = parts[0](start, stop)
        for part in parts[1:]:
            found = join(found, part(start, stop))
        return found

    return plan


def _coded(codes: Codes, settled: NDArray[np.bool_]) -> _Plan:
    """Values are sorted, so that what a comparison wants is mostly one run of codes, and one subtraction finds it."""
    wanted = np.flatnonzero(settled) + 1
    if not len(wanted):
        return _nobody
    first, length = int(wanted[0]), len(wanted)
    if int(wanted[-1]) - first + 1 == length:
        lowest, many = codes.dtype.type(first), codes.dtype.type(length)
        return lambda start, stop: np.packbits((codes[start:stop] - lowest) < many, bitorder="little")
    table = np.concatenate((np.zeros(1, dtype=np.bool_), settled))
    return lambda start, stop: np.packbits(table[codes[start:stop]], bitorder="little")


def _flagged(flags: Flags, settled: NDArray[np.bool_]) -> _Plan:
    if_yes, if_no = bool(settled[0]), bool(settled[1])
    if if_yes and if_no:
        return lambda start, stop: _part(flags.yes, start, stop) | _part(flags.no, start, stop)
    if not (if_yes or if_no):
        return _nobody
    bits = flags.yes if if_yes else flags.no
    return lambda start, stop: _part(bits, start, stop)


def _part(bits: Bits, start: int, stop: int) -> Bits:
    return bits[start // BYTE : -(-stop // BYTE)]


def _nobody(start: int, stop: int) -> Bits:
    return np.zeros(-(-(stop - start) // BYTE), dtype=np.uint8)
