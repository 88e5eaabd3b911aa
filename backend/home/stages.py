"""The parts of a firm's life as data: which sectors, items, bundles and guides stand in which of them."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from backend.core.structs import Evidence
from backend.home.firm_structs import StageCode
from backend.identity.consents.structs import Bilingual
from backend.identity.people.structs import OrganisationKind
from backend.services.items.structs import Audience

DATA: Final = Path(__file__).parent / "data" / "firm_stages.json"
TRADERS: Final = OrganisationKind.INDIVIDUAL_BUSINESS


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a firm's life. An item that is named here stands here whatever its sector is."""

    code: StageCode
    title: Bilingual
    about: Bilingual
    sectors: list[str]
    items: list[str]
    bundles: list[str]
    guides: list[str]
    source: str
    evidence: Evidence


class KnownBy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item that is done when something is known of the firm: the day of it."""

    item: str
    attribute: str


class _File(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    audiences: dict[OrganisationKind, list[Audience]]
    companies_only: list[str]
    rest: StageCode
    stages: list[Stage]
    known: list[KnownBy]


_FILE: Final = msgspec.json.decode(DATA.read_bytes(), type=_File)
STAGES: Final[Sequence[Stage]] = _FILE.stages
BY_CODE: Final[Mapping[StageCode, Stage]] = {one.code: one for one in STAGES}
KNOWN_BY: Final[Mapping[str, str]] = {one.item: one.attribute for one in _FILE.known}
_OF_SECTOR: Final = {sector: one.code for one in STAGES for sector in one.sectors}
_OF_ITEM: Final = {item: one.code for one in STAGES for item in one.items}
_OF_BUNDLE: Final = {bundle: one.code for one in STAGES for bundle in one.bundles}
_OF_GUIDE: Final = {guide: one.code for one in STAGES for guide in one.guides}


def of_item(basic_code: str, *, sector: str) -> StageCode:
    """Where an item stands; of a sector that nobody has placed, among what running a firm takes."""
    return _OF_ITEM.get(basic_code) or _OF_SECTOR.get(sector) or _FILE.rest


def of_bundle(code: str) -> StageCode:
    """Where a bundle stands."""
    return _OF_BUNDLE.get(code, _FILE.rest)


def of_guide(code: str) -> StageCode:
    """Where a guide stands."""
    return _OF_GUIDE.get(code, _FILE.rest)


def is_for(kind: OrganisationKind, audiences: Collection[Audience], *, code: str) -> bool:
    """Whether a body of this sort may need it.

    The catalogue hardly tells traders from companies, so some items are known to be of companies alone.
    """
    meant = bool(set(_FILE.audiences[kind]) & set(audiences))
    return meant and not (kind is TRADERS and code in _FILE.companies_only)
