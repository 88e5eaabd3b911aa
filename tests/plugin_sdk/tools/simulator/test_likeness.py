"""Where the simulator repeats the product, both say the same."""

import importlib
import pkgutil
from datetime import date

import pytest

import backend
from backend.core.errors import Refusal
from backend.core.identifiers import parse_resident_id
from backend.core.web.door import SECURITY_HEADERS as PRODUCT_HEADERS
from backend.core.web.problems import STATUS
from backend.demo.people import personas as demo_people
from backend.demo.personas import BY_ID
from plugin_sdk.tools.simulator.http import SECURITY_HEADERS
from plugin_sdk.tools.simulator.personas import personas
from plugin_sdk.tools.simulator.refusals import REFUSALS
from plugin_sdk.tools.simulator.regions import children, path_to, regions


def product_refusals():
    for info in pkgutil.walk_packages(backend.__path__, "backend."):
        if info.name.endswith(".errors"):
            importlib.import_module(info.name)
    waiting = list(Refusal.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if hasattr(one, "code"):
            yield one.code, one


PRODUCT = dict(product_refusals())


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_refusal_has_the_status_and_words_of_the_product(code):
    product = PRODUCT[code]

    assert REFUSALS[code] == (STATUS[product.kind], product.zh, product.en)


def test_the_pages_are_under_the_same_policy():
    product = {name.decode(): value.decode() for name, value in PRODUCT_HEADERS}

    assert {name: SECURITY_HEADERS[name] for name in product} == product


def test_residents_of_the_demo_world_have_its_names_and_numbers():
    numbers = {person.id: (person.name, person.number, person.phone) for person in demo_people()}
    shared = [one for one in personas().values() if one.id in BY_ID]

    assert len(shared) >= 9
    for one in shared:
        known = numbers[BY_ID[one.id].person_id]
        assert (one.value("name"), one.value("idNumber"), one.value("phone")) == known


@pytest.mark.parametrize("persona", list(personas().values()), ids=list(personas()))
def test_every_number_is_valid_and_invented(persona):
    assert parse_resident_id(persona.id_number, today=date(2026, 1, 15)) == persona.id_number
    assert persona.evidence == "invented"


def test_what_is_not_known_is_null():
    assert personas()["little-known"].value("phone") is None
    assert personas()["little-known"].value("regionName") is None


def test_regions_lead_from_the_province_down():
    assert [one["name"] for one in path_to("620102")] == ["甘肃省", "兰州市", "城关区"]
    assert {one["code"] for one in children("620000")} >= {"620100", "620171", "623000"}
    assert all(one["parentCode"] in regions() for one in regions().values() if one["parentCode"])
