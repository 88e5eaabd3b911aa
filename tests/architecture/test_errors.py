"""Every refusal is complete: a code of its own in its room's name, a kind, and the same words in two languages."""

import importlib
import pkgutil
from string import Formatter

import pytest

import backend
import profiles
from backend.core.errors import Kind, Refusal
from backend.core.web.problems import STATUS

# Importing these starts something, or needs what only their own process has.
NOT_IMPORTED = ("backend.shell", "backend.cli")


def refusals() -> list[type[Refusal]]:
    packages = (backend, profiles)
    for module in (
        one for package in packages for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ):
        if not module.name.startswith(NOT_IMPORTED) and "piccolo_migrations" not in module.name:
            importlib.import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        found += subclasses
        waiting += subclasses
    ours = {one for one in found if one.__module__.startswith(("backend.", "profiles."))}
    return sorted(ours, key=lambda one: (one.__module__, one.__name__))


REFUSALS = [one for one in refusals() if not one.__subclasses__() or "code" in vars(one)]


def name(refusal: type[Refusal]) -> str:
    return f"{refusal.__module__}.{refusal.__name__}"


def room_names(refusal: type[Refusal]) -> set[str]:
    """The room's directory or its shelf's; the ground is one room."""
    path = refusal.__module__.removeprefix("backend.").split(".")
    rooms = path[:-1] or path
    return {"core"} if rooms[0] == "core" else set(rooms)


def placeholders(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field is not None}


@pytest.mark.parametrize("refusal", REFUSALS, ids=name)
class TestEveryRefusal:
    def test_has_a_kind_with_a_status(self, refusal):
        assert isinstance(refusal.kind, Kind), f"{name(refusal)}: set `kind`"
        assert refusal.kind in STATUS, f"give {refusal.kind} a status in backend/core/web/problems.py"

    def test_has_a_code_that_begins_with_its_room(self, refusal):
        room, dot, rest = refusal.code.partition(".")

        assert dot, f"{name(refusal)}: code is `room.kebab-case`"
        assert rest.replace("-", "").isalnum(), f"{name(refusal)}: code is `room.kebab-case`"
        assert rest == rest.lower(), f"{name(refusal)}: code is `room.kebab-case`"
        assert room in room_names(refusal), f"{name(refusal)}: begin {refusal.code!r} with one of {room_names(refusal)}"

    def test_says_the_same_in_chinese_and_english(self, refusal):
        assert any("\u4e00" <= character <= "\u9fff" for character in refusal.zh), f"{name(refusal)}: zh is Chinese"
        assert refusal.en.isascii() or "…" in refusal.en, f"{name(refusal)}: en is English"
        assert placeholders(refusal.zh) == placeholders(refusal.en), (
            f"{name(refusal)}: zh has {placeholders(refusal.zh)}, en has {placeholders(refusal.en)}; use the same"
        )


def test_codes_are_unique():
    codes: dict[str, list[str]] = {}
    for refusal in REFUSALS:
        codes.setdefault(refusal.code, []).append(name(refusal))

    assert not {code: names for code, names in codes.items() if len(names) > 1}


def test_every_kind_has_one_status():
    assert set(STATUS) == set(Kind)
