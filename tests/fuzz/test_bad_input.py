"""Input that has broken other systems, one row each: refused by name, nothing half done, and the next request works."""

import base64
import json
import socket
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.fuzz.conftest import Phone
from tests.running import Product

DEEP = b"[" * 10_000 + b"]" * 10_000
HUGE = 100 * 1024 * 1024
SOON_SECONDS = 5.0  # a refusal of a body that must not be read to its end
JSON = {"content-type": "application/json"}
SUBMIT = "/api/v1/mini-apps/heating_subsidy/actions/submit"
CONSENT = {
    "recipient": "heating_subsidy",
    "purpose": "heating-subsidy-application",
    "fields": ["name"],
    "textVersion": "1",
}

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code; every refusal has the problem shape with words in two languages and a trace id."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["titleEn"]
    assert len(problem["traceId"]) == 32
    return answer.status_code, problem["code"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(b'{"phone":"138\\u00000000000"}', 400, "core.unreadable", id="escaped NUL"),
        pytest.param(b'{"phone":"138\x000000000"}', 400, "core.unreadable", id="raw NUL"),
        pytest.param(b'{"phone":"13800000000\\u001b"}', 400, "core.unreadable", id="escaped control"),
        pytest.param(b'{"phone":"13800000000\x07"}', 400, "core.unreadable", id="raw control"),
        pytest.param('{"phone":"1380000\u202e0000"}'.encode(), 400, "core.unreadable", id="bidirectional override"),
        pytest.param(b'{"phone":"13800000000\xff"}', 400, "core.unreadable", id="not UTF-8"),
        pytest.param(b'{"phone":"\\ud800"}', 400, "core.unreadable", id="lone surrogate"),
        pytest.param(b'{"phone":99999999999999999999999999}', 400, "core.unreadable", id="number for text"),
        pytest.param(b'{"phone":NaN}', 400, "core.unreadable", id="NaN"),
        pytest.param(b'{"phone":Infinity}', 400, "core.unreadable", id="Infinity"),
        pytest.param(b'{"phone":"13800000000","x":1}', 400, "core.unreadable", id="unknown field"),
        pytest.param(b'{"phone":"13800000000"', 400, "core.unreadable", id="cut off"),
        pytest.param(b"", 400, "core.unreadable", id="nothing"),
        pytest.param(b"null", 400, "core.unreadable", id="null"),
        pytest.param(b"[]", 400, "core.unreadable", id="a list"),
        pytest.param(b'{"phone":' + DEEP + b"}", 400, "core.unreadable", id="10,000 deep"),
        pytest.param(b'{"phone":"12800000000"}', 400, "core.unreadable", id="no mobile number"),
        pytest.param('{"phone":"１３８００００００００"}'.encode(), 400, "core.unreadable", id="full-width digits"),
        pytest.param(b'{"phone":"13800000000\\n"}', 400, "core.unreadable", id="trailing newline"),
    ],
)
def test_a_body_that_no_phone_of_ours_sends(phone: Phone, body: bytes, status: int, code: str):
    answer = phone.http.post("/api/v1/auth/phone-codes", content=body, headers=JSON)

    assert problem_of(answer) == (status, code)


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, 2**64, 10**30, 10**400])
def test_integers_beyond_64_bits_reach_no_mini_app(phone: Phone, value: int):
    headers = phone.headers("trader")
    data = {"area": value, "heating": "coal", "household": "general", "agreed": True}
    body = json.dumps({"data": data, "gesture": phone.gesture(headers)})

    answer = phone.http.post(SUBMIT, content=body, headers=headers | JSON)

    # Either we cannot read it, or the mini-app finds the area wrong; it is never accepted and never a crash.
    if answer.status_code == 200:
        assert answer.json()["outcome"] == "invalid"
    else:
        assert problem_of(answer) == (400, "core.unreadable")


@pytest.mark.parametrize("limit", ["0", "101", "-1", str(2**63), "1e3", "NaN", "", "１０"])
def test_a_page_has_bounds(phone: Phone, limit: str):
    answer = phone.http.get("/api/v1/messages", params={"limit": limit}, headers=phone.headers())

    assert problem_of(answer) == (400, "core.unreadable")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "\u4e2d", "a" * 401, "../../etc/passwd", "AAAAAAAAAAAAAAAA"])
