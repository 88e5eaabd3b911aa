"""The short cut says exactly what the long way would say, or nothing."""

import gzip

import pytest
from prometheus_client import REGISTRY

from backend.core import packing
from backend.core.ready import Ready
from backend.core.web import metrics
from backend.core.web.door import SECURITY_HEADERS, Door
from backend.core.web.hot import ShortCut
from backend.core.web.static import StaticPages

BODY = b'{"greeting":"' + "早上好".encode() * 50 + b'"}'
READY = Ready.of(BODY)


def scope(*headers, method="GET", query=b""):
    return {"type": "http", "method": method, "path": "/hot", "query_string": query, "headers": list(headers)}


def ask(given, find=lambda _bearer, _language, _at: READY):
    return ShortCut("/hot", find, settled=[(b"x-safe", b"1")]).found(given, at=0.0)


@pytest.mark.parametrize(
    ("encodings", "coding", "unpack"),
    [(b"gzip, deflate, br, zstd", b"br", packing.unpacked), (b"gzip, deflate", b"gzip", gzip.decompress)],
)
def test_packed_for_who_can_unpack(encodings, coding, unpack):
    start, body = ask(scope((b"accept-encoding", encodings)))

    head = dict(start["headers"])
    assert start["status"] == 200
    assert head[b"content-encoding"] == coding
    assert head[b"content-length"] == str(len(body["body"])).encode()
    assert unpack(body["body"]) == BODY
    assert (head[b"x-safe"], head[b"cache-control"], len(head[b"x-trace-id"])) == (b"1", b"no-store", 32)
    assert head[b"vary"] == b"authorization, accept-language, accept-encoding"


def test_gzip_is_made_once():
    bodies = [ask(scope((b"accept-encoding", b"gzip")))[1]["body"] for _ in range(2)]

    assert bodies[0] is bodies[1]


def test_plain_for_who_cannot():
    start, body = ask(scope())

    assert body["body"] == BODY
    assert b"content-encoding" not in dict(start["headers"])


def test_nothing_again_for_who_holds_it():
    start, body = ask(scope((b"if-none-match", READY.tag)))

    assert (start["status"], body["body"]) == (304, b"")
    assert dict(start["headers"])[b"etag"] == READY.tag


def test_the_callers_trace_goes_on():
    trace = b"0af7651916cd43dd8448eb211c80319c"
    start, _ = ask(scope((b"traceparent", b"00-" + trace + b"-b7ad6b7169203331-01")))

    assert dict(start["headers"])[b"x-trace-id"] == trace


def test_a_bad_trace_gets_a_new_one():
    start, _ = ask(scope((b"traceparent", b"\xff" * 55)))

    assert len(dict(start["headers"])[b"x-trace-id"]) == 32


@pytest.mark.parametrize(
    "given",
    [
        scope(method="HEAD"),
        scope(method="POST"),
        scope(query=b"a=1"),
        scope((b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")),
        scope((b"accept-encoding", b"gzip"), (b"accept-encoding", b"br")),
    ],
)
def test_anything_unusual_goes_the_long_way(given):
    assert ask(given) is None


def test_what_is_not_ready_goes_the_long_way():
    assert ask(scope(), find=lambda _bearer, _language, _at: None) is None


def test_the_tag_is_of_what_it_says():
    assert Ready.of(BODY).tag == READY.tag
    assert Ready.of(BODY + b" ").tag != READY.tag


class TestAtTheDoor:
    """Which requests are answered before the framework sees them, and that they are counted all the same."""

    @pytest.fixture
    def knock(self, tmp_path):
        async def framework(_scope, _receive, send):
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b"the long way", "more_body": False})

        door = Door(
            framework, pages=StaticPages(tmp_path), hot={"/hot": lambda _bearer, _language, _at: READY}, wrote=[]
        )

        async def knocked(path, *headers):
            sent = []

            async def send(message):
                sent.append(message)

            await door(scope(*headers) | {"path": path, "raw_path": path.encode()}, None, send)
            return sent

        return knocked

    async def test_its_own_address_is_answered_with_the_headers_of_the_house(self, knock):
        start, body = await knock("/hot")

        assert (start["status"], body["body"]) == (200, BODY)
        assert set(SECURITY_HEADERS) <= set(start["headers"])

    @pytest.mark.parametrize("path", ["/hot/", "/HOT", "/other", "/ho", "/hot%2f"])
    async def test_another_address_goes_the_long_way(self, knock, path):
        assert (await knock(path))[-1]["body"] == b"the long way"

    async def test_each_status_is_counted(self, knock):
        metrics.settle()
        before = [counted(status) for status in (200, 304)]

        await knock("/hot")
        await knock("/hot")
        await knock("/hot", (b"if-none-match", READY.tag))
        metrics.settle()

        assert [counted(status) - was for status, was in zip((200, 304), before, strict=True)] == [2, 1]


def counted(status):
    labels = {"method": "GET", "route": "/hot", "status": str(status)}
    return REGISTRY.get_sample_value("kuaiban_http_requests_total", labels) or 0
