"""`kuaiban up`: the whole product in the foreground. Ctrl-C stops everything in order, last started first."""

import asyncio
import os
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import msgspec

from backend.core.embedded.servers import EmbeddedServers
from backend.core.processes import ChildSpec, Supervisor, Surroundings
from backend.core.settings import Settings, environment, inherited
from backend.demo import people
from backend.operation import keys, lan, prepared
from backend.operation.door import must_be_free

PYTHON = sys.executable
FACTORY = "backend.operation.web:create_app"
GRANIAN = [
    PYTHON, "-m", "backend.operation.web", "--interface", "asgi", "--factory", FACTORY, "--loop", "uvloop",
    "--no-ws", "--respawn-failed-workers", "--respawn-interval", "0.1", "--workers-kill-timeout", "4",
    "--log-level", "warning", "--http1-header-read-timeout", "10000", "--backlog", "2048",
]  # fmt: skip
Say = Callable[[str], None]


def up(settings: Settings, *, say: Say) -> int:
    """Start everything, print where it is, keep it alive; the exit status.

    Raises:
        CannotStart: with the reason and what to do; nothing is left running.
    """
    must_be_free(settings)
    keys.ensure(settings)
    with Supervisor() as supervisor:
        servers = EmbeddedServers(settings.data, supervisor=supervisor)
        settings = _with_servers(settings, servers)
        began = time.monotonic()
        pages, *more = [_web(settings, number) for number in range(1, settings.workers + 1)]
        later = [pages, _child("sandbox", settings, "sandbox"), *more, _child("worker", settings, "worker")]
        if not _is_prepared(settings):
            supervisor.start(later.pop(1))  # publication compiles in it; else people need the pages first
            _prepare(settings)
        for child in later:
            supervisor.start(child)
        say(f"  ready after {time.monotonic() - began:.1f} s\n")
        _welcome(settings, say)
        return supervisor.run_until_signal()


def _with_servers(settings: Settings, servers: EmbeddedServers) -> Settings:
    """Start what is embedded; with both URLs set nothing embedded starts."""
    if settings.database_url is None or settings.redis_url is None:
        urls = servers.start()
        settings = msgspec.structs.replace(
            settings,
            database_url=settings.database_url or urls.database,
            redis_url=settings.redis_url or urls.redis,
            sandbox_socket=settings.sandbox_socket or servers.sockets / "sandbox.sock",
        )
    return settings


def _welcome(settings: Settings, say: Say) -> None:
    """Where it is and who one can be."""
    if settings.demo_codes:
        say(lan.picture(settings.public_url))
        lan.save_picture(settings.public_url, to=settings.data / "address.png")
        say(f"the same as a picture: {settings.data / 'address.png'}")
        say("one-time demo codes: " + "  ".join(settings.demo_codes))
    say(f"甘快办 Gansu Kuaiban: {settings.public_url}")
    if settings.demo:
        say("\nsign in as (personas of the demo world, all invented):\n" + people.as_table())
    say("\nCtrl-C stops everything.")


def serve(settings: Settings) -> None:
    """Become granian: the web process of one machine, in the foreground."""
    argv = _granian(settings, workers=settings.workers)
    os.execve(argv[0], argv, _environment(settings))  # noqa: S606 - our own interpreter


def _is_prepared(settings: Settings) -> bool:
    return asyncio.run(prepared.is_prepared(settings.database_url or "", wanted=prepared.form(settings)))


def _prepare(settings: Settings) -> None:
    """Run `kuaiban prepare` to its end; its own process, so that this one stays small and single-threaded."""
    subprocess.run([PYTHON, "-m", "backend.cli", "prepare"], env=_environment(settings), check=True)


def _web(settings: Settings, number: int) -> ChildSpec:
    """One of the web processes that share the port.

    Each is kept alive by itself: granian gives up with all of its workers when one dies twice within seconds, and
    nobody would answer until it is back.
    """
    argv = _granian(settings, workers=1)
    return _spec(f"web-{number}", argv, settings, ready=lambda _pid: _answers(settings))


def _granian(settings: Settings, *, workers: int) -> list[str]:
    argv = [*GRANIAN, "--workers", str(workers), "--host", settings.host, "--port", str(settings.port)]
    if settings.tls_certificate and settings.tls_key:
        argv += ["--ssl-certificate", str(settings.tls_certificate), "--ssl-keyfile", str(settings.tls_key)]
    return argv


def _child(name: str, settings: Settings, command: str) -> ChildSpec:
    return _spec(name, [PYTHON, "-m", "backend.cli", command], settings)


def _spec(
    name: str, argv: list[str], settings: Settings, ready: Callable[[int], bool] = lambda _pid: True
) -> ChildSpec:
    return ChildSpec(
        name=name,
        argv=argv,
        surroundings=Surroundings(cwd=Path.cwd(), env=_environment(settings)),
        log=settings.data / "logs" / f"{name}.log",
        ready=ready,
    )


def _environment(settings: Settings) -> dict[str, str]:
    metrics = settings.data / "run-metrics"
    metrics.mkdir(parents=True, exist_ok=True)
    return inherited() | environment(settings) | {"PROMETHEUS_MULTIPROC_DIR": str(metrics)}


def _answers(settings: Settings) -> bool:
    scheme = "https" if settings.tls_certificate else "http"
    trusted = ssl.create_default_context(cafile=settings.tls_certificate) if settings.tls_certificate else None
    address = f"{scheme}://127.0.0.1:{settings.port}/health/live"
    try:
        with urllib.request.urlopen(address, timeout=0.5, context=trusted) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004
    except OSError:
        return False
