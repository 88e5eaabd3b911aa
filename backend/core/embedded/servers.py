"""PostgreSQL and Valkey together in one data folder, under one supervisor."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from backend.core.embedded.binaries import find_binaries
from backend.core.embedded.folder import DataFolder
from backend.core.embedded.postgres import SUPERUSER, EmbeddedPostgres, database_url
from backend.core.embedded.privileges import choose_identity, hand_over
from backend.core.embedded.valkey import EmbeddedValkey, redis_url
from backend.core.processes import Supervisor


@dataclass(frozen=True, kw_only=True)
class Urls:
    """Where the servers are. `superuser` is for backups and for making test databases, never for the house."""

    database: str
    redis: str
    superuser: str


class EmbeddedServers:
    """The two servers of a machine that has none of its own.

    Add more children to `supervisor` after `start`; `supervisor.run_until_signal()` then keeps all of them alive.
    Without that loop nothing is restarted, which is what a test wants.
    """

    def __init__(self, data_dir: Path, *, supervisor: Supervisor | None = None) -> None:
        self.supervisor = supervisor or Supervisor()
        self._folder = DataFolder(data_dir)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def urls(self) -> Urls:
        """Where the servers are, started by whomever. Raises: NeverStarted, DataFolderForeign."""
        return Urls(
            database=database_url(self._folder),
            redis=redis_url(self._folder),
            superuser=database_url(self._folder, role=SUPERUSER, database="postgres"),
        )

    @property
    def sockets(self) -> Path:
        """A private folder whose name is short enough for the sockets of other children too; fixed by `start`."""
        return self._folder.sockets

    def start(self) -> Urls:
        """Start both and wait until they answer; the first time this makes the database (a second or two).

        Raises:
            CannotStart: with the reason and what to do; nothing is left running.
        """
        try:
            self._folder.open()
            self._start()
        except BaseException:
            self.stop()
            raise
        return self.urls

    def stop(self) -> None:
        """Stop every child of the supervisor, later ones first, and give the data folder back."""
        self.supervisor.stop()
        self._folder.close()

    def _start(self) -> None:
        binaries = find_binaries()
        programs = (binaries.initdb, binaries.postgres, binaries.valkey)
        identity = choose_identity(folder=self._folder.root, programs=programs)
        self._folder.prepare_sockets(owner=identity.owner)
        for part in (self._folder.pg, self._folder.valkey, self._folder.sockets):
            hand_over(part, owner=identity.owner)
        postgres = EmbeddedPostgres(self._folder, binaries, identity)
        valkey = EmbeddedValkey(self._folder, binaries, identity)
        for server in (postgres, valkey):
            server.prepare()
            self.supervisor.start(server.spec())
