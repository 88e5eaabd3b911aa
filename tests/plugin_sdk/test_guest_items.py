"""The guest's client of items against its fake, and the fake against the contract that the host keeps."""

import json

import msgspec
import pytest

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.fake_items import FakeItems
from plugin_sdk.guest.items import Items
from plugin_sdk.tools.drawing.drawn_host import DrawnItems
from plugin_sdk.tools.simulator import items as simulated

CODE = "000711001000"
QUESTIONS = [
    {
        "id": "kind",
        "text": "第几次？",
        "choices": [{"value": "first", "title": "初次"}, {"value": "again", "title": "再次"}],
    }
]


def calling(fake):
    def host_call(capability: str, payload: str) -> str:
        contract = CAPABILITIES[capability]
        msgspec.json.decode(payload, type=contract)
        try:
            value = fake.answers()[capability](json.loads(payload))
        except CapabilityRefused as refused:
            return json.dumps({"answer": "refused", "code": refused.code, "message": refused.message})
        msgspec.convert(value, contract.answers)
        return json.dumps({"answer": "granted", "value": value})

    return host_call


def test_an_item_is_read_and_asks_until_nothing_is_left():
    fake = FakeItems()
    fake.give(CODE, name="结婚登记", department="城关区民政局", questions=QUESTIONS, conditions=["双方自愿"])
    items = Items(calling(fake))

    guide = items.read(CODE, region="620102")

    assert (guide.name, guide.department, guide.conditions) == ("结婚登记", "城关区民政局", ["双方自愿"])
    assert guide.next_question["id"] == "kind"
    assert guide.promised == {"amount": 5, "unit": "working-days"}
    assert items.read(CODE, region="620102", given={"kind": "first"}).next_question is None


def test_one_that_nobody_gave_is_refused_as_the_host_does():
    with pytest.raises(CapabilityRefused) as refused:
        Items(calling(FakeItems())).read(CODE, region="620102")

    assert refused.value.code == "items.unknown-item"


def test_a_misspelt_member_is_named():
    with pytest.raises(ValueError, match="no adress"):
        FakeItems().give(CODE, name="a", adress="b")


def test_a_drawn_screen_has_every_item():
    assert Items(calling(DrawnItems())).read(CODE, region="620102").name == "办事事项（示例）"


class TestSimulator:
    ASKED = {"basicCode": CODE, "regionCode": "620102", "given": {}}

    def test_items_stand_in_a_file_of_the_project(self, tmp_path):
        (tmp_path / "items.json").write_text(json.dumps({CODE: {"name": "结婚登记", "questions": QUESTIONS}}), "utf-8")

        told = simulated.read(self.ASKED, mocks=tmp_path)

        msgspec.convert(told, CAPABILITIES["item.read"].answers)
        assert (told["name"], told["nextQuestion"]["id"]) == ("结婚登记", "kind")

    @pytest.mark.parametrize("content", [None, "{}", "[]", "{", '{"000711001000": {"title": "a"}}'])
    def test_what_is_not_there_or_no_item_is_said(self, tmp_path, content):
        if content is not None:
            (tmp_path / "items.json").write_text(content, "utf-8")

        with pytest.raises(CapabilityRefused) as refused:
            simulated.read(self.ASKED, mocks=tmp_path)

        assert refused.value.code == "items.unknown-item"
