"""The published JSON Schemas: what tools of any language check a package and its answers against."""

from pathlib import Path
from typing import Any

import msgspec

from plugin_sdk.contract.answer import Answer, CompileAnswer
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.host_call import HostAnswer
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.record import CallRecord
from plugin_sdk.contract.request import CallRequest, PackageSources
from plugin_sdk.contract.screen import Screen

FROZEN_VERSIONS = ("v0_1", "v0_2")
"""Published versions of the contract, the newest last; each has a folder `since_<version>`."""


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema of the contract by name (`manifest`, `screen`, ..., `capabilities/store.put`)."""
    types: dict[str, Any] = {
        "manifest": Manifest,
        "request": CallRequest,
        "answer": Answer,
        "screen": Screen,
        "host-answer": HostAnswer,
        "package-sources": PackageSources,
        "compile-answer": CompileAnswer,
        "call-record": CallRecord,
    }
    for name, request in CAPABILITIES.items():
        types[f"capabilities/{name}"] = request
        types[f"capabilities/{name}/answer"] = request.answers
    return {name: msgspec.json.schema(described) for name, described in types.items()}


def frozen(version: str) -> dict[str, dict[str, Any]]:
    """The schemas as they were published with a version of the contract (`v0_1`); nobody edits them any more.

    What a department built against them must go on working: a later contract may add, and never take away.
    """
    if version not in FROZEN_VERSIONS:
        return {}
    folder = Path(__file__).parent / f"since_{version}"
    return {
        file.relative_to(folder).with_suffix("").as_posix(): msgspec.json.decode(file.read_bytes())
        for file in sorted(folder.rglob("*.json"))
    }
