"""The life of a version: who may move it from where to where. Pure."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Publication states, as item libraries name them."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    PUBLISHED = "published"
    CHANGING = "changing"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What somebody does with a version."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    CANCEL = "cancel"


STATE_TITLES: Final = {
    State.DRAFT: "待提交", State.SUBMITTED: "待审核", State.REJECTED: "驳回", State.PUBLISHED: "已发布",
    State.CHANGING: "变更中", State.CANCELLED: "已取消",
}  # fmt: skip
ACTION_TITLES: Final = {
    Action.SUBMIT: "提交", Action.APPROVE: "审核通过", Action.REJECT: "驳回", Action.CANCEL: "取消",
}  # fmt: skip
MOVES: Final = {
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    (State.REJECTED, Action.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Action.APPROVE): State.PUBLISHED,
    (State.SUBMITTED, Action.REJECT): State.REJECTED,
    (State.DRAFT, Action.CANCEL): State.CANCELLED,
    (State.SUBMITTED, Action.CANCEL): State.CANCELLED,
    (State.REJECTED, Action.CANCEL): State.CANCELLED,
    (State.PUBLISHED, Action.CANCEL): State.CANCELLED,
    (State.CHANGING, Action.CANCEL): State.CANCELLED,
}
OPEN: Final = frozenset({State.DRAFT, State.SUBMITTED, State.REJECTED})
LIVE: Final = frozenset({State.PUBLISHED, State.CHANGING})
REASONED: Final = frozenset({Action.REJECT, Action.CANCEL})
APPROVING: Final = frozenset({Action.APPROVE, Action.REJECT})


def next_state(state: State, action: Action) -> State | None:
    """Where the action leads, or None when it does not begin in this state."""
    return MOVES.get((state, action))
