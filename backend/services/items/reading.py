"""The catalogue's files, as seeds and as the desk imports them: values with the places they came from.

Each piece (a row, a member of a JSON file) is read by itself, so that every fault of the files is found in one go.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta

from backend.core.structs import Command
from backend.services.items import columns, json_places
from backend.services.items.catalogue import ALLOWED, CatalogueBundle, CatalogueItem, Difference
from backend.services.items.csv_rows import Row, rows
from backend.services.items.faults import Fault, Flaw, Path, Spot, fault
from backend.services.items.structs import Condition, Faq, Fee, Field, Material, Question, Step

T = TypeVar("T", bound=msgspec.Struct)
PART_KINDS: Final[Mapping[str, type[msgspec.Struct]]] = {
    "conditions": Condition, "materials": Material, "steps": Step, "fees": Fee, "faq": Faq,
    "questions": Question, "fields": Field,
}  # fmt: skip
ELEMENTS: Final = frozenset(CatalogueItem.__struct_encode_fields__) | frozenset(CatalogueItem.__struct_fields__)
OWN: Final = frozenset(Difference.__struct_encode_fields__) | {column.name for column in columns.OVERRIDES.columns}
FORBIDDEN: Final = (ELEMENTS | {"questions", "fields"}) - OWN - ALLOWED
WHERE: Final = re.compile(r"^(?P<reason>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
STEP: Final = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]|\[\.\.\.\]")
UNKNOWN: Final = re.compile(r"unknown field `([^`]*)`")
Finder = Callable[[Path], Spot]


class File(Command, frozen=True, kw_only=True):
    """One file by its name in the catalogue."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    content: Annotated[str, Meta(max_length=4_000_000)]


