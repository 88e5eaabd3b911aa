"""How an application comes into the entry, and what each state needs: pure.

甘政发〔2021〕69号 clause (十四): 各地各部门原则上不再新建政务服务平台移动端，
已建成的各类政务服务移动应用要加快向“甘快办”整合.
"""

from datetime import date
from typing import Final

from backend.host.outside.structs import MigrationState as S
from backend.host.outside.structs import OutsideEntry

NEXT: Final[dict[S, frozenset[S]]] = {
    S.REGISTERED: frozenset({S.PLANNED, S.EXEMPT, S.RETIRED}),
    S.PLANNED: frozenset({S.REGISTERED, S.MIGRATING, S.EXEMPT, S.RETIRED}),
    S.MIGRATING: frozenset({S.PLANNED, S.MERGED, S.EXEMPT}),
    S.MERGED: frozenset({S.RETIRED, S.MIGRATING}),
    S.RETIRED: frozenset(),
    S.EXEMPT: frozenset({S.REGISTERED, S.PLANNED, S.RETIRED}),
}


def may_go(before: S, after: S) -> bool:
    """Whether the state may follow; staying is always possible."""
    return before is after or after in NEXT[before]


def lacking(entry: OutsideEntry) -> str | None:
    """What the state needs and the entry does not say, or None."""
    if entry.state in {S.PLANNED, S.MIGRATING} and entry.planned_on is None:
        return "planned-on"
    if entry.state is S.MERGED and entry.merged_into is None:
        return "merged-into"
    if entry.state is S.EXEMPT and (not entry.exempt_reason.strip() or entry.exempt_until is None):
        return "exempt-reason-and-until"
    if entry.users is not None and entry.users_as_of is None:
        return "users-as-of"
    return None


def is_overdue(*, state: S, planned_on: date | None, exempt_until: date | None, today: date) -> bool:
    """Whether the day that was promised has passed."""
    if state in {S.PLANNED, S.MIGRATING}:
        return planned_on is not None and planned_on < today
    return state is S.EXEMPT and exempt_until is not None and exempt_until < today