def test_a_cursor_that_we_did_not_make(phone: Phone, cursor: str):
    answer = phone.http.get("/api/v1/messages", params={"cursor": cursor}, headers=phone.headers())

    status, code = problem_of(answer)
    assert (status, code) in {(400, "core.bad-cursor"), (400, "core.unreadable")}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/regions/%00", 400, "core.unreadable"),
        ("/api/v1/regions/62%0a0102", 400, "core.unreadable"),
        ("/api/v1/regions/" + "6" * 3000, 400, "core.unreadable"),
        ("/api/v1/regions/search?q=" + "%E4%B8%AD" * 2000, 400, "core.unreadable"),
        ("/api/v1/regions/search?q=%00", 400, "core.unreadable"),
        ("/api/v1/regions/999999", 404, "regions.unknown-region"),
        ("/api/v1/regions/110000", 404, "regions.unknown-region"),
        ("/api/v1/regions/lanzhou", 404, "regions.unknown-region"),
        ("/api/v1/regions/999999/children", 404, "regions.unknown-region"),
        ("/api/v1/nowhere", 404, "core.not-found"),
    ],
)
def test_an_address_that_leads_nowhere(phone: Phone, path: str, status: int, code: str):
    assert problem_of(phone.http.get(path)) == (status, code)


class TestHugeBodies:
    def test_100_mb_that_say_so_are_refused_unread(self, product: Product):
        began = time.monotonic()

        said = say_raw(product, f"content-length: {HUGE}\r\n", chunk=b"", times=0)

        assert said.startswith(b"HTTP/1.1 413 ")
        assert b'"core.too-large"' in said
        assert time.monotonic() - began < SOON_SECONDS

    def test_100_mb_in_chunks_are_refused_early(self, product: Product):
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

        said = say_raw(product, "transfer-encoding: chunked\r\n", chunk=chunk, times=HUGE // 0x10000)

        assert said.startswith(b"HTTP/1.1 413 ")
        assert b'"core.too-large"' in said

    @pytest.mark.parametrize("length", ["-1", "1e3", "１", "0x10"])
    def test_a_length_that_is_no_number_is_refused(self, product: Product, length: str):
        said = say_raw(product, f"content-length: {length}\r\n", chunk=b"", times=0)

        assert said.startswith(b"HTTP/1.1 400 ")

    def test_the_next_request_works(self, phone: Phone):
        assert phone.http.get("/health/live").status_code == 200


def say_raw(product: Product, header: str, *, chunk: bytes, times: int) -> bytes:
    """Send a request by hand, chunk by chunk until it is answered; the beginning of the answer."""
    host = urlsplit(product.url)
    head = f"POST /api/v1/auth/phone-codes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{header}\r\n"
    with socket.create_connection((host.hostname, host.port), timeout=15) as line:
        line.sendall(head.encode())
        try:
            for _ in range(times):
                line.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass  # hung up on: the answer may still be there to read
        said = b""
        try:
            while b"}" not in said and (more := line.recv(65536)):
                said += more
        except ConnectionResetError:
            pass
        return said


class TestTokens:
    def test_none_is_not_signed_in(self, phone: Phone):
        assert problem_of(phone.http.get("/api/v1/me")) == (401, "identity.not-signed-in")

    @pytest.mark.parametrize(
        "value",
        ["Bearer", "Bearer x", "Basic eA==", "Bearer a.b.c", "bearer null", "Bearer " + "a" * 9000, "\u00ff"],
    )
    def test_something_else_is_not_signed_in(self, phone: Phone, value: str):
        answer = phone.http.get("/api/v1/me", headers={"authorization": value.encode("latin-1")})

        assert problem_of(answer) == (401, "identity.not-signed-in")

    @pytest.mark.parametrize("part", [0, 1, 2])
    def test_a_changed_character_is_not_signed_in(self, phone: Phone, part: int):
        pieces = phone.sign_in()["accessToken"].split(".")
        middle = len(pieces[part]) // 2
        changed = "A" if pieces[part][middle] != "A" else "B"
        pieces[part] = pieces[part][:middle] + changed + pieces[part][middle + 1 :]

        answer = phone.http.get("/api/v1/me", headers={"authorization": "Bearer " + ".".join(pieces)})

        assert problem_of(answer) == (401, "identity.not-signed-in")

    def test_unsigned_is_not_signed_in(self, phone: Phone):
        head, body, _ = phone.sign_in()["accessToken"].split(".")
        told = json.loads(base64.urlsafe_b64decode(head + "=="))
        none = base64.urlsafe_b64encode(json.dumps(told | {"alg": "none"}).encode()).rstrip(b"=").decode()

        answer = phone.http.get("/api/v1/me", headers={"authorization": f"Bearer {none}.{body}."})

        assert problem_of(answer) == (401, "identity.not-signed-in")

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"age": 3600}, "identity.token-expired"),
            ({"issuer": "https://elsewhere.example"}, "identity.not-signed-in"),
            ({"ring": "another"}, "identity.not-signed-in"),
            ({"age": -3600}, "identity.not-signed-in"),
        ],
        ids=["expired", "of another issuer", "of another ring", "from the future"],
    )
    def test_a_token_that_is_not_for_here_and_now(self, product: Product, phone: Phone, change: Any, code: str):
        token = made_token(product, **change)

        answer = phone.http.get("/api/v1/me", headers={"authorization": f"Bearer {token}"})

        assert problem_of(answer) == (401, code)

    def test_a_replayed_refresh_token_ends_the_session_for_whoever_holds_it(self, phone: Phone):
        stolen = phone.sign_in()
        fresh = phone.http.post("/api/v1/auth/refresh", json={"refreshToken": stolen["refreshToken"]}).json()
        used = phone.http.post("/api/v1/auth/refresh", json={"refreshToken": fresh["refreshToken"]})
        assert used.status_code == 201

        replayed = phone.http.post("/api/v1/auth/refresh", json={"refreshToken": stolen["refreshToken"]})
        after = phone.http.post("/api/v1/auth/refresh", json={"refreshToken": used.json()["refreshToken"]})

        assert problem_of(replayed) == (401, "identity.refresh-token-replayed")
        assert problem_of(after) == (401, "identity.session-ended")

    @pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 4000])
    def test_a_refresh_token_that_we_never_gave(self, phone: Phone, token: str):
        answer = phone.http.post("/api/v1/auth/refresh", json={"refreshToken": token})

        assert problem_of(answer) in {(401, "identity.refresh-token-unknown"), (400, "core.unreadable")}


