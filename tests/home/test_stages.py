"""The parts of a firm's life: everything that there is for firms stands in one of them."""

import csv
import json
from pathlib import Path

import pytest

from backend.home import stages
from backend.home.firm_structs import StageCode
from backend.identity.people.structs import OrganisationKind
from backend.services.items.structs import Audience
from profiles.attributes.conditions import SubjectKind
from profiles.attributes.service import title_of
from profiles.scenarios import library

CATALOGUE = Path("backend/services/items/data")
with (CATALOGUE / "items.csv").open(encoding="utf-8") as file:
    ITEMS = {row["basic_code"]: row for row in csv.DictReader(file)}
BUNDLES = {one["code"]: one for one in json.loads((CATALOGUE / "bundles.json").read_text(encoding="utf-8"))}
FIRMS = {"2", "5"}


def test_they_are_the_six_in_their_order():
    assert [one.code for one in stages.STAGES] == list(StageCode)


def test_every_guide_for_firms_is_named_once():
    named = [guide for one in stages.STAGES for guide in one.guides]

    assert sorted(named) == sorted({one.code for one in library.SEEDS if one.subject is SubjectKind.FIRM})


def test_what_is_named_exists_and_stands_in_one_stage_only():
    named = [code for one in stages.STAGES for code in one.items]
    sectors = [sector for one in stages.STAGES for sector in one.sectors]
    bundles = [code for one in stages.STAGES for code in one.bundles]

    assert {*named, *stages.KNOWN_BY, *stages._FILE.companies_only} <= set(ITEMS)
    assert set(sectors) <= {row["sector"] for row in ITEMS.values()}
    assert set(bundles) <= set(BUNDLES)
    for several in (named, sectors, bundles):
        assert len(several) == len(set(several))


def test_every_bundle_for_firms_is_named():
    named = {code for one in stages.STAGES for code in one.bundles}

    assert named == {code for code, one in BUNDLES.items() if FIRMS & set(one["audiences"])}


@pytest.mark.parametrize(
    ("code", "stage"),
    [
        ("001009001000", StageCode.FOUND),
        ("000131002000", StageCode.OPERATE),
        ("000131004000", StageCode.CHANGE),
        ("002014002000", StageCode.FOUND),
        ("002036002000", StageCode.STAFF),
        ("002014005000", StageCode.SUPPORT),
        ("000706001000", StageCode.SUPPORT),
        ("000131005000", StageCode.END),
        ("000143001000", StageCode.OPERATE),
    ],
)
def test_items_stand_where_people_look_for_them(code, stage):
    assert stages.of_item(code, sector=ITEMS[code]["sector"]) is stage


def test_no_stage_is_empty_for_a_company():
    held = {
        stages.of_item(code, sector=row["sector"])
        for code, row in ITEMS.items()
        if stages.is_for(OrganisationKind.ENTERPRISE, [*map(Audience, row["audiences"].split(";"))], code=code)
    }

    assert held == set(StageCode)


def test_a_trader_is_not_shown_what_only_companies_do():
    trader, company = OrganisationKind.INDIVIDUAL_BUSINESS, OrganisationKind.ENTERPRISE
    both, traders = [Audience.ENTERPRISE], [Audience.PERSON, Audience.UNINCORPORATED]

    assert stages.is_for(company, both, code="000131005000")
    assert not stages.is_for(trader, both, code="000131005000")
    assert stages.is_for(trader, both, code="002014002000")
    assert stages.is_for(trader, traders, code="000131008000")
    assert not stages.is_for(company, traders, code="000131008000")


def test_every_sort_of_body_has_an_audience():
    assert set(stages._FILE.audiences) == set(OrganisationKind)


def test_what_makes_an_item_done_is_an_attribute_of_firms():
    assert all(title_of(SubjectKind.FIRM, name) for name in stages.KNOWN_BY.values())
