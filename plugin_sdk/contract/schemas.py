"""The published JSON Schemas: what tools of any language check a package and its answers against."""

from typing import Any

import msgspec

from plugin_sdk.contract.answer import Answer, CompileAnswer
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.host_call import HostAnswer
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.request import CallRequest, PackageSources
from plugin_sdk.contract.screen import Screen


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
    }
    for name, request in CAPABILITIES.items():
        types[f"capabilities/{name}"] = request
        types[f"capabilities/{name}/answer"] = request.answers
    return {name: msgspec.json.schema(described) for name, described in types.items()}
