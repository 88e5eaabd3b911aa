"""The catalogue's CSV files: their columns, and where in an item, a difference or a part of an item each belongs."""

from typing import Final

import msgspec

from backend.core.structs import Evidence
from backend.services.items import cells
from backend.services.items.cells import Cell
from backend.services.items.faults import Path
from backend.services.items.structs import (
    CaseKind,
    MaterialForm,
    MaterialKind,
    MaterialSource,
    Necessity,
)


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column; `path` is where its value belongs, an optional one may be missing or empty."""

    name: str
    path: Path
    cell: Cell = cells.TEXT
    optional: bool = False


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One file. Rows of `part` are elements of an item's list of that name; without it a row is a whole."""

    file: str
    columns: tuple[Column, ...]
    part: str = ""


def _must(name: str, path: str, cell: Cell = cells.TEXT) -> Column:
    return Column(name=name, path=tuple(path.split(".")), cell=cell)


def _may(name: str, path: str, cell: Cell = cells.TEXT) -> Column:
    return Column(name=name, path=tuple(path.split(".")), cell=cell, optional=True)


_CODE: Final = _must("basic_code", "basicCode")
_WHEN: Final = _may("when", "when", cells.WHEN)
_ORIGIN: Final = (_must("source", "source"), _must("evidence", "evidence", cells.ONE[Evidence]))

ITEMS: Final = Sheet(
    file="items.csv",
    columns=(
        _CODE,
        _must("name", "name"),
        _may("about", "about"),
        _must("item_type", "itemType"),
        _must("sector", "sector"),
        _must("department", "department"),
        _must("audiences", "audiences", cells.AUDIENCES),
        _must("levels", "levels", cells.LEVELS),
        _must("case_kind", "caseKind", cells.ONE[CaseKind]),
        _may("statutory_limit", "statutoryLimit", cells.LIMIT),
        _must("promised_limit", "promisedLimit", cells.LIMIT),
        _must("result_name", "result.name"),
        _may("result_licence_type", "result.licenceType"),
        _may("handling_forms", "handlingForms", cells.FORMS),
        _may("channels", "channels", cells.CHANNELS),
        _may("cross_place", "crossPlace", cells.CROSS),
        _may("province_wide", "provinceWide", cells.YES_NO),
        _may("cross_province", "crossProvince", cells.YES_NO),
        _must("visits", "visits", cells.NUMBER),
        _may("maker_checker", "makerChecker", cells.YES_NO),
        _may("conditional", "conditional", cells.YES_NO),
        _may("notice_commitment", "noticeCommitment", cells.YES_NO),
        _may("expert", "expert", cells.YES_NO),
        _may("countersign", "countersign", cells.TEXTS),
        _must("legal_basis", "legalBasis"),
        *_ORIGIN,
        _may("valid_from", "validFrom", cells.DATE),
        _may("local_code", "localCode"),
    ),
)
CONDITIONS: Final = Sheet(file="conditions.csv", part="conditions", columns=(_CODE, _must("text", "text"), _WHEN))
MATERIALS: Final = Sheet(
    file="materials.csv",
    part="materials",
    columns=(
        _CODE,
        _must("code", "code"),
        _must("name", "name"),
        _must("kind", "kind", cells.ONE[MaterialKind]),
        _must("form", "form", cells.ONE[MaterialForm]),
        _must("necessity", "necessity", cells.ONE[Necessity]),
        _may("copies", "copies", cells.NUMBER),
        _may("licence_type", "licenceType"),
        _must("source", "source", cells.ONE[MaterialSource]),
        _may("note", "note"),
        _WHEN,
    ),
)
STEPS: Final = Sheet(
    file="steps.csv",
    part="steps",
    columns=(_CODE, _must("name", "name"), _may("about", "about"), _may("limit", "limit", cells.LIMIT), _WHEN),
)
FEES: Final = Sheet(
    file="fees.csv",
    part="fees",
    columns=(
        _CODE,
        _must("name", "name"),
        _may("amount_fen", "amountFen", cells.NUMBER),
        _must("standard", "standard"),
        _must("basis", "basis"),
        _may("reduction", "reduction"),
        _WHEN,
    ),
)
FAQ: Final = Sheet(
    file="faq.csv", part="faq", columns=(_CODE, _must("question", "question"), _must("answer", "answer"))
)
OVERRIDES: Final = Sheet(
    file="overrides.csv",
    columns=(
        _CODE,
        _must("region_code", "regionCode"),
        _may("promised_limit", "promisedLimit", cells.LIMIT),
        _may("phone", "contacts.phone"),
        _may("complaint_phone", "contacts.complaintPhone"),
        _may("address", "contacts.address"),
        _may("opening", "contacts.opening"),
        _may("url", "contacts.url"),
        _may("windows", "windows"),
        _may("extra_forms", "extraForms", cells.FORMS),
        _may("body_name", "bodyName"),
        _may("body_code", "bodyCode"),
        _may("local_code", "localCode"),
        _may("valid_from", "validFrom", cells.DATE),
        *_ORIGIN,
    ),
)
PARTS: Final = (CONDITIONS, MATERIALS, STEPS, FEES, FAQ)
SHEETS: Final = {sheet.file: sheet for sheet in (ITEMS, *PARTS, OVERRIDES)}
KEYED: Final = {"questions.json": "questions", "fields.json": "fields"}
BUNDLES: Final = "bundles.json"
WHOLE: Final = "catalogue.json"
FILES: Final = (*SHEETS, *KEYED, BUNDLES, WHOLE)