def made_token(product: Product, *, age: int = 0, issuer: str | None = None, ring: str = "ours") -> str:
    """A token made with the installation's own ring, or with a stranger's."""
    from datetime import timedelta

    from backend.core.crypto.keyring import KeyRing
    from backend.core.structs import now
    from backend.demo.personas import BY_ID
    from backend.identity.sessions import access_tokens

    keys = KeyRing.load(product.settings.keys_file, allow_demo=True) if ring == "ours" else KeyRing.generate(demo=True)
    return access_tokens.issue(
        keys,
        issuer=issuer or product.settings.public_url,
        person_id=BY_ID["young-parent"].person_id,
        session_id=uuid4(),
        level=2,
        roles=[],
        now=now() - timedelta(seconds=age),
    )


class TestSignIn:
    @pytest.mark.parametrize("persona", ["nobody", "young-parents"])
    def test_an_unknown_persona(self, phone: Phone, persona: str):
        answer = phone.http.post("/api/v1/auth/demo-sign-in", json={"persona": persona})

        assert problem_of(answer) == (404, "identity.unknown-persona")

    def test_a_wrong_code(self, phone: Phone, device: dict[str, str]):
        asked = {"phone": "13999999999", "code": "000000", "device": device}

        assert problem_of(phone.http.post("/api/v1/auth/sign-in/phone", json=asked)) == (401, "identity.wrong-code")

    def test_a_second_code_at_once(self, phone: Phone):
        first = phone.http.post("/api/v1/auth/phone-codes", json={"phone": "13999999998"})
        assert first.status_code == 202

        answer = phone.http.post("/api/v1/auth/phone-codes", json={"phone": "13999999998"})

        assert problem_of(answer) == (429, "identity.too-many-codes")
        assert 1 <= int(answer.headers["retry-after"]) <= 60

    def test_a_device_that_is_no_uuid(self, phone: Phone):
        asked = {"persona": "young-parent", "device": {"id": "1", "name": "x"}}

        assert problem_of(phone.http.post("/api/v1/auth/demo-sign-in", json=asked)) == (400, "core.unreadable")


