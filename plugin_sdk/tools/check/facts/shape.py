"""A value against a Struct of the contract: every fault with its JSON pointer, where a decoder stops at the first."""

import difflib
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from plugin_sdk.tools.json_text import escaped

Kind = Literal["unknown", "missing", "value"]


class Fault(Struct, frozen=True, kw_only=True):
    """One member that is not as the contract says. `near` is the name that was probably meant."""

    kind: Kind
    pointer: str
    name: str
    message: str = ""
    near: str = ""


def faults(value: Any, expected: Any, pointer: str = "") -> Iterator[Fault]:
    """Everything that keeps `value` from being `expected`, outermost first."""
    bare = get_args(expected)[0] if get_origin(expected) is Annotated else expected
    if isinstance(bare, type) and issubclass(bare, Struct) and isinstance(value, dict):
        yield from _of_struct(value, bare, pointer)
    elif get_origin(bare) is list and isinstance(value, list):
        yield from _of_value(value, _loose(expected, bare, list[Any]), pointer)
        for index, item in enumerate(value):
            yield from faults(item, get_args(bare)[0], f"{pointer}/{index}")
    else:
        yield from _of_value(value, expected, pointer)


def nearest(name: str, known: list[str]) -> str:
    """The known name that was probably meant, or an empty string."""
    found = difflib.get_close_matches(name.lower().replace("-", "_"), known, n=1, cutoff=0.6)
    return found[0] if found else ""


def _of_struct(value: dict[str, Any], struct: type[Struct], pointer: str) -> Iterator[Fault]:
    hints = get_type_hints(struct, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name in value.keys() - fields.keys():
        near = nearest(name, [known for known in fields if known not in value])
        yield Fault(kind="unknown", pointer=f"{pointer}/{escaped(name)}", name=name, near=near)
    for name, field in fields.items():
        if name in value:
            yield from faults(value[name], hints[field.name], f"{pointer}/{escaped(name)}")
        elif field.required:
            yield Fault(kind="missing", pointer=f"{pointer}/{escaped(name)}", name=name)


def _of_value(value: Any, expected: Any, pointer: str) -> Iterator[Fault]:
    try:
        msgspec.convert(value, expected)
    except msgspec.ValidationError as error:
        yield Fault(kind="value", pointer=pointer, name=pointer.rpartition("/")[2], message=str(error))


def _loose(expected: Any, bare: Any, looser: Any) -> Any:
    """The same limits of size, without a look at the items: they are looked at one by one."""
    return looser if expected is bare else Annotated[(looser, *get_args(expected)[1:])]
