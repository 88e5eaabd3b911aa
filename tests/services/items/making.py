"""Builders of items for tests: `make_item(**what_matters)`."""

import json
from pathlib import Path

import msgspec

from backend.services.items import inheritance, reading
from backend.services.items.catalogue import CatalogueItem
from backend.services.items.reading import File
from backend.services.items.structs import Item, UseLevel, When

FIXTURE = Path(__file__).parent / "fixture"
MARRIAGE, HOUSEHOLD, LICENCE, BIRTH = "620711901000", "620709902000", "620714903000", "620723904000"
PROVINCE = inheritance.Place(code="620000", name="甘肃省", full_name="甘肃省", levels=(UseLevel.PROVINCE,))
LANZHOU = inheritance.Place(code="620100", name="兰州市", full_name="甘肃省兰州市", levels=(UseLevel.PREFECTURE,))
CHENGGUAN = inheritance.Place(code="620102", name="城关区", full_name="甘肃省兰州市城关区", levels=(UseLevel.COUNTY,))
STREET = inheritance.Place(
    code="620102001", name="酒泉路街道", full_name="甘肃省兰州市城关区酒泉路街道", levels=(UseLevel.TOWNSHIP,)
)
WAY = (PROVINCE, LANZHOU, CHENGGUAN, STREET)


def fixture_files(**changed):
    """The fixture's files; `items_csv="..."` puts other text into `items.csv`."""
    names = {name.replace(".", "_"): name for name in reading.columns.FILES}
    files = {path.name: path.read_text("utf-8") for path in FIXTURE.iterdir()}
    files |= {names[name]: text for name, text in changed.items()}
    return [File(name=name, content=text) for name, text in files.items()]


def make_catalogue_item(**changed):
    """A basic item that holds together."""
    plain = {
        "basicCode": "620711901000", "name": "测试事项", "itemType": "07", "sector": "测试", "department": "11",
        "audiences": ["1"], "levels": ["3", "4"], "caseKind": "2",
        "promisedLimit": {"amount": 10, "unit": "working-days"}, "result": {"name": "证书"},
        "legalBasis": "《测试法》第一条", "source": "written for the tests", "evidence": "invented",
    }  # fmt: skip
    return msgspec.convert(plain | changed, CatalogueItem)


def make_item(**changed) -> Item:
    """The item at 城关区."""
    item = make_catalogue_item(**changed)
    return inheritance.at(item, version=1, valid_from=item.valid_from, place=CHENGGUAN, level=UseLevel.COUNTY, way=())


def make_question(name, *values, when=()):
    return {
        "id": name, "text": f"{name}？", "choices": [{"value": one, "title": one} for one in values],
        "when": [msgspec.to_builtins(one) for one in when],
    }  # fmt: skip


def make_material(code, *, when=(), **changed):
    plain = {
        "code": code, "name": code, "kind": "original", "form": "either", "necessity": "required",
        "when": [msgspec.to_builtins(one) for one in when],
    }  # fmt: skip
    return plain | changed


def when(question, *values):
    return When(question=question, one_of=list(values))


def as_json(value):
    return json.dumps(value, ensure_ascii=False)
