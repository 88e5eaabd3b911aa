"""Mini-apps made for a test: published through the real registry, compiled and run in the real sandbox."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path
from uuid import uuid4

import pytest

from backend.core import database
from backend.host.registry import service as registry
from backend.operation.prepare import compile_in_sandbox

Publish = Callable[..., Awaitable[str]]


def manifest_of(
    app_id: str, *, capabilities=(), actions=("act",), keys=50, calls=600, fields=("name",), pages=("home",),
    department="测试部门", intents=(), launches=(), quotas=None, collections=(), hosts=(),
    items=(),
) -> dict:  # fmt: skip
    """A manifest that wants just these capabilities. `launches` are pairs of mini-app and intent."""
    words = {"zh": "测试", "en": "test"}
    purpose = {
        "id": "test",
        "text": words,
        "fields": list(fields),
        "legal_basis": "同意",
        "text_version": "1",
        "term_days": 1,
    }
    return {
        "app_id": app_id, "name": "测试应用", "short_name": "测试", "description": "测试", "lang": "zh-CN",
        "version": {"code": 1, "name": "0.0.1"}, "platform_version": {"min_code": 1}, "pages": list(pages),
        "icons": [{"src": "flame"}],
        "gkb": {
            "department": {"name": department}, "actions": list(actions), "purposes": [purpose],
            "capabilities": [{"name": name, "reason": words} for name in capabilities],
            "intents": [{"text": words, "params": {}} | intent for intent in intents],
            "launches": [{"app": app, "intent": intent, "reason": words} for app, intent in launches],
            "collections": [{"text": words} | collection for collection in collections], "outbound_hosts": list(hosts),
            "items": list(items),
            "quotas": {
                "store_keys_per_person": keys, "calls_per_person_per_minute": calls, "messages_per_person_per_day": 50,
            } | (quotas or {}),
            "contacts": [{"role": "值班", "name": "值班室", "phone": "0931-0000000"}],
        },
    }  # fmt: skip


@pytest.fixture
def write_package(tmp_path) -> Callable[..., Path]:
    """Write a package folder; its id is new each time."""

    def write(source: str, **wanted) -> Path:
        app_id = f"t{uuid4().hex[:12]}"
        folder = tmp_path / app_id
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps(manifest_of(app_id, **wanted)))
        (folder / "app.py").write_text(source)
        return folder

    return write


async def take_back(apps: Iterable[str]) -> None:
    """End releases that a test made. After each publication all of them are read again: a few hundred left by earlier
    tests would take seconds of each test after them."""
    await database.execute("delete from host_release where app_id = any($1)", list(apps))


@pytest.fixture
async def publish(client, write_package) -> AsyncIterator[Publish]:
    """Publish a source and give back the mini-app's id; it is live until the test ends."""
    made = []

    async def published(source: str, **wanted) -> str:
        folder = write_package(source, **wanted)
        assert await registry.publish(folder, compile_sources=compile_in_sandbox, runtime="test")
        made.append(folder.name)
        return folder.name

    yield published
    await take_back(made)
