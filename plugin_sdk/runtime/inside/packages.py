"""Packages of mini-apps: made into bytecode at publication, loaded at call time or ahead of it.

A package is one line of JSON: `{"format": 2, "python": "3.14", "app": ..., "modules": {"app": "<base64 marshal>"}}`.
Its modules form one Python package named like the app, so `from . import texts` works here as on plain CPython.
They are loaded by a few lines of our own: Python's import machinery takes as long as the modules themselves.
"""

import base64
import json
import marshal
import sys
import types
from collections.abc import Mapping, Sequence

from plugin_sdk.runtime.inside import stand_ins
from plugin_sdk.runtime.inside.allowed import ALLOWED_MODULES
from plugin_sdk.runtime.inside.call_state import CALL

FORMAT = 2
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
GUEST = "plugin_sdk.guest"
HAS_DOCSTRING = 0x4000000
"""Flag of a code object whose first constant is a docstring (`inspect.CO_HAS_DOCSTRING`)."""


class PackageNotLoadable(ImportError):
    """The package was made for another runtime; it must be published again."""


def compiled(app: str, files: Mapping[str, str]) -> str:
    """Make a package from its files (`app.py` and neighbours)."""
    if "app.py" not in files:
        raise PackageNotLoadable("a package needs an app.py")
    modules = {}
    for path, source in sorted(files.items()):
        code = compile(source, f"{app}/{path}", "exec", dont_inherit=True, optimize=0)
        modules[path.removesuffix(".py")] = base64.b64encode(marshal.dumps(_lean(code))).decode("ascii")
    return json.dumps({"format": FORMAT, "python": PYTHON, "app": app, "modules": modules}, separators=(",", ":"))


def _lean(code: types.CodeType) -> types.CodeType:
    """The code without docstrings of functions: nobody reads them at run time, and every call would load them.

    Python's own way (`optimize=2`) would drop the author's `assert` lines, too.
    """
    constants = [_lean(each) if isinstance(each, types.CodeType) else each for each in code.co_consts]
    if code.co_flags & HAS_DOCSTRING:
        constants[0] = None
    return code.replace(co_consts=tuple(constants), co_flags=code.co_flags & ~HAS_DOCSTRING)


class PackageFinder:
    """Holds the modules of the one package of this instance; nothing else can be imported from anywhere."""

    def __init__(self) -> None:
        self._app = ""
        self._modules: dict[str, str] = {}
        self._builtins = stand_ins.author_builtins()
        self._builtins["__import__"] = self._import

    def load(self, package: str) -> types.ModuleType:
        """Take a package over and run its `app` module."""
        parts = json.loads(package)
        if parts["format"] != FORMAT or parts["python"] != PYTHON:
            raise PackageNotLoadable(
                f"package made for format {parts['format']}, Python {parts['python']}; here: {FORMAT}, {PYTHON}"
            )
        self._app, self._modules = parts["app"], parts["modules"]
        root = self._made(self._app, "__init__")
        return self._module(root, "app")

    def forget(self) -> None:
        """Drop the package again; only a rehearsal needs it."""
        for name in [name for name in sys.modules if name.partition(".")[0] == self._app]:
            del sys.modules[name]
        self._app, self._modules = "", {}

    def _module(self, root: types.ModuleType, name: str) -> types.ModuleType:
        """A module of the package, run when it is asked for the first time."""
        fullname = f"{self._app}.{name}"
        module = sys.modules.get(fullname)
        if module is None:
            if name not in self._modules:
                raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
            module = self._made(fullname, name)
            setattr(root, name, module)
        return module

    def _made(self, fullname: str, name: str) -> types.ModuleType:
        """Run a module with the author's builtins; it sees neither clock nor chance nor host, whenever it is run."""
        module = types.ModuleType(fullname)
        module.__dict__["__builtins__"] = self._builtins
        module.__package__ = self._app
        if fullname == self._app:
            module.__path__ = []
        sys.modules[fullname] = module
        if name in self._modules:
            try:
                with CALL.loading():
                    exec(marshal.loads(base64.b64decode(self._modules[name])), module.__dict__)  # noqa: S102,S302  # our bytecode
            except BaseException:
                sys.modules.pop(fullname, None)  # may be gone: authors can reach what they should not
                raise
        return module

    def _import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002  # the signature of __import__
        locals: Mapping[str, object] | None = None,  # noqa: A002  # the signature of __import__
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        first, _, rest = name.partition(".")
        if level == 0 and (first != self._app or not self._app):
            if not self._may_import(name, fromlist or ()):
                refused = f"mini-apps cannot import {name!r}; see the list of allowed modules"
                raise ModuleNotFoundError(refused, name=name)
            return __import__(name, globals, locals, fromlist or (), 0)
        if level > 1:
            raise ImportError("attempted relative import beyond top-level package")
        return self._own(name if level else rest, fromlist or ())

    def _own(self, name: str, fromlist: Sequence[str]) -> types.ModuleType:
        """What an import statement of the package's own modules gets, as on plain CPython."""
        root = sys.modules[self._app]
        module = self._module(root, name) if name else root
        if not fromlist:
            return root
        if module is root:
            for each in fromlist:
                if each in self._modules and not hasattr(root, each):
                    self._module(root, each)
        return module

    def _may_import(self, name: str, fromlist: Sequence[str]) -> bool:
        root = name.partition(".")[0]
        if root == "plugin_sdk":
            return f"{name}.".startswith(f"{GUEST}.") or (name == root and list(fromlist) == ["guest"])
        return name in ALLOWED_MODULES


FINDER = PackageFinder()
