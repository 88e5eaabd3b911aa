"""Our answers are the framework's, made with less: the same status, headers and bytes."""

from datetime import date
from pathlib import PurePosixPath

import msgspec
import pytest
from litestar import Response
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import Cookie
from litestar.testing import RequestFactory

from backend.core.web.answers import Answer


class Told(msgspec.Struct, rename="camel"):
    """Something to be told."""

    first_name: str
    on: date


CONTENTS = [
    Told("小雨", date(2026, 1, 2)),
    [1, 2],
    {"a": None},
    None,
    "text",
    b'{"ready":1}',
    {"path": PurePosixPath("/a")},
]


async def told(response, **asked):
    """Status, headers and body as they are sent."""
    sent = []

    async def send(message):
        sent.append(message)

    made = response.to_asgi_response(None, RequestFactory().get("/"), **asked)
    await made({}, None, send)
    start, *rest = sent
    return start["status"], sorted(start["headers"]), b"".join(one["body"] for one in rest)


GIVEN = [
    *[(one, {}) for one in CONTENTS],
    *[(one, {"status_code": 201, "headers": {"ETag": '"a"'}}) for one in CONTENTS],
    ("a,b", {"media_type": "text/csv"}),
    (b"a,b", {"media_type": "text/csv"}),
]


@pytest.mark.parametrize(("content", "given"), GIVEN, ids=repr)
async def test_it_says_what_the_frameworks_own_says(content, given):
    asked = {"headers": {"x-of-route": "1"}, "status_code": 200, "cookies": frozenset()}

    ours, theirs = await told(Answer(content, **given), **asked), await told(Response(content, **given), **asked)

    lower = [(name.lower(), value) for name, value in theirs[1]]
    assert (ours[0], ours[1], ours[2]) == (theirs[0], sorted(lower), theirs[2])


@pytest.mark.parametrize("status", [204, 304])
async def test_a_status_without_a_body_has_none(status):
    assert await told(Answer(None, status_code=status)) == (status, [], b"")


async def test_foreign_types_slow_nothing_of_ours_down(monkeypatch):
    def slow(*_args, **_more):
        raise AssertionError("the framework's own was made")

    monkeypatch.setattr(Response, "to_asgi_response", slow)
    status, _, body = await told(
        Answer([1], type_encoders={complex: str}), type_encoders={complex: str}, status_code=200
    )

    assert (status, body) == (200, b"[1]")


async def test_what_it_does_not_know_it_leaves_to_the_framework():
    done = []
    answer = Answer({}, cookies=[Cookie("a", "b")], background=BackgroundTask(done.append, 1))

    _, headers, _ = await told(answer)

    assert any(name == b"set-cookie" for name, _ in headers)
    assert done == [1]
