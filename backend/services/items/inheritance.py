"""An item as a place offers it: the basic catalogue's elements, and on the way down what places do better. Pure.

A shorter promise and extra convenience forms reach down to the places below; contacts, windows and the body are the
handling place's own. What a place says against the standard (a newer basic version may have made it so) is left out:
the person is promised what the law of the province says.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from backend.core.structs import Evidence
from backend.reference.calendar.structs import Limit
from backend.services.items import codes, departments
from backend.services.items.catalogue import CatalogueItem, Difference
from backend.services.items.promises import no_longer
from backend.services.items.structs import Contacts, Department, HandlingForm, Item, Rules, UseLevel

NOWHERE: Final = Contacts()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the way down from the province, with the levels at which it acts (嘉峪关 is city and county)."""

    code: str
    name: str
    full_name: str
    levels: tuple[UseLevel, ...]


def handling(path: Sequence[Place], levels: Sequence[UseLevel]) -> tuple[Place, UseLevel] | None:
    """The nearest place on the way up that handles the item, and as which level; None when none does."""
    for place in reversed(path):
        acting = [level for level in place.levels if level in levels]
        if acting:
            return place, max(acting)
    return None


def illegal(difference: Difference, *, standard: Limit) -> list[str]:
    """The elements of a difference that the standard, or the promise of the place above, does not allow."""
    promise = difference.promised_limit
    return [] if promise is None or no_longer(promise, than=standard) else ["promisedLimit"]


def promise_at(item: CatalogueItem, above: Sequence[Difference]) -> Limit:
    """What is promised after these places, from the top down, have shortened it."""
    promised = item.promised_limit
    for one in above:
        if one.promised_limit is not None and no_longer(one.promised_limit, than=promised):
            promised = one.promised_limit
    return promised


def at(
    item: CatalogueItem,
    *,
    version: int,
    valid_from: date,
    place: Place,
    level: UseLevel,
    way: Sequence[Difference],
) -> Item:
    """The item at the place that handles it; `way` holds what differs from the province down to that place."""
    own = next((one for one in way if one.region_code == place.code), None)
    promised, forms = promise_at(item, way), _forms(item, way)
    contacts = own.contacts if own else NOWHERE
    windows = own.windows if own else ""
    improved = {
        "promisedLimit": promised != item.promised_limit,
        "handlingForms": forms != item.handling_forms,
        "contacts": contacts != NOWHERE,
        "windowsNote": bool(windows),
    }
    body, known = _body(item, place=place, own=own)
    return Item(
        basic_code=item.basic_code, version=version, name=item.name, about=item.about, sector=item.sector,
        item_code=codes.item_code(body_code=body, use_level=level, basic_code=item.basic_code),
        item_type=item.item_type, audiences=item.audiences,
        department=_department(item, place=place, level=level, own=own),
        region_code=place.code, region_name=place.full_name, use_level=level, case_kind=item.case_kind,
        statutory_limit=item.statutory_limit, promised_limit=promised, conditions=item.conditions, steps=item.steps,
        materials=item.materials, fees=item.fees, result=item.result, handling_forms=forms, channels=item.channels,
        cross_place=item.cross_place, province_wide=item.province_wide, cross_province=item.cross_province,
        visits=item.visits, fields=item.fields, questions=item.questions, rules=_rules(item, place=place, level=level),
        contacts=contacts, windows_note=windows, legal_basis=item.legal_basis, faq=item.faq, source=item.source,
        evidence=item.evidence, body_evidence=known, improved=[name for name, is_so in improved.items() if is_so],
        local_code=(own.local_code if own else "") or item.local_code, valid_from=valid_from,
    )  # fmt: skip


def _forms(item: CatalogueItem, way: Sequence[Difference]) -> list[HandlingForm]:
    extra = [form for one in way for form in one.extra_forms]
    return list(dict.fromkeys([*item.handling_forms, *extra]))


def _body(item: CatalogueItem, *, place: Place, own: Difference | None) -> tuple[str, Evidence]:
    if own and own.body_code:
        return own.body_code, own.evidence
    return codes.body_code(department=item.department, region_code=place.code), Evidence.INVENTED


def _department(item: CatalogueItem, *, place: Place, level: UseLevel, own: Difference | None) -> Department:
    computed = departments.name_at(item.department, level=level, place=place.name)
    return Department(code=item.department, name=(own.body_name if own else "") or computed)


def _rules(item: CatalogueItem, *, place: Place, level: UseLevel) -> Rules:
    return Rules(
        maker_checker=item.maker_checker,
        conditional=item.conditional,
        notice_commitment=item.notice_commitment,
        expert=item.expert,
        countersign=[departments.name_at(code, level=level, place=place.name) for code in item.countersign],
    )
