"""A product of its own for the fuzzers: what they do to it (limits used up, sessions ended) must not meet other tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.chaos.residents import CONSENT
from tests.running import Product, running

Headers = dict[str, str]


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A started product."""
    with running() as started:
        yield started


@dataclass(frozen=True)
class Phone:
    """Speaks HTTP to the product."""

    http: httpx.Client

    def sign_in(self, persona: str = "young-parent") -> dict[str, Any]:
        """Tokens of a new session."""
        answer = self.http.post("/api/v1/auth/demo-sign-in", json={"persona": persona})
        assert answer.status_code == 201, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens

    def headers(self, persona: str = "young-parent") -> Headers:
        """The headers of a new session."""
        return {"authorization": f"Bearer {self.sign_in(persona)['accessToken']}"}

    def gesture(self, headers: Headers) -> str:
        """Agree, open the form of the bundled mini-app, and be about to send it."""
        agreed = self.http.post("/api/v1/me/consents", json=CONSENT, headers=headers)
        assert agreed.status_code == 201, agreed.text
        drawn = self.http.post("/api/v1/mini-apps/heating_subsidy/screens/apply", json={}, headers=headers)
        assert drawn.status_code == 200, drawn.text
        return str(drawn.json()["gesture"])


@pytest.fixture(scope="module")
def phone(product: Product) -> Iterator[Phone]:
    """A phone with patience."""
    with httpx.Client(base_url=product.url, timeout=30) as http:
        yield Phone(http)


@pytest.fixture
def device() -> dict[str, str]:
    """A device that nobody has signed in on."""
    return {"id": str(uuid4()), "name": "测试手机"}
