"""The guest's client of cases against its fake, and the fake against the contract that the host keeps."""

import json
from datetime import datetime
from typing import get_args

import msgspec
import pytest

from backend.services.cases.flow.capability import NEXT_WORDS
from backend.services.cases.flow.transitions import STATE_WORDS
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.capabilities.cases import StateName
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.cases import Cases
from plugin_sdk.guest.fake_cases import NEXT, WORDS, FakeCases
from plugin_sdk.tools.drawing.drawn_host import DrawnCases
from plugin_sdk.tools.simulator.cases import Desk
from tests.host.conftest import manifest_of

CODE = "002011001000"
ASKED = {"purpose": "p", "region": "620302"}


def calling(fake):
    def host_call(capability: str, payload: str) -> str:
        contract = CAPABILITIES[capability]
        msgspec.json.decode(payload, type=contract)
        try:
            value = fake.answers()[capability](json.loads(payload))
        except CapabilityRefused as refused:
            return json.dumps({"answer": "refused", "code": refused.code, "message": refused.message})
        msgspec.json.decode(json.dumps(value), type=contract.answers)
        return json.dumps({"answer": "granted", "value": value})

    return host_call


@pytest.fixture
def fake():
    made = FakeCases()
    made.give(
        CODE, name="优待证", department="民政局", fields={"phone": "电话", "name": "姓名"}, prefilled=["name"],
        materials={"PHOTO": "照片"}, questions={"first": "首次？"},
    )  # fmt: skip
    return made


class TestSubmit:
    def test_what_is_missing_comes_in_the_order_of_the_form(self, fake):
        told = Cases(calling(fake)).submit(CODE, **ASKED)

        assert told.case is None
        assert [(one["what"], one["key"]) for one in told.missing] == [
            ("question", "first"), ("field", "phone"), ("material", "PHOTO"),
        ]  # fmt: skip

    def test_without_prefill_everything_is_asked(self, fake):
        told = Cases(calling(fake)).submit(CODE, **ASKED, prefill=False)

        assert [one["key"] for one in told.missing if one["what"] == "field"] == ["phone", "name"]

    def test_a_whole_one_becomes_a_case(self, fake):
        cases = Cases(calling(fake))

        told = cases.submit(
            CODE, **ASKED, given={"first": "yes"}, values={"phone": "1"}, materials={"PHOTO": {"later": True}}
        )

        assert (told.case.state, told.case.department, told.missing) == ("submitted", "民政局", [])
        assert [one.number for one in cases.status(purpose="p")] == [told.case.number]
        assert cases.status(purpose="p", numbers=["6" * 21]) == []

    def test_an_item_that_nobody_gave_is_refused_as_the_host_does(self):
        with pytest.raises(CapabilityRefused) as refused:
            Cases(calling(FakeCases())).submit(CODE, **ASKED)

        assert refused.value.code == "items.unknown-item"

    def test_a_drawn_screen_can_apply_for_everything(self):
        assert Cases(calling(DrawnCases())).submit(CODE, **ASKED).case.item_name == "办事事项（示例）"


class TestStatus:
    @pytest.mark.parametrize("state", get_args(StateName))
    def test_the_department_can_bring_it_into_every_state(self, state):
        drawn = DrawnCases()
        cases = Cases(calling(drawn))
        number = cases.submit(CODE, **ASKED).case.number

        drawn.move(number, state)

        assert cases.status(purpose="p")[0].state == state

    def test_words_are_those_of_the_product(self):
        assert {name: WORDS[name] for name in WORDS} == {
            state.value: (words.zh, words.en) for state, words in STATE_WORDS.items() if state != "draft"
        }
        product = {kind: (words.zh, words.en) for kind, words in NEXT_WORDS.items()}
        assert {kind: product[kind] for kind in NEXT} == NEXT


class TestSimulator:
    NOW = datetime.fromisoformat("2026-01-15T09:30:00+08:00")

    def asked(self, desk, mocks, *, name="case.submit", persona="elder", drawing=False, items=(CODE,), **more):
        manifest = msgspec.convert(manifest_of("test_app", items=items), Manifest)
        payload = {"purpose": "test", "basicCode": CODE, "regionCode": "620302", **more}
        return desk.answer(
            name, payload, manifest=manifest, persona=persona, now=self.NOW, drawing=drawing, mocks=mocks
        )

    def test_items_stand_in_a_file_and_people_see_their_own(self, tmp_path):
        desk = Desk()
        (tmp_path / "cases.json").write_text(json.dumps({CODE: {"name": "优待证"}}), "utf-8")

        told = self.asked(desk, tmp_path)

        msgspec.json.decode(json.dumps(told), type=CAPABILITIES["case.submit"].answers)
        assert self.asked(desk, tmp_path, name="case.status")["cases"] == [told["case"]]
        assert self.asked(desk, tmp_path, name="case.status", persona="student")["cases"] == []
        assert [one["number"] for one in desk.of("elder")] == [told["case"]["number"]]
        assert desk.of("student") == []

    @pytest.mark.parametrize(
        ("what_matters", "code"),
        [({"drawing": True}, "cases.needs-tap"), ({"items": ()}, "cases.item-not-declared")],
    )
    def test_refuses_by_the_products_codes(self, tmp_path, what_matters, code):
        with pytest.raises(CapabilityRefused) as refused:
            self.asked(Desk(), tmp_path, **what_matters)

        assert refused.value.code == code

    @pytest.mark.parametrize("content", [None, "{}", "[]", "{", '{"002011001000": {"title": "a"}}'])
    def test_what_is_not_there_or_no_item_is_said(self, tmp_path, content):
        if content is not None:
            (tmp_path / "cases.json").write_text(content, "utf-8")

        with pytest.raises(CapabilityRefused) as refused:
            self.asked(Desk(), tmp_path)

        assert refused.value.code == "items.unknown-item"
