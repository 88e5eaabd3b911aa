"""The embedded Valkey, spoken to as Redis: caches, rate windows and wake-ups, nothing that may not vanish."""

import contextlib
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from backend.core.embedded.binaries import ENVIRONMENT, Binaries
from backend.core.embedded.errors import NeverStarted
from backend.core.embedded.folder import DataFolder, write_private
from backend.core.processes import ChildSpec, Identity, Surroundings

STORED_AS = "valkey"

_CONFIG = """\
port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir {folder}
daemonize no
appendonly yes
appendfsync everysec
save ""
maxmemory 128mb
maxmemory-policy allkeys-lru
"""


@dataclass(frozen=True)
class EmbeddedValkey:
    """Valkey in a data folder that is open; `prepare` before `spec`."""

    folder: DataFolder
    binaries: Binaries
    identity: Identity

    def prepare(self) -> None:
        """Make the password if there is none, and the configuration; a file, because an argument is seen by all."""
        password = self.folder.secret_or_new(STORED_AS)
        self.folder.keep_secret(STORED_AS, value=password)
        text = _CONFIG.format(
            socket=_quoted(_socket(self.folder)), password=password, folder=_quoted(self.folder.valkey)
        )
        write_private(self._config, text=text, owner=self.identity.owner)

    def spec(self) -> ChildSpec:
        """The server as a child of the supervisor."""
        return ChildSpec(
            name="valkey",
            argv=[self.binaries.valkey, self._config],
            surroundings=Surroundings(
                cwd=self.folder.valkey,
                env=ENVIRONMENT,
                identity=self.identity,
                # The lock is a must: a second server would steal the socket and write into the same file.
                keeps_open=(self.folder.lock,),
            ),
            log=self.folder.logs / "valkey.log",
            ready=self._is_ready,
        )

    @property
    def _config(self) -> Path:
        return self.folder.valkey / "valkey.conf"

    def _is_ready(self, _pid: int) -> bool:
        """It answers -LOADING until its file is read back, then +PONG."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(0.2)
            connection.connect(str(_socket(self.folder)))
            connection.sendall(f"AUTH {self.folder.secret(STORED_AS)}\r\nPING\r\nQUIT\r\n".encode())
            return b"+PONG" in b"".join(iter(lambda: connection.recv(1024), b""))
        return False


def redis_url(folder: DataFolder) -> str:
    """How the house reaches the server. Raises: NeverStarted before the first start."""
    password = folder.secret(STORED_AS)
    if password is None:
        raise NeverStarted(folder.root)
    return f"unix://:{password}@{quote(str(_socket(folder)))}"


def _socket(folder: DataFolder) -> Path:
    return folder.sockets / "valkey.sock"


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
