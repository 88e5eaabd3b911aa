"""A registered purpose for the tests of consent."""

import msgspec
import pytest

from backend.identity.consents import ports
from backend.identity.consents.structs import Purpose

RECIPIENT = "heating_subsidy"
PURPOSE = "heating-subsidy-application"
REGISTERED = Purpose(
    recipient_name="采暖补贴 · 兰州市民政局（演示）",
    text_zh="用于核对您的采暖补贴申请",
    text_en="To check your application for the heating subsidy",
    fields=["name", "idNumber", "phone", "regionCode"],
    legal_basis="本人同意（个人信息保护法第十三条第一项）",
    text_version="1",
    term_days=180,
)


class OnePurpose:
    """One recipient with one purpose; its words may be changed as a new release would."""

    def __init__(self) -> None:
        self.registered = REGISTERED

    async def find(self, recipient: str, purpose: str) -> Purpose | None:
        """The one."""
        return self.registered if (recipient, purpose) == (RECIPIENT, PURPOSE) else None

    def release(self, **changes: object) -> None:
        """Change the registration."""
        self.registered = msgspec.structs.replace(self.registered, **changes)


@pytest.fixture
def purposes(database_url, monkeypatch):
    """What is registered in this test."""
    registered = OnePurpose()
    monkeypatch.setattr(ports._Bound, "purposes", registered)
    return registered
