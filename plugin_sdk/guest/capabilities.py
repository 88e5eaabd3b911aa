"""Clients of the host's capabilities. None says whose data is meant: the host knows who calls."""

import json
from collections.abc import Callable

HostCall = Callable[[str, str], str]
"""`host_call(capability, payload)`: JSON in, JSON out; the only way out of a mini-app."""

ENCODE = json.JSONEncoder(ensure_ascii=False).encode  # made once: `json.dumps` makes one for every text


class CapabilityRefused(Exception):
    """The host did not carry a capability out; `code` is stable, `message` is for the log."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def ask(host_call: HostCall, capability: str, **payload: object) -> dict[str, object]:
    """Call a capability by name and unpack the host's answer.

    Raises:
        CapabilityRefused: unknown, not granted, over its quota, or refused by its own rules.

    """
    answer = json.loads(host_call(capability, ENCODE(payload)))
    if answer["answer"] == "refused":
        raise CapabilityRefused(answer["code"], answer["message"])
    value: dict[str, object] = answer["value"]
    return value


class PersonValues:
    """Values read for one purpose: `person["name"]`, and `person.source("name")` for where it came from."""

    def __init__(self, values: dict[str, str | None], sources: dict[str, str]) -> None:
        self._values = values
        self._sources = sources

    def __getitem__(self, field: str) -> str:
        """The value, or an empty string when the government does not know it; KeyError when it was not asked for."""
        return self._values[field] or ""

    def source(self, field: str) -> str:
        """The register that the value came from."""
        return self._sources.get(field, "")


class Person:
    """The calling person's own data."""

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def read(self, *, purpose: str, fields: list[str]) -> PersonValues:
        """Read fields for a purpose of the manifest; without consent the host ends the call and asks the person."""
        answer = ask(self._host_call, "person.read", purpose=purpose, fields=fields)
        return PersonValues(answer["values"], answer.get("sources", {}))  # type: ignore[arg-type]  # JSON from the host

    def subject(self) -> str:
        """A name for the calling person, the same in every call of this mini-app only; it tells nobody who it is."""
        return str(ask(self._host_call, "person.subject")["subject"])


class Store:
    """JSON values that this mini-app keeps for the calling person."""

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def get(self, key: str) -> object:
        """The value under the key, or None."""
        return ask(self._host_call, "store.get", key=key).get("value")

    def put(self, key: str, value: object) -> None:
        """Write the value, over whatever stood there."""
        ask(self._host_call, "store.put", key=key, value=value, ifAbsent=False)

    def put_if_absent(self, key: str, value: object) -> object:
        """Write only if nothing stands there, and return what stands there now: the way to do a thing once."""
        return ask(self._host_call, "store.put", key=key, value=value, ifAbsent=True)["value"]


class Message:
    """The calling person's inbox."""

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def send(self, *, title: str, body: str, facts: list[dict[str, object]] | None = None) -> str:
        """Send a message in the department's name and return its id."""
        return str(ask(self._host_call, "message.send", title=title, body=body, facts=facts or [])["messageId"])
