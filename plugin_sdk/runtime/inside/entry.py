"""The exports of the component. Nothing is ever raised out of here: that would end the instance wordlessly."""

import gc
import json
import sys
import traceback

import wit_world  # type: ignore[import-not-found]  # generated while the component is built
from wit_world.imports import host  # type: ignore[import-not-found]  # as above

from plugin_sdk import guest
from plugin_sdk.runtime.inside import rehearsal, stand_ins
from plugin_sdk.runtime.inside.call_state import CALL, LOG
from plugin_sdk.runtime.inside.memory import plugs
from plugin_sdk.runtime.inside.packages import FINDER, compiled

OUTPUT_BYTES = 256 * 1024
MESSAGE_CHARACTERS = 1_500
NAME_CHARACTERS = 150
ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_PRELOADED: list[guest.MiniApp] = []


class OutputTooLarge(ValueError):
    """The author's answer is over the limit of the contract."""


class WitWorld(wit_world.WitWorld):  # type: ignore[misc]  # generated while the component is built
    """What the host may call."""

    def handle(self, request: str) -> str:
        """Load a package and run one screen or action of it."""
        stand_ins.put_refusals_in_place()
        return _handled(request)

    def prepare(self, bytecode: str) -> str:
        """Without a package touch what a call will touch, and leave no trace; with one load it for the next `handle`.

        Answers why the package could not be loaded; the instance is of no use then.
        """
        stand_ins.put_refusals_in_place()
        if not bytecode:
            _rehearse(_REHEARSAL)
            return ""
        try:
            _PRELOADED.append(FINDER.load(bytecode).app)
        except BaseException as problem:  # noqa: BLE001  # as below
            return _failure(problem, "")
        return ""

    def compile_package(self, sources: str) -> str:
        """Make a package from source; a syntax error is answered with file and line."""
        stand_ins.put_refusals_in_place()
        app = ""
        try:
            given = json.loads(sources)
            app = given["app"]
            return _written({"kind": "package", "package": compiled(app, given["files"])})
        except BaseException as problem:  # noqa: BLE001  # as below
            return _failure(problem, app)


def _handled(request: str) -> str:
    app = ""
    try:
        package, _, asked = request.partition("\n")
        call = json.loads(asked)
        app, given = call["app"], call["context"]
        CALL.begin(now=given["now"], entropy=given["entropy"])
        launch = guest.Launch(**call["launch"]) if call.get("launch") else None
        ctx = guest.Context(**given, host_call=_ask_host, launch=launch)
        loaded = FINDER.load(package).app if package else _PRELOADED.pop()
        answer = loaded.answer(call["kind"], call["name"], ctx, call["input"])
        return _written(answer)
    except BaseException as problem:  # noqa: BLE001  # SystemExit and friends must not end the instance either
        return _failure(problem, app)


def _ask_host(capability: str, payload: str) -> str:
    CALL.require_call("host", "ctx")
    return str(host.call(capability, payload))


def _written(answer: dict[str, object]) -> str:
    answer["log"] = LOG.all_lines()
    text = ENCODE(answer)
    # A lone surrogate fails here, where it can still be said which error it was.
    if len(text.encode()) > OUTPUT_BYTES:
        raise OutputTooLarge(f"the answer is over {OUTPUT_BYTES} bytes")
    return text


def _failure(problem: BaseException, app: str) -> str:
    file, line = _place(problem, f"{app}/")
    try:
        message = str(problem)
    except BaseException:  # noqa: BLE001  # an author's __str__ can raise anything
        message = "the exception cannot be printed"
    answer = {
        "kind": "error",
        "type": type(problem).__name__[:NAME_CHARACTERS],
        "message": message[:MESSAGE_CHARACTERS],
        "file": file[:NAME_CHARACTERS],
        "line": line,
        "log": LOG.all_lines(),
    }
    return json.dumps(answer, ensure_ascii=True, separators=(",", ":"))


def _place(problem: BaseException, folder: str) -> tuple[str, int]:
    """The innermost line of the author's own files, or ("", 0)."""
    if isinstance(problem, SyntaxError) and problem.filename:
        return problem.filename, problem.lineno or 0
    place = "", 0
    for frame, line in traceback.walk_tb(problem.__traceback__):
        if frame.f_code.co_filename.startswith(folder):
            place = frame.f_code.co_filename, line
    return place


def _rehearse(request: str) -> None:
    """Run the tiny package once and forget it: what a call needs is then in memory, and nobody's data with it."""
    answer = _handled(request)
    FINDER.forget()
    if not answer.startswith(rehearsal.DRAWN):
        raise RuntimeError(f"the runtime cannot run its rehearsal: {answer}")


stand_ins.put_clock_in_place()
stand_ins.put_chance_in_place()
stand_ins.put_output_in_place()
_REHEARSAL = f"{compiled('rehearsal', {'app.py': rehearsal.SOURCE})}\n{rehearsal.CALL}"
for _ in range(20):
    _rehearse(_REHEARSAL)
# From here on nothing can be imported but what is already there and the package of the call.
sys.meta_path.clear()
sys.path_hooks.clear()
sys.path.clear()
sys.path_importer_cache.clear()
gc.collect()
_PLUGS = plugs()
gc.freeze()
# Calls are short and their memory is thrown away whole: looking for cycles early only touches pages.
gc.set_threshold(50_000, 20, 100)
