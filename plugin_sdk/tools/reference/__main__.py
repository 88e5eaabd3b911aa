"""`python -m plugin_sdk.tools.reference docs/reference` writes the pages."""

import sys
from pathlib import Path

from plugin_sdk.tools.reference.pages import pages


def write(folder: Path) -> None:
    """Every page into that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
