"""Parts of drawn screens: their words, where taps lead, what the contract refuses, the author's line behind each."""

from collections.abc import Iterator
from typing import Any

import msgspec

from plugin_sdk.contract.answer import ActionAnswer
from plugin_sdk.contract.screen import Screen, ScreenTooComplex, ScreenUnsound, require_sound
from plugin_sdk.tools.check.facts.shape import Fault
from plugin_sdk.tools.check.rule import Place
from plugin_sdk.tools.drawing.drawings import Drawing, parts

SILENT = frozenset(("component", "variant", "tone", "kind", "state", "catalogId", "id", "phone", "icon", "const"))
"""Members whose text is no words for people."""

PASSED_OVER = frozenset(("action", "uischema", "requires", "data", "required", "rule", "input", "params"))
"""Members that hold names and rules, not words."""


def place_on(drawing: Drawing, pointer: str) -> Place:
    """The author's line that built that part; the pointer is the one inside the drawn answer."""
    made = drawing.line(pointer)
    return Place(file=made.file, line=made.line, pointer=pointer)


def words(screen: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text that people read on a screen, with its JSON pointer."""
    waiting: list[tuple[str, Any]] = [("/title", screen.get("title")), ("/body", screen.get("body"))]
    while waiting:
        pointer, here = waiting.pop(0)
        name = pointer.rpartition("/")[2]
        if isinstance(here, str):
            if name not in SILENT and not name.startswith(("$", "x-f", "x-s")) and not _is_rule(pointer):
                yield pointer, here
            continue
        inner = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        waiting += [(f"{pointer}/{key}", value) for key, value in inner if key not in PASSED_OVER]


def targets(screen: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Where taps lead: pointer, "screen" or "action", and the name."""
    waiting: list[tuple[str, Any]] = [("/body", screen.get("body"))]
    while waiting:
        pointer, here = waiting.pop(0)
        if isinstance(here, dict) and here.get("kind") in {"screen", "action"} and isinstance(here.get("name"), str):
            yield pointer, str(here["kind"]), str(here["name"])
        inner = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        waiting += [(f"{pointer}/{key}", value) for key, value in inner]
    for pointer, part in parts(screen):
        submit = part.get("submit")
        if part["component"] == "Form" and isinstance(submit, dict) and isinstance(submit.get("action"), str):
            yield f"{pointer}/submit", "action", submit["action"]
        if part["component"] == "SlotPicker" and isinstance(part.get("action"), str):
            yield pointer, "action", part["action"]


def wrong_parts(answer: dict[str, Any], expected: type[Screen] | type[ActionAnswer]) -> Iterator[Fault]:
    """What the contract refuses, with the pointer of the part that is to blame."""
    try:
        made = msgspec.convert(answer, expected)
        screen = made if isinstance(made, Screen) else made.screen
        if screen is not None:
            require_sound(screen)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        yield Fault(kind="value", pointer=pointer_of(path.removesuffix("`")), name="", message=message)
    except (ScreenTooComplex, ScreenUnsound, RecursionError) as error:
        yield Fault(kind="value", pointer="", name="", message=str(error) or "nested without end")


def pointer_of(path: str) -> str:
    """A JSON pointer for a path as msgspec writes it (`.body[1].facts[...]`); as deep as it is definite."""
    pointer = ""
    for part in path.replace("[", ".[").split("."):
        if part in {"", "[...]"}:
            if part:
                return pointer
            continue
        pointer += f"/{part.strip('[]')}"

    return pointer


def _is_rule(pointer: str) -> bool:
    """Whether this is a keyword of a form's schema that says what is allowed, and no words."""
    parent = pointer.rpartition("/")[0]
    return "/schema" in parent and pointer.rpartition("/")[2] in {"type", "format", "pattern", "default"}


def named(kind: str, name: str | None) -> dict[str, str]:
    """A screen or an action by its name, for the words of a finding in both languages."""
    zh = "页面" if kind == "screen" else "操作"
    return {"which": f"{zh} {name}", "which_en": f"{kind} {name}"}
