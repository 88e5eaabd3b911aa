"""Runs in a process of its own: load a package as the sandbox does, draw its pages, try its actions, and tell.

The same finder, builtins, clock and refusals as in the runtime; only the wall of WebAssembly is missing. Standard
library only, and started as a file, because it runs before anything is on the path.
"""

import contextlib
import faulthandler
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from plugin_sdk.guest import display, forms, ui  # the path had to come first
from plugin_sdk.guest.capabilities import CapabilityRefused  # as above
from plugin_sdk.guest.context import Context  # as above
from plugin_sdk.runtime.inside import stand_ins  # as above
from plugin_sdk.runtime.inside.call_state import CALL  # as above
from plugin_sdk.runtime.inside.packages import FINDER, compiled  # as above
from plugin_sdk.tools.drawing.drawn_host import DrawnHost  # as above
from plugin_sdk.tools.drawing.sample_answers import nonsense, sample_taps  # as above
from plugin_sdk.tools.drawing.sample_person import NOW  # as above

Part = dict[str, object]

CONSOLE = sys.stderr  # kept: the stand-ins replace it

MOST_STEPS = 1_000_000
"""Executed lines of one call, after which it is stopped at the line where it is: nothing honest needs a tenth."""
MOST_MEMORY = 1024**3
"""Bytes of this process, where the system can limit them: sixteen times what a call has on the platform."""

MOST_TAPS = 40
"""Things done on the pages of one package, in each language."""

WRONG_ANSWER = "a handler answers with what ui.screen(...), done(...), invalid(...) or go_to(...) build"


class TooManySteps(BaseException):
    """The call does not end. No Exception, so that an author's `except Exception` lets it pass."""


class Steps:
    """Counts executed lines of Python, which is the same on every machine, unlike time."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "Steps":
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _trace(self, _frame: FrameType, event: str, _argument: object, /) -> Callable[[FrameType, str, Any], Any]:
        if event == "line":
            self.count += 1
            if self.count > MOST_STEPS:
                raise TooManySteps(f"more than {MOST_STEPS} lines were executed")
        return self._trace


class Builders:
    """Notes for every part that a builder of `ui` made where in the author's code it was asked for."""

    def __init__(self, app: str) -> None:
        self._folder = f"{app}/"
        self._made: dict[int, tuple[object, str, int]] = {}

    def watch(self) -> None:
        """Put the noting in front of every builder, before any author's code is loaded."""
        for module in (display, forms):
            for name in ui.__all__:
                if name in vars(module):
                    noting = self._noting(getattr(module, name))
                    setattr(module, name, noting)
                    setattr(ui, name, noting)

    def forget(self) -> None:
        """Begin a new call."""
        self._made.clear()

    def places(self, answer: object) -> dict[str, dict[str, object]]:
        """JSON pointers of an answer to the lines that built them."""
        found: dict[str, dict[str, object]] = {}
        waiting = [("", answer)]
        while waiting:
            pointer, part = waiting.pop()
            if id(part) in self._made:
                _, file, line = self._made[id(part)]
                found[pointer] = {"file": file, "line": line}
            inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
            waiting += [(f"{pointer}/{name}", value) for name, value in inner if isinstance(value, dict | list)]
        return found

    def _noting(self, build: Callable[..., Part]) -> Callable[..., Part]:
        def noting(*given: object, **named: object) -> Part:
            made = build(*given, **named)
            frame = sys._getframe(1)  # noqa: SLF001  # the way to the author's line
            while frame is not None and not frame.f_code.co_filename.startswith(self._folder):
                frame = frame.f_back  # type: ignore[assignment]  # None ends the loop
            if frame is not None and isinstance(made, dict):
                # The part itself is kept, so that its id stays its own.
                self._made[id(made)] = (made, frame.f_code.co_filename.removeprefix(self._folder), frame.f_lineno)
            return made

        return noting


