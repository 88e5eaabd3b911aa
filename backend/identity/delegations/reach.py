"""How far several delegations reach together. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from asyncpg import Record

from backend.identity.delegations.structs import AuthorityKind, DelegatedAction, Standing

ALL: Final = ""  # in place of an item's code: every item


def whole(kind: AuthorityKind) -> Standing:
    """Somebody who may do everything for as long as they are what they are."""
    return Standing(kind=kind, until=None, scopes=dict.fromkeys(DelegatedAction))


def together(rows: Iterable[Record]) -> Standing | None:
    """What these delegations allow side by side; None without any.

    `until` is the last day on which all of it is still allowed: one that reaches less, and ends earlier, does not
    shorten what another one covers.
    """
    ends: dict[DelegatedAction, dict[str, date]] = {}
    for row in rows:
        for action in map(DelegatedAction, row["actions"]):
            known = ends.setdefault(action, {})
            for code in row["basic_codes"] or [ALL]:
                known[code] = max(known.get(code, date.min), row["to_date"])
    if not ends:
        return None
    return Standing(
        kind=AuthorityKind.DELEGATION,
        until=min(day for known in ends.values() for day in _needed(known)),
        scopes={action: None if ALL in known else frozenset(known) for action, known in ends.items()},
    )


def _needed(known: Mapping[str, date]) -> Iterable[date]:
    return [known[ALL]] if ALL in known else known.values()
