"""A handler takes the context and what was sent, and nothing else."""

import ast
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.handler-signature",
    what=Words(
        zh="{name} 的参数应为 (ctx, data)",
        en="{name} must take (ctx, data)",
    ),
    cause=Words(
        zh="平台总是传入上下文和用户输入两个参数，且不支持 async",
        en="The platform always gives two arguments, the context and the input, and knows no async",
    ),
    fix=Words(
        zh="写成 def {name}(ctx: Context, data: dict[str, object])",
        en="Write def {name}(ctx: Context, data: dict[str, object])",
    ),
)

TAKEN = 2
"""The context and the data."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Registered functions with other parameters, and async ones."""
    for handler in reviewed.handlers:
        given = handler.function.args
        taken = [*given.posonlyargs, *given.args]
        optional = len(given.defaults)
        fits = len(taken) - optional <= TAKEN <= len(taken) or (given.vararg is not None and len(taken) <= TAKEN)
        needs_more = any(default is None for default in given.kw_defaults)
        if not fits or needs_more or isinstance(handler.function, ast.AsyncFunctionDef):
            yield RULE.at(in_code(handler.module, handler.function), name=handler.function.name)
