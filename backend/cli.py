"""The operator's command `kuaiban`. Every command reads the settings, says what is wrong with them, then acts."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from backend.core import settings as configuration
from backend.core.loading import loading
from backend.core.settings import Settings, SettingsRefused

app = typer.Typer(no_args_is_help=True, add_completion=True, help="甘快办 Gansu Kuaiban: the operator's command.")
WRONG_SETTINGS = 2


def main() -> None:
    """The console script; a wrong setting ends with its name, reason and example, never with a traceback."""
    app()


@app.command()
def up(
    *, lan: Annotated[bool, typer.Option("--lan", help="HTTPS on the network address, with QR code")] = False
) -> None:
    """Run the whole product in the foreground; Ctrl-C ends it in order."""
    from backend.core.processes import CannotStart
    from backend.operation import lan as network
    from backend.operation.up import up as run

    settings = _settings()
    try:
        raise SystemExit(run(network.widened(settings) if lan else settings, say=typer.echo))
    except (CannotStart, network.NoNetwork) as error:
        _fail(str(error))


@app.command()
def prepare() -> None:
    """Migrations, seed data, demo world, bundled mini-apps; twice changes nothing."""
    with loading():
        from backend.operation.prepare import prepare as run

    asyncio.run(run(_with_database(), say=typer.echo))


@app.command()
def web() -> None:
    """Serve HTTP with granian; the foreground process of one web machine."""
    from backend.operation.up import serve

    serve(_with_database())


@app.command()
def worker() -> None:
    """Work off jobs and do the periodic work."""
    with loading():
        import uvloop

        from backend.operation.worker import work

    uvloop.run(work(_with_database()))


@app.command()
def sandbox() -> None:
    """Run mini-app workers behind a unix socket."""
    with loading():
        from backend.operation.sandbox import serve

    serve(_settings())


@app.command()
def migrate() -> None:
    """Bring the database to the newest shape."""
    from backend.core.migrate import migrate as run

    asyncio.run(run(_with_database().database_url or ""))


@app.command("check-config")
def check_config() -> None:
    """Read the settings and the key ring; say every problem, or that there is none."""
    from backend.core.crypto.errors import KeyRingRefused
    from backend.core.crypto.keyring import KeyRing

    settings = _settings()
    try:
        if settings.keys is not None:
            KeyRing.load(settings.keys, allow_demo=settings.mode is configuration.Mode.DEVELOPMENT)
    except KeyRingRefused as error:
        _fail(f"KUAIBAN_KEYS: {error}")
    typer.echo(f"settings are good ({settings.mode})")


@app.command()
def keys(path: Annotated[Path, typer.Argument(help="Where the new key ring goes")]) -> None:
    """Make a key ring for production, readable by its owner only."""
    from backend.operation.keys import create

    try:
        create(path, demo=False)
    except FileExistsError as error:
        _fail(str(error))
    typer.echo(f"wrote {path}; keep a copy apart from the backups")


@app.command()
def complete_keys(path: Annotated[Path, typer.Argument(help="Where the key ring is")]) -> None:
    """Add the keys that a newer version wants to a ring that is there; what is in it stays."""
    from backend.core.crypto.errors import KeyRingRefused
    from backend.core.crypto.keyring import KeyRing

    try:
        KeyRing.complete(path)
    except KeyRingRefused as error:
        _fail(str(error))
    typer.echo(f"{path} is complete; keep a copy apart from the backups")


@app.command()
def demo(scale: Annotated[int, typer.Option(help="Residents to add beside the personas")] = 0) -> None:
    """Build the demo world, if wanted a large one."""
    from backend.operation.demo import build

    asyncio.run(build(_with_database(), scale=scale, say=typer.echo))


@app.command()
def load_year(
    year: Annotated[int, typer.Argument(help="The year that the notice arranges")],
    file: Annotated[
        Path, typer.Argument(help="CSV: day,kind,name (holiday or workday), source and evidence if wanted")
    ],
    *,
    document: Annotated[str, typer.Option(help="The notice's number, like 国办发明电〔2025〕7号")],
    issued_on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Its date")],
    check: Annotated[bool, typer.Option("--check", help="Say what is wrong, load nothing")] = False,
) -> None:
    """Load a year's holidays and swapped working days from the State Council's notice."""
    from backend.operation.working_days import command_of, load

    settings = _with_database()
    try:
        command = command_of(year, file=file, document=document, issued_on=issued_on.date(), check_only=check)
    except ValueError as error:
        _fail(str(error))
    if not asyncio.run(load(settings, command=command, say=typer.echo)):
        raise typer.Exit(1)


@app.command()
def personas(*, json: Annotated[bool, typer.Option("--json", help="Machine-readable")] = False) -> None:
    """Who lives in the demo world."""
    from backend.demo import people

    typer.echo(people.as_json() if json else people.as_table())


@app.command()
def backup(to: Annotated[Path, typer.Argument(help="The file to write")]) -> None:
    """Write a dump of the database; the key ring is not in it."""
    from backend.operation import backup as dumps

    try:
        dumps.backup(_with_database().database_url or "", to=to)
    except dumps.BackupFailed as error:
        _fail(str(error))
    typer.echo(f"wrote {to} ({to.stat().st_size} bytes)")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file of `kuaiban backup`")]) -> None:
    """Replace the database's content by a dump's: all of it or nothing."""
    from backend.operation import backup as dumps

    try:
        dumps.restore(_with_database().database_url or "", source=source)
    except dumps.BackupFailed as error:
        _fail(str(error))
    typer.echo(f"restored {source}")


@app.command("audit-export")
def audit_export(
    log: Annotated[Path, typer.Argument(help="Where the log goes (JSON Lines)")],
    public_keys: Annotated[Path, typer.Argument(help="Where the public keys go")],
) -> None:
    """Write the audit log and the public keys for `backend/core/audit/verify_log.py`."""
    from backend.operation import audit

    count = asyncio.run(audit.write(_with_database(), log=log, keys=public_keys))
    typer.echo(f"wrote {count} entries to {log}; give {public_keys} to the auditor by another way")


def _settings() -> Settings:
    try:
        return configuration.load()
    except SettingsRefused as refused:
        for problem in refused.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(WRONG_SETTINGS) from refused


def _with_database() -> Settings:
    """The settings with a database: named, or the embedded one that `kuaiban up` keeps running in the data folder."""
    from backend.operation.where import with_running_servers

    settings = with_running_servers(_settings())
    if settings.database_url is None:
        _fail("DATABASE_URL is not set and nothing runs in KUAIBAN_DATA; start `kuaiban up` first")
    return settings


def _fail(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    main()
