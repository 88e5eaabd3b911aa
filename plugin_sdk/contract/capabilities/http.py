"""Asking a server of the department, over HTTPS, by the names that the manifest lists under `outbound_hosts`."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from plugin_sdk.contract.capabilities.base import CapabilityRequest

FETCH_BYTES = 64 * 1024
"""A request's body, and an answer's: what one host call may carry."""

FETCH_SECONDS = 1.5
"""Name, connection, request and answer together: half a second less than a whole call may take."""

ContentType = Literal["application/json", "application/x-www-form-urlencoded", "text/plain"]


class HttpAnswered(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the server said: any status is an answer, redirects too. Three headers pass, their names in lower case."""

    status: Annotated[int, Meta(ge=100, le=999)]
    headers: dict[Literal["content-type", "etag", "last-modified"], str]
    body: str


class HttpFetch(CapabilityRequest, frozen=True, kw_only=True):
    """Ask a server by GET, or tell it something by POST: the latter in actions only, once per tap.

    A repeated run sends the same `Idempotency-Key` again; the server must act once per key.
    """

    capability: ClassVar[str] = "http.fetch"
    answers: ClassVar[type[Struct]] = HttpAnswered

    url: Annotated[str, Meta(min_length=1, max_length=2_000)]
    method: Literal["GET", "POST"] = "GET"
    body: Annotated[str, Meta(max_length=FETCH_BYTES)] = ""
    content_type: ContentType = "application/json"
