"""One session of the simulator: the mini-app, the people, the clock, and what all of them leave behind."""

import threading
from collections import deque
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from plugin_sdk.contract.record import CallRecord
from plugin_sdk.tools.problem import Problem
from plugin_sdk.tools.simulator import quotas
from plugin_sdk.tools.simulator.clock import Clock
from plugin_sdk.tools.simulator.consents import Consents
from plugin_sdk.tools.simulator.engines import Engine
from plugin_sdk.tools.simulator.gestures import Tokens
from plugin_sdk.tools.simulator.kept import Kept
from plugin_sdk.tools.simulator.package import Package, load
from plugin_sdk.tools.simulator.personas import Persona, personas
from plugin_sdk.tools.simulator.refusals import Refused

CALLS_KEPT = 50
MOST_FILE_BYTES = 10 * 1024 * 1024


class CallEntry(Struct, frozen=True, kw_only=True):
    """One call as the author sees it; `record` plays it again with `gkb replay`."""

    id: str
    at: str
    kind: str
    name: str
    milliseconds: float
    fuel: int | None
    host_calls: list[dict[str, Any]]
    log: list[str]
    error: dict[str, Any] | None
    record: CallRecord


class World:
    """Everything that lives as long as `gkb dev` runs. `lock` is held by whoever runs a call or changes anything."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self.lock = threading.RLock()
        self.package: Package | None = None
        self.load_problems: list[Problem] = []
        self.review_problems: list[Problem] = []
        self.run_problems: dict[str, Problem] = {}
        self.clock = Clock()
        self.persona: Persona = next(iter(personas().values()))
        self.calls: deque[CallEntry] = deque(maxlen=CALLS_KEPT)
        self.forget()

    def forget(self) -> None:
        """Begin again: nothing stored, nobody has agreed to anything, the clock runs."""
        with self.lock:
            self.kept = Kept()
            self.read_uses: quotas.Uses = {}
            self.call_uses: quotas.Uses = {}
            self.consents = Consents()
            self.tokens = Tokens()
            self.attempts: dict[str, bytes] = {}
            self.files: list[dict[str, Any]] = []
            self.calls.clear()
            self.run_problems = {}
            self.clock.set_to(None)

    def reload(self) -> bool:
        """Read and compile the project again. A broken one keeps the last good package; whether it is a good one."""
        package, problems = load(self.folder, self.engine)
        with self.lock:
            self.load_problems = problems
            self.review_problems = []  # they were about the source before
            if package is not None:
                self.package = package
                self.run_problems = {}
        return package is not None

    def ready(self) -> Package:
        """The package that runs.

        Raises:
            Refused: `simulator.no-package`, while there is none.

        """
        if self.package is None:
            raise Refused("simulator.no-package")
        return self.package

    def be(self, persona: str) -> None:
        """Become somebody else.

        Raises:
            Refused: `simulator.unknown-persona`.

        """
        if persona not in personas():
            raise Refused("simulator.unknown-persona")
        with self.lock:
            self.persona = personas()[persona]

    @property
    def problems(self) -> list[Problem]:
        """What is wrong now: first what keeps it from running, then what went wrong running, then the review's."""
        return [*self.load_problems, *self.run_problems.values(), *self.review_problems]

    def note(self, entry: CallEntry) -> None:
        """Keep a call, the newest first."""
        self.calls.appendleft(entry)

    def record(self, call_id: str) -> CallRecord:
        """The record of a call that is still in the list.

        Raises:
            Refused: `core.not-found`.

        """
        found = next((entry.record for entry in self.calls if entry.id == call_id), None)
        if found is None:
            raise Refused("core.not-found")
        return found

    def keep_attempt(self, key: str, answer: dict[str, Any]) -> None:
        """Remember what an Idempotency-Key was answered with."""
        if key:
            self.attempts[key] = msgspec.json.encode(answer)