class Found(msgspec.Struct, kw_only=True):
    """Something read whole, and where each of its parts stands."""

    value: Any
    whole: Finder
    parts: dict[Path, Finder] = {}
    kept: set[str] = set()  # parts that no file speaks about, as the catalogue has them

    def spot(self, path: Path) -> Spot:
        """The place of what stands at the path."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.parts:
                return self.parts[path[:length]](path[length:])
        return self.whole(path)


class Reading(msgspec.Struct, kw_only=True):
    """What files hold: items by code, differences by item and place, bundles by code, and what is wrong.

    `broken`: items of which something could not be read, so that what depends on them is not judged. `torn`: a file as
    a whole could not be read, so that nothing can be judged yet. `orphans`: items that only their parts name.
    """

    items: dict[str, Found] = {}
    differences: dict[tuple[str, str], Found] = {}
    bundles: dict[str, Found] = {}
    faults: list[Fault] = []
    broken: set[str] = set()
    torn: bool = False
    orphans: set[str] = set()


Base = Mapping[str, Mapping[str, Any]]


def read(files: Sequence[File], *, base: Base | None = None) -> Reading:
    """Read all files; nothing is judged yet but what a single piece may hold.

    `base` holds items as the catalogue has them: a part whose file is not there stays as it is, and a part may come
    without its item. An item of `catalogue.json` is always whole.
    """
    reading, loose = Reading(), []
    held = base or {}
    for file in sorted(files, key=_rank):
        if file.name in columns.SHEETS:
            loose += _sheet(reading, file)
        elif file.name in columns.FILES:
            loose += _json(reading, file)
        else:
            spot, known = Spot(file=file.name, line=1, column=1), ", ".join(columns.FILES)
            reading.faults.append(fault(Flaw(path=(), code="unknown-file", params={"known": known}), spot))
            reading.torn = True
    _keep_parts(reading, held, named={file.name for file in files})
    for basic_code, part, value, finder in loose:
        _attach(reading, held, basic_code, part, value, finder)
    _convert_all(reading)
    return reading


def _rank(file: File) -> int:
    return columns.FILES.index(file.name) if file.name in columns.FILES else len(columns.FILES)


Loose = tuple[str, str, dict[str, Any], Finder]


def _sheet(reading: Reading, file: File) -> list[Loose]:
    sheet = columns.SHEETS[file.name]
    found = rows(sheet, file.content, forbidden=FORBIDDEN if sheet is columns.OVERRIDES else frozenset())
    reading.faults += found.faults
    reading.torn = reading.torn or found.torn
    if sheet is not columns.OVERRIDES:
        reading.broken |= found.broken
    if sheet.part:
        return [(row.value.pop("basicCode"), sheet.part, row.value, row.spot) for row in found.rows]
    for row in found.rows:
        if sheet is columns.OVERRIDES:
            key = (row.value["basicCode"], row.value["regionCode"])
            _add(reading, reading.differences, key, row.value, row.spot)
        else:
            _add(reading, reading.items, row.value["basicCode"], row.value, row.spot)
    return []


def _json(reading: Reading, file: File) -> list[Loose]:
    try:
        content = json.loads(file.content)
    except json.JSONDecodeError as error:
        spot = Spot(file=file.name, line=error.lineno, column=error.colno)
        reading.faults.append(fault(Flaw(path=(), code="broken-json", params={"reason": error.msg}), spot))
        reading.torn = True
        return []
    finder = _finder(file, ())
    if file.name in columns.KEYED:
        return list(_keyed(reading, file, content))
    shape = list if file.name == columns.BUNDLES else dict
    if not isinstance(content, shape):
        reason = f"a {'list' if shape is list else 'object'} is expected"
        reading.faults.append(fault(Flaw(path=(), code="value", params={"reason": reason}), finder(())))
        reading.torn = True
        return []
    whole = {"bundles": content} if isinstance(content, list) else content
    _take_whole(reading, file, whole, prefixed=file.name != columns.BUNDLES)
    return []


def _keyed(reading: Reading, file: File, content: Any) -> Iterator[Loose]:
    part = columns.KEYED[file.name]
    for basic_code, values in content.items() if isinstance(content, dict) else ():
        for index, value in enumerate(values if isinstance(values, list) else ()):
            finder = _finder(file, (basic_code, index))
            if isinstance(value, dict):
                yield basic_code, part, value, finder
            else:
                reading.faults.append(_not_an_object(finder))


def _take_whole(reading: Reading, file: File, content: Mapping[str, Any], *, prefixed: bool) -> None:
    """`catalogue.json`: everything in one file, as it is exported."""
    keys: dict[str, tuple[dict[Any, Found], Callable[[dict[str, Any]], Any]]] = {
        "items": (reading.items, lambda value: str(value.get("basicCode"))),
        "overrides": (reading.differences, lambda value: (str(value.get("basicCode")), str(value.get("regionCode")))),
        "bundles": (reading.bundles, lambda value: str(value.get("code"))),
    }
    for name, values in content.items():
        if name not in keys:
            spot = _finder(file, (name,))(())
            reading.faults.append(fault(Flaw(path=(), code="unknown-member", params={"name": name}), spot))
            continue
        kept, key_of = keys[name]
        for index, value in enumerate(values if isinstance(values, list) else ()):
            finder = _finder(file, (name, index) if prefixed else (index,))
            if isinstance(value, dict):
                _add(reading, kept, key_of(value), value, finder)
            else:
                reading.faults.append(_not_an_object(finder))


def _not_an_object(finder: Finder) -> Fault:
    return fault(Flaw(path=(), code="value", params={"reason": "an object is expected"}), finder(()))


def _finder(file: File, prefix: Path) -> Finder:
    def spot(path: Path) -> Spot:
        line, column = json_places.place(file.content, (*prefix, *path))
        named = [step for step in (*prefix, *path) if isinstance(step, str)]
        return Spot(file=file.name, line=line, column=column, name=named[-1] if named else "")

    return spot


K = TypeVar("K")


def _add(reading: Reading, kept: dict[K, Found], key: K, value: dict[str, Any], finder: Finder) -> None:
    if key in kept:
        said = key if isinstance(key, str) else " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
        reading.faults.append(fault(Flaw(path=(), code="twice", params={"value": said}), finder(())))
    else:
        kept[key] = Found(value=value, whole=finder, parts={})


def _keep_parts(reading: Reading, base: Base, *, named: set[str]) -> None:
    """What no file speaks about stays as the catalogue has it."""
    files = {sheet.part: sheet.file for sheet in columns.PARTS} | {part: file for file, part in columns.KEYED.items()}
    silent = [part for part, file in files.items() if file not in named]
    for code, found in reading.items.items():
        if code in base and columns.WHOLE not in named:
            found.value |= {part: base[code][part] for part in silent}


def _attach(reading: Reading, base: Base, basic_code: str, part: str, value: dict[str, Any], finder: Finder) -> None:
    owner = reading.items.get(basic_code)
    if owner is None and basic_code in reading.broken:
        return
    if owner is None and basic_code in base:
        owner = Found(value=dict(base[basic_code]), whole=finder, parts={}, kept=set(PART_KINDS))
        reading.items[basic_code] = owner
    if owner is not None and part in owner.kept:
        owner.kept.discard(part)
        owner.value[part] = []
    if owner is None:
        reading.orphans.add(basic_code)
        reading.faults.append(fault(Flaw(path=(), code="orphan", params={"value": basic_code}), finder(())))
        return
    siblings = owner.value.setdefault(part, [])
    owner.parts[part, len(siblings)] = finder
    siblings.append(value)


def _convert_all(reading: Reading) -> None:
    _convert_each(reading, reading.items, CatalogueItem)
    _convert_each(reading, reading.differences, Difference)
    _convert_each(reading, reading.bundles, CatalogueBundle)


def _convert_each(reading: Reading, kept: dict[Any, Found], kind: type[msgspec.Struct]) -> None:
    for key, found in list(kept.items()):
        flaws = list(_flaws(found, kind))
        if flaws:
            reading.faults += [fault(flaw, found.spot(flaw.path)) for flaw in flaws]
            reading.broken |= {key} if kind is CatalogueItem else set()
            del kept[key]
        else:
            found.value = msgspec.convert(found.value, kind)


def _flaws(found: Found, kind: type[msgspec.Struct]) -> Iterator[Flaw]:
    """Parts first and each by itself: a fault in one does not hide those of the others."""
    broken = False
    for part, one in PART_KINDS.items() if kind is CatalogueItem else ():
        for index, value in enumerate(found.value.get(part, ())):
            for flaw in _of_value(value, one, (part, index)):
                broken = True
                yield flaw
    if not broken:
        yield from _of_value(found.value, kind, ())


def _of_value(value: Any, kind: type[msgspec.Struct], path: Path) -> Iterator[Flaw]:
    try:
        made = msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield _of_error(str(error), kind, path)
        return
    yield from _unknown(value, msgspec.to_builtins(made), path)


def _of_error(message: str, kind: type[msgspec.Struct], path: Path) -> Flaw:
    match = WHERE.match(message)
    reason, inner = (match["reason"], match["path"] or "") if match else (message, "")
    steps = tuple(int(number) if number else name for name, number in STEP.findall(inner))
    unknown = UNKNOWN.search(reason)
    if unknown:
        name = unknown[1]
        code = "not-allowed-here" if kind is Difference and name in FORBIDDEN else "unknown-member"
        return Flaw(path=(*path, *steps, name), code=code, params={"name": name})
    return Flaw(path=(*path, *steps), code="value", params={"reason": reason})


def _unknown(given: Any, kept: Any, path: Path) -> Iterator[Flaw]:
    """Members that the value has and its kind has not: a misspelt one would be lost without a word."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            if name in kept:
                yield from _unknown(value, kept[name], (*path, name))
            else:
                yield Flaw(path=(*path, name), code="unknown-member", params={"name": name})
    elif isinstance(given, list) and isinstance(kept, list):
        for index, (one, other) in enumerate(zip(given, kept, strict=True)):
            yield from _unknown(one, other, (*path, index))


__all__ = ("File", "Found", "Reading", "Row", "read")
