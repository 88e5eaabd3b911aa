"""What import-linter's contract types cannot say: tables and SQL are private to their room."""

from functools import cache

import grimp
import pytest

from tests.architecture.source import ROOT, python_files

PRIVATE = ("tables", "queries")
# What other rooms see of a room. `guards` are doors that it offers to controllers above; `clocks` and `working_days` are
# the calendar's pure arithmetic, which everything with a deadline shares; `conditions` is the language of profiles.
FACE = {"service", "structs", "errors", "guards", "clocks", "working_days", "conditions"}
# These compose or run rooms, so they may see more: ports to bind, the sandbox's server, a room's `room` for the root.
FREE = (
    "backend.app", "backend.operation", "backend.identity.room", "backend.identity.piccolo_app",
    "backend.services.cases.room", "backend.services.cases.piccolo_app", "backend.services.interaction.room",
    "backend.services.interaction.piccolo_app", "profiles.room", "profiles.piccolo_app",
    "backend.demo.interaction",  # the demo world's officers act at their desks
)  # fmt: skip
# (room, module of another room on its shelf) that belong together more closely, and why.
NEIGHBOURS = {
    # A hall offers its own appointments: it says the terms and the closed days, which departments say over HTTP.
    ("backend.services.windows", "backend.supports.bookings.resources"),
    # Codes are sealed and found like people's numbers: one way of sealing on the shelf.
    ("backend.identity.sign_in", "backend.identity.people.sealed"),
}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("backend", "profiles", cache_dir=None)


@cache
def rooms() -> tuple[str, ...]:
    """Every package with a service, tables or queries."""
    files = (path for path in python_files("backend", "profiles") if path.stem in {"service", *PRIVATE})
    return tuple(sorted({".".join(path.parent.relative_to(ROOT).parts) for path in files}))


@pytest.mark.parametrize("room", rooms())
def test_tables_and_queries_are_private_to_their_room(room):
    shelf = room.rpartition(".")[0]
    allowed = {f"{room}.piccolo_app", f"{shelf}.piccolo_app"}
    strangers = [
        f"{importer} imports {room}.{private}"
        for private in PRIVATE
        if f"{room}.{private}" in graph().modules
        for importer in graph().find_modules_that_directly_import(f"{room}.{private}")
        if not importer.startswith(f"{room}.") and importer not in allowed
    ]

    assert not strangers, f"call the room's service instead: {strangers}"


def room_of(module: str) -> str | None:
    return next((room for room in rooms() if module.startswith(f"{room}.")), None)


def test_a_room_is_used_through_its_face():
    found = []
    for importer in sorted(graph().modules):
        for module in sorted(graph().find_modules_directly_imported_by(importer)):
            room, own = room_of(module), room_of(importer)
            if room not in {None, "backend.core", own} and (own, module) not in NEIGHBOURS:
                face = module.removeprefix(f"{room}.")
                found += [] if face in FACE or importer.startswith(FREE) else [f"{importer} imports {module}"]

    assert not found, f"other rooms see {sorted(FACE)} of a room, nothing else: {found}"


def test_every_room_has_its_contract():
    text = (ROOT / "pyproject.toml").read_text("utf-8")

    missing = [room for room in rooms() if room != "backend.core" and f'containers = ["{room}"]' not in text]

    assert not missing, f"give each an exhaustive `layers` contract in pyproject.toml, [tool.importlinter]: {missing}"
