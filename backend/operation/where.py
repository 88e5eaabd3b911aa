"""Finds the servers that another `kuaiban up` keeps running in the data folder."""

import msgspec

from backend.core.embedded.servers import EmbeddedServers
from backend.core.processes import CannotStart
from backend.core.settings import Settings


def with_running_servers(settings: Settings) -> Settings:
    """The settings, completed by what runs in the data folder; unchanged where nothing ever ran."""
    if settings.database_url is not None:
        return settings
    servers = EmbeddedServers(settings.data)
    try:
        urls = servers.urls
    except CannotStart:
        return settings
    return msgspec.structs.replace(
        settings,
        database_url=urls.database,
        redis_url=settings.redis_url or urls.redis,
        sandbox_socket=settings.sandbox_socket or servers.sockets / "sandbox.sock",
    )
