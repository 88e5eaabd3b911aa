"""Capabilities: what the rooms bind is what the contract publishes, and each is documented, consented and tested."""

import pytest

from backend.app import ROOMS
from plugin_sdk.contract.capabilities import CAPABILITIES
from tests.architecture.source import ROOT, python_files

BOUND = [capability for room in ROOMS for capability in room.capabilities]


def test_the_rooms_bind_exactly_what_the_contract_publishes():
    names = [capability.name for capability in BOUND]

    assert sorted(names) == sorted(CAPABILITIES), (
        "a capability stands in plugin_sdk/contract/capabilities/<room>.py and in its room's capability.py, "
        "and its room stands in backend/app.py"
    )


@pytest.mark.parametrize("capability", BOUND, ids=lambda one: one.name)
class TestEveryCapability:
    def test_takes_the_contracts_request(self, capability):
        contract = CAPABILITIES[capability.name]

        assert capability.payload is contract, f"{capability.name}: `payload` is {contract.__name__}"
        assert (capability.apply is not None) == contract.writes, (
            f"{capability.name}: a write has `apply` and says `writes = True` in the contract, a read has neither"
        )

    def test_has_words_for_the_consent_screen(self, capability):
        assert any("\u4e00" <= character <= "\u9fff" for character in capability.consent_zh)
        assert len(capability.consent_en.split()) > 1

    def test_is_documented_with_its_consent_words(self, capability):
        text = (ROOT / "docs" / "mini-apps.md").read_text("utf-8")

        for words in (f"`{capability.name}`", capability.consent_zh, capability.consent_en):
            assert words in text, f"docs/mini-apps.md does not say {words!r}"

    def test_is_tested(self, capability):
        texts = (path.read_text("utf-8") for path in python_files("tests") if "architecture" not in path.parts)

        assert any(capability.name in text for text in texts), f"no test under tests/ speaks of {capability.name}"
