"""A phone as the shell works: it shows a screen, sends that screen's gesture, and agrees on the consent sheet.

Whom it speaks to is not its business: the platform over HTTP, or the authors' simulator by the same addresses.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

Told = dict[str, Any]
Post = Callable[[str, Told, dict[str, str]], Awaitable[tuple[int, Told]]]


class Phone:
    """One person's phone with one mini-app open. `told` is everything that was answered, in order."""

    def __init__(self, app_id: str, post: Post) -> None:
        self.app_id = app_id
        self.screen: Told = {}
        self.told: list[tuple[str, int, Told]] = []
        self._post = post
        self._gesture: str | None = None

    async def open(self, screen: str, *, intent: str | None = None, **given: Any) -> Told:
        """Open a screen, agreeing to what the shell's sheet asks; what was answered in the end."""
        body = {"input": given, "intent": intent}
        status, told = await self._ask(f"screens/{screen}", body)
        if told.get("code") == "host.consent-needed":
            await self._agree(told["params"]["consent"])
            status, told = await self._ask(f"screens/{screen}", body | {"intent": told["params"].get("intent")})
        assert status == 200, told
        self._show(told["screen"], told["gesture"])
        return told

    async def act(self, action: str, **data: Any) -> Told:
        """Take an action of the screen that is shown."""
        status, told = await self._ask(f"actions/{action}", {"data": data, "gesture": self._gesture})
        assert status == 200, told
        if told["gesture"]:
            self._show(told.get("screen") or self.screen, told["gesture"])
        return told

    async def tap(self, text: str) -> Told:
        """Tap the button with this text, wherever it stands: an action, or a screen."""
        button = next(one for one in self.parts("Button") if one["text"] == text)
        target = button["action"]
        if target["kind"] == "screen":
            return await self.open(target["name"], **target.get("input", {}))
        if target["kind"] == "launch":
            wanted = {name: target[name] for name in ("app", "intent", "params") if name in target}
            status, told = await self._ask("launches", wanted | {"gesture": self._gesture})
            assert status == 201, told
            return told
        return await self.act(target["name"], **target.get("input", {}))

    async def arrive(self, launchable: Told) -> "Phone":
        """Open what a launch allowed: the same phone with the other mini-app."""
        there = Phone(launchable["app"], self._post)
        await there.open(launchable["screen"], intent=launchable["intent"])
        return there

    def parts(self, component: str) -> list[Told]:
        """The components of this kind on the screen that is shown, however deep."""
        return [one for one in _inside(self.screen.get("body")) if one.get("component") == component]

    def titles(self) -> list[str]:
        """The screen's title and those of its parts."""
        return [one["title"] for one in (self.screen, *_inside(self.screen["body"])) if one.get("title")]

    async def _agree(self, sheet: Told) -> None:
        told = {name: sheet[name] for name in ("recipient", "purpose", "textVersion")}
        fields = [one["name"] for one in sheet["fields"]]
        status, answer = await self._post("/api/v1/me/consents", told | {"fields": fields}, {})
        assert status == 201, answer

    async def _ask(self, path: str, body: Told) -> tuple[int, Told]:
        key = {"idempotency-key": str(uuid4())}
        sent = {name: value for name, value in body.items() if value is not None}
        status, told = await self._post(f"/api/v1/mini-apps/{self.app_id}/{path}", sent, key)
        self.told.append((path, status, told))
        return status, told

    def _show(self, screen: Told, gesture: str) -> None:
        self.screen, self._gesture = screen, gesture


def _inside(part: Any) -> list[Told]:
    if isinstance(part, list):
        return [found for one in part for found in _inside(one)]
    if isinstance(part, dict):
        return [part, *(found for one in part.values() for found in _inside(one))]
    return []
