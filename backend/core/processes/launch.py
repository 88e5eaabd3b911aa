"""Starting one process: closed descriptors, own session, chosen identity, death with its parent."""

import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, SIGTERM

from backend.core.processes.errors import ChildFailed
from backend.core.processes.identity import AsIs, Identity, entering


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a process lives in. `env` is all it gets; `keeps_open` are the descriptors that it inherits."""

    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    identity: Identity = field(default_factory=AsIs)
    keeps_open: tuple[int, ...] = ()


def launch(
    argv: Sequence[str | Path],
    *,
    surroundings: Surroundings,
    death_signal: int = SIGTERM,
    stdin: int = subprocess.DEVNULL,
    output: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process; `output` takes stdout and stderr, None is the terminal.

    Raises:
        RuntimeError: called outside the main thread; the end of another thread would be taken for the parent's death.
        ChildFailed: not executable, or the identity or the folder cannot be entered.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("children start in the main thread only")
    try:
        return subprocess.Popen(
            list(argv),
            env=dict(surroundings.env),
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            # Own session: Ctrl-C reaches the supervisor alone, which then stops everything in order.
            start_new_session=True,
            pass_fds=surroundings.keeps_open,
            preexec_fn=entering(surroundings.identity, cwd=surroundings.cwd, death_signal=death_signal),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ChildFailed(Path(argv[0]).name, happened=str(error)) from error


def run_to_end(argv: Sequence[str | Path], *, surroundings: Surroundings, text: str = "", seconds: float = 120) -> str:
    """Run a short command, feed it `text`, give back what it wrote.

    Raises:
        ChildFailed: it cannot be started, ended with an error, or took longer than `seconds`.
    """
    name = Path(argv[0]).name
    with launch(
        argv,
        surroundings=surroundings,
        death_signal=SIGKILL,
        stdin=subprocess.PIPE,
        output=subprocess.PIPE,
    ) as process:
        try:
            written = process.communicate(text.encode(), timeout=seconds)[0].decode(errors="replace")
        except subprocess.TimeoutExpired as error:
            raise ChildFailed(name, happened=f"no end after {seconds:g} s") from error
        finally:
            process.kill()
    if process.returncode != 0:
        raise ChildFailed(name, happened=f"exit status {process.returncode}", last_lines=written[-2000:])
    return written
