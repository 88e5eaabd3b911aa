"""One module reads the environment, and every setting it knows is documented, and no other."""

import ast
import re

import msgspec

from backend.core.settings import NAMES, Settings
from tests.architecture.source import PACKAGES, ROOT, parsed, place, python_files

# The house has one reader. `gkb` runs on its author's machine and speaks the language of the terminal.
READERS = {ROOT / "backend" / "core" / "settings.py", ROOT / "plugin_sdk" / "tools" / "language.py"}
DOCUMENT = ROOT / "docs" / "settings.md"
READING = {"environ", "environb", "getenv", "getenvb"}


def test_only_settings_reads_the_environment():
    found = [
        place(path, node)
        for path in python_files(*PACKAGES)
        if path not in READERS
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and node.attr in READING)
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and READING & {one.name for one in node.names})
    ]

    assert not found, f"only backend/core/settings.py reads the environment, not {found}; add a setting there"


def test_every_setting_stands_in_the_documentation_and_no_other():
    documented = re.findall(r"^\| `([A-Z0-9_]+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)

    assert sorted(documented) == sorted(NAMES), "docs/settings.md has one table row for each name of settings.NAMES"


def test_every_documented_example_is_the_one_of_the_refusals():
    text = DOCUMENT.read_text("utf-8")

    for name, (_, example) in NAMES.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}` |"))
        assert f"`{example}`" in row, f"docs/settings.md: the example of {name} is `{example}`"


def test_every_field_has_a_name_in_the_environment():
    fields = {field.name for field in msgspec.structs.fields(Settings)}

    assert {field for field, _ in NAMES.values()} == fields


def test_other_documents_and_recipes_name_existing_settings_only():
    texts = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "compose.yaml", ROOT / "deploy" / "Dockerfile"]

    for path in texts:
        named = set(re.findall(r"\bKUAIBAN_[A-Z0-9_]+\b", path.read_text("utf-8")))
        assert named <= set(NAMES), f"{place(path)} names {named - set(NAMES)}, which is no setting"
