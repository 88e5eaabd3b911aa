"""四级同源差异: what a place has differently, element by element, and whether it may. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from backend.reference.calendar.structs import Limit
from backend.services.items.catalogue import CatalogueItem, Difference
from backend.services.items.desk_structs import Deviation
from backend.services.items.promises import no_longer, said

SHORTER: Final = ("承诺时限更短，允许", "a shorter promise is allowed")
LONGER: Final = ("承诺时限长于标准，不允许", "a longer promise is not allowed")
ADDED: Final = ("便民信息，允许", "convenience for people is allowed")
UNIFIED: Final = ("全省统一要素，各地不能改变", "this element is the same in the whole province")
MORE: Final = ("增加了材料，不允许", "materials were added, which is not allowed")
FEWER: Final = ("少了标准规定的材料，须由省级统一调整", "a standard material is missing; only the province may drop it")
UNKNOWN: Final = ("标准目录没有这个事项", "the standard has no such item")
# What must be equal, and how it is shown.
SAME: Final[Mapping[str, Callable[[CatalogueItem], str]]] = {
    "name": lambda item: item.name,
    "itemType": lambda item: item.item_type,
    "audiences": lambda item: "、".join(item.audiences),
    "caseKind": lambda item: item.case_kind,
    "statutoryLimit": lambda item: said(item.statutory_limit),
    "result": lambda item: item.result.name,
    "legalBasis": lambda item: item.legal_basis,
    "conditions": lambda item: "；".join(one.text for one in item.conditions),
    "steps": lambda item: "→".join(one.name for one in item.steps),
    "fees": lambda item: "；".join(f"{one.name} {one.standard}" for one in item.fees),
}


def of_difference(item: CatalogueItem, one: Difference, *, standard: Limit, illegal: Sequence[str]) -> list[Deviation]:
    """What a kept difference changes; `standard` is the promise it has to keep within."""
    return list(_kept(item, one, standard, illegal))


def between(standard: CatalogueItem, local: CatalogueItem) -> list[Deviation]:
    """Where a place's own list and the standard part."""
    return list(_listed(standard, local))


def unknown(local: CatalogueItem) -> Deviation:
    """An item that the standard does not have."""
    return _deviation("basicCode", "", local.basic_code, UNKNOWN, allowed=False)


def _kept(item: CatalogueItem, one: Difference, standard: Limit, illegal: Sequence[str]) -> Iterator[Deviation]:
    if one.promised_limit is not None and one.promised_limit != item.promised_limit:
        fine = "promisedLimit" not in illegal
        words = SHORTER if fine else LONGER
        yield _deviation("promisedLimit", said(standard), said(one.promised_limit), words, allowed=fine)
    extra = [form for form in one.extra_forms if form not in item.handling_forms]
    if extra:
        yield _deviation("handlingForms", "、".join(item.handling_forms), "、".join(extra), ADDED, allowed=True)
    own = {**msgspec.to_builtins(one.contacts), "windows": one.windows, "bodyName": one.body_name}
    for name, value in own.items():
        if value:
            yield _deviation(name, "", value, ADDED, allowed=True)


def _listed(standard: CatalogueItem, local: CatalogueItem) -> Iterator[Deviation]:
    for name, show in SAME.items():
        if show(standard) != show(local):
            yield _deviation(name, show(standard), show(local), UNIFIED, allowed=False)
    if standard.promised_limit != local.promised_limit:
        fine = no_longer(local.promised_limit, than=standard.promised_limit)
        words = SHORTER if fine else LONGER
        yield _deviation(
            "promisedLimit", said(standard.promised_limit), said(local.promised_limit), words, allowed=fine
        )
    wanted, asked = ({one.code: one.name for one in each.materials} for each in (standard, local))
    for code in asked.keys() - wanted.keys():
        yield _deviation("materials", "", asked[code], MORE, allowed=False)
    for code in wanted.keys() - asked.keys():
        yield _deviation("materials", wanted[code], "", FEWER, allowed=False)
    extra = [form for form in local.handling_forms if form not in standard.handling_forms]
    if extra:
        yield _deviation("handlingForms", "、".join(standard.handling_forms), "、".join(extra), ADDED, allowed=True)


def _deviation(element: str, standard: str, local: str, words: tuple[str, str], *, allowed: bool) -> Deviation:
    return Deviation(element=element, standard=standard, local=local, allowed=allowed, zh=words[0], en=words[1])
