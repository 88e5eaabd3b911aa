"""Bring together what two devices typed. Each thing of a draft remembers in which version it last changed.

A device says which version it looked at. What nobody else changed since is taken; what another device changed to the
same value is no quarrel; the rest is a conflict, and then nothing at all is saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from backend.services.cases.forms.contents import Contents, Handed
from backend.services.cases.forms.kinds import is_empty
from backend.services.cases.forms.structs import HandIn, SaveDraft

What = Literal["answer", "scenario", "material", "correction", "commitment"]
COMMITMENT: Final = "committed"


@dataclass(frozen=True)
class Change:
    """One thing that a device wants to be so; None takes it away."""

    what: What
    key: str
    value: Any

    @property
    def place(self) -> str:
        """Where its version is remembered."""
        return f"{self.what}:{self.key}"


@dataclass(frozen=True)
class Conflict:
    """One thing with two values."""

    change: Change
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """The draft with the changes in it, or the conflicts that stand against that."""

    contents: Contents
    conflicts: list[Conflict]
    changed: bool


def changes_of(command: SaveDraft) -> list[Change]:
    """What the command wants changed. An empty answer is none."""
    answers = [Change("answer", name, None if is_empty(value) else value) for name, value in command.answers.items()]
    scenario = [Change("scenario", question, value) for question, value in command.scenario.items()]
    corrections = [Change("correction", name, wanted or None) for name, wanted in command.corrections.items()]
    materials = [Change("material", code, _handed(given)) for code, given in command.materials.items()]
    committed = [] if command.committed is None else [Change("commitment", COMMITMENT, command.committed or None)]
    return [*answers, *scenario, *corrections, *materials, *committed]


def merge(contents: Contents, changes: list[Change], *, seen: int, version: int) -> Merged:
    """The contents after these changes, made by a device that saw version `seen` while `version` is the latest."""
    values, touched = _values(contents), dict(contents.touched)
    conflicts: list[Conflict] = []
    changed = False
    for change in changes:
        standing = values[change.what].get(change.key)
        if standing == change.value:
            continue
        if touched.get(change.place, 0) > seen:
            conflicts.append(Conflict(change, standing))
            continue
        _put(values[change.what], change)
        touched[change.place] = version + 1
        changed = True
    if conflicts or not changed:
        return Merged(contents, conflicts, changed=False)
    return Merged(_contents(contents, values, touched), [], changed=True)


def _put(values: dict[str, Any], change: Change) -> None:
    if change.value is None:
        values.pop(change.key, None)
    else:
        values[change.key] = change.value


def _values(contents: Contents) -> Mapping[str, dict[str, Any]]:
    return {
        "answer": dict(contents.answers),
        "scenario": dict(contents.scenario),
        "correction": dict.fromkeys(contents.corrections, True),
        "material": dict(contents.materials),
        "commitment": {COMMITMENT: True} if contents.committed else {},
    }


def _contents(contents: Contents, values: Mapping[str, dict[str, Any]], touched: dict[str, int]) -> Contents:
    return msgspec.structs.replace(
        contents,
        answers=values["answer"],
        scenario=values["scenario"],
        corrections=list(values["correction"]),
        materials=values["material"],
        committed=bool(values["commitment"]),
        touched=touched,
    )


def _handed(given: HandIn | None) -> Handed | None:
    if given is None or not (given.files or given.later or given.paper):
        return None
    return Handed(files=list(dict.fromkeys(given.files)), later=given.later, paper=given.paper)