class TestWrites:
    def test_a_key_used_for_another_body_is_a_conflict_and_changes_nothing(self, phone: Phone):
        headers = phone.headers("herder") | {"idempotency-key": str(uuid4())}
        first = phone.http.post("/api/v1/me/consents", json=CONSENT, headers=headers)
        assert first.status_code == 201, first.text

        other = phone.http.post("/api/v1/me/consents", json=CONSENT | {"fields": ["phone"]}, headers=headers)
        again = phone.http.post("/api/v1/me/consents", json=CONSENT, headers=headers)

        assert problem_of(other) == (409, "core.idempotency-key-reused")
        assert again.json() == first.json()
        listed = phone.http.get("/api/v1/me/consents", headers=headers).json()["items"]
        assert [one["fields"] for one in listed if one["recipient"] == CONSENT["recipient"]] == [["name"]]

    @pytest.mark.parametrize("key", ["", "a b", "a" * 129, "\u00e9"])
    def test_a_key_that_is_none(self, phone: Phone, key: str):
        headers = phone.headers("herder") | {"idempotency-key": key.encode("latin-1")}

        answer = phone.http.post("/api/v1/me/consents", json=CONSENT, headers=headers)

        assert problem_of(answer) == (400, "core.unreadable")

    @pytest.mark.parametrize(
        ("change", "status", "code"),
        [
            ({"recipient": "nobody"}, 422, "identity.purpose-unknown"),
            ({"purpose": "anything"}, 422, "identity.purpose-unknown"),
            ({"textVersion": "0"}, 422, "identity.consent-text-changed"),
            ({"fields": ["name", "gender"]}, 422, "identity.consent-beyond-purpose"),
            ({"fields": []}, 400, "core.unreadable"),
            ({"fields": ["name"] * 41}, 400, "core.unreadable"),
            ({"recipient": "../../x"}, 400, "core.unreadable"),
        ],
    )
    async def test_a_consent_to_something_else(
        self, product: Product, phone: Phone, change: Any, status: int, code: str
    ):
        headers, before = phone.headers("elder"), await rows(product, "identity_consent")

        answer = phone.http.post("/api/v1/me/consents", json=CONSENT | change, headers=headers)

        assert problem_of(answer) == (status, code)
        assert await rows(product, "identity_consent") == before

    @pytest.mark.parametrize(
        ("method", "path", "code"),
        [
            ("DELETE", "/api/v1/me/consents/{id}", "identity.consent-unknown"),
            ("DELETE", "/api/v1/me/devices/{id}", "identity.device-unknown"),
            ("POST", "/api/v1/messages/{id}/read", "messages.not-found"),
            ("GET", "/api/v1/messages/{id}", "messages.not-found"),
        ],
    )
    def test_something_of_nobody(self, phone: Phone, method: str, path: str, code: str):
        answer = phone.http.request(method, path.format(id=uuid4()), headers=phone.headers())

        assert problem_of(answer) == (404, code)

    def test_a_body_that_is_not_json(self, phone: Phone):
        answer = phone.http.post("/api/v1/auth/phone-codes", content=b"phone=1", headers={"content-type": "text/plain"})

        status, code = problem_of(answer)
        assert (status, code) in {(415, "core.wrong-media-type"), (400, "core.unreadable")}


class TestMiniApps:
    @pytest.mark.parametrize(
        ("path", "code"),
        [
            ("/api/v1/mini-apps/nobody/screens/apply", "host.unknown-mini-app"),
            ("/api/v1/mini-apps/heating_subsidy/screens/nowhere", "host.unknown-screen"),
            ("/api/v1/mini-apps/heating_subsidy/actions/nothing", "host.unknown-action"),
        ],
    )
    def test_something_that_is_not_there(self, phone: Phone, path: str, code: str):
        answer = phone.http.post(path, json={}, headers=phone.headers())

        assert problem_of(answer) == (404, code)

    def test_an_action_without_consent_names_what_to_agree_to(self, phone: Phone):
        answer = phone.http.post(
            "/api/v1/mini-apps/heating_subsidy/screens/apply", json={}, headers=phone.headers("job-seeker")
        )

        assert problem_of(answer) == (403, "host.consent-needed")
        assert answer.json()["params"]["consent"]["recipient"] == "heating_subsidy"

    @pytest.mark.parametrize(
        "area", [True, "80", 80.5, 0, 501, -1, None, [80], {"a": 1}, "\u4e00" * 100], ids=lambda value: repr(value)[:20]
    )
    async def test_a_wrong_area_is_complained_about_and_nothing_is_kept(
        self, product: Product, phone: Phone, area: object
    ):
        headers, before = phone.headers("student"), await rows(product, "host_stored")
        data = {"area": area, "heating": "coal", "household": "general", "agreed": True}
        tap = {"data": data, "gesture": phone.gesture(headers)}

        answer = phone.http.post(SUBMIT, json=tap, headers=headers)

        assert answer.status_code == 200, answer.text
        assert [one["field"] for one in answer.json()["errors"]] == ["area"]
        assert await rows(product, "host_stored") == before


async def rows(product: Product, table: str) -> int:
    """How many rows a table of the product has."""
    connection = await asyncpg.connect(product.reachable.database_url)
    try:
        return int(await connection.fetchval(f"select count(*) from {table}"))
    finally:
        await connection.close()
