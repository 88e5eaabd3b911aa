"""The population's columns on disk: written once, moved into place whole, read through the page cache.

One folder a snapshot: `manifest.json` and one or two raw files a column. All web workers of a machine share its memory.
"""

import shutil
from array import array
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import msgspec
import numpy as np
from numpy.typing import NDArray

from profiles.attributes.conditions import Facts, Sort, Value
from profiles.audience.coding import TAG
from profiles.audience.columns import CHUNK, Column, Flags, Index, code_type, packed
from profiles.audience.partition import Partition

MANIFEST: Final = "manifest.json"
BUILDING: Final = ".building-"
ATOMS: Final = "atoms"
YES, NO = 1, 2


class _Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column; `values` is None for a tag."""

    name: str
    type: str = ""
    values: list[Value | None] | None = None


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the files are."""

    rows: int
    as_of: date
    columns: list[_Column]


class Writer:
    """Takes subjects in any number, one batch after another, and makes the index of them.

    Memory holds the dictionaries only: codes go to files as they come, and are sorted and narrowed at the end.
    """

    def __init__(self, folder: Path, sorts: Mapping[str, Sort]) -> None:
        self._target = folder
        self._folder = folder.parent / f"{BUILDING}{uuid4().hex}"
        self._folder.mkdir(parents=True)
        self._seen: dict[str, dict[str, int]] = {name: {} for name, sort in sorts.items() if not sort.hidden}
        self._rows = 0

    def add(self, subjects: Sequence[Facts]) -> None:
        """The next rows; an attribute that is not among the facts is not known."""
        for name, seen in self._seen.items():
            codes = array("I", (self._code(seen, name, one) for one in subjects))
            with (self._folder / f"{name}.raw").open("ab") as file:
                codes.tofile(file)
        self._rows += len(subjects)

    def finish(self, *, as_of: date) -> Index:
        """Sort, narrow, and move the folder into place; the index as it is read from there."""
        columns = {name: self._column(name, seen) for name, seen in self._seen.items()}
        write(self._target, Index(rows=self._rows, as_of=as_of, columns=columns))
        self.give_up()
        return load(self._target)

    def give_up(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._folder, ignore_errors=True)

    @staticmethod
    def _code(seen: dict[str, int], name: str, facts: Facts) -> int:
        known = facts.get(name)
        if known is None:
            return 0
        if name.startswith(TAG):
            return YES if known.value is True else NO
        return seen.setdefault(msgspec.json.encode(known.value).decode(), len(seen) + 1)

    def _column(self, name: str, seen: dict[str, int]) -> Column | Flags:
        raw = self._raw(name)
        if name.startswith(TAG):
            return Flags(yes=packed(raw == YES), no=packed(raw == NO))
        values: list[Value | None] = [msgspec.json.decode(text) for text in seen]
        order = sorted(range(len(values)), key=lambda place: _sort_key(values[place]))
        kind = code_type(len(values))
        becomes = np.zeros(len(values) + 1, dtype=kind)
        becomes[np.array(order, dtype=np.int64) + 1] = np.arange(1, len(values) + 1)
        codes = np.zeros(self._rows, dtype=kind)
        for start in range(0, self._rows, CHUNK):
            codes[start : start + CHUNK] = becomes[raw[start : start + CHUNK]]
        return Column(codes=codes, values=[values[place] for place in order])

    def _raw(self, name: str) -> NDArray[Any]:
        if not self._rows:
            return np.zeros(0, dtype=np.uint32)
        return np.memmap(self._folder / f"{name}.raw", dtype=np.uint32, mode="r")


def write(folder: Path, index: Index) -> None:
    """Write the index beside its place and move it there in one step: nobody ever reads half of one."""
    made = folder.parent / f"{BUILDING}{uuid4().hex}"
    made.mkdir(parents=True)
    columns = []
    for number, (name, column) in enumerate(index.columns.items()):
        if isinstance(column, Flags):
            column.yes.tofile(made / f"{number}.yes")
            column.no.tofile(made / f"{number}.no")
            columns.append(_Column(name=name))
        else:
            column.codes.tofile(made / f"{number}.codes")
            columns.append(_Column(name=name, type=column.codes.dtype.name, values=list(column.values)))
    manifest = _Manifest(rows=index.rows, as_of=index.as_of, columns=columns)
    (made / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    made.rename(folder)


def load(folder: Path) -> Index:
    """The index as it lies there; the files are read when they are looked at.

    Raises:
        FileNotFoundError: there is none.
    """
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest)
    columns: dict[str, Column | Flags] = {}
    for number, one in enumerate(manifest.columns):
        if one.values is None:
            columns[one.name] = Flags(
                yes=_mapped(folder / f"{number}.yes", "uint8"), no=_mapped(folder / f"{number}.no", "uint8")
            )
        else:
            columns[one.name] = Column(codes=_mapped(folder / f"{number}.codes", one.type), values=one.values)
    return Index(rows=manifest.rows, as_of=manifest.as_of, columns=columns)


def keep_atoms(folder: Path, partition: Partition, *, ordinal: int) -> None:
    """Keep the partition after so many answers, so that the next process need not compute it again."""
    path = folder / f"{ATOMS}.{ordinal}"
    making = folder / f"{BUILDING}{uuid4().hex}"
    making.mkdir()
    partition.atoms.tofile(making / "rows")
    partition.sizes.tofile(making / "sizes")
    try:
        making.rename(path)
    except OSError:  # another process has kept the same one
        shutil.rmtree(making, ignore_errors=True)
    for other in folder.glob(f"{ATOMS}.*"):
        if int(other.name.rpartition(".")[2]) < ordinal:
            shutil.rmtree(other, ignore_errors=True)


def kept_atoms(folder: Path, *, most: int) -> tuple[Partition, int] | None:
    """The newest partition that was kept, and after how many answers; None when there is none.

    One of more than `most` answers is removed: the database was put back, and its next answers may be others. If one
    was given this very moment instead, the partition is only computed again.
    """
    ordinals = sorted((int(one.name.rpartition(".")[2]) for one in folder.glob(f"{ATOMS}.*")), reverse=True)
    for ordinal in ordinals:
        path = folder / f"{ATOMS}.{ordinal}"
        if ordinal > most:
            shutil.rmtree(path, ignore_errors=True)
            continue
        try:
            atoms, sizes = np.fromfile(path / "rows", np.uint16), np.fromfile(path / "sizes", np.int64)
        except FileNotFoundError:  # a newer one has replaced it meanwhile
            continue
        return Partition(atoms=atoms, sizes=sizes), ordinal
    return None


def forget_before(parent: Path, generation: int) -> None:
    """Remove the snapshots of earlier generations, and what a process that died had begun."""
    for one in parent.iterdir() if parent.exists() else ():
        if one.name.startswith(BUILDING) or (one.name.isdigit() and int(one.name) < generation):
            shutil.rmtree(one, ignore_errors=True)


def _mapped(path: Path, kind: str) -> NDArray[Any]:
    if not path.stat().st_size:
        return np.zeros(0, dtype=kind)
    return np.memmap(path, dtype=kind, mode="r")


def _sort_key(value: Value | None) -> tuple[str, int, str]:
    """Values of one sort together, numbers by size and days and divisions by their text."""
    if isinstance(value, int):
        return ("int", int(value), "")
    return (type(value).__name__, 0, value if isinstance(value, str) else str(value))
