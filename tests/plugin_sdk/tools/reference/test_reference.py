"""The reference is the contract: current, complete in Chinese, and every finding points into it."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from plugin_sdk.contract import manifest
from plugin_sdk.contract.capabilities import CAPABILITIES as ALL_CAPABILITIES
from plugin_sdk.contract.form import FieldKind
from plugin_sdk.contract.screen import COMPONENTS as ALL_COMPONENTS
from plugin_sdk.guest import ui
from plugin_sdk.tools.check.review import BROKEN
from plugin_sdk.tools.check.rule import Place, rules
from plugin_sdk.tools.reference import words
from plugin_sdk.tools.reference.__main__ import write
from plugin_sdk.tools.reference.pages import pages

HOUSE = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_written_page_is_the_present_contract(name):
    kept = (HOUSE / "docs" / "reference" / name).read_text("utf-8")

    assert kept == pages()[name], "run `python -m plugin_sdk.tools.reference`"


def test_every_page_is_written_and_no_other(tmp_path):
    write(tmp_path)

    assert {file.name for file in tmp_path.iterdir()} == pages().keys()
    assert {file.name for file in (HOUSE / "docs" / "reference").iterdir()} == pages().keys()


def test_every_member_of_the_manifest_has_its_meaning_in_chinese():
    structs = {
        name: [field.encode_name for field in msgspec.structs.fields(struct)]
        for name, struct in vars(manifest).items()
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct) and struct is not msgspec.Struct
    }

    assert {name: list(meanings) for name, meanings in words.MANIFEST.items()} == structs | {}


def test_every_component_field_and_capability_has_its_words():
    assert set(words.COMPONENTS) == set(ALL_COMPONENTS)
    assert set(words.FIELDS) == set(get_args(FieldKind))
    assert set(words.CAPABILITIES) == set(ALL_CAPABILITIES)


def test_every_builder_that_is_named_exists():
    named = {
        name
        for _, how in [*words.COMPONENTS.values(), *words.FIELDS.values()]
        for name in re.findall(r"\bui\.(\w+)", how)
    }

    assert named <= set(ui.__all__)


def test_every_finding_points_to_an_anchor_of_its_page():
    page = pages()["problems.md"]
    anchors = {line.removeprefix("## ").replace(".", "") for line in page.splitlines() if line.startswith("## ")}

    for rule in [*(rule for rule, _ in rules()), BROKEN]:
        values = dict.fromkeys(re.findall(r"{(\w+)}", f"{rule.what}{rule.cause}{rule.fix}"), "")
        file, _, anchor = rule.at(Place(file="a"), **values).doc.partition("#")
        assert (HOUSE / file).exists()
        assert anchor in anchors


def test_the_findings_of_other_tools_are_listed_too():
    tools = HOUSE / "plugin_sdk" / "tools"
    sources = [file.read_text("utf-8") for part in ("commands", "simulator") for file in (tools / part).glob("*.py")]
    named = {code for source in sources for code in re.findall(r'"((?:run|test)\.[a-z-]+)"', source)}

    assert named == set(words.ELSEWHERE)


def test_no_line_of_a_table_breaks_it():
    for text in pages().values():
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            assert len(widths) == 1, table
