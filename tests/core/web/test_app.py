"""The ground's own doors, through the whole application."""

import json

import pytest
from httpx import ASGITransport, AsyncClient

from backend.core.web import health

CSP_PARTS = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")


class TestHealth:
    async def test_anonymous_may_ask_whether_it_is_alive(self, client):
        answer = await client.get("/health/live")

        assert answer.status_code == 200
        assert answer.json() == {"status": "live"}

    async def test_ready_when_everything_is_there(self, client):
        answer = await client.get("/health/ready")

        assert answer.status_code == 200, answer.text
        assert answer.json() == {"status": "ready", "missing": []}

    async def test_not_ready_names_what_is_missing(self, client, monkeypatch):
        async def gone() -> bool:
            return False

        monkeypatch.setitem(health.CHECKS, "sandbox", gone)
        answer = await client.get("/health/ready")

        assert answer.status_code == 503
        assert answer.json() == {"status": "missing", "missing": ["sandbox"]}


class TestProblems:
    async def test_an_unknown_address_is_a_problem_in_two_languages_with_a_trace_id(self, client):
        answer = await client.get("/api/v1/nothing-here")

        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["code"] == "core.not-found"
        assert problem["title"] == "没有找到您要的内容。"
        assert problem["titleEn"].startswith("What you asked for")
        assert problem["traceId"] == answer.headers["x-trace-id"]

    async def test_the_reader_chooses_the_language(self, client):
        answer = await client.get("/api/v1/nothing-here", headers={"accept-language": "en-GB,zh;q=0.5"})

        assert answer.json()["title"] == answer.json()["titleEn"]

    async def test_the_callers_trace_is_carried_on(self, client):
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"

        answer = await client.get("/health/live", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})

        assert answer.headers["x-trace-id"] == trace

    @pytest.mark.parametrize(
        "traceparent", ["x", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", "00-" + "G" * 32 + "-0-01"]
    )
    async def test_a_broken_trace_is_replaced(self, client, traceparent):
        answer = await client.get("/health/live", headers={"traceparent": traceparent})

        assert len(answer.headers["x-trace-id"]) == 32
        assert answer.headers["x-trace-id"] not in traceparent

    async def test_a_wrong_method_says_so(self, client):
        answer = await client.delete("/health/live")

        assert answer.status_code == 405
        assert answer.json()["code"] == "core.wrong-method"

    async def test_every_problem_type_can_be_looked_up(self, client):
        answer = await client.get("/problems/core.idempotency-key-reused")

        assert answer.status_code == 200
        assert answer.json()["status"] == 409

    async def test_an_unknown_problem_type_is_not_found(self, client):
        assert (await client.get("/problems/core.no-such-thing")).status_code == 404


class TestDoor:
    async def test_security_headers_are_on_every_answer(self, client):
        for address in ("/health/live", "/api/v1/nothing", "/api/v1/home"):
            answer = await client.get(address)

            assert all(part in answer.headers["content-security-policy"] for part in CSP_PARTS)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store"

    async def test_a_large_body_is_refused_before_it_is_read(self, client):
        answer = await client.post("/api/v1/auth/refresh", content=b"[" + b" " * 2_000_000 + b"]")

        assert answer.status_code == 413
        assert answer.json()["code"] == "core.too-large"

    async def test_a_body_without_an_announced_length_is_cut_off_too(self, client):
        async def endless():
            for _ in range(2_000):
                yield b" " * 1024

        answer = await client.post("/api/v1/auth/refresh", content=endless())

        assert answer.status_code == 413

    @pytest.mark.parametrize("body", [b"[" * 10_000, b'{"a":"\\u0000"}', b'{"a":"\xff"}', b'{"a": NaN}', b"{", b""])
    async def test_unreadable_bodies_are_named_so(self, client, body):
        answer = await client.post("/api/v1/auth/refresh", content=body, headers={"content-type": "application/json"})

        assert answer.status_code == 400
        assert answer.json()["code"] == "core.unreadable"

    async def test_control_characters_in_an_address_are_refused(self, client):
        answer = await client.get("/api/v1/regions/%00")

        assert answer.status_code == 400


class TestMetrics:
    async def test_this_machine_may_read_them_and_they_name_routes_not_ids(self, client):
        await client.get("/health/live")

        answer = await client.get("/metrics")

        assert answer.status_code == 200
        assert 'route="/health/live"' in answer.text

    async def test_a_made_up_method_is_no_label(self, client):
        await client.request("BREW", "/health/live")

        assert "BREW" not in (await client.get("/metrics")).text

    async def test_others_may_not(self, app):
        transport = ASGITransport(app, client=("203.0.113.9", 1))
        async with AsyncClient(transport=transport, base_url="http://test") as stranger:
            answer = await stranger.get("/metrics")

        assert answer.status_code == 403
        assert answer.json()["code"] == "core.metrics-closed"


class TestContract:
    async def test_it_is_openapi_3_1_with_docstrings_and_problems(self, client):
        contract = (await client.get("/api/openapi.json")).json()

        assert contract["openapi"].startswith("3.1")
        assert contract["components"]["schemas"]["Problem"]["description"]
        for path, item in contract["paths"].items():
            for method, operation in item.items():
                assert "503" in operation["responses"], (path, method)

    async def test_the_page_loads_nothing_from_elsewhere(self, client):
        page = (await client.get("/api/docs")).text

        assert "<script" not in page
        assert "http://" not in page
        assert "https://" not in page.replace("https://kuaiban.gansu.example", "")

    async def test_schemas_of_the_mini_app_contract_are_published(self, client):
        answer = await client.get("/schemas/manifest.json")

        assert answer.status_code == 200
        assert "app_id" in json.dumps(answer.json())
        again = await client.get("/schemas/manifest.json", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304

    async def test_an_unknown_schema_is_not_found(self, client):
        assert (await client.get("/schemas/nothing.json")).status_code == 404
