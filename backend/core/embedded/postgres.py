"""The embedded PostgreSQL: a cluster made once as a whole, and the spec of the server that runs on it."""

import contextlib
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from backend.core.embedded.binaries import ENVIRONMENT, Binaries
from backend.core.embedded.errors import NeverStarted, OtherMajorVersion
from backend.core.embedded.folder import DataFolder, write_private
from backend.core.processes import ChildSpec, Identity, Surroundings, run_to_end

ROLE = "kuaiban"
DATABASE = "kuaiban"
SUPERUSER = "postgres"

# Given on the command line, where neither a file nor ALTER SYSTEM can weaken them.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # After a crash everything since the last checkpoint is done again: a minute of it keeps us back within seconds.
    "checkpoint_timeout": "1min",
    "recovery_init_sync_method": "syncfs",  # two thousand files one by one take seconds on a busy disk
    "timezone": "UTC",
    "logging_collector": "off",
    # The log must not know what people wrote: no statements, no parameters, and no DETAIL, which quotes column values.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}

# Whom the server lets in: local connections with a password; replication for backups by the superuser only.
_HOST_BASED_ACCESS = f"""\
local all {SUPERUSER} scram-sha-256
local all {ROLE} scram-sha-256
local replication {SUPERUSER} scram-sha-256
"""

_CREATE = f"""\
CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
GRANT pg_checkpoint TO {ROLE};
CREATE DATABASE {DATABASE} OWNER {ROLE};
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
"""


# Where postmaster.pid holds the server's state (pidfile.h: LOCK_FILE_LINE_PM_STATUS, counted from 0).
_STATUS_LINE = 7


@dataclass(frozen=True)
class EmbeddedPostgres:
    """PostgreSQL in a data folder that is open; `prepare` before `spec`."""

    folder: DataFolder
    binaries: Binaries
    identity: Identity

    @property
    def cluster(self) -> Path:
        """The cluster's own folder; it exists only when it is complete."""
        return self.folder.pg / "data"

    def prepare(self) -> None:
        """Make the cluster if there is none, new passwords if they were lost, and the access rules.

        Raises:
            OtherMajorVersion: the cluster is not of this PostgreSQL.
            ChildFailed: initdb or the single-user server failed.
        """
        if self.cluster.exists():
            self._check_version()
        else:
            self._create()
        if self.folder.secret(ROLE) is None or self.folder.secret(SUPERUSER) is None:
            self._set_passwords(self.cluster)
        write_private(self._access_file, text=_HOST_BASED_ACCESS, owner=self.identity.owner)

    def spec(self) -> ChildSpec:
        """The server as a child of the supervisor."""
        # The value is a list of names: a path with a space or a comma needs its quotes.
        sockets = str(self.folder.sockets).replace('"', '""')
        settings = {**SETTINGS, "unix_socket_directories": f'"{sockets}"', "hba_file": str(self._access_file)}
        return ChildSpec(
            name="postgres",
            argv=[
                self.binaries.postgres,
                "-D",
                self.cluster,
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            surroundings=self._surroundings(),
            # Fast shutdown: SIGTERM would wait for the clients to leave.
            stop_signal=signal.SIGINT,
            stop_timeout_seconds=30,
            # Recovery after a crash replays the log; that is allowed to take its time.
            ready_timeout_seconds=300,
            log=self.folder.logs / "postgres.log",
            ready=self._is_ready,
            before_start=self._remove_stale_pid_file,
        )

    @property
    def _access_file(self) -> Path:
        return self.folder.pg / "pg_hba.conf"

    @property
    def _pid_file(self) -> Path:
        return self.cluster / "postmaster.pid"

    def _surroundings(self) -> Surroundings:
        return Surroundings(cwd=self.folder.pg, env=ENVIRONMENT, identity=self.identity, keeps_open=(self.folder.lock,))

    def _check_version(self) -> None:
        ours = run_to_end([self.binaries.postgres, "--version"], surroundings=self._surroundings())
        major = ours.split()[-1].partition(".")[0]
        try:
            found = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            found = "?"
        if found != major:
            raise OtherMajorVersion(self.cluster, found=found, ours=major)

    def _create(self) -> None:
        """Build the cluster aside and rename it when it is complete: a broken first start leaves nothing half made."""
        fresh = self.folder.pg / "new"
        shutil.rmtree(fresh, ignore_errors=True)
        run_to_end(
            [
                self.binaries.initdb,
                f"--pgdata={fresh}",
                f"--username={SUPERUSER}",
                "--encoding=UTF8",
                # Built in: sorts and classifies alike on every host. The packaged server has no ICU.
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                # Our own rules come by -c hba_file; a server started without them lets nobody in.
                "--auth=reject",
            ],
            surroundings=self._surroundings(),
        )
        self._run_single_user(fresh, sql=_CREATE)
        self._set_passwords(fresh)
        fresh.rename(self.cluster)
        _sync_folder(self.folder.pg)

    def _set_passwords(self, cluster: Path) -> None:
        """Give both roles their stored or new passwords; stored only afterwards, so that a lost file heals itself."""
        passwords = {role: self.folder.secret_or_new(role) for role in (ROLE, SUPERUSER)}
        # The generated alphabet holds no quote. The SQL goes through stdin: no process list or log shows it.
        sql = "".join(f"ALTER ROLE {role} PASSWORD '{password}';\n" for role, password in passwords.items())
        self._run_single_user(cluster, sql=sql)
        for role, password in passwords.items():
            self.folder.keep_secret(role, value=password)

    def _run_single_user(self, cluster: Path, *, sql: str) -> None:
        quiet = ("exit_on_error=on", "log_min_error_statement=panic", "password_encryption=scram-sha-256")
        options = [part for setting in quiet for part in ("-c", setting)]
        argv: list[str | Path] = [self.binaries.postgres, "--single", "-D", cluster, *options, "postgres"]
        run_to_end(argv, surroundings=self._surroundings(), text=sql)

    def _is_ready(self, pid: int) -> bool:
        """The server writes its state into the last line; the pid tells it from the file of a crashed predecessor."""
        with contextlib.suppress(FileNotFoundError):
            lines = self._pid_file.read_text().splitlines()
            return len(lines) > _STATUS_LINE and lines[0] == str(pid) and lines[_STATUS_LINE].strip() == "ready"
        return False

    def _remove_stale_pid_file(self) -> None:
        """Delete the file of a crashed server: PostgreSQL refuses to start while the process that it names lives.

        After a restart of a container that is often a stranger with the same number. We hold the folder's lock, so only
        a server started by hand can be a real one: that one is left alone.
        """
        try:
            pid = int(self._pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if not Path("/proc/self").is_dir() or _is_postgres_in(self.cluster, pid=pid):
            return
        self._pid_file.unlink(missing_ok=True)


def database_url(folder: DataFolder, *, role: str = ROLE, database: str = DATABASE) -> str:
    """How `role` reaches a database. Raises: NeverStarted before the first start."""
    password = folder.secret(role)
    if password is None:
        raise NeverStarted(folder.root)
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(folder.sockets))}"


def _is_postgres_in(cluster: Path, *, pid: int) -> bool:
    process = Path("/proc") / str(pid)
    try:
        # "postgres (deleted)" after the package was upgraded under a running server.
        return (process / "exe").readlink().name.split(" ")[0] == "postgres" and (process / "cwd").samefile(cluster)
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
