"""What somebody could order now: the table's actions whose guards hold, as far as they need no order to look at. Pure.

For pages, so that they offer no button that can only refuse. What is ordered is guarded again, and completely.
"""

from collections.abc import Callable, Mapping
from typing import Final

from backend.services.cases.flow.guards import ABSENT, GUARDS, Look
from backend.services.cases.flow.transitions import Actor, Transition, actions_in, rows_of

# These judge the order itself.
NEED_AN_ORDER: Final = frozenset(
    {
        "day-is-ahead", "names-known-things", "answers-everything", "something-is-later", "paper-awaited",
        "fields-known", "extension-fits", "parts-distinct", "hash-unchanged", "assignee-works-here",
    }
)  # fmt: skip
# Actions that have something to work on only sometimes, which their guards see in the order alone.
WORTH_IT: Final[Mapping[str, Callable[[Look], bool]]] = {
    "hand-in-later": lambda look: bool(look.dossier.content.missing()),
    "take-paper": lambda look: any(one.held in ABSENT for one in look.dossier.content.materials),
}


def options(look: Look, actor: Actor) -> list[str]:
    """The actions, in the table's order."""
    return [
        action
        for action in actions_in(look.dossier.state, actor)
        if action not in WORTH_IT or WORTH_IT[action](look)
        if any(row.actor is actor and _open(row, look) for row in rows_of(look.dossier.state, action))
    ]


def _open(row: Transition, look: Look) -> bool:
    return all(GUARDS[name].holds(look) for name in row.guards if name not in NEED_AN_ORDER)
