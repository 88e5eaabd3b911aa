"""The published contract: frozen for ever, and still honoured by the code of today."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

import plugin_sdk.contract
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.schemas import FROZEN_VERSIONS, frozen, schemas

CONTRACT = Path(plugin_sdk.contract.__file__).parent
DIGESTS = {
    "v0_1": "087997cd84dca7bfe590917acf73e899bf3dd1ca0c83dcba03f41ae4248a3efe",
    "v0_2": "e02fc5a7ff4b557047b3c4f82775a860469fab6fc1816af59ac47c1d33acf993",
}
"""What each frozen folder was when it was published. A folder that differs was edited: make a new version instead."""


def digest_of(version):
    return hashlib.sha256(json.dumps(frozen(version), sort_keys=True).encode()).hexdigest()


@pytest.mark.parametrize("version", FROZEN_VERSIONS)
def test_nobody_has_edited_a_frozen_version(version):
    assert digest_of(version) == DIGESTS[version]


def test_every_frozen_folder_is_listed():
    assert {folder.name for folder in CONTRACT.glob("since_*")} == {f"since_{version}" for version in FROZEN_VERSIONS}


def test_the_newest_version_is_the_code_of_today():
    assert frozen(FROZEN_VERSIONS[-1]) == json.loads(msgspec.json.encode(schemas()))


def test_an_unknown_version_has_no_schemas():
    assert frozen("v9_9") == {}


def test_every_member_that_was_ever_published_is_still_read():
    """The manifests of departments name these members; none may become unknown."""
    published = frozen("v0_1")["manifest"]["$defs"]
    today = msgspec.json.schema(Manifest)["$defs"]

    for name, described in published.items():
        assert set(described.get("properties", {})) <= set(today[name].get("properties", {})), name
