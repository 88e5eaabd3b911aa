"""Settings: read once from the environment, checked whole, refused with name, reason and example.

Only this module reads the environment (12-factor, `KUAIBAN_*`). docs/settings.md lists every name; a test compares.
"""

import os
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

# Piccolo finds its engine through this name at import time; the house has one engine, so there is nothing to choose.
os.environ.setdefault("PICCOLO_CONF", "backend.piccolo_conf")


class Mode(StrEnum):
    """How strict the start-up checks are: production refuses everything made for trying out."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SettingsRefused(Exception):
    """At least one setting is wrong; `problems` says name, reason and an example for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that may differ between two installations. Absent URLs mean the embedded servers."""

    mode: Mode = Mode.DEVELOPMENT
    demo: bool = False
    demo_codes: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path("data")
    database_url: str | None = None
    redis_url: str | None = None
    keys: Path | None = None
    workers: int = 2
    sandboxes: int = 2
    public_url: str = "http://127.0.0.1:8000"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    metrics_token: str | None = None
    sandbox_socket: Path | None = None
    s3_endpoint: str | None = None
    s3_bucket: str | None = None
    s3_key: str | None = None
    s3_secret: str | None = None
    s3_region: str = "us-east-1"
    scanner: str | None = None
    log_level: str = "INFO"

    @property
    def keys_file(self) -> Path:
        """Where the key ring lies; in development it is made there at the first start."""
        return self.keys or self.data / "secrets" / "keys.json"

    @property
    def sandbox_address(self) -> Path:
        """The unix socket on which `kuaiban sandbox` answers."""
        return self.sandbox_socket or self.data / "run" / "sandbox.sock"


# name -> (field, example). The examples stand in refusals and in docs/settings.md.
NAMES: dict[str, tuple[str, str]] = {
    "KUAIBAN_MODE": ("mode", "production"),
    "KUAIBAN_DEMO": ("demo", "1"),
    "KUAIBAN_DEMO_CODES": ("demo_codes", "K7P2M9QX,4TRW8HND"),
    "KUAIBAN_HOST": ("host", "127.0.0.1"),
    "KUAIBAN_PORT": ("port", "8000"),
    "KUAIBAN_DATA": ("data", "./data"),
    "DATABASE_URL": ("database_url", "postgresql://kuaiban:secret@db.example/kuaiban"),
    "REDIS_URL": ("redis_url", "redis://cache.example:6379/0"),
    "KUAIBAN_KEYS": ("keys", "/etc/kuaiban/keys.json"),
    "KUAIBAN_WORKERS": ("workers", "2"),
    "KUAIBAN_SANDBOXES": ("sandboxes", "2"),
    "KUAIBAN_PUBLIC_URL": ("public_url", "https://kuaiban.example"),
    "KUAIBAN_TLS_CERTIFICATE": ("tls_certificate", "/etc/kuaiban/tls.crt"),
    "KUAIBAN_TLS_KEY": ("tls_key", "/etc/kuaiban/tls.key"),
    "KUAIBAN_METRICS_TOKEN": ("metrics_token", "a long random text"),
    "KUAIBAN_SANDBOX_SOCKET": ("sandbox_socket", "/run/kuaiban/sandbox.sock"),
    "KUAIBAN_S3_ENDPOINT": ("s3_endpoint", "https://objects.example"),
    "KUAIBAN_S3_BUCKET": ("s3_bucket", "kuaiban-files"),
    "KUAIBAN_S3_KEY": ("s3_key", "the access key's id"),
    "KUAIBAN_S3_SECRET": ("s3_secret", "the access key's secret"),
    "KUAIBAN_S3_REGION": ("s3_region", "cn-northwest-1"),
    "KUAIBAN_SCANNER": ("scanner", "tcp://clamd.example:3310"),
    "KUAIBAN_LOG_LEVEL": ("log_level", "INFO"),
}
MOST_PROCESSES = 64  # more than this on one machine is a typing error, not a wish
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; with no argument, the process's environment.

    Raises:
        SettingsRefused: with one line for every setting that is wrong.
    """
    source = os.environ if environ is None else environ
    problems: list[str] = [f"{name}: no such setting" for name in _unknown(source)]
    values: dict[str, object] = {}
    for name, (field, example) in NAMES.items():
        if raw := source.get(name, ""):
            try:
                values[field] = _convert(field, raw)
            except ValueError as error:
                problems.append(f"{name}={raw!r}: {error}; for example {name}={example}")
    values.setdefault("public_url", f"http://127.0.0.1:{values.get('port', Settings().port)}")
    settings = msgspec.convert(values, Settings)
    problems += _contradictions(settings)
    if problems:
        raise SettingsRefused(problems)
    return settings


