"""What a rule is: a code and its words, and the list of all rules there are."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from plugin_sdk.tools.problem import Problem, Severity, Words

if TYPE_CHECKING:
    from plugin_sdk.tools.check.reviewed import Reviewed

SHELVES = ("manifest", "texts", "code", "screens", "budgets")
"""Packages whose modules are rules, in the order in which their findings are told."""


class Place(Struct, frozen=True, kw_only=True):
    """Where a finding is; see `Problem` for what the members mean."""

    file: str
    line: int = 1
    pointer: str = ""


class Rule(Struct, frozen=True, kw_only=True):
    """One rule. The words may hold `{places}`, filled from what `at` is given."""

    code: str
    what: Words
    cause: Words
    fix: Words
    severity: Severity = "error"

    def at(self, place: Place, **values: object) -> Problem:
        """The finding at that place."""
        given = {name: shortened(str(value)) for name, value in values.items()}
        what, cause, fix = (words.filled(**given) for words in (self.what, self.cause, self.fix))
        return Problem(
            code=self.code,
            severity=self.severity,
            file=place.file,
            line=place.line,
            pointer=place.pointer,
            zh=what.zh,
            en=what.en,
            cause_zh=cause.zh,
            cause_en=cause.en,
            fix_zh=fix.zh,
            fix_en=fix.en,
        )


Find = Callable[["Reviewed"], Iterable[Problem]]
"""`find` of a rule: everything that it has to say about one package."""

LONGEST_VALUE = 160
"""Characters of an author's own text that a finding repeats."""


def shortened(value: str) -> str:
    """One line of at most `LONGEST_VALUE` characters, without anything that a terminal would obey."""
    clean = "".join(letter if letter.isprintable() else "�" for letter in value)
    return clean if len(clean) <= LONGEST_VALUE else clean[: LONGEST_VALUE - 1] + "…"


@cache
def rules() -> tuple[tuple[Rule, Find], ...]:
    """Every rule with its `find`, found by listing the shelves."""
    modules = [
        importlib.import_module(f"plugin_sdk.tools.check.{shelf}.{found.name}")
        for shelf in SHELVES
        for found in pkgutil.iter_modules(importlib.import_module(f"plugin_sdk.tools.check.{shelf}").__path__)
    ]
    return tuple((module.RULE, module.find) for module in modules)
