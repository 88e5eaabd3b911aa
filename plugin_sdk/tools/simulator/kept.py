"""Everything that people and the mini-app leave behind in one session, as one value that can be copied.

A call works on a copy; an action that ends well puts the copy in place, everything else drops it. That is the whole of
"all or nothing".
"""

import copy
from datetime import datetime
from typing import Any

from msgspec import Struct, field

Inbox = list[dict[str, Any]]


class GivenConsent(Struct, kw_only=True):
    """A consent as it was given, in the shape that the product tells it."""

    id: str
    persona: str
    purpose: str
    fields: list[str]
    text_version: str
    given_at: datetime
    expires_at: datetime
    told: dict[str, Any]
    withdrawn_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it is neither withdrawn nor past its term."""
        return self.withdrawn_at is None and at < self.expires_at


class Kept(Struct, kw_only=True):
    """Per persona: what is stored, the inbox, and uses of quotas (seconds since the epoch). Of the app: `shared`."""

    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    inbox: dict[str, Inbox] = field(default_factory=dict)
    uses: dict[str, list[float]] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)

    def copy(self) -> "Kept":
        """A copy that shares nothing with this one."""
        return copy.deepcopy(self)
