"""What differs between two bodies, member by member; questions and steps are told apart by their ids. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from profiles.publishing.structs import Body
from profiles.studio.structs import Change

CHANGES_MOST: Final = 500  # beyond that it is another definition, and nobody reads on
NOT_COMPARED: Final = frozenset({"version", "validFrom"})  # publication sets them
_KEYS: Final = ("id", "value")
_GONE: Final = object()


def changes(before: Body | None, after: Body) -> list[Change]:
    """Every difference, in the order of the new body; against nothing, all of it is new."""
    old = {name: value for name, value in (before or {}).items() if name not in NOT_COMPARED}
    new = {name: value for name, value in after.items() if name not in NOT_COMPARED}
    found = []
    for one in _of_members("", old, new):
        found.append(one)
        if len(found) == CHANGES_MOST:
            break
    return found


def _of(path: str, old: Any, new: Any) -> Iterator[Change]:
    if old is _GONE or new is _GONE or type(old) is not type(new):
        yield _change(path, old, new)
    elif isinstance(old, dict):
        yield from _of_members(path, old, new)
    elif isinstance(old, list) and _named(old) and _named(new):
        yield from _of_named(path, old, new)
    elif old != new:
        yield _change(path, old, new)


def _of_members(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in [*new, *(one for one in old if one not in new)]:
        one, other = old.get(name, _GONE), new.get(name, _GONE)
        if one != other:
            yield from _of(f"{path}.{name}".lstrip("."), one, other)


def _of_named(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    before, after = {_name(one): one for one in old}, {_name(one): one for one in new}
    for name in [*after, *(one for one in before if one not in after)]:
        one, other = before.get(name, _GONE), after.get(name, _GONE)
        if one != other:
            yield from _of(f"{path}[{name}]", one, other)
    stayed = [name for name in before if name in after]
    moved = [name for name in after if name in before]
    if stayed != moved:
        yield Change(path=path, what="moved", before=_text(stayed), after=_text(moved))


def _named(several: Any) -> bool:
    """Whether each has a name of its own."""
    if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
        return False
    names = [_name(one) for one in several]
    return None not in names and len(set(names)) == len(names)


def _name(one: Mapping[str, Any]) -> str | None:
    return next((one[key] for key in _KEYS if isinstance(one.get(key), str)), None)


def _change(path: str, old: Any, new: Any) -> Change:
    if old is _GONE:
        return Change(path=path, what="added", before=None, after=_text(new))
    if new is _GONE:
        return Change(path=path, what="removed", before=_text(old), after=None)
    return Change(path=path, what="changed", before=_text(old), after=_text(new))


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()
