"""Names as they are written, and what runs while a module is loaded."""

import ast

from plugin_sdk.tools.project import Module

CLOCKS = frozenset(
    f"{owner}{method}"
    for owners, methods in (
        (("datetime.", "datetime.datetime."), ("now", "today", "utcnow")),
        (("date.", "datetime.date."), ("today",)),
        (
            ("time.",),
            ("time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime", "strftime", "process_time"),
        ),
    )
    for owner in owners
    for method in methods
)
CHANCE_MODULES = frozenset(("random", "secrets"))


def dotted(node: ast.AST | None) -> str:
    """`a.b.c` as it is written, or an empty string for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def is_chance(name: str) -> bool:
    """Whether a call of that name draws from chance of its own."""
    owner, _, method = name.rpartition(".")
    return (
        owner in CHANCE_MODULES
        or name in {"uuid.uuid1", "uuid.uuid4", "uuid4", "uuid1", "os.urandom"}
        or (owner == "" and method in {"randint", "randrange", "token_hex", "token_urlsafe"})
    )


def at_import(module: Module) -> dict[int, ast.Call]:
    """Calls that run while the module is loaded, by id: everything outside of functions, defaults included."""
    found: dict[int, ast.Call] = {}
    waiting: list[ast.AST] = list(module.tree.body) if module.tree else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            found[id(node)] = node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults, *(each for each in node.args.kw_defaults if each)]
        elif not isinstance(node, ast.Lambda):
            waiting += list(ast.iter_child_nodes(node))
    return found
