"""The machine review: one rule per file, the same for the author's `gkb check` and for the platform before a release.

A rule is a module of `manifest`, `texts`, `code`, `screens` or `budgets` with a `RULE` and a `find(reviewed)`. It is
found by being there: a new file is a new rule.
"""

from plugin_sdk.tools.check.review import check
from plugin_sdk.tools.check.rule import Rule, rules

__all__ = ["Rule", "check", "rules"]