def environment(settings: Settings) -> dict[str, str]:
    """The environment that makes a child process load these same settings."""
    texts = {name: _text(getattr(settings, field)) for name, (field, _) in NAMES.items()}
    return {name: text for name, text in texts.items() if text is not None}


def inherited() -> dict[str, str]:
    """What a child may inherit from our own environment: paths and language, never another setting or secret."""
    keep = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "PYTHONWARNINGS", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in keep if name in os.environ}


def _unknown(source: Mapping[str, str]) -> list[str]:
    return sorted(name for name in source if name.startswith("KUAIBAN_") and name not in NAMES)


def _convert(field: str, raw: str) -> object:
    return CONVERTERS.get(field, str)(raw)


def _flag(raw: str) -> bool:
    if raw not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return raw == "1"


def _whole(raw: str, *, least: int, most: int) -> int:
    if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
        raise ValueError(f"must be a whole number from {least} to {most}")
    return int(raw)


def _url(raw: str, *starts: str) -> str:
    if not raw.startswith(starts):
        raise ValueError(f"must begin with {' or '.join(starts)}")
    return raw


def _path(raw: str) -> Path:
    return Path(raw).expanduser().absolute()


def _level(raw: str) -> str:
    if raw not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return raw


CONVERTERS: dict[str, Callable[[str], object]] = {
    "mode": Mode,
    "demo": _flag,
    "demo_codes": lambda raw: tuple(raw.split(",")),
    "port": lambda raw: _whole(raw, least=1, most=65535),
    "data": _path,
    "database_url": lambda raw: _url(raw, "postgresql://", "postgres://"),
    "redis_url": lambda raw: _url(raw, "redis://", "rediss://", "unix://"),
    "keys": _path,
    "workers": lambda raw: _whole(raw, least=1, most=MOST_PROCESSES),
    "sandboxes": lambda raw: _whole(raw, least=1, most=MOST_PROCESSES),
    "public_url": lambda raw: _url(raw, "http://", "https://").rstrip("/"),
    "tls_certificate": _path,
    "tls_key": _path,
    "sandbox_socket": _path,
    "s3_endpoint": lambda raw: _url(raw, "http://", "https://").rstrip("/"),
    "scanner": lambda raw: _url(raw, "tcp://", "unix:///"),
    "log_level": _level,
}


def _contradictions(settings: Settings) -> list[str]:
    problems = []
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        problems.append("KUAIBAN_TLS_CERTIFICATE and KUAIBAN_TLS_KEY: give both or neither")
    if (
        len({one is None for one in (settings.s3_endpoint, settings.s3_bucket, settings.s3_key, settings.s3_secret)})
        > 1
    ):
        problems.append("KUAIBAN_S3_ENDPOINT, _BUCKET, _KEY and _SECRET: give all four or none")
    if settings.mode is Mode.PRODUCTION:
        problems += _unfit_for_production(settings)
    return problems


def _unfit_for_production(settings: Settings) -> list[str]:
    """Production refuses demo sign-in, keys made on the spot, embedded servers and plain HTTP to the public."""
    wanted = {
        "KUAIBAN_DEMO: demo sign-in lets anybody be anybody; unset it in production": not settings.demo,
        "KUAIBAN_KEYS: production needs its own key ring; make one with `kuaiban keys`": settings.keys,
        "DATABASE_URL: production needs a managed PostgreSQL, not the embedded one": settings.database_url,
        "REDIS_URL: production needs a Redis of its own, not the embedded one": settings.redis_url,
        "KUAIBAN_SCANNER: production keeps no file that nobody looked at; give a clamd": settings.scanner,
        "KUAIBAN_METRICS_TOKEN: production metrics must not be open": settings.metrics_token,
        "KUAIBAN_PUBLIC_URL: must begin with https:// in production": settings.public_url.startswith("https://"),
    }
    return [problem for problem, fulfilled in wanted.items() if not fulfilled]


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "1" if value else None
    if isinstance(value, tuple):
        return ",".join(value) or None
    return None if value is None else str(value)


def metrics_folder() -> str | None:
    """Where several web processes share their counters; prometheus_client reads the name by itself at import."""
    return os.environ.get("PROMETHEUS_MULTIPROC_DIR")
