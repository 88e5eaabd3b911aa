"""What may be imported stands in one list; here is what to use instead of the rest."""

import ast
import difflib
from collections.abc import Iterator

from plugin_sdk.runtime.inside.allowed import ALLOWED_MODULES
from plugin_sdk.tools.check.reviewed import Reviewed, in_code
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.import-not-allowed",
    what=Words(
        zh="不能导入 {name}",
        en="{name} cannot be imported",
    ),
    cause=Words(
        zh="应用在沙箱中运行，只有纯计算的标准库模块和 plugin_sdk.guest",
        en="In the sandbox there are modules of pure calculation and plugin_sdk.guest, nothing else",
    ),
    fix=Words(
        zh="{instead}",
        en="{instead}",
    ),
)

FETCH = "用 ctx.http 访问清单中列出的域名 / ask hosts of the manifest with ctx.http"
KEEP = "用 ctx.store 或 ctx.records 保存数据 / keep data with ctx.store or ctx.records"
PLAIN = "用普通字典和函数，平台会校验 / use plain dictionaries and functions; the platform validates"
TABLES = "数据量小，用列表、statistics 和 fractions / the data is small: lists, statistics, fractions"
ONE_CALL = "一次调用在 2 秒内同步做完，不需要并发 / a call ends within 2 seconds: nothing runs beside it"
INSTEAD = {
    **dict.fromkeys(("requests", "httpx", "aiohttp", "urllib", "urllib3", "socket", "http", "ssl", "ftplib"), FETCH),
    **dict.fromkeys(("os", "pathlib", "io", "shutil", "tempfile", "sqlite3", "pickle", "shelve", "redis"), KEEP),
    **dict.fromkeys(("sqlalchemy", "psycopg", "psycopg2", "pymysql", "asyncpg", "csv", "openpyxl"), KEEP),
    **dict.fromkeys(("pydantic", "msgspec", "attrs", "attr", "marshmallow", "jsonschema"), PLAIN),
    **dict.fromkeys(("numpy", "pandas", "scipy"), TABLES),
    **dict.fromkeys(("asyncio", "threading", "multiprocessing", "concurrent", "subprocess", "signal"), ONE_CALL),
    "secrets": "编号用 ctx.new_id()；应用不产生密钥 / ids come from ctx.new_id(); an app mints no secrets",
    "logging": "用 print，内容进入本次调用的日志 / use print: it goes to the log of the call",
    "sys": "沙箱没有操作系统；日志用 print / there is no operating system; print goes to the log",
    "zoneinfo": "ctx.now 已带时区 / ctx.now has its zone already",
    "pytz": "ctx.now 已带时区 / ctx.now has its zone already",
    "dateutil": "用 datetime 和 calendar / use datetime and calendar",
    "yaml": "把数据写成 Python 模块里的字典 / write the data as a dictionary in a module",
    "flask": "用 @app.screen 和 @app.action / use @app.screen and @app.action",
    "django": "用 @app.screen 和 @app.action / use @app.screen and @app.action",
    "PIL": "图片用图标和组件表达 / say it with icons and components",
    "plugin_sdk": "应用只能导入 plugin_sdk.guest / a mini-app imports plugin_sdk.guest and nothing else of it",
}
OTHERWISE = "用允许的标准库模块或自己写几行 / use an allowed module or a few lines of your own: docs/mini-apps.md"


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Imports that the runtime refuses."""
    own = {module.name for module in reviewed.project.modules}
    for module in reviewed.project.modules:
        for node in module.nodes:
            for name in _refused(node, app=reviewed.project.app_id, own=own):
                yield RULE.at(in_code(module, node), name=name, instead=_instead(name, own))


def _refused(node: ast.AST, *, app: str, own: set[str]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if not _is_allowed(alias.name, [], app)]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        names = [alias.name for alias in node.names]
        return [] if _is_allowed(node.module or "", names, app) else [node.module or ""]
    if isinstance(node, ast.ImportFrom) and node.level == 1:
        asked = [node.module] if node.module else [alias.name for alias in node.names]
        return [f".{name}" for name in asked if name.partition(".")[0] not in own]
    return ["." * node.level] if isinstance(node, ast.ImportFrom) else []


def _is_allowed(name: str, names: list[str], app: str) -> bool:
    root = name.partition(".")[0]
    if root == "plugin_sdk":
        is_guest = f"{name}.".startswith("plugin_sdk.guest.") or (name == root and names == ["guest"])
        return is_guest and name != "plugin_sdk.guest.testing"
    return root == app or name in ALLOWED_MODULES


def _instead(name: str, own: set[str]) -> str:
    if name.startswith("."):
        near = difflib.get_close_matches(name[1:], own, n=1)
        return f"应用包里没有这个模块 / the package has no such module{f': .{near[0]}?' if near else ''}"
    return INSTEAD.get(name, INSTEAD.get(name.partition(".")[0], OTHERWISE))
