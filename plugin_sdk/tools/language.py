"""The language of the terminal. A command of an author's machine, so it asks the environment; the house never does."""

import os
from collections.abc import Sequence

LANGUAGES = ("zh", "en")
ASKED = "--lang"


def language_of(argv: Sequence[str]) -> str:
    """`--lang` decides, else LANG: English where it begins with `en`, Chinese everywhere else.

    Read before anything is parsed, because help and refusals of the parser speak it, too.
    """
    for place, word in enumerate(argv):
        if word.startswith(f"{ASKED}="):
            return _known(word.removeprefix(f"{ASKED}="))
        if word == ASKED and place + 1 < len(argv):
            return _known(argv[place + 1])
    return _known(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", ""))


def _known(said: str) -> str:
    return "en" if said.lower().startswith("en") else "zh"
