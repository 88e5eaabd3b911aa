"""Residents who apply over HTTP, whatever the item asks: so that a desk has something on it."""

import base64
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import httpx

# A picture of one pixel; the files room looks into what it is given.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
VALUES: dict[str, Any] = {
    "Name": "王小满",
    "Phone": "13800000001",
    "Number": 3,
    "Money": 120_000,
    "Date": "2026-11-02",
    "YesNo": False,
    "Agreement": True,
    "Region": "620102001",
    "Signature": "text:王小满",
    "Period": {"from": "2026-11-01", "to": "2026-11-20"},
    "StandardAddress": {"regionCode": "620102001", "detail": "酒泉路 1 号"},
    "IdDocument": {"type": "111", "number": "620102199003071234"},
    "CreditCode": "91620100MA71ABCD0X",
}
ACCOUNT = "6217000012345678"  # the only short text of the catalogue that follows a pattern
STEPS_MOST = 12
PATIENCE = 60


class Resident:
    """A persona of the demo world with a session of its own, or whoever `headers` are of."""

    def __init__(self, url: str, persona: str, *, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self._base, self._headers = f"{url}/api/v1", dict(headers)
        if not headers:
            tokens = self.call("POST", "/auth/demo-sign-in", {"persona": persona})
            self._headers = {"authorization": f"Bearer {tokens['accessToken']}"}

    def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """One request; anything but a success fails the test with the server's words."""
        key = {"idempotency-key": str(uuid.uuid4())} if method != "GET" else {}
        answer = httpx.request(method, self._base + path, json=body, headers=self._headers | key, timeout=PATIENCE)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        told: dict[str, Any] = answer.json() if answer.content else {}
        return told

    def apply(
        self,
        basic_code: str,
        *,
        region: str,
        without: frozenset[str] = frozenset(),
        corrected: Mapping[str, Any] = MappingProxyType({}),
    ) -> dict[str, Any]:
        """From the first question to the case.

        Materials named in `without` are promised for later or on paper; fields named in `corrected` say something else
        than the register.
        """
        draft = self.fill(self.call("POST", "/applications", {"basicCode": basic_code, "regionCode": region}), without)
        if corrected:
            draft = self._save(draft, corrections=dict.fromkeys(corrected, True), answers=dict(corrected))
        return self.call(
            "POST", f"/applications/{draft['id']}/submit", {"version": draft["version"], "channel": "phone"}
        )

    def fill(self, draft: dict[str, Any], without: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The draft with everything that it asks for: ready to be handed in."""
        for _ in range(STEPS_MOST):
            if draft["ready"]:
                break
            draft = self._on(draft, without)
        assert draft["ready"], draft["missing"]
        return draft

    def upload(self) -> str:
        """A picture of one's own; its id."""
        return str(self._uploaded()["id"])

    def _on(self, draft: dict[str, Any], without: frozenset[str]) -> dict[str, Any]:
        if draft["question"]:
            question = draft["question"]
            return self._save(draft, scenario={question["id"]: question["choices"][0]["value"]})
        if draft["consent"] and not draft["consent"]["decided"]:
            names = [fact["name"] for one in draft["consent"]["registers"] for fact in one["facts"]]
            body = {"version": draft["version"], "facts": names, "textVersion": draft["consent"]["textVersion"]}
            return self.call("POST", f"/applications/{draft['id']}/consent", body)
        return self._save(draft, answers=self._answers(draft), materials=self._materials(draft, without))

    def _save(self, draft: dict[str, Any], **change: Any) -> dict[str, Any]:
        return self.call("PUT", f"/applications/{draft['id']}", {"version": draft["version"], **change})

    def _answers(self, draft: dict[str, Any]) -> dict[str, Any]:
        fields = draft["form"]["schema"]["properties"] if draft["form"] else {}
        return {
            name: self._value(field)
            for name, field in fields.items()
            if not field.get("readOnly") and field.get("x-field") != "Statement" and name not in draft["data"]
        }

    def _value(self, field: dict[str, Any]) -> Any:
        kind = field.get("x-field", "ShortText")
        if kind == "Choice":
            return field["oneOf"][0]["const"]
        if kind == "MultiChoice":
            return [field["items"]["oneOf"][0]["const"]]
        if kind == "Attachment":
            return [self._uploaded()]
        if kind in {"Number", "Money"}:
            return min(max(VALUES[kind], field.get("minimum", 0)), field.get("maximum", VALUES[kind]))
        return VALUES.get(kind, ACCOUNT if field.get("pattern") else "家里有人生病住院，生活困难")

    def _materials(self, draft: dict[str, Any], without: frozenset[str]) -> dict[str, Any]:
        return {
            one["code"]: self._material(one, without)
            for one in draft["materials"]
            if one["state"] in {"needed", "optional"}
        }

    def _material(self, one: dict[str, Any], without: frozenset[str]) -> dict[str, Any]:
        if one["code"] in without:
            return {"later": True} if one["mayBeLater"] else {"paper": True}
        return {"files": [self._uploaded()["id"]]}

    def _uploaded(self) -> dict[str, Any]:
        head = {"content-type": "image/png", "x-file-name": "scan.png", "idempotency-key": str(uuid.uuid4())}
        answer = httpx.post(f"{self._base}/files", content=PNG, headers=self._headers | head, timeout=PATIENCE)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told
