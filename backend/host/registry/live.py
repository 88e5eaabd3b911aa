"""Which mini-apps are live: the studio's port `LiveApps`, answered from the registry."""

from backend.host.registry import service


class RegisteredApps:
    """Every mini-app with a live release."""

    async def ids(self) -> frozenset[str]:
        """Their ids, as this process last read them."""
        return frozenset(one.id for one in await service.available())
