"""What the studio needs from above: which mini-apps are live. The root binds it."""

from typing import Protocol


class LiveApps(Protocol):
    """The mini-apps that a step may name."""

    async def ids(self) -> frozenset[str]:
        """Of all that are live."""
        ...


class NoApps:
    """No host is bound, so no mini-app is live."""

    async def ids(self) -> frozenset[str]:
        """None."""
        return frozenset()


class _Bound:
    """What the composition root gave."""

    apps: LiveApps = NoApps()


def bind_apps(apps: LiveApps) -> None:
    """Let this be the word on mini-apps."""
    _Bound.apps = apps


def apps() -> LiveApps:
    """The word on mini-apps."""
    return _Bound.apps
