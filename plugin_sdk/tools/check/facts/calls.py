"""Capability calls as they stand in the code: `ctx.person.read(...)`, whatever the context is called there."""

import ast
from collections.abc import Iterator

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.tools.project import Module

OTHER_METHODS = {
    ("store", "put_if_absent"): "store.put",
    ("http", "get"): "http.fetch",
    ("http", "post"): "http.fetch",
}
"""Methods of the guest that are not named like their capability."""

ROOMS = frozenset(name.partition(".")[0] for name in CAPABILITIES)
CONTEXT_NAMES = frozenset(("ctx",))
OWN_MEMBERS = frozenset(("now", "locale", "random", "new_id", "words", "launch"))
"""What a context gives without asking the host."""


class CapabilityCall:
    """One call. `capability` may be a name that does not exist; `sure` is False where a client is only handed on."""

    def __init__(self, *, capability: str, module: Module, node: ast.Call, sure: bool = True) -> None:
        self.capability = capability
        self.module = module
        self.node = node
        self.sure = sure


def capability_calls(module: Module) -> Iterator[CapabilityCall]:
    """Every capability call of a module; a client handed on counts as possibly calling all of its capabilities."""
    if module.tree is None:
        return
    names = contexts(module.tree)
    called: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (found := _called(node, names)):
            room, method = found
            capability = OTHER_METHODS.get((room, method), f"{room}.{method}")
            called |= {id(part) for part in ast.walk(node.func)}
            yield CapabilityCall(capability=capability, module=module, node=node)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and id(node) not in called and _is_context(node.value, names):
            for capability in CAPABILITIES:
                if capability.partition(".")[0] == node.attr:
                    yield CapabilityCall(capability=capability, module=module, node=_as_call(node), sure=False)


def contexts(tree: ast.AST) -> frozenset[str]:
    """Names under which a module's functions know the context: `ctx`, and every parameter annotated as one."""
    annotated = {
        node.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.arg) and isinstance(node.annotation, ast.Name) and node.annotation.id == "Context"
    }
    return CONTEXT_NAMES | annotated


def _called(call: ast.Call, names: frozenset[str]) -> tuple[str, str] | None:
    """The client and the method of a call such as `ctx.store.get(...)`."""
    method = call.func
    if not isinstance(method, ast.Attribute):
        return None
    client = method.value
    if isinstance(client, ast.Attribute) and _is_context(client.value, names) and client.attr in ROOMS:
        return client.attr, method.attr
    return None


def _is_context(node: ast.expr, names: frozenset[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _as_call(client: ast.Attribute) -> ast.Call:
    """A client handed on, written as a call without arguments at its own line."""
    return ast.copy_location(ast.Call(func=client, args=[], keywords=[]), client)


def is_write(call: CapabilityCall) -> bool:
    """Whether a call changes something: a writing capability, or a POST to somebody's server."""
    if call.capability == "http.fetch":
        method = next((keyword.value for keyword in call.node.keywords if keyword.arg == "method"), None)
        said = isinstance(method, ast.Constant) and method.value == "POST"
        return said or (isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "post")
    return call.capability in CAPABILITIES and CAPABILITIES[call.capability].writes