class Drawer:
    """Draws with a fresh import for each call, as the runtime has a fresh interpreter for each."""

    def __init__(self, given: Part) -> None:
        self.app = str(given["app"])
        self.package = compiled(self.app, given["files"])  # type: ignore[arg-type]  # made by `drawing`
        self.builders = Builders(self.app)
        self.told: list[Part] = []
        self.asked: list[tuple[str, Part]] = []
        self.fields: set[str] = set()
        self._endless: set[tuple[str, str]] = set()
        self._calls = 0

    def call(self, host: DrawnHost, kind: str, name: str, moment: str, given: Part | None = None) -> object:
        """Make one call and note how it went; returns the answer, None when there is none."""
        if (kind, name) in self._endless:
            return None  # said once, and every time would take as long
        self._calls += 1
        self.builders.forget()
        entropy = f"{self._calls:064x}"
        told: Part = {"kind": kind, "name": name, "locale": host.locale, "moment": moment}
        before = len(host.calls)
        answer = None
        CALL.begin(now=NOW, entropy=entropy)
        loading, running = Steps(), Steps()
        try:
            with loading:
                app = FINDER.load(self.package).app
            ctx = Context(now=NOW, locale=host.locale, entropy=entropy, host_call=host.host_call)
            with running:
                answer = app.answer(kind, name, ctx, given or {})[kind]
            told["made"] = self.builders.places(answer)
            told["answer"] = answer = json.loads(json.dumps(answer, ensure_ascii=True, allow_nan=False))
        except BaseException as problem:  # noqa: BLE001  # whatever the author raises is what we are here to tell
            told["failed"] = self._failure(problem)
            answer = None
            if isinstance(problem, TooManySteps):
                self._endless.add((kind, name))
        finally:
            FINDER.forget()
        if not isinstance(told.get("answer"), dict):
            told.setdefault("failed", {"type": "TypeError", "message": WRONG_ANSWER})
            told.pop("answer", None)
            answer = None
        self.asked += host.calls[before:]
        self.told.append({**told, "load_steps": loading.count, "steps": running.count, "calls": host.calls[before:]})
        return answer

    def _failure(self, problem: BaseException) -> Part:
        file, line = "", 1
        trace = problem.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename.startswith(f"{self.app}/"):
                file, line = trace.tb_frame.f_code.co_filename.removeprefix(f"{self.app}/"), trace.tb_lineno
            trace = trace.tb_next
        message = "the exception cannot be printed"
        with contextlib.suppress(BaseException):
            message = str(problem)[:500]
        kind = "CapabilityRefused" if isinstance(problem, CapabilityRefused) else type(problem).__name__
        return {"type": kind, "message": message, "file": file, "line": line or 1}


def main() -> None:
    """Read what to draw, draw it, write what came of it."""
    given = json.load(sys.stdin)
    # Tells the line even of what no exception can stop, and ends the process.
    faulthandler.dump_traceback_later(given["seconds"], exit=True, file=CONSOLE)
    out = sys.stdout  # kept: the stand-ins replace it, and an output that nobody keeps is closed
    drawer = Drawer(given)
    drawer.builders.watch()
    _as_in_the_runtime()
    pages, actions = given["pages"], given["actions"]

    def host(*, locale: str = "zh", is_known: bool = True, refuse: dict[str, str] | None = None) -> DrawnHost:
        rooms = {"collections": given["collections"], "mocks": given["mocks"]}
        return DrawnHost(locale=locale, is_known=is_known, refuse=refuse, **rooms)

    for locale in ("zh", "en"):
        _use(drawer, host(locale=locale), pages, names={*pages, *actions})
    for page in pages:
        drawer.call(host(is_known=False), "screen", page, "unknown")
    if any(capability == "http.fetch" for capability, _ in drawer.asked):
        for page in pages:
            drawer.call(host(refuse={"http.fetch": "host.fetch-failed"}), "screen", page, "refused")
    for kind, name in [*(("action", action) for action in actions), *(("screen", page) for page in pages)]:
        for data in ({}, *nonsense(sorted(drawer.fields))):
            drawer.call(host(), kind, name, "probe", data)
    out.write(json.dumps(drawer.told, ensure_ascii=True))
    out.flush()


def _use(drawer: Drawer, host: DrawnHost, pages: list[str], *, names: set[str]) -> None:
    """Draw every page, do what can be done on them, and draw them again, as somebody would use the mini-app."""
    done: set[str] = set()
    for moment in ("fresh", "used", "used"):
        drawn = [drawer.call(host, "screen", page, moment) for page in pages]
        waiting = [tap for screen in drawn for tap in sample_taps(screen)]
        if not waiting:
            return
        while waiting and len(done) < MOST_TAPS:
            tap = waiting.pop(0)
            if repr(tap) not in done and tap.name in names:
                done.add(repr(tap))
                drawer.fields |= tap.data.keys()
                answer = drawer.call(host, tap.kind, tap.name, "used", tap.data)
                waiting += sample_taps(answer)


def _as_in_the_runtime() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # late: not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    stand_ins.put_clock_in_place()
    stand_ins.put_chance_in_place()
    stand_ins.put_output_in_place()
    stand_ins.put_refusals_in_place()
    sys.setrecursionlimit(1_000)


try:
    main()
except BaseException as problem:
    CONSOLE.write(f"{type(problem).__name__}: {problem}\n")
    raise
