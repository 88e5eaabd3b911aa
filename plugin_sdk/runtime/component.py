"""The second runtime kind: a component that its author built in any language, held against our WIT world.

Everything a component wants or shows is compared with `runtime.wit`: one string in, one string out, one import.
Richer types would be lifted piece by piece in the host, where no limit of the guest counts.
"""

import re
from pathlib import Path

from wasmtime import Engine, WasmtimeError
from wasmtime.component import Component, ComponentInstanceType, FuncType, String

from plugin_sdk.contract.limits import COMPONENT_BYTES

HOST = "kuaiban:runtime/host@0.1.0"
MAGIC = b"\0asm\x0d\0\x01\0"
NAME_CHARACTERS = 80

_FUNCTION = re.compile(r"(?:export )?([a-z-]+): func\((.*?)\)( -> string)?;")


class WrongComponent(ValueError):
    """The component is not of our world; the message names the first difference."""


def compiled(wasm: bytes, *, made_for: Engine) -> Component:
    """Compile a component and require that it fits. Hostile code may make this take long: do it in a jail.

    Raises:
        WrongComponent: too large, no component, uses what is switched off, or asks for or shows anything else.

    """
    if len(wasm) > COMPONENT_BYTES:
        raise WrongComponent(f"more than {COMPONENT_BYTES} bytes")
    if not wasm.startswith(MAGIC):
        raise WrongComponent("not a WebAssembly component in binary form")
    try:
        component = Component(made_for, wasm)
    except WasmtimeError as wrong:
        raise WrongComponent(_said(wrong)) from wrong
    _require_world(component, made_for)
    return component


def _require_world(component: Component, made_for: Engine) -> None:
    in_host, in_world = WORLD
    for name, wanted in component.type.imports(made_for).items():
        kind = wanted.ty
        if name != HOST or not isinstance(kind, ComponentInstanceType):
            raise WrongComponent(f"imports {name[:NAME_CHARACTERS]}; only {HOST} is there")
        for function, asked in kind.exports(made_for).items():
            _require_fit(f"{HOST} {function}", asked.ty, in_host.get(function))
    shown = component.type.exports(made_for)
    for name, one in shown.items():
        if not _is_left_by_componentize(name, one.ty, made_for):
            _require_fit(name, one.ty, in_world.get(name))
    if "handle" not in shown:
        raise WrongComponent("exports no handle")


def _require_fit(name: str, kind: object, signature: tuple[int, bool] | None) -> None:
    """Exactly so many strings in, and a string or nothing out."""
    if signature is None:
        raise WrongComponent(f"{name[:NAME_CHARACTERS]} is not part of the world")
    if not isinstance(kind, FuncType):
        raise WrongComponent(f"{name} is not a function")
    given = [one for _, one in kind.params]
    result = [] if kind.result is None else [kind.result]
    strings = all(isinstance(one, String) for one in (*given, *result))
    if not strings or (len(given), bool(result)) != signature:
        raise WrongComponent(f"{name} does not take and give strings as the world says")


def _is_left_by_componentize(name: str, kind: object, made_for: Engine) -> bool:
    """The interface with which componentize-py initialised the component while it was built; nobody calls it again."""
    if name != "exports" or not isinstance(kind, ComponentInstanceType):
        return False
    functions = [inner for inner, one in kind.exports(made_for).items() if isinstance(one.ty, FuncType)]
    return functions == ["init"]


def _functions_of_the_wit() -> tuple[dict[str, tuple[int, bool]], dict[str, tuple[int, bool]]]:
    """What the host offers and what the world exports, read from the WIT: name to count of strings in, string out."""
    text = re.sub(r"///.*", "", (Path(__file__).parent / "runtime.wit").read_text("utf-8"))
    host, _, world = text.partition("world ")
    offered, exported = (
        {name: (params.count(": string"), bool(result)) for name, params, result in _FUNCTION.findall(part)}
        for part in (host, world)
    )
    return offered, exported


WORLD = _functions_of_the_wit()
"""Read while this module is loaded: behind a jail's filter no file can be opened."""


def _said(wrong: WasmtimeError) -> str:
    """What the engine says, on one line and cut: it quotes names of the author."""
    return " ".join(str(wrong).split())[:500]
