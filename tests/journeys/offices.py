"""The other side of a journey: officers who decide through the API, as the desk's pages will."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpx

from tests.running import Product

Json = dict[str, Any]
PATIENCE_SECONDS = 60.0  # a busy machine that runs browsers beside it


class Officer:
    """Somebody signed in by persona, with a client of their own."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def read(self, path: str) -> Json:
        """An answer that must be there."""
        answer = self._client.get(f"/api/v1{path}")
        assert answer.status_code == 200, (path, answer.text)
        told: Json = answer.json()
        return told

    def order(self, path: str, body: Json) -> Json:
        """A command that must be obeyed."""
        answer = self._client.post(f"/api/v1{path}", json=body, headers={"idempotency-key": str(uuid.uuid4())})
        assert answer.status_code in {200, 201}, (path, answer.text)
        told: Json = answer.json()
        return told

    def case(self, number: str) -> str:
        """The id of the case with this number, in this officer's own queue."""
        found = self.read(f"/desk/cases?number={number}")["items"]
        assert [one["number"] for one in found] == [number]
        return str(found[0]["id"])

    def upload(self, content: bytes, name: str) -> str:
        """A file of this officer's own; its id."""
        head = {"x-file-name": quote(name), "idempotency-key": str(uuid.uuid4())}
        answer = self._client.post("/api/v1/files", content=content, headers=head)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def grant(
        self, case_id: str, result: str, *, approver: "Officer | None" = None, paper: bytes | None = None
    ) -> None:
        """Accept, decide and conclude; where the item asks for two, the other one approves what was read.

        `paper` is the result itself, attached for the applicant to download.
        """
        at, granted = f"/desk/cases/{case_id}", {"outcome": "granted", "reasons": "材料齐全，符合条件。"}
        self.order(f"{at}/acceptance", {"note": ""})
        if approver is None:
            self.order(f"{at}/decision", granted)
        else:
            self.order(f"{at}/proposal", granted)
            approver.order(f"{at}/approval", {"contentHash": approver.read(at)["contentHash"]})
        attached = self.upload(paper, result) if paper else None
        self.order(f"{at}/conclusion", {"name": result, "delivery": "electronic", "fileId": attached})


@contextmanager
def signed_in(product: Product, persona: str) -> Iterator[Officer]:
    """This persona at work."""
    with httpx.Client(base_url=product.url, timeout=PATIENCE_SECONDS) as client:
        tokens = client.post("/api/v1/auth/demo-sign-in", json={"persona": persona}).json()
        client.headers["authorization"] = f"Bearer {tokens['accessToken']}"
        yield Officer(client)
