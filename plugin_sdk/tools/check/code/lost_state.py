"""What a handler writes into a module is gone when the call ends."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.handlers import functions
from plugin_sdk.tools.check.facts.names import dotted
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.lost-state",
    what=Words(
        zh="{function} 改写了模块变量 {name}，调用结束后会丢失",
        en="{function} changes the module's {name}, which is lost when the call ends",
    ),
    cause=Words(
        zh="每次调用都是新的解释器，内存不会留到下一次",
        en="Every call is a fresh interpreter: nothing in memory stays",
    ),
    fix=Words(
        zh="每个人的数据用 ctx.store，全应用的数据用 ctx.records",
        en="Keep one person's data with ctx.store, the mini-app's with ctx.records",
    ),
)

CHANGING = frozenset(("append", "add", "update", "extend", "insert", "pop", "popitem", "remove", "clear", "setdefault"))
CHANGING |= {"discard", "appendleft", "popleft", "sort", "reverse", "subtract"}


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`global`, and changes of a module's list, set or dictionary from inside a function."""
    for module in reviewed.project.modules:
        shared = _shared(module.tree) if module.tree else frozenset()
        for function in functions(module).values():
            own = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
            own |= {
                node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }
            for node in ast.walk(function):
                name = _changed(node)
                if isinstance(node, ast.Global) or (name in shared and name not in own):
                    told = node.names[0] if isinstance(node, ast.Global) else name
                    yield RULE.at(in_code(module, node), function=function.name, name=told)


def _shared(tree: ast.Module) -> frozenset[str]:
    """Names of a module that hold something changeable."""
    found: set[str] = set()
    for statement in tree.body:
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        made = isinstance(value, ast.Call) and dotted(value.func) in {
            "dict",
            "list",
            "set",
            "defaultdict",
            "Counter",
            "deque",
        }
        if made or isinstance(value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp):
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return frozenset(found)


def _changed(node: ast.AST) -> str:
    """The name that a node changes in place, or an empty string."""
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store | ast.Del)
        and isinstance(node.value, ast.Name)
    ):
        return node.value.id
    called = node.func if isinstance(node, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr in CHANGING and isinstance(called.value, ast.Name):
        return called.value.id
    return ""
