"""Whether files may be taken: each item in itself, and all together with what the catalogue holds already. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from backend.core.errors import Param
from backend.services.items import bundle_checks, checks, inheritance
from backend.services.items.catalogue import CatalogueItem, Difference
from backend.services.items.errors import ImportRefused
from backend.services.items.faults import Fault, Flaw, fault
from backend.services.items.promises import said
from backend.services.items.reading import Found, Reading

OPTIONAL: Final = ("promised_limit", "contacts", "windows", "extra_forms", "body_name", "body_code", "local_code")
FAULTS_MOST: Final = 200  # of one refusal: more than anybody repairs in one go
Paper = tuple[str, str | None]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What files may refer to: live items, live differences by item and place, papers by code, the way up of places."""

    items: Mapping[str, CatalogueItem] = {}
    differences: Mapping[tuple[str, str], Difference] = {}
    papers: Mapping[str, Paper] = {}
    ways: Mapping[str, Sequence[str]] = {}


def judge(reading: Reading, known: Known) -> list[Fault]:
    """All faults of the files, in their order."""
    found = list(reading.faults)
    if reading.torn:
        return _in_order(found)
    whole = [one for code, one in reading.items.items() if code not in reading.broken]
    for item in whole:
        found += _placed(item, checks.flaws(item.value))
    found += _papers(reading, known)
    items = {**known.items, **{code: one.value for code, one in reading.items.items()}}
    differences = {**known.differences, **{key: one.value for key, one in reading.differences.items()}}
    for one in reading.differences.values():
        if one.value.basic_code in reading.broken:
            continue
        found += _placed(one, _difference_flaws(one.value, items, differences, known.ways))
    for bundle in reading.bundles.values():
        if not reading.broken.intersection(member.basic_code for member in bundle.value.members):
            found += _placed(bundle, bundle_checks.flaws(bundle.value, items))
    return _in_order(found)


def refused(faults: Sequence[Fault]) -> ImportRefused:
    """The refusal of files with these faults, the first ones of them told."""
    first = faults[0]
    shown: list[Param] = [msgspec.to_builtins(one) for one in faults[:FAULTS_MOST]]
    place = f"{first.file}:{first.line}:{first.column}"
    return ImportRefused(total=len(faults), first=place, faults=shown)


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda one: (one.file, one.line, one.column))


def standard_for(
    difference: Difference,
    item: CatalogueItem,
    *,
    way: Sequence[str],
    differences: Mapping[tuple[str, str], Difference],
) -> list[Difference]:
    """What the places above say: the difference must not be worse than what they promise."""
    above = [region for region in way if region != difference.region_code]
    keys = [(item.basic_code, region) for region in above]
    return [differences[key] for key in keys if key in differences]


def _placed(found: Found, flaws: Iterator[Flaw]) -> list[Fault]:
    return [fault(flaw, found.spot(flaw.path)) for flaw in flaws]


def _difference_flaws(
    one: Difference,
    items: Mapping[str, CatalogueItem],
    differences: Mapping[tuple[str, str], Difference],
    ways: Mapping[str, Sequence[str]],
) -> Iterator[Flaw]:
    item, way = items.get(one.basic_code), ways.get(one.region_code)
    if item is None:
        yield Flaw(path=("basicCode",), code="orphan", params={"value": one.basic_code})
    if way is None:
        yield Flaw(path=("regionCode",), code="unknown-region", params={"value": one.region_code})
    empty = Difference(basic_code=one.basic_code, region_code=one.region_code, source=one.source, evidence=one.evidence)
    if all(getattr(one, name) == getattr(empty, name) for name in OPTIONAL):
        yield Flaw(path=(), code="no-difference")
    if item is not None and way is not None and one.promised_limit is not None:
        above = standard_for(one, item, way=way, differences=differences)
        standard = inheritance.promise_at(item, above)
        if inheritance.illegal(one, standard=standard):
            params: dict[str, str | int] = {"value": said(one.promised_limit), "wanted": said(standard)}
            yield Flaw(path=("promisedLimit",), code="promise-longer", params=params)


def _papers(reading: Reading, known: Known) -> list[Fault]:
    """One code is one paper, in these files and in the catalogue."""
    papers, found = dict(known.papers), []
    for item in reading.items.values():
        for index, material in enumerate(item.value.materials):
            paper = (material.name, material.licence_type)
            first = papers.setdefault(material.code, paper)
            if first != paper:
                said_elsewhere = first[0] if first[0] != material.name else f"{first[0]}（{first[1] or '-'}）"
                params: dict[str, str | int] = {"value": material.code, "wanted": said_elsewhere}
                flaw = Flaw(path=("materials", index, "name"), code="same-paper", params=params)
                found.append(fault(flaw, item.spot(flaw.path)))
    return found
