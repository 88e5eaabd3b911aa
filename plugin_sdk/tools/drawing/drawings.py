"""Draw every page of a package and try every action, for invented people, in a process of its own with a deadline."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from plugin_sdk.tools.project import ENTRY, Project

DEADLINE_SECONDS = 10.0
"""For all drawings of a package together; one takes some ten milliseconds."""

GRACE_SECONDS = 5.0
"""How long the process may take beyond that to say where it stood."""

MOST_PAGES = 40
"""Pages and actions that are drawn: more have been named as too many already."""

AUTHORS_LINE = re.compile(r'File "[a-z0-9_]+/(\w+\.py)", line (\d+)')
"""A line of a stack that lies in the package: paths there begin with its id, all others with a slash."""

Moment = Literal["fresh", "used", "unknown", "refused", "probe"]
"""For whom: somebody new, the same after sending every form, somebody of whom nothing is known, somebody while the
department's server is away, and an action that is sent nonsense."""


class Made(Struct, frozen=True, kw_only=True):
    """Where in the author's code a part of a screen was built."""

    file: str
    line: int


class Failed(Struct, frozen=True, kw_only=True):
    """The author's code raised; `file` is empty when no line of the author's is to blame."""

    type: str
    message: str
    file: str = ""
    line: int = 1


class Drawing(Struct, frozen=True, kw_only=True):
    """One page drawn or one action tried. `made` maps JSON pointers of the answer to the author's lines.

    `load_steps` and `steps` count executed lines, of importing the package and of the call: the same on every machine.
    """

    kind: Literal["screen", "action"]
    name: str
    locale: Literal["zh", "en"]
    moment: Moment
    answer: dict[str, Any] | None = None
    failed: Failed | None = None
    made: dict[str, Made] = {}
    load_steps: int = 0
    steps: int = 0
    calls: list[tuple[str, dict[str, Any]]] = []

    def line(self, pointer: str) -> Made:
        """The author's line that built what stands at that pointer of the answer, or what is around it."""
        while pointer and pointer not in self.made:
            pointer = pointer.rpartition("/")[0]
        return self.made.get(pointer, Made(file=ENTRY, line=1))


Draw = Callable[[Project, str], str]
"""Takes a project and the JSON of what to draw, and answers with the JSON of the drawings; empty when it gave up."""


class Shown(Struct, frozen=True, kw_only=True):
    """A screen that people would see, of a page or of an action, with its pointer inside the answer."""

    drawing: Drawing
    screen: dict[str, Any]
    pointer: str = ""


def draw_here(project: Project, asked: str) -> str:
    """Draw with plain Python in another process. For the author's own machine: this is no wall."""
    del project
    inside = Path(__file__).with_name("inside.py")
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-S", "-X", "utf8", str(inside)],
            input=asked.encode(),
            capture_output=True,
            timeout=DEADLINE_SECONDS + GRACE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    if ended.returncode:
        return msgspec.json.encode([_nothing(ended.stderr.decode("utf-8", "replace"))]).decode()
    return ended.stdout.decode("utf-8", "replace")


def drawings(project: Project, draw: Draw) -> list[Drawing]:
    """Everything that can be drawn; one failed drawing of the whole package when it could not be loaded at all."""
    if ENTRY not in project.sources or any(module.tree is None for module in project.modules):
        return []
    asked = {
        "seconds": DEADLINE_SECONDS,
        "app": _importable(project.app_id),
        "files": project.sources,
        "pages": _names(project, "pages"),
        "actions": _names(project.raw_manifest.get("gkb"), "actions"),
        "collections": _collections(project),
        "mocks": {
            path: _json(text)
            for path, text in project.files.items()
            if path.startswith("mocks/") and path.endswith(".json")
        },
    }
    answered = draw(project, json.dumps(asked, ensure_ascii=True))
    try:
        return msgspec.json.decode(answered, type=list[Drawing]) if answered else [_nothing()]
    except msgspec.DecodeError:
        return [_nothing()]


def shown(all_drawings: list[Drawing]) -> Iterator[Shown]:
    """The screens that people would see, those that actions lead to included; answers to nonsense are left out."""
    for drawing in all_drawings:
        answer = drawing.answer or {}
        if drawing.moment == "probe":
            continue
        if drawing.kind == "screen" and drawing.answer is not None:
            yield Shown(drawing=drawing, screen=answer)
        elif isinstance(inner := answer.get("screen"), dict):
            yield Shown(drawing=drawing, screen=inner, pointer="/screen")


def parts(screen: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every component of a screen with its JSON pointer, containers before what they hold."""
    waiting: list[tuple[str, Any]] = [("/body", screen.get("body"))]
    while waiting:
        pointer, here = waiting.pop(0)
        if isinstance(here, dict) and isinstance(here.get("component"), str):
            yield pointer, here
        inner = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        waiting += [(f"{pointer}/{name}", value) for name, value in inner if isinstance(value, dict | list)]


def fields(form: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The questions of a form by name, as JSON Schema."""
    schema = form.get("schema")
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, field in properties.items() if isinstance(properties, dict) else ():
        if isinstance(field, dict):
            yield str(name), field


def _nothing(said: str = "") -> Drawing:
    """Nothing could be drawn; `said` may hold the stack of where the process stood when its time was over."""
    stood = AUTHORS_LINE.search(said)
    file, line = (stood[1], int(stood[2])) if stood else (ENTRY, 1)
    message = f"more than {DEADLINE_SECONDS:g} seconds" if stood else said.strip().rpartition("\n")[2] or "no answer"
    failed = Failed(type="DidNotFinish", message=message[:500], file=file, line=line)
    return Drawing(kind="screen", name="", locale="zh", moment="fresh", failed=failed)


def _names(holder: Any, member: str) -> list[str]:
    found = holder.get(member) if isinstance(holder, dict) else getattr(holder, "raw_manifest", {}).get(member)
    return [name for name in found if isinstance(name, str)][:MOST_PAGES] if isinstance(found, list) else []


def _collections(project: Project) -> list[str]:
    gkb = project.raw_manifest.get("gkb")
    found = gkb.get("collections") if isinstance(gkb, dict) else None
    names = [each.get("name") for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [name for name in names if isinstance(name, str)]


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _importable(app_id: str) -> str:
    return app_id if app_id.isidentifier() and app_id.isascii() else "app_under_review"
