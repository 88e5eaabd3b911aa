"""PostgreSQL and Valkey from Python packages, run by ourselves on one machine without any TCP port.

Only the packages' binaries are used. Their Python layers widen permissions, trust every connection and kill at exit.
"""

from backend.core.embedded.servers import EmbeddedServers, Urls

__all__ = ["EmbeddedServers", "Urls"]
