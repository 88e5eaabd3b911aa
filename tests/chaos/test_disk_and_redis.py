"""Redis holds only what may vanish: without it, or with one that hangs, everything works and the limits hold."""

import os
import re
import signal
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.chaos.residents import APP, APPLICATION, CONSENT
from tests.running import Product, running

NOBODY = "unix:///nonexistent/redis.sock"
PHONE = "13800000002"  # the job-seeker's
SLOW_SECONDS = 3.0  # "slower" still means that a person waits for it
UNAVAILABLE = 503

pytestmark = [pytest.mark.slow, pytest.mark.quiet]


@pytest.fixture(scope="module", params=["away", "hanging"])
def product(request: pytest.FixtureRequest) -> Iterator[Product]:
    """A product without Redis, or with one that takes connections and says nothing."""
    if request.param == "away":
        with running(redis_url=NOBODY) as started:
            yield started
        return
    with running() as started:
        (valkey,) = started.part("valkey")
        os.kill(valkey.pid, signal.SIGSTOP)
        yield started
        os.kill(valkey.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def http(product: Product) -> Iterator[httpx.Client]:
    """A phone that waits no longer than a person would."""
    with httpx.Client(base_url=product.url, timeout=SLOW_SECONDS) as client:
        yield client


def test_health_says_what_is_missing(http: httpx.Client):
    answer = http.get("/health/ready")

    assert answer.status_code == UNAVAILABLE
    assert answer.json()["missing"] == ["redis"]


def test_a_code_is_sent_once_a_minute_and_lets_its_owner_in(http: httpx.Client):
    sent = http.post("/api/v1/auth/phone-codes", json={"phone": PHONE})
    again = http.post("/api/v1/auth/phone-codes", json={"phone": PHONE})
    text = http.get("/api/v1/auth/development-outbox", params={"phone": PHONE}).json()["items"][0]["text"]
    code = re.search(r"\d{6}", text)
    assert code
    device = {"id": str(uuid4()), "name": "测试手机"}
    tokens = http.post("/api/v1/auth/sign-in/phone", json={"phone": PHONE, "code": code[0], "device": device})

    assert sent.status_code == httpx.codes.ACCEPTED
    assert (again.status_code, again.json()["code"]) == (429, "identity.too-many-codes")
    assert tokens.status_code == httpx.codes.CREATED


def test_a_whole_visit_works(http: httpx.Client):
    began = time.monotonic()
    tokens = http.post("/api/v1/auth/demo-sign-in", json={"persona": "elder"}).json()
    headers = {"authorization": f"Bearer {tokens['accessToken']}"}

    def done(method: str, path: str, body: Any = None) -> Any:
        answer = http.request(method, path, json=body, headers=headers | {"idempotency-key": str(uuid4())})
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    assert "张桂兰" in done("GET", "/api/v1/home")["greeting"]
    consent = done("POST", "/api/v1/me/consents", CONSENT)
    drawn = done("POST", f"/api/v1/mini-apps/{APP}/screens/apply", {})
    done("POST", f"/api/v1/mini-apps/{APP}/actions/submit", APPLICATION | {"gesture": drawn["gesture"]})
    for message in done("GET", "/api/v1/messages")["items"]:
        done("POST", f"/api/v1/messages/{message['id']}/read")
    done("DELETE", f"/api/v1/me/consents/{consent['id']}")
    done("POST", "/api/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]})

    assert time.monotonic() - began < SLOW_SECONDS * 3
