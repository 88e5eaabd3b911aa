"""Into which groups all answered segments together cut the population, and whether a new one would cut too small.

Whatever is computed from the sizes of answered segments by adding and subtracting (and by intersections that follow
from it) is a sum over these groups, the atoms: people of one atom are in exactly the same segments. As long as no atom
has between 1 and k - 1 people, no such sum can tell of fewer than k. That is exact, for any number of questions.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiles.audience.columns import BYTE, CHUNK, Bits


@dataclass
class Partition:
    """The atom of each row, and how many rows each atom has. The first atom is everybody: their number is no secret."""

    atoms: NDArray[np.uint16]
    sizes: NDArray[np.int64]


def whole(rows: int) -> Partition:
    """Before any question."""
    return Partition(atoms=np.zeros(rows, dtype=np.uint16), sizes=np.array([rows], dtype=np.int64))


def inside(partition: Partition, bits: Bits) -> NDArray[np.int64]:
    """How many rows of each atom the segment has."""
    found = np.zeros(len(partition.sizes), dtype=np.int64)
    for start in range(0, len(partition.atoms), CHUNK):
        atoms = partition.atoms[start : start + CHUNK]
        found += np.bincount(atoms[_marks(bits, start, len(atoms))], minlength=len(found))
    return found


def cuts_too_small(partition: Partition, within: NDArray[np.int64], *, least: int) -> bool:
    """Whether some atom would fall into pieces of which one is neither empty nor large enough."""
    outside = partition.sizes - within
    return bool(((within > 0) & (outside > 0) & ((within < least) | (outside < least))).any())


def pieces(partition: Partition, within: NDArray[np.int64]) -> int:
    """How many atoms there would be."""
    return len(partition.sizes) + int(((within > 0) & (within < partition.sizes)).sum())


def refined(partition: Partition, bits: Bits, within: NDArray[np.int64]) -> Partition:
    """The partition that the segment's answer makes."""
    split = np.flatnonzero((within > 0) & (within < partition.sizes))
    becomes = np.arange(len(partition.sizes), dtype=np.uint16)
    becomes[split] = np.arange(len(partition.sizes), len(partition.sizes) + len(split), dtype=np.uint16)
    sizes = np.concatenate((partition.sizes, within[split]))
    sizes[split] -= within[split]
    atoms = partition.atoms.copy()
    for start in range(0, len(atoms), CHUNK):
        part = atoms[start : start + CHUNK]
        marks = _marks(bits, start, len(part))
        part[marks] = becomes[part[marks]]
    return Partition(atoms=atoms, sizes=sizes)


def _marks(bits: Bits, start: int, rows: int) -> NDArray[np.bool_]:
    part = bits[start // BYTE : -(-(start + rows) // BYTE)]
    return np.unpackbits(part, count=rows, bitorder="little").view(np.bool_)
