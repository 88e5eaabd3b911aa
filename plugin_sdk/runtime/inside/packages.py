"""Packages of mini-apps: made into bytecode at publication, loaded at call time.

A package is one line of JSON: `{"format": 1, "python": "3.14", "app": ..., "modules": {"app": "<base64 marshal>"}}`.
Its modules form one Python package named like the app, so `from . import texts` works here as on plain CPython.
"""

import base64
import importlib.abc
import importlib.machinery
import json
import marshal
import sys
import types
from collections.abc import Mapping, Sequence

from plugin_sdk.runtime.inside import stand_ins
from plugin_sdk.runtime.inside.allowed import ALLOWED_MODULES

FORMAT = 1
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
GUEST = "plugin_sdk.guest"


class PackageNotLoadable(ImportError):
    """The package was made for another runtime; it must be published again."""


def compiled(app: str, files: Mapping[str, str]) -> str:
    """Make a package from its files (`app.py` and neighbours)."""
    if "app.py" not in files:
        raise PackageNotLoadable("a package needs an app.py")
    modules = {}
    for path, source in sorted(files.items()):
        code = compile(source, f"{app}/{path}", "exec", dont_inherit=True, optimize=0)
        modules[path.removesuffix(".py")] = base64.b64encode(marshal.dumps(code)).decode("ascii")
    return json.dumps({"format": FORMAT, "python": PYTHON, "app": app, "modules": modules}, separators=(",", ":"))


class PackageFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of the one package of this call; nothing else can be imported from anywhere."""

    def __init__(self) -> None:
        self._app = ""
        self._modules: dict[str, str] = {}
        self._builtins = stand_ins.author_builtins()
        self._builtins["__import__"] = self._import

    def load(self, package: str) -> types.ModuleType:
        """Take a package over and import its `app` module."""
        parts = json.loads(package)
        if parts["format"] != FORMAT or parts["python"] != PYTHON:
            raise PackageNotLoadable(
                f"package made for format {parts['format']}, Python {parts['python']}; here: {FORMAT}, {PYTHON}"
            )
        self._app, self._modules = parts["app"], parts["modules"]
        return importlib.import_module(f"{self._app}.app")

    def forget(self) -> None:
        """Drop the package again; only the rehearsal while the image is built needs it."""
        for name in [name for name in sys.modules if name.partition(".")[0] == self._app]:
            del sys.modules[name]
        self._app, self._modules = "", {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Say yes to the package and its modules."""
        del path, target
        root, _, module = fullname.partition(".")
        if not self._app or root != self._app or (module and module not in self._modules):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=not module)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module of the package with the author's builtins."""
        name = module.__name__.partition(".")[2] or "__init__"
        module.__dict__["__builtins__"] = self._builtins
        if name in self._modules:
            exec(marshal.loads(base64.b64decode(self._modules[name])), module.__dict__)  # noqa: S102,S302  # our bytecode

    def _import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002  # the signature of __import__
        locals: Mapping[str, object] | None = None,  # noqa: A002  # the signature of __import__
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        if level == 0 and not self._may_import(name, fromlist or ()):
            raise ModuleNotFoundError(f"mini-apps cannot import {name!r}; see the list of allowed modules", name=name)
        return __import__(name, globals, locals, fromlist or (), level)

    def _may_import(self, name: str, fromlist: Sequence[str]) -> bool:
        root = name.partition(".")[0]
        if root == "plugin_sdk":
            return f"{name}.".startswith(f"{GUEST}.") or (name == root and list(fromlist) == ["guest"])
        return root == self._app or name in ALLOWED_MODULES


FINDER = PackageFinder()
