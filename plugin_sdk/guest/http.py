"""Asking the department's own servers, over HTTPS, by the names that the manifest lists under `outbound_hosts`."""

import json as to_json
from urllib.parse import urlencode

from plugin_sdk.guest.capabilities import HostCall, ask


class HttpAnswer:
    """What the server said: `status` (any; redirects are not followed), `headers` (three, in lower case) and `text`."""

    def __init__(self, status: int, headers: dict[str, str], text: str) -> None:
        self.status = status
        self.headers = headers
        self.text = text

    @property
    def ok(self) -> bool:
        """Whether the status says so: 200 to 299."""
        return 200 <= self.status <= 299  # noqa: PLR2004 - HTTP's own numbers

    def json(self) -> object:
        """The text read as JSON; ValueError when it is none."""
        return to_json.loads(self.text)


class Http:
    """GET anywhere, POST in actions only. Within 1.5 seconds and 64 KiB; else `CapabilityRefused` says why."""

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def get(self, url: str, *, query: dict[str, str] | None = None) -> HttpAnswer:
        """Ask; `query` is appended to the address as it must be written there."""
        return self._fetch("GET", url + (f"?{urlencode(query)}" if query else ""), "", "application/json")

    def post(
        self, url: str, *, json: object = None, form: dict[str, str] | None = None, text: str | None = None
    ) -> HttpAnswer:
        """Tell, by exactly one of `json`, `form` and `text`.

        The call may be run again; the server sees the same `Idempotency-Key` then and must act only once.
        """
        if form is not None:
            return self._fetch("POST", url, urlencode(form), "application/x-www-form-urlencoded")
        if text is not None:
            return self._fetch("POST", url, text, "text/plain")
        return self._fetch("POST", url, to_json.dumps(json, ensure_ascii=False), "application/json")

    def _fetch(self, method: str, url: str, body: str, content_type: str) -> HttpAnswer:
        told = ask(self._host_call, "http.fetch", url=url, method=method, body=body, contentType=content_type)
        return HttpAnswer(int(str(told["status"])), dict(told["headers"]), str(told["body"]))  # type: ignore[call-overload]
